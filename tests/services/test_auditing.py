"""Who did what."""

import pytest

from kb.domain.account import VISITOR, NotAllowedError
from kb.domain.audit import Subject
from kb.services import auditing
from tests.desks import Desks


def test_the_trail_of_a_case_holds_that_of_its_proposals(desks: Desks) -> None:
    submission = desks.proposed()
    desks.kb.moderating.approve(submission.id, version=1, by=desks.moderator)

    lines = desks.kb.auditing.of_case(submission.slug, by=desks.moderator)

    assert [(each.subject, each.action) for each in lines] == [
        (Subject.SUBMISSION, "propose"),
        (Subject.SUBMISSION, "submit"),
        (Subject.SUBMISSION, "claim"),
        (Subject.SUBMISSION, "approve"),
        (Subject.CASE, "publication-done"),
        (Subject.SUBMISSION, "publish"),
    ]
    assert lines[3].details == {"version": 1, "publication": 1}


def test_the_trail_is_read_page_by_page(desks: Desks) -> None:
    desks.proposed()

    first = desks.kb.auditing.page(None, 2, by=desks.moderator)
    rest = desks.kb.auditing.page(first[-1].id, 100, by=desks.moderator)

    assert [each.action for each in first] == ["submit", "propose"]
    assert first[-1].id > rest[0].id


def test_an_export_holds_all_and_is_itself_a_line(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "_PAGE", 2)
    desks.proposed()

    lines = list(desks.kb.auditing.export(by=desks.moderator))

    assert (lines[0].action, lines[0].by) == ("audit-exported", desks.moderator.id)
    assert [each.id for each in lines] == [*range(len(lines), 0, -1)]


def test_the_trail_names_nobody_but_by_number(desks: Desks) -> None:
    submission = desks.proposed()
    desks.kb.moderating.reject(submission.id, version=1, reason="Non.", by=desks.moderator)

    trail = repr(list(desks.kb.auditing.export(by=desks.moderator)))
    people = desks.kb.auditing.people([submission.author, None, 999], by=desks.moderator)

    assert "@" not in trail
    assert {number: each.email for number, each in people.items()} == {
        submission.author: "autrice@example.org"
    }


def test_others_do_not_read_the_trail(desks: Desks) -> None:
    contributor = desks.account("x@example.org")

    for by in (VISITOR, contributor):
        for read in (
            lambda by=by: desks.kb.auditing.of_submission(1, by=by),
            lambda by=by: desks.kb.auditing.of_case("x", by=by),
            lambda by=by: desks.kb.auditing.page(None, 1, by=by),
            lambda by=by: desks.kb.auditing.export(by=by),
            lambda by=by: desks.kb.auditing.people([1], by=by),
        ):
            with pytest.raises(NotAllowedError):
                read()
