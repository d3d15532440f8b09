"""What the index keeps of a case, and what a word is worth in each of its texts."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from whoosh.fields import ID, STORED, Schema

from kb.domain.case import Case, CaseFile
from kb.domain.taxonomy import Taxonomy
from kb.formats.body import plain_text
from kb.indexes.analysis import composed
from kb.indexes.places import areas

#: What a word found in a field is worth.
WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"title": 6.0, "summary": 3.0, "partners": 3.0, "place": 3.0, "body": 1.0, "area": 0.4}
)

#: Whoosh keeps the cases and says which of them a commit has; their words stand in the columns.
SCHEMA = Schema(slug=ID(unique=True, stored=True), file=STORED(), texts=STORED())


def document(file: CaseFile, taxonomy: Taxonomy) -> dict[str, object]:
    """What is kept of a case.

    Returns:
        `slug`; `file`, the case without its body, from which lists and facets are made; `texts`,
        what each field of `WEIGHTS` holds, from which words and passages are made.
    """
    texts = {
        "title": file.case.title,
        "summary": file.case.summary,
        "partners": " ; ".join(partner.name for partner in file.case.partners),
        "place": file.case.place or "",
        "body": "\n".join(_story(file.case)),
        "area": " ; ".join(_area(file.case, taxonomy)),
    }
    texts = {field: composed(text) for field, text in texts.items()}
    return {"slug": file.slug, "file": _kept(file, taxonomy), "texts": texts}


def _story(case: Case) -> Iterator[str]:
    """The body, then what the front matter tells, and the page shows, that no other field holds."""
    yield plain_text(case.body)
    yield from (partner.role for partner in case.partners if partner.role)
    for figure in case.figures:
        yield " ".join(filter(None, (figure.label, ":", figure.value, figure.unit)))
    yield " ; ".join(source.title for source in case.sources)


def _area(case: Case, taxonomy: Taxonomy) -> Iterator[str]:
    """The regions, and the larger places that the place of the case lies in."""
    yield from (taxonomy.label("region", slug) for slug in case.regions)
    yield from areas(case.place or "", case.regions)


def _kept(file: CaseFile, taxonomy: Taxonomy) -> dict[str, object]:
    """What a list says of a case, in plain types: what is kept must not depend on our classes."""
    case = file.case
    return {
        "sha256": file.sha256,
        "title": case.title,
        "summary": case.summary,
        "place": case.place,
        "partners": tuple(partner.name for partner in case.partners),
        "tags": dict(taxonomy.tags(case)),
        "started": case.started,
        "ended": case.ended,
        "published_on": case.published_on,
        "updated_on": case.updated_on,
        "redirects": case.redirects,
    }
