"""Enrolling: accounts, their roles and states, and the first administrator."""

import hmac
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from kb.domain.account import NAMES, Account, Role
from kb.domain.audit import AuditEntry, Channel, Subject
from kb.domain.errors import ConflictError, GoneError
from kb.domain.hashes import keyed_sha256_of
from kb.domain.mail import Mail
from kb.domain.password import require_good
from kb.formats.email_address import email_address
from kb.ports import Clock, Letters, Passwords, Secret
from kb.unit_of_work import AccountNotFoundError, UnitOfWork, Work

#: How long the link that makes the first administrator works; a new start prints a new one.
FIRST_LINK_WITHIN = timedelta(hours=24)

#: Seconds since 1970 until when it works, and the seal on them.
_TOKEN = re.compile(r"[0-9]{1,12}-[0-9a-f]{40}")


class LastAdministratorError(ConflictError):
    """Nobody could give roles any more."""

    code = "last-administrator"


class FirstLinkSpentError(GoneError):
    """There is an administrator, or the link is too old, or not one of ours."""

    code = "first-link-spent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolling:
    """Makes and changes accounts."""

    work: Work
    clock: Clock
    passwords: Passwords
    secret: Secret
    letters: Letters
    public_url: str

    def add(self, email: str, role: Role, *, password: str | None = None) -> Account:
        """A new account; its person is told. Without password one signs in by a code sent by mail.

        Raises:
            EmailInvalidError: that is no address.
            PasswordTooWeakError: it could be guessed.
            AccountExistsError: the address has an account already.
        """
        with self.work.writing() as unit:
            new = Account(email=email, role=role, is_confirmed=True)
            account = self._added(unit, new, password=password, channel=Channel.COMMAND)
            unit.outbox.add(self._invitation(account))
            return account

    def role(self, email: str, role: Role) -> Account:
        """The account, with another role; its sessions end.

        Raises:
            AccountNotFoundError: nobody has this address.
            LastAdministratorError: nobody else could give roles.
        """
        with self.work.writing() as unit:
            account = _of(unit, email)
            return self._change(unit, account, replace(account, role=role), "role-changed")

    def disable(self, email: str) -> Account:
        """The account, which may not sign in any more; its sessions end.

        Raises:
            AccountNotFoundError: nobody has this address.
            LastAdministratorError: nobody else could give roles.
        """
        with self.work.writing() as unit:
            account = _of(unit, email)
            return self._change(unit, account, replace(account, is_active=False), "disabled")

    def enable(self, email: str) -> Account:
        """The account, which may sign in again.

        Raises:
            AccountNotFoundError: nobody has this address.
        """
        with self.work.writing() as unit:
            account = _of(unit, email)
            return self._change(unit, account, replace(account, is_active=True), "enabled")

    def drop_second_factor(self, email: str) -> Account:
        """The account, for which the first factor is enough again; its sessions end.

        Raises:
            AccountNotFoundError: nobody has this address.
        """
        with self.work.writing() as unit:
            account = _of(unit, email)
            unit.accounts.drop_second_factor(account.id or 0)
            unit.audit.record(self._entry("second-factor-off", account))
            return replace(account, has_second_factor=False)

    def every(self) -> tuple[Account, ...]:
        """All accounts, by number."""
        with self.work.reading() as unit:
            return unit.accounts.every()

    def first_link(self) -> str | None:
        """The path that makes the first administrator; `None` as soon as there is one."""
        with self.work.reading() as unit:
            if _has_administrator(unit):
                return None
        until = int((self.clock.now() + FIRST_LINK_WITHIN).timestamp())
        return f"/connexion/premier-compte/{until}-{self._sealed(str(until))}"

    def require_first(self, token: str) -> None:
        """Go on only if this link makes the first administrator.

        Raises:
            FirstLinkSpentError: it does not, or not any more.
        """
        self._require_sealed(token)
        with self.work.reading() as unit:
            if _has_administrator(unit):
                raise FirstLinkSpentError

    def first(self, token: str, email: str, password: str) -> Account:
        """The first administrator. Of two who follow the link, one becomes it.

        Raises:
            FirstLinkSpentError: there is one, or the link is not good.
            EmailInvalidError: that is no address.
            PasswordTooWeakError: it could be guessed.
        """
        self._require_sealed(token)
        with self.work.writing() as unit:
            if _has_administrator(unit):
                raise FirstLinkSpentError
            new = Account(email=email, role=Role.ADMINISTRATOR, is_confirmed=True)
            return self._added(unit, new, password=password, channel=Channel.PAGE)

    def _added(
        self, unit: UnitOfWork, new: Account, *, password: str | None, channel: Channel
    ) -> Account:
        email, hashed = email_address(new.email), None
        if password is not None:
            require_good(password, email=email)
            hashed = self.passwords.hashed(password)
        account = unit.accounts.add(replace(new, email=email), password_hash=hashed)
        entry = self._entry("account-created", account, role=account.role)
        unit.audit.record(replace(entry, channel=channel))
        return account

    def _change(self, unit: UnitOfWork, before: Account, after: Account, action: str) -> Account:
        if before == after:
            return before
        unit.accounts.change(after)
        if before.role is Role.ADMINISTRATOR and not unit.accounts.with_role(Role.ADMINISTRATOR):
            raise LastAdministratorError(email=before.email)
        details: dict[str, str] = {}
        if before.role is not after.role:
            details = {"from": before.role, "to": after.role}
        unit.audit.record(self._entry(action, after, **details))
        return after

    def _entry(self, action: str, account: Account, **details: str) -> AuditEntry:
        return AuditEntry(
            at=self.clock.now(),
            by=None,
            channel=Channel.COMMAND,
            action=action,
            subject=Subject.ACCOUNT,
            key=str(account.id),
            details=details,
        )

    def _invitation(self, account: Account) -> Mail:
        subject, text = self.letters.compose(
            "compte-ouvert",
            role=NAMES[account.role],
            address=f"{self.public_url}/connexion",
        )
        now = self.clock.now()
        return Mail(
            to=account.id or 0, subject=subject, text=text, created_at=now, next_attempt_at=now
        )

    def _sealed(self, until: str) -> str:
        text = f"first administrator until {until}"
        return keyed_sha256_of(text, secret=self.secret.value())[:40]

    def _require_sealed(self, token: str) -> None:
        until, _, seal = token.partition("-")
        is_ours = bool(_TOKEN.fullmatch(token)) and hmac.compare_digest(seal, self._sealed(until))
        if not is_ours or datetime.fromtimestamp(int(until), UTC) < self.clock.now():
            raise FirstLinkSpentError


def _of(unit: UnitOfWork, email: str) -> Account:
    account = unit.accounts.by_email(email)
    if account is None:
        raise AccountNotFoundError(account=email)
    return account


def _has_administrator(unit: UnitOfWork) -> bool:
    return bool(unit.accounts.with_role(Role.ADMINISTRATOR))
