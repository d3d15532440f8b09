"""The same cases and questions for all engines, already analysed: what is compared is the search.

A word is handed to the peers as one term for all the forms that it is compared by; a word of a
question as all the terms that share a form with it. What a case is tagged with is one word each.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.domain.case import CaseFile
from kb.domain.search import SearchQuery
from kb.domain.taxonomy import KEY_OF_FACET, YEAR, Taxonomy
from kb.indexes.analysis import tokens
from kb.indexes.finding import Finder, Finding
from kb.indexes.snapshot import Snapshot
from kb.indexes.whoosh_schema import document

Terms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnalysedCase:
    """What the peers are told of a case.

    Attributes:
        fields: the terms of each field, in order.
        words: the different folded words, for prefixes.
        tags: the values of all facets, for words that name them.
        facets: the values of each facet, years included.
    """

    slug: str
    fields: Mapping[str, Sequence[str]]
    words: Sequence[str]
    tags: Sequence[str]
    facets: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Words that follow each other, each as all its terms; or the beginning of one; or any tags."""

    words: tuple[Terms, ...] = ()
    prefix: str = ""
    tags: Terms = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysedQuery:
    """A question as the peers are asked it: all units, of each any alternative."""

    kind: str
    query: SearchQuery
    units: tuple[tuple[Alternative, ...], ...]
    filters: Mapping[str, frozenset[str]]


class Lexicon:
    """The terms that stand for words: one for each combination of forms."""

    def __init__(self) -> None:
        self.terms: dict[Terms, str] = {}
        self.having: dict[str, list[str]] = defaultdict(list)

    def term(self, forms: Terms) -> str:
        """The term of a word of a case."""
        if forms not in self.terms:
            self.terms[forms] = f"t{len(self.terms)}"
            for form in forms:
                self.having[form].append(self.terms[forms])
        return self.terms[forms]

    def analysed(self, file: CaseFile, taxonomy: Taxonomy) -> AnalysedCase:
        """A case as its terms."""
        texts: Mapping[str, str] = document(file, taxonomy)["texts"]  # type: ignore[assignment]  # as made there
        read = {name: list(tokens(text)) for name, text in texts.items()}
        words = {token.word for each in read.values() for token in each}
        tags = taxonomy.tags(file.case)
        facets = {each: tuple(taxonomy.with_implicit(each, tags[each])) for each in KEY_OF_FACET}
        year = () if file.case.started is None else (str(file.case.started),)
        return AnalysedCase(
            file.slug,
            {name: [self.term(token.forms) for token in each] for name, each in read.items()},
            sorted(words),
            [_tag(facet_id, slug) for facet_id, slugs in facets.items() for slug in slugs],
            {**facets, YEAR: year},
        )

    def asked(self, kind: str, query: SearchQuery, snapshot: Snapshot) -> AnalysedQuery:
        """A question as the terms that it looks for, synonyms included."""
        units = Finder(snapshot).units(query.question)
        return AnalysedQuery(
            kind=kind,
            query=query,
            units=tuple(tuple(self._alternatives(unit.findings)) for unit in units),
            filters={facet: choice.included for facet, choice in query.choices.items()},
        )

    def _alternatives(self, findings: Iterable[Finding]) -> Iterable[Alternative]:
        for finding in findings:
            words = finding.expression
            if finding.term:
                facet_id, slugs = finding.term
                yield Alternative(tags=tuple(_tag(facet_id, slug) for slug in slugs))
            elif finding.is_beginning:
                yield Alternative(prefix=words[0].word)
            elif words and all(any(form in self.having for form in w.forms) for w in words):
                yield Alternative(tuple(self._terms(word.forms) for word in words))

    def _terms(self, forms: Terms) -> Terms:
        return tuple(dict.fromkeys(term for form in forms for term in self.having.get(form, ())))


def _tag(facet_id: str, slug: str) -> str:
    """One word for a value of a facet, whatever the engine takes for a word."""
    return "".join(filter(str.isalnum, facet_id + slug))
