"""What one may change of one's own account."""

from dataclasses import dataclass

from flask import session

from kb.accounts import sessions
from kb.accounts.errors import CodeRefusedError, SecondFactorKeptError, SignInInterruptedError
from kb.accounts.second_factor import AUTHENTICATOR, picture, verifies
from kb.accounts.transactions import Desk
from kb.domain.account import DECIDING, Account
from kb.domain.password import require_good

#: In the cookie: the secret of an application that has not proved itself, encrypted.
_SECRET = "kb_second_factor"  # noqa: S105 - the name of a key


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """What an application needs to show codes.

    Attributes:
        address: what its camera reads, `otpauth://…`.
        text: the same key, to be typed: groups of four letters and digits.
    """

    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Owning:
    """Changes of one's own account. Whoever calls looked whether the session is fresh."""

    desk: Desk

    def is_fresh(self) -> bool:
        """Whether the person signed in a moment ago, so that nobody else sits there now."""
        return sessions.is_fresh()

    def change_password(self, account: Account, password: str) -> None:
        """Choose another password; the other sessions end.

        Raises:
            PasswordTooWeakError: it could be guessed.
        """
        require_good(password, email=account.email)
        hashed = self.desk.enrolling.passwords.hashed(password)
        with self.desk.changing() as change:
            person = change.person(account.id)
            person.password = hashed
            change.end_sessions(person)
            change.audit(person, "password-changed", by="page")
            change.post(person, "mot-de-passe-change", is_secret=False)
            sessions.begin(person)

    def begin_second_factor(self) -> None:
        """Make a key for an application; nothing is asked for before it proved itself."""
        session[_SECRET] = self.desk.library.security.totp_factory.generate_totp_secret()

    def new_key(self, account: Account) -> NewKey | None:
        """The key that was made for this session; `None` if none was."""
        secret = session.get(_SECRET)
        if not secret:
            return None
        factory = self.desk.library.security.totp_factory
        return NewKey(
            address=factory.get_totp_uri(account.email, secret),
            text=factory.get_totp_pretty_key(secret),
        )

    def picture(self, account: Account) -> bytes:
        """The new key as an SVG picture.

        Raises:
            SignInInterruptedError: none was made.
        """
        key = self.new_key(account)
        if key is None:
            raise SignInInterruptedError
        return picture(key.address)

    def confirm_second_factor(self, account: Account, code: str) -> tuple[str, ...]:
        """Ask for a second factor from now on; the other sessions end.

        Returns:
            The recovery codes, which are shown this once.

        Raises:
            SignInInterruptedError: there is no key to confirm.
            CodeRefusedError: that is not what the application shows.
        """
        secret = session.get(_SECRET)
        if not secret:
            raise SignInInterruptedError
        with self.desk.changing() as change:
            person = change.person(account.id)
            person.tf_last_counter = None
            if not verifies(change, person, code, secret=secret):
                raise CodeRefusedError
            person.tf_primary_method, person.tf_totp_secret = AUTHENTICATOR, secret
            codes = change.library.security.mf_recovery_codes_util.create_recovery_codes(person)
            change.end_sessions(person)
            change.audit(person, "second-factor-on")
            change.post(person, "double-authentification-activee", is_secret=False)
            sessions.begin(person)
        session.pop(_SECRET)
        return tuple(codes)

    def drop_second_factor(self, account: Account) -> None:
        """Ask for the first factor alone.

        Raises:
            SecondFactorKeptError: this installation does not let moderators do that.
        """
        if self.desk.settings.requires_second_factor and account.role in DECIDING:
            raise SecondFactorKeptError
        with self.desk.changing() as change:
            person = change.person(account.id)
            person.tf_primary_method = person.tf_totp_secret = person.tf_last_counter = None
            person.mf_recovery_codes = None
            change.audit(person, "second-factor-off")
            change.post(person, "double-authentification-retiree", is_secret=False)

    def new_recovery_codes(self, account: Account) -> tuple[str, ...]:
        """Recovery codes, shown this once; those that were given before are worthless."""
        with self.desk.changing() as change:
            person = change.person(account.id)
            codes = change.library.security.mf_recovery_codes_util.create_recovery_codes(person)
            change.audit(person, "recovery-codes-renewed")
        return tuple(codes)

    def sign_out(self) -> None:
        """End this session."""
        sessions.end()

    def sign_out_everywhere(self, account: Account) -> None:
        """End all sessions of the account, this one, too."""
        with self.desk.changing() as change:
            person = change.person(account.id)
            change.end_sessions(person)
            change.audit(person, "signed-out-everywhere")
        sessions.end()
