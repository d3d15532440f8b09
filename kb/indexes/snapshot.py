"""Snapshot: what one commit answers from. Immutable, shared by the threads of a process."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kb.domain.taxonomy import Taxonomy
from kb.index_ports import IndexState
from kb.indexes.bits import WORD, Documents, having
from kb.indexes.case_table import CaseTable
from kb.indexes.facets import Facets
from kb.indexes.labels import partner_cases
from kb.indexes.memo import Memo
from kb.indexes.parts import Part, every_case
from kb.indexes.postings import Postings
from kb.indexes.suggesting import Suggestions
from kb.indexes.synonyms import Synonyms, known_words
from kb.indexes.vocabulary import Vocabulary

#: What is kept of the text sets that were asked for last, in one process.
_MEMO_BYTES = 8 << 20


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """One state of the base.

    Attributes:
        parts: the segments that it is made of.
        everything: all cases.
        cases: what lists say of them, and their orders.
        facets: which of them have which term.
        postings: where words stand.
        vocabulary: the words.
        synonyms: what else may be meant by the words of a query.
        known_words: folded words that need no correction though no case has them.
        matches: what was found for the questions asked last.
    """

    state: IndexState
    taxonomy: Taxonomy
    parts: Sequence[Part]
    everything: Documents
    cases: CaseTable
    facets: Facets
    postings: Postings
    vocabulary: Vocabulary
    synonyms: Synonyms
    known_words: frozenset[str]
    matches: Memo = field(default_factory=lambda: Memo(_MEMO_BYTES), repr=False)

    @property
    def size(self) -> int:
        """Numbers below which all cases have theirs, a multiple of `WORD`."""
        return len(self.everything) * WORD

    @cached_property
    def suggestions(self) -> Suggestions:
        """What a reader may be typing."""
        return Suggestions(self.parts, self.facets, self.taxonomy)

    def partner(self, key: str) -> Documents:
        """The cases that have a partner with these letters and digits in its name."""
        numbers = [number for part in self.parts for number in partner_cases(part, key)]
        return having(numbers, self.size)


def snapshot(parts: Sequence[Part], taxonomy: Taxonomy, *, edition: str, commit: int) -> Snapshot:
    """These parts, put together for answering. What belongs to one part comes with it."""
    postings = Postings.of(parts)
    return Snapshot(
        state=IndexState(edition=edition, commit=commit, cases=postings.size),
        taxonomy=taxonomy,
        parts=parts,
        everything=every_case(parts),
        cases=CaseTable(parts),
        facets=Facets.of(parts, taxonomy),
        postings=postings,
        vocabulary=Vocabulary(parts),
        synonyms=Synonyms.of(taxonomy),
        known_words=known_words(taxonomy),
    )
