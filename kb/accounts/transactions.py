"""One transaction in which Flask-Security's session, the trail and the outbox are the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask_sqlalchemy_lite import SQLAlchemy

from kb.accounts.library import Library
from kb.accounts.people import Person
from kb.domain.account import AccountId
from kb.domain.audit import AuditEntry, Subject
from kb.domain.case import Sha256
from kb.domain.mail import Mail
from kb.services.enrolling import Enrolling
from kb.settings import Settings
from kb.stores.database import BEGIN, WRITING, SqlUnitOfWork, database_trouble

#: What is written where there is nobody to write to: it takes the same time.
_NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Change:
    """The people, the trail and the outbox, until the end of a `with` block."""

    library: Library
    unit: SqlUnitOfWork
    enrolling: Enrolling

    def person(self, number: AccountId | None) -> Person:
        """The person with this number, who was found a moment ago."""
        return self.library.database.session.get_one(Person, number)

    def active(self, *, email: str = "", fs_uniquifier: str = "") -> Person | None:
        """The person with this address, or of these sessions, if they may sign in."""
        find = self.library.security.datastore.find_user
        person = find(email=email) if email else find(fs_uniquifier=fs_uniquifier)
        return person if isinstance(person, Person) and person.active else None

    def end_sessions(self, person: Person) -> None:
        """Let every cookie that was given so far be nobody's."""
        self.library.security.datastore.set_uniquifier(person)

    def audit(self, person: Person, action: str, **details: str) -> None:
        """Note what happened to an account, by whoever holds it."""
        entry = AuditEntry(
            at=self.enrolling.clock.now(),
            by=person.id,
            action=action,
            subject=Subject.ACCOUNT,
            key=str(person.id),
            details=details,
        )
        self.unit.audit.record(entry)

    def post(self, person: Person | None, name: str, *, is_secret: bool, **values: str) -> None:
        """Put a letter into the outbox; without a person to write to, something as long."""
        subject, text = self.enrolling.letters.compose(name, **values)
        now = self.enrolling.clock.now()
        if person is None:
            self.stand_in()
            return
        mail = Mail(
            to=person.id,
            subject=subject,
            text=text,
            is_secret=is_secret,
            created_at=now,
            next_attempt_at=now,
        )
        self.unit.outbox.add(mail)

    def stand_in(self) -> None:
        """Write something where there is nobody to write about: the answer takes as long."""
        self.unit.attempts.note(_NOBODY, Sha256("0" * 64), at=self.enrolling.clock.now())


@dataclass(frozen=True, slots=True)
class Desk:
    """What the people of one application are looked up and changed with."""

    library: Library
    settings: Settings
    enrolling: Enrolling

    @contextmanager
    def looking(self) -> Iterator[SQLAlchemy]:
        """Look only; whatever transaction that takes is over at the end.

        Raises:
            DatabaseUnavailableError: not now.
        """
        database = self.library.database
        with database_trouble(self.settings.database):
            try:
                yield database
            finally:
                database.session.close()

    @contextmanager
    def changing(self) -> Iterator[Change]:
        """Change something: alone from the first line on, committed at the end, or not at all.

        Raises:
            DatabaseUnavailableError: not now; nothing was changed.
        """
        with self.looking() as database:
            session = database.session
            session.connection(execution_options={BEGIN: WRITING})
            yield Change(self.library, SqlUnitOfWork(session), self.enrolling)
            session.commit()
