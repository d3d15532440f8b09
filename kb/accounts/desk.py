"""Accounts: who asks, how one comes in, and what one may change of one's own account."""

from dataclasses import dataclass
from functools import cached_property

from flask import Flask

from kb.accounts import sessions
from kb.accounts.entering import Entering
from kb.accounts.library import library
from kb.accounts.owning import Owning
from kb.accounts.transactions import Desk
from kb.domain.account import Account
from kb.services.enrolling import Enrolling
from kb.settings import Settings


@dataclass(frozen=True)
class Accounts:
    """The desk of one application."""

    desk: Desk

    @classmethod
    def of(cls, app: Flask, settings: Settings, enrolling: Enrolling) -> "Accounts":
        """The desk of this application; from now on its cookies are signed."""
        secret = enrolling.secret.value()
        return cls(Desk(library(app, settings, secret), settings, enrolling))

    @cached_property
    def entering(self) -> Entering:
        """How one comes in."""
        return Entering(self.desk)

    @cached_property
    def owning(self) -> Owning:
        """What one may change of one's own account."""
        return Owning(self.desk)

    def signed_in(self) -> Account:
        """Who asks; somebody without a name if nobody signed in.

        Raises:
            DatabaseUnavailableError: it cannot be known now.
        """
        with self.desk.looking() as database:
            return sessions.asking(database)
