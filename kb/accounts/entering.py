"""How one comes in: by password or a code sent by mail, then a second factor if there is one.

Whoever asks for an address that nobody has gets the same answer, after the same work.
"""

import time
from dataclasses import dataclass
from datetime import timedelta

from flask import session
from flask_security.recoverable import reset_password_token_status

from kb.accounts import sessions
from kb.accounts.errors import (
    CodeRefusedError,
    PasswordLinkSpentError,
    SignInInterruptedError,
    SignInRefusedError,
)
from kb.accounts.library import RESET_WITHIN
from kb.accounts.mail_codes import CODE_WITHIN, MailCodes, tried
from kb.accounts.people import Person
from kb.accounts.second_factor import is_right
from kb.accounts.transactions import Change, Desk
from kb.domain.account import AccountId, EmailInvalidError
from kb.domain.password import require_good
from kb.formats.email_address import email_address

#: In the cookie: the address that asked for a code, and who has done the first of two steps.
_ASKED, _PENDING = "kb_asked", "kb_pending"
#: Between the first step and the second.
STEP_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Entering:
    """Everything that turns a visitor into somebody."""

    desk: Desk

    def by_password(self, email: str, password: str) -> bool:
        """Sign in. The slow comparison happens before the transaction.

        Returns:
            Whether that was all; `False` if a second factor is to be given.

        Raises:
            SignInRefusedError: no.
        """
        number, stored = self._stored(_normal(email))
        if not self.desk.enrolling.passwords.is_right(password, stored) or number is None:
            raise SignInRefusedError
        with self.desk.changing() as change:
            person = change.person(number)
            if not person.active or person.password != stored:
                raise SignInRefusedError
            return _first_step(change, person, via="password")

    def ask_code(self, email: str) -> None:
        """Send a code, if somebody has this address; nobody learns whether."""
        email, now = _normal(email), self.desk.enrolling.clock.now()
        code, kept = self._codes().new(now=now)
        with self.desk.changing() as change:
            person = change.active(email=email)
            if person:
                person.mail_code = dict(kept)
            minutes = f"{CODE_WITHIN // timedelta(minutes=1)}"
            change.post(person, "code-de-connexion", is_secret=True, code=code, minutes=minutes)
        session[_ASKED] = email

    def asked(self) -> str:
        """The address that a code was asked for.

        Raises:
            SignInInterruptedError: none, in this browser.
        """
        try:
            return str(session[_ASKED])
        except KeyError:
            raise SignInInterruptedError from None

    def by_code(self, code: str) -> bool:
        """Sign in by the code that came by mail, which also confirms the address.

        Returns:
            Whether that was all; `False` if a second factor is to be given.

        Raises:
            SignInInterruptedError: none was asked for, in this browser.
            CodeRefusedError: no.
        """
        email, now = self.asked(), self.desk.enrolling.clock.now()
        with self.desk.changing() as change:
            person = change.active(email=email)
            kept = person.mail_code if person else None
            if self._codes().is_right(code, kept, now=now) and person:
                person.mail_code = None
                person.confirmed_at = person.confirmed_at or now
                session.pop(_ASKED)
                return _first_step(change, person, via="code")
            if person and kept:
                person.mail_code = tried(kept)
            else:
                change.stand_in()
        raise CodeRefusedError

    def second_step(self, code: str) -> None:
        """Finish signing in, by the code of an application or one of the recovery codes.

        Raises:
            SignInInterruptedError: there was no first step, or too long ago.
            CodeRefusedError: no.
        """
        who, via = self.pending()
        with self.desk.changing() as change:
            person = change.active(fs_uniquifier=who)
            if person is None:
                raise SignInInterruptedError
            by = is_right(change, person, code)
            if by is None:
                raise CodeRefusedError
            _enter(change, person, via=f"{via}+{by}")

    def pending(self) -> tuple[str, str]:
        """Whose second step is awaited, as their sessions are known, and what the first one was.

        Raises:
            SignInInterruptedError: there was no first step, or too long ago.
        """
        pending = session.get(_PENDING)
        if not pending or time.time() - pending["at"] > STEP_WITHIN.total_seconds():
            raise SignInInterruptedError
        return pending["who"], pending["via"]

    def ask_password_link(self, email: str) -> None:
        """Send a link to choose a password, if somebody has this address; nobody learns whether."""
        with self.desk.changing() as change:
            person = change.active(email=_normal(email))
            # Not by the library's own function: it hashes the old password, which takes a second.
            # Who signs in by what changes with the password, so that the link works once.
            whose = person.fs_uniquifier if person else "0" * 64
            token = change.library.security.reset_serializer.dumps([whose])
            address = f"{self.desk.settings.public_url}/connexion/mot-de-passe/{token}"
            hours = f"{RESET_WITHIN // timedelta(hours=1)}"
            change.post(person, "mot-de-passe", is_secret=True, address=address, hours=hours)

    def require_password_link(self, token: str) -> str:
        """The address of the account whose password such a link chooses; nothing changes.

        Raises:
            PasswordLinkSpentError: it chooses none, or not any more.
        """
        with self.desk.looking():
            return _of_link(token).email or ""

    def use_password_link(self, token: str, password: str) -> None:
        """Choose a password; all sessions end, nobody is signed in.

        Raises:
            PasswordLinkSpentError: the link is too old or was used.
            PasswordTooWeakError: it could be guessed.
        """
        require_good(password, email=self.require_password_link(token))
        hashed = self.desk.enrolling.passwords.hashed(password)
        with self.desk.changing() as change:
            person = _of_link(token)
            person.password = hashed
            person.confirmed_at = person.confirmed_at or self.desk.enrolling.clock.now()
            change.end_sessions(person)
            change.audit(person, "password-changed", by="link")
            change.post(person, "mot-de-passe-change", is_secret=False)

    def first(self, token: str, email: str, password: str) -> None:
        """Make the first administrator and sign them in.

        Raises:
            FirstLinkSpentError: there is one, or the link is not good.
            EmailInvalidError: that is no address.
            PasswordTooWeakError: it could be guessed.
            AccountExistsError: the address has an account already.
        """
        account = self.desk.enrolling.first(token, email, password)
        with self.desk.changing() as change:
            _enter(change, change.person(account.id), via="link")

    def _stored(self, email: str) -> tuple[AccountId | None, str | None]:
        with self.desk.looking():
            person = self.desk.library.security.datastore.find_user(email=email)
            if isinstance(person, Person) and person.active:
                return person.id, person.password
        return None, None

    def _codes(self) -> MailCodes:
        return MailCodes(self.desk.enrolling.secret.value())


def _first_step(change: Change, person: Person, *, via: str) -> bool:
    if person.tf_primary_method is None:
        _enter(change, person, via=via)
        return True
    session[_PENDING] = {"who": person.fs_uniquifier, "via": via, "at": int(time.time())}
    return False


def _enter(change: Change, person: Person, *, via: str) -> None:
    session.pop(_PENDING, None)
    sessions.begin(person)
    change.audit(person, "signed-in", via=via)


def _of_link(token: str) -> Person:
    is_expired, is_invalid, person = reset_password_token_status(token)  # type: ignore[no-untyped-call]  # its own
    if is_expired or is_invalid or not isinstance(person, Person) or not person.active:
        raise PasswordLinkSpentError
    return person


def _normal(email: str) -> str:
    """The address as it is stored; what is none is nobody's."""
    try:
        return email_address(email)
    except EmailInvalidError:
        return email.strip().lower()
