"""What can go wrong when somebody signs in or changes their account."""

from kb.domain.errors import GoneError, InvalidError


class SignInRefusedError(InvalidError):
    """Unknown address, wrong password, no password, closed account: nobody learns which."""

    code = "sign-in-refused"


class CodeRefusedError(InvalidError):
    """The code is wrong, too old or spent."""

    code = "code-refused"


class SignInInterruptedError(InvalidError):
    """The first step of signing in was too long ago, or never was."""

    code = "sign-in-interrupted"


class PasswordLinkSpentError(GoneError):
    """The link to choose a password is too old, was used, or is not one of ours."""

    code = "password-link-spent"


class SecondFactorKeptError(InvalidError):
    """This installation does not let moderators do without a second factor."""

    code = "second-factor-kept"
