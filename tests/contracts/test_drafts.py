from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kb.domain.draft import Draft, DraftNotFoundError
from kb.unit_of_work import Work
from tests.builders import NOW, sha256

KEY = sha256("key")


def a_draft(**changes: Any) -> Draft:
    values: dict[str, Any] = {
        "key_sha256": KEY,
        "fields": {"title": ["Un garage"], "regions": ["bretagne", "normandie"]},
        "created_at": NOW,
        "saved_at": NOW,
    }
    return Draft(**(values | changes))


def test_a_draft_comes_back_with_all_values_of_its_fields(work: Work) -> None:
    with work.writing() as unit:
        stored = unit.drafts.add(a_draft(change_of="garage", base=sha256("x"), author=1))

    with work.reading() as unit:
        assert unit.drafts.get(stored.id) == stored
    assert stored.fields == {"title": ["Un garage"], "regions": ["bretagne", "normandie"]}


def test_each_save_is_the_next_revision(work: Work) -> None:
    with work.writing() as unit:
        stored = unit.drafts.add(a_draft())

        saved = unit.drafts.save(replace(stored, fields={"title": ["Deux"]}))

    assert (saved.revision, saved.fields) == (2, {"title": ["Deux"]})


def test_drafts_of_a_browser_and_of_a_person_begin_with_the_last_saved(work: Work) -> None:
    with work.writing() as unit:
        for hours, key, author in ((1, KEY, None), (3, KEY, 1), (2, sha256("other"), 1)):
            saved_at = NOW + timedelta(hours=hours)
            unit.drafts.add(a_draft(key_sha256=key, author=author, saved_at=saved_at))

    with work.reading() as unit:
        assert [each.id for each in unit.drafts.with_key(KEY)] == [2, 1]
        assert [each.id for each in unit.drafts.of_author(1)] == [2, 3]


def test_a_draft_goes_and_leaves_its_sibling(work: Work) -> None:
    with work.writing() as unit:
        first = unit.drafts.add(a_draft())
        sibling = unit.drafts.add(a_draft(sibling_of=first.id))

        unit.drafts.remove(first.id)
        unit.drafts.remove(first.id)

    with work.reading() as unit:
        assert unit.drafts.get(sibling.id).sibling_of is None
        with pytest.raises(DraftNotFoundError):
            unit.drafts.get(first.id)


def test_the_number_of_a_draft_that_went_is_never_given_again(work: Work) -> None:
    with work.writing() as unit:
        gone = unit.drafts.add(a_draft()).id
        unit.drafts.remove(gone)

    with work.writing() as unit:
        assert unit.drafts.add(a_draft()).id > gone
