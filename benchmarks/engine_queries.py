"""Questions to generated cases: rare and frequent words, several, phrases, beginnings, facets."""

import random
from collections.abc import Iterator, Sequence

from kb.domain.query_text import parse
from kb.domain.search import FacetChoice, SearchQuery
from kb.domain.taxonomy import Taxonomy
from kb.indexes.matching import match
from kb.indexes.snapshot import Snapshot

_EACH_KIND = 6
_LETTERS = 4
_FILTERS: Sequence[dict[str, frozenset[str]]] = (
    {},
    {"region": frozenset({"bretagne"})},
    {"actor": frozenset({"association", "entreprise"}), "domain": frozenset({"emploi", "sante"})},
)
#: Words of the taxonomy that have synonyms in `taxonomy.yaml`.
_WITH_SYNONYMS = ("handicap", "insertion", "énergie", "logement", "mécénat", "emploi")


class Questions:
    """Draws questions that find something, always the same for the same cases."""

    def __init__(self, snapshot: Snapshot, taxonomy: Taxonomy) -> None:
        self.snapshot, self.taxonomy = snapshot, taxonomy
        self.random = random.Random(7)
        words = sorted({word for part in snapshot.parts for word in part.columns.words})
        words = [
            word for word in words if word.isascii() and word.isalpha() and len(word) > _LETTERS
        ]
        self.random.shuffle(words)
        self.shares = {
            word: snapshot.vocabulary.frequency(word) / snapshot.state.cases
            for word in words[:12_000]
        }

    def every(self) -> Iterator[tuple[str, SearchQuery]]:
        """Each question with its kind."""
        rare, middle, common = (
            self._band(*ends) for ends in ((0.001, 0.01), (0.02, 0.12), (0.2, 0.9))
        )
        for n in range(_EACH_KIND):
            filters = _FILTERS[n % len(_FILTERS)]
            one, two, three = self._pick(rare), self._pick(middle), self._pick(common)
            texts = {
                "rare": one,
                "common": three,
                "and2": f"{two} {three}",
                "or3": f"{one} OU {two} OU {three}",
                "phrase": f'"{self._pair()}"',
                "prefix": f"{two[:_LETTERS]}*",
                "synonym": _WITH_SYNONYMS[n],
                "browse": "",
            }
            for kind, text in texts.items():
                query = self.query(text, filters)
                if match(query, self.snapshot).found.relaxed is None:
                    yield kind, query

    def query(self, text: str, filters: dict[str, frozenset[str]]) -> SearchQuery:
        """A question with filters, as a reader asks it."""
        choices = {facet: FacetChoice(included=slugs) for facet, slugs in filters.items()}
        return SearchQuery(text=text, question=parse(text, self.taxonomy), choices=choices)

    def _band(self, least: float, most: float) -> Sequence[str]:
        return [word for word, share in self.shares.items() if least <= share < most] or list(
            self.shares
        )

    def _pick(self, words: Sequence[str]) -> str:
        return words[self.random.randrange(len(words))]

    def _pair(self) -> str:
        """Two words that stand side by side somewhere."""
        case = self.snapshot.cases
        part = self.snapshot.parts[0]
        words = case.texts(part.base + self.random.randrange(part.columns.size))["body"].split()
        plain = [n for n in range(len(words) - 1) if (words[n] + words[n + 1]).isalpha()]
        start = plain[self.random.randrange(len(plain))]
        return f"{words[start]} {words[start + 1]}".lower()
