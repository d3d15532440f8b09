import pytest

from kb.domain.publication import Change, PublicationKind, PublicationStatus
from kb.unit_of_work import PublicationNotFoundError, Work
from tests.builders import NOW, a_publication, sha256

NEW = Change(slug="garage", before=None, after="Un.")
NEXT = Change(slug="garage", before=sha256("Un."), after="Deux.")
GONE = Change(slug="garage", before=sha256("Deux."), after=None)


def test_a_publication_comes_back_with_its_changes_in_order(work: Work) -> None:
    with work.writing() as unit:
        recorded = unit.publications.add(a_publication(NEW, GONE, by=2, reason="Parce que."))

    with work.reading() as unit:
        assert unit.publications.get(recorded.id) == recorded
        with pytest.raises(PublicationNotFoundError):
            unit.publications.get(recorded.id + 1)
    assert recorded.changes == (NEW, GONE)


def test_open_ones_come_in_their_order_and_conflicts_apart(work: Work) -> None:
    with work.writing() as unit:
        first, second, third, fourth = (
            unit.publications.add(a_publication(change)) for change in (NEW, NEXT, GONE, NEW)
        )
        unit.publications.mark(second.id, PublicationStatus.CONFLICT, at=NOW)
        unit.publications.mark(fourth.id, PublicationStatus.ABANDONED, at=NOW)

    with work.reading() as unit:
        assert unit.publications.unfinished() == (first, third)
        (conflict,) = unit.publications.in_conflict()
    assert (conflict.id, conflict.done_at) == (second.id, None)


def test_the_history_of_a_case_holds_what_was_done_the_newest_first(work: Work) -> None:
    with work.writing() as unit:
        for change in (NEW, NEXT, GONE):
            number = unit.publications.add(a_publication(change)).id
            unit.publications.mark(number, PublicationStatus.DONE, at=NOW)
        unit.publications.add(a_publication(NEW))

    with work.reading() as unit:
        history = unit.publications.history("garage")
        last = unit.publications.last("garage")
    assert [past.text for past in history] == [None, "Deux.", "Un."]
    assert {past.at for past in history} == {NOW}
    assert last
    assert (last.id, last.status, last.done_at) == (3, PublicationStatus.DONE, NOW)


def test_a_case_that_nothing_happened_to_has_no_history(work: Work) -> None:
    with work.reading() as unit:
        assert unit.publications.history("garage") == ()
        assert unit.publications.last("garage") is None


def test_every_slug_that_was_ever_touched_is_known(work: Work) -> None:
    with work.writing() as unit:
        rename = (NEW, Change(slug="ancien", before=sha256("x"), after=None))
        unit.publications.add(a_publication(*rename, kind=PublicationKind.RENAME))

    with work.reading() as unit:
        assert unit.publications.slugs() == {"garage", "ancien"}
