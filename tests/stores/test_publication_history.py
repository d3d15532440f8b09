from datetime import date, timedelta
from pathlib import Path

import pytest

from kb.domain.publication import Change, Publication, PublicationKind, PublicationStatus
from kb.stores.publication_history import PublicationHistoryInDatabase
from kb.stores.taxonomies import TaxonomyInFile
from kb.unit_of_work import Work
from tests.builders import NOW, PROJECT, a_case_file, a_publication, sha256

FILE = a_case_file()


@pytest.fixture
def history(work: Work) -> PublicationHistoryInDatabase:
    return PublicationHistoryInDatabase(work, TaxonomyInFile(Path(PROJECT / "taxonomy.yaml")))


def done(work: Work, publication: Publication) -> None:
    with work.writing() as unit:
        number = unit.publications.add(publication).id
        unit.publications.mark(number, PublicationStatus.DONE, at=NOW)


def publish(work: Work, slug: str, text: str) -> None:
    done(work, a_publication(Change(slug=slug, before=None, after=text)))


def archive(work: Work, slug: str, text: str) -> None:
    change = Change(slug=slug, before=sha256(text), after=None)
    done(work, a_publication(change, kind=PublicationKind.ARCHIVE, reason="Une erreur"))


def test_an_archived_case_is_known_with_its_day_and_its_last_terms(
    work: Work, history: PublicationHistoryInDatabase
) -> None:
    publish(work, "parti", FILE.text)
    archive(work, "parti", FILE.text)

    (found,) = history.withdrawn(but=())

    assert (found.slug, found.withdrawn_on) == ("parti", date(NOW.year, NOW.month, NOW.day))
    assert found.tags["domain"] == FILE.case.domains


def test_what_is_published_now_is_not_withdrawn(
    work: Work, history: PublicationHistoryInDatabase
) -> None:
    publish(work, "reste", FILE.text)
    publish(work, "revenu", FILE.text)
    archive(work, "revenu", FILE.text)

    assert history.withdrawn(but={"reste", "revenu"}) == ()
    assert [each.slug for each in history.withdrawn(but={"reste"})] == ["revenu"]


def test_what_was_decided_and_not_done_is_not_withdrawn_yet(
    work: Work, history: PublicationHistoryInDatabase
) -> None:
    publish(work, "parti", FILE.text)
    with work.writing() as unit:
        unit.publications.add(a_publication(Change(slug="parti", before=None, after=None)))

    assert history.withdrawn(but=()) == ()


def test_a_last_text_that_breaks_rules_of_today_has_no_terms(
    work: Work, history: PublicationHistoryInDatabase
) -> None:
    publish(work, "parti", "rien")
    archive(work, "parti", "rien")

    assert [each.tags for each in history.withdrawn(but=())] == [{}]


def test_the_day_of_the_last_text_that_was_written_is_known(
    work: Work, history: PublicationHistoryInDatabase
) -> None:
    publish(work, "reste", FILE.text)
    publish(work, "revenu", FILE.text)
    archive(work, "revenu", FILE.text)
    later = a_publication(Change(slug="revenu", before=None, after=FILE.text))
    with work.writing() as unit:
        number = unit.publications.add(later).id
        unit.publications.mark(number, PublicationStatus.DONE, at=NOW + timedelta(days=3))
        unit.publications.add(a_publication(Change(slug="pas-encore", before=None, after="x")))

    assert history.last_written() == {
        "reste": NOW.date(),
        "revenu": NOW.date() + timedelta(days=3),
    }
