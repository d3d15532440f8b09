from dataclasses import replace
from datetime import timedelta
from typing import Any

from kb.domain.audit import AuditEntry, Channel, Subject
from kb.domain.mail import Mail, MailState
from kb.unit_of_work import Work
from tests.builders import NOW, sha256


def an_entry(key: str, **changes: Any) -> AuditEntry:
    values: dict[str, Any] = {
        "at": NOW,
        "by": 2,
        "action": "approve",
        "subject": Subject.SUBMISSION,
        "key": key,
    }
    return AuditEntry(**(values | changes))


def a_mail(**changes: Any) -> Mail:
    values: dict[str, Any] = {
        "to": 1,
        "subject": "Votre proposition",
        "text": "Bonjour.",
        "created_at": NOW,
        "next_attempt_at": NOW,
    }
    return Mail(**(values | changes))


def test_the_trail_keeps_the_order_in_which_things_happened(work: Work) -> None:
    told = an_entry("1", reason="Clair.", details={"version": 3, "slug": None}, by=None)
    with work.writing() as unit:
        unit.audit.record(told)
        unit.audit.record(an_entry("2", channel=Channel.WORKER))
        unit.audit.record(an_entry("1", action="publish"))
        unit.audit.record(an_entry("1", subject=Subject.CASE))

    with work.reading() as unit:
        of_first = unit.audit.of(Subject.SUBMISSION, "1")
        newest = unit.audit.page(limit=2)
        older = unit.audit.page(before=newest[-1].id, limit=9)
    assert [entry.action for entry in of_first] == ["approve", "publish"]
    assert of_first[0] == replace(told, id=of_first[0].id)
    assert [entry.id for entry in (*newest, *older)] == [4, 3, 2, 1]


def test_letters_are_due_in_their_order_once_their_time_has_come(work: Work) -> None:
    with work.writing() as unit:
        unit.outbox.add(a_mail(next_attempt_at=NOW + timedelta(minutes=1)))
        for _ in range(3):
            unit.outbox.add(a_mail())
        unit.outbox.add(a_mail(state=MailState.FAILED))

    with work.reading() as unit:
        assert [mail.id for mail in unit.outbox.due(now=NOW, limit=2)] == [2, 3]
        assert [mail.id for mail in unit.outbox.every()] == [5, 4, 3, 2, 1]
        assert [mail.id for mail in unit.outbox.every(state=MailState.FAILED)] == [5]


def test_a_secret_is_kept_nowhere_once_it_was_sent(work: Work) -> None:
    with work.writing() as unit:
        secret = unit.outbox.add(a_mail(is_secret=True))
        unit.outbox.save(replace(secret, state=MailState.SENT, sent_at=NOW, attempts=1))

        (sent,) = unit.outbox.every()

    assert (sent.text, sent.state, sent.sent_at, sent.attempts) == ("", MailState.SENT, NOW, 1)


def test_tries_are_counted_by_kind_key_and_time(work: Work) -> None:
    key, other = sha256("key"), sha256("other")
    with work.writing() as unit:
        for minutes in (0, 10, 20):
            unit.attempts.note("send", key, at=NOW + timedelta(minutes=minutes))
        unit.attempts.note("send", other, at=NOW)
        unit.attempts.note("sign-in", key, at=NOW)

        assert unit.attempts.count("send", key, since=NOW) == 3
        assert unit.attempts.count("send", key, since=NOW + timedelta(minutes=10)) == 2
        assert unit.attempts.count("code", key, since=NOW) == 0
