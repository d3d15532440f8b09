"""Snapshot: what one commit answers from. Immutable, shared by the threads of a process.

Sets of cases are Python integers: bit n stands for the case that Whoosh calls document n.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from whoosh.reading import IndexReader

from kb.domain.case import Sha256, Slug
from kb.domain.french import french_order, letters_and_digits
from kb.domain.search import CaseSummary, Sort
from kb.domain.taxonomy import KEY_OF_FACET, YEAR, Taxonomy
from kb.indexes.analysis import composed, tokens
from kb.indexes.places import place_words
from kb.indexes.postings import Postings
from kb.indexes.suggesting import Suggestions
from kb.indexes.synonyms import Synonyms
from kb.ports import IndexState

Documents = int
"""A set of cases, one bit each."""


def members(documents: Documents) -> Iterator[int]:
    """The numbers in a set, ascending."""
    digits = bin(documents)[:1:-1]  # the lowest bit first
    number = digits.find("1")
    while number >= 0:
        yield number
        number = digits.find("1", number + 1)


def union(numbers: Iterable[int]) -> Documents:
    """The set of these numbers."""
    bits = bytearray()
    for number in numbers:
        byte = number >> 3
        if byte >= len(bits):
            bits.extend(bytes(byte + 1 - len(bits)))
        bits[byte] |= 1 << (number & 7)
    return int.from_bytes(bits, "little")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One state of the base.

    Attributes:
        cases: document number to what lists say of the case.
        everything: all cases.
        facets: facet id to term to the cases that have it. Terms in display order, also those that
            no case has; the years present ascending; implicit terms stand for all cases.
        ranks: for each order, document number to place, from 0; for relevance that of equals.
        titles: `letters_and_digits` of a title to its cases.
        partners: `letters_and_digits` of a partner's name to its cases.
        numbers: slug to document number.
        redirects: earlier slug to slug.
        hashes: slug to the hash of the file.
        synonyms: what else may be meant by the words of a query.
        known_words: folded words that need no correction though no case has them.
        suggestions: what a reader may be typing.
        postings: where words stand.
    """

    state: IndexState
    taxonomy: Taxonomy
    cases: Mapping[int, CaseSummary]
    everything: Documents
    facets: Mapping[str, Mapping[str, Documents]]
    ranks: Mapping[Sort, Mapping[int, int]]
    titles: Mapping[str, Documents]
    partners: Mapping[str, Documents]
    numbers: Mapping[Slug, int]
    redirects: Mapping[Slug, Slug]
    hashes: Mapping[Slug, Sha256]
    synonyms: Synonyms
    known_words: frozenset[str]
    suggestions: Suggestions
    postings: Postings


def snapshot(reader: IndexReader, taxonomy: Taxonomy, *, edition: str, commit: int) -> Snapshot:
    """What this reader sees, put together for answering. Takes time in proportion to the cases."""
    stored = dict(reader.iter_docs()) if reader.doc_count() else {}  # Whoosh's empty reader cannot
    cases = {number: _summary(fields) for number, fields in stored.items()}
    kept = {cases[n].slug: cast("Mapping[str, object]", f["file"]) for n, f in stored.items()}
    partners = ((letters_and_digits(p), n) for n, case in cases.items() for p in case.partners)
    return Snapshot(
        state=IndexState(edition=edition, commit=commit, cases=len(cases)),
        taxonomy=taxonomy,
        cases=cases,
        everything=union(cases),
        facets=_facets(cases, taxonomy),
        ranks=_ranks(cases),
        titles=_grouped((letters_and_digits(case.title), n) for n, case in cases.items()),
        partners=_grouped(partners),
        numbers={case.slug: number for number, case in cases.items()},
        redirects={old: slug for slug, each in kept.items() for old in _redirects(each)},
        hashes={slug: cast("Sha256", each["sha256"]) for slug, each in kept.items()},
        synonyms=Synonyms.of(taxonomy),
        known_words=frozenset(_known_words(taxonomy)),
        suggestions=Suggestions.of(cases.values(), taxonomy),
        postings=Postings.of(reader, {n: fields["lengths"] for n, fields in stored.items()}),
    )


def _redirects(kept: Mapping[str, object]) -> tuple[Slug, ...]:
    return cast("tuple[Slug, ...]", kept["redirects"])


def _known_words(taxonomy: Taxonomy) -> Iterator[str]:
    """The words of the vocabulary and of the place names."""
    for facet in taxonomy.facets:
        for term in facet.terms:
            for text in (term.label, *term.synonyms):
                yield from (token.word for token in tokens(composed(text)))
    for group in taxonomy.synonyms:
        for text in group:
            yield from (token.word for token in tokens(composed(text)))
    yield from place_words()


def _summary(fields: Mapping[str, object]) -> CaseSummary:
    kept = dict(cast("Mapping[str, object]", fields["file"]))
    del kept["sha256"], kept["redirects"]
    return CaseSummary(slug=cast("Slug", fields["slug"]), **kept)  # type: ignore[arg-type]  # as kept by `document`


def _facets(
    cases: Mapping[int, CaseSummary], taxonomy: Taxonomy
) -> Mapping[str, Mapping[str, Documents]]:
    everything = union(cases)
    facets: dict[str, Mapping[str, Documents]] = {}
    for facet_id in KEY_OF_FACET:
        facet = taxonomy.facet(facet_id)
        having = _grouped(
            (slug, number) for number, case in cases.items() for slug in case.tags[facet_id]
        )
        facets[facet_id] = {
            term.slug: everything if term.slug in facet.implicit else having.get(term.slug, 0)
            for term in facet.terms
        }
    years = _grouped((str(c.started), n) for n, c in cases.items() if c.started is not None)
    facets[YEAR] = dict(sorted(years.items()))
    return facets


def _ranks(cases: Mapping[int, CaseSummary]) -> Mapping[Sort, Mapping[int, int]]:
    """Ties everywhere: later start first, then title in French order, then slug."""
    by_title = sorted(cases, key=lambda n: (french_order(cases[n].title), cases[n].slug))
    ties = sorted(by_title, key=lambda n: -(cases[n].started or 0))
    newest = sorted(ties, key=lambda n: _days(cases[n].published_on), reverse=True)
    updated = sorted(
        ties, key=lambda n: _days(cases[n].updated_on or cases[n].published_on), reverse=True
    )
    orders = {Sort.RELEVANCE: ties, Sort.NEWEST: newest, Sort.UPDATED: updated}
    title = sorted(ties, key=lambda n: french_order(cases[n].title))
    return {
        sort: {number: rank for rank, number in enumerate(order)}
        for sort, order in {**orders, Sort.TITLE: title}.items()
    }


def _days(day: date | None) -> int:
    return day.toordinal() if day else 0


def _grouped(pairs: Iterable[tuple[str, int]]) -> Mapping[str, Documents]:
    """Each key and the set of the numbers that come with it."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for key, number in pairs:
        numbers[key].append(number)
    return {key: union(each) for key, each in numbers.items()}
