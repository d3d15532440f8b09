"""Whether everything that knows of a case tells the same: file, database, trail, index, pages."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from kb.bootstrap import assemble
from kb.domain.audit import AuditEntry, Subject
from kb.domain.case import Slug
from kb.domain.publication import Publication, PublicationKind, PublicationStatus
from kb.domain.submission import Status
from kb.services.knowledge_base import KnowledgeBase
from kb.settings import Settings
from kb.unit_of_work import PublicationNotFoundError, UnitOfWork
from tests.builders import sha256

#: Asks the site for an address: status and text of the answer.
Get = Callable[[str], tuple[int, str]]


def require_agreement(home: Path, get: Get) -> None:
    """Look at everything.

    Raises:
        AssertionError: two of them differ, or something is half-done.
    """
    knowledge_base = assemble(Settings(home=home))
    assert list((home / "cases").glob(".*")) == []
    assert [each for each in knowledge_base.checking.findings() if each.is_error] == []
    with knowledge_base.publishing.work.reading() as unit:
        publications = _all(unit)
        trail = unit.audit.page(limit=10_000)
        slugs = unit.publications.slugs()
        _require_decisions(unit, publications, trail)
    assert {each.status for each in publications} <= {PublicationStatus.DONE}
    for slug in slugs:
        _require_case(knowledge_base, slug, get)


def _all(unit: UnitOfWork) -> list[Publication]:
    publications: list[Publication] = []
    try:
        while True:
            publications.append(unit.publications.get(len(publications) + 1))
    except PublicationNotFoundError:
        return publications


def _require_decisions(
    unit: UnitOfWork, publications: list[Publication], trail: tuple[AuditEntry, ...]
) -> None:
    """Each publication was decided once and done once; each proposal stands as it should."""
    lines = Counter((line.subject, line.key, line.action) for line in trail)
    done = Counter(line.details.get("publication") for line in trail if _is_end(line))
    for publication in publications:
        if publication.kind is not PublicationKind.IMPORT:
            assert done[publication.id] == 1, publication
    for submission in unit.submissions.with_status(*Status):
        assert submission.status is not Status.APPROVED, submission
        number, about = str(submission.id), Subject.SUBMISSION
        published = [each for each in publications if each.submission == submission.id]
        assert len(published) <= 1, published
        assert lines[about, number, "propose"] == 1
        for action in ("approve", "publish"):
            assert lines[about, number, action] == len(published), (action, lines)
    decided = Counter((each.slug, each.kind) for each in publications if not each.submission)
    for (slug, kind), times in decided.items():
        if kind is not PublicationKind.IMPORT:
            assert lines[Subject.CASE, slug, kind] == times, (slug, kind, lines)


def _is_end(line: AuditEntry) -> bool:
    return line.subject is Subject.CASE and line.action == "publication-done"


def _require_case(knowledge_base: KnowledgeBase, slug: Slug, get: Get) -> None:
    """History, file, page, API and search tell the same."""
    (last, *_) = knowledge_base.publishing.history(slug)
    held = knowledge_base.publishing.cases.held(slug)
    assert (held.text if held else None) == last.text, slug
    page, api = get(f"/cas/{slug}"), get(f"/api/v1/cases/{slug}")
    if last.text is None:
        assert page[0] == 410, page
        assert api[0] in {404, 410}, api
        return
    case = knowledge_base.reading.case(slug).case
    assert page[0] == 200, page
    assert case.title in page[1]
    assert json.loads(api[1])["sha256"] == sha256(last.text)
    assert _found(get, case.title)[0] == slug, case.title


def _found(get: Get, title: str) -> list[Slug]:
    _, text = get(f"/api/v1/cases?q={quote(title)}")
    return [item["slug"] for item in json.loads(text)["items"]]
