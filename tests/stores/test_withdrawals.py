from datetime import date
from pathlib import Path

import pytest

from kb.domain.publication import Change, Publication, PublicationKind, PublicationStatus
from kb.stores.taxonomies import TaxonomyInFile
from kb.stores.withdrawals import WithdrawalsInHistory
from kb.unit_of_work import Work
from tests.builders import NOW, PROJECT, a_case_file, a_publication, sha256

FILE = a_case_file()


@pytest.fixture
def withdrawals(work: Work) -> WithdrawalsInHistory:
    return WithdrawalsInHistory(work, TaxonomyInFile(Path(PROJECT / "taxonomy.yaml")))


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
    work: Work, withdrawals: WithdrawalsInHistory
) -> None:
    publish(work, "parti", FILE.text)
    archive(work, "parti", FILE.text)

    (found,) = withdrawals.every(but=())

    assert (found.slug, found.withdrawn_on) == ("parti", date(NOW.year, NOW.month, NOW.day))
    assert found.tags["domain"] == FILE.case.domains


def test_what_is_published_now_is_not_withdrawn(
    work: Work, withdrawals: WithdrawalsInHistory
) -> None:
    publish(work, "reste", FILE.text)
    publish(work, "revenu", FILE.text)
    archive(work, "revenu", FILE.text)

    assert withdrawals.every(but={"reste", "revenu"}) == ()
    assert [each.slug for each in withdrawals.every(but={"reste"})] == ["revenu"]


def test_what_was_decided_and_not_done_is_not_withdrawn_yet(
    work: Work, withdrawals: WithdrawalsInHistory
) -> None:
    publish(work, "parti", FILE.text)
    with work.writing() as unit:
        unit.publications.add(a_publication(Change(slug="parti", before=None, after=None)))

    assert withdrawals.every(but=()) == ()


def test_a_last_text_that_breaks_rules_of_today_has_no_terms(
    work: Work, withdrawals: WithdrawalsInHistory
) -> None:
    publish(work, "parti", "rien")
    archive(work, "parti", "rien")

    assert [each.tags for each in withdrawals.every(but=())] == [{}]
