"""The fields of the index, and what a case puts in each."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from whoosh.fields import ID, KEYWORD, STORED, TEXT, Schema

from kb.domain.case import Case, CaseFile
from kb.domain.taxonomy import Taxonomy
from kb.formats.body import plain_text
from kb.indexes.analysis import FrenchAnalyzer, Token, composed, tokens

#: What a word found in a field is worth. `tags` holds the labels and synonyms of a case's terms.
WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"title": 6.0, "summary": 3.0, "partners": 3.0, "place": 3.0, "body": 1.0, "tags": 0.4}
)

#: Every word of a case as it is spelled, in lower case: for `mot*` and for corrections.
WORDS = "words"

SCHEMA = Schema(
    slug=ID(unique=True, stored=True),
    **{field: TEXT(analyzer=FrenchAnalyzer()) for field in WEIGHTS},
    **{WORDS: KEYWORD()},
    file=STORED(),
    texts=STORED(),
    lengths=STORED(),
)


def document(file: CaseFile, taxonomy: Taxonomy) -> dict[str, object]:
    """The fields of a case.

    Returns:
        what Whoosh analyses, by field, and what it keeps: `file`, the case without its body, from
        which lists and facets are made; `texts`, what each field holds, for passages and reasons;
        `lengths`, words by field.
    """
    texts = {
        "title": file.case.title,
        "summary": file.case.summary,
        "partners": " ; ".join(partner.name for partner in file.case.partners),
        "place": file.case.place or "",
        "body": "\n".join(_story(file.case)),
        "tags": " ; ".join(_tags(file.case, taxonomy)),
    }
    texts = {field: composed(text) for field, text in texts.items()}
    words = {
        field: [_spelled(token, text) for token in tokens(text)] for field, text in texts.items()
    }
    told = {word for field in texts if field != "tags" for word in words[field]}
    return {
        "slug": file.slug,
        **texts,
        WORDS: " ".join(sorted(told)),
        "file": _kept(file, taxonomy),
        "texts": texts,
        "lengths": {field: len(words[field]) for field in WEIGHTS},
    }


def _spelled(token: Token, text: str) -> str:
    return text[token.start : token.end].lower()


def _story(case: Case) -> Iterator[str]:
    """The body, then what the front matter tells that no other field holds."""
    yield plain_text(case.body)
    yield from (partner.role for partner in case.partners if partner.role)
    for figure in case.figures:
        yield " ".join(filter(None, (figure.label, ":", figure.value, figure.unit)))


def _tags(case: Case, taxonomy: Taxonomy) -> Iterator[str]:
    for facet_id, slugs in taxonomy.tags(case).items():
        for slug in slugs:
            term = taxonomy.facet(facet_id).by_slug[slug]
            yield term.label
            yield from term.synonyms
    for slug in taxonomy.with_implicit("odd", case.odd):
        yield slug.replace("-0", " ").replace("-", " ")  # « ODD 8 », « ODD 17 »: as people write


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
