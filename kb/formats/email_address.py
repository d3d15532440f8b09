"""email_address: the one form in which an address is stored, compared and counted."""

from email_validator import EmailNotValidError, validate_email

from kb.domain.account import EmailInvalidError


def email_address(text: str) -> str:
    """The address in lower case, without blanks around it. Nobody is asked whether it exists.

    Raises:
        EmailInvalidError: no mail could be sent to it.
    """
    try:
        valid = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise EmailInvalidError(email=text.strip()) from error
    return valid.normalized.lower()


def counted_as(text: str) -> str:
    """What limits count something that was typed as an address under; it need not be one.

    The same letter box has many spellings: `Ｅxample.org` is `example.org`.
    """
    try:
        return email_address(text)
    except EmailInvalidError:
        return text.strip().lower()
