"""Say something about a proposal, once."""

from dataclasses import replace
from datetime import datetime

from kb.domain.account import Account
from kb.domain.errors import InvalidError
from kb.domain.submission import Message, MessageKind, SubmissionId
from kb.formats.form_fields import cleaned
from kb.unit_of_work import UnitOfWork

MAX_MESSAGE_CHARACTERS = 5000


class MessageMissingError(InvalidError):
    """Nothing was said where something must be."""

    code = "message-missing"


class MessageTooLongError(InvalidError):
    """More than somebody will read."""

    code = "message-too-long"


class ReasonMissingError(InvalidError):
    """Others are to be told why."""

    code = "reason-missing"


def worded(text: str) -> str:
    """What is said, without blanks around it.

    Raises:
        MessageMissingError, MessageTooLongError: as they say.
    """
    return _required(text, MessageMissingError)


def reasoned(text: str) -> str:
    """A reason that others will read, without blanks around it.

    Raises:
        ReasonMissingError, MessageTooLongError: as they say.
    """
    return _required(text, ReasonMissingError)


def remarked(text: str) -> str:
    """What may be said, without blanks around it nor what no letter may hold; `""` if nothing is.

    Raises:
        MessageTooLongError: as it says.
    """
    text = cleaned(text)
    if len(text) > MAX_MESSAGE_CHARACTERS:
        raise MessageTooLongError(most=MAX_MESSAGE_CHARACTERS)
    return text


def _required(text: str, missing: type[InvalidError]) -> str:
    text = remarked(text)
    if not text:
        raise missing
    return text


def message(
    about: SubmissionId, kind: MessageKind, body: str, *, by: Account, at: datetime
) -> Message:
    """What somebody says about a proposal."""
    return Message(submission=about, kind=kind, body=body, written_by=by.id or 0, written_at=at)


def say(unit: UnitOfWork, said: Message) -> bool:
    """Store what is said; whether it was not said just before, as when a button is hit twice."""
    last = unit.submissions.messages(said.submission)[-1:]
    if last and replace(last[0], written_at=said.written_at) == said:
        return False
    unit.submissions.add_message(said)
    return True
