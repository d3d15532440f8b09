"""Synthetic cases: as many as one likes, always the same for a seed, never mixed with `cases/`.

Their words are made of syllables and drawn as words of a language are (few often, many rarely:
Zipf's law); their tags are drawn from the real taxonomy, some often, some rarely.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from kb.domain.case import Case, Figure, Partner, Source
from kb.domain.taxonomy import Taxonomy
from kb.formats import front_matter

SEED = 20_261_120
_VOCABULARY_WORDS = 30_000
_SYLLABLES = (
    "a an ba bar bé bo cha co cou da de dé di do é en fa fi for gra i in la le li lo ma mé mi mo"
    " na no o on pa pé pi por pré qua ra ré ri ro sa si so ta té ti to tra u va vi vo"
).split()
_ENDINGS = ("", "s", "e", "es", "ation", "ment", "eur", "euse", "ité", "ique", "er", "é", "ées")


class Generator:
    """Draws cases that the validator accepts."""

    def __init__(self, taxonomy: Taxonomy, seed: int = SEED) -> None:
        self.taxonomy = taxonomy
        self.random = random.Random(seed)
        self.words = self._vocabulary()
        self.weights = list(accumulate(1 / rank for rank in range(3, len(self.words) + 3)))

    def cases(self, count: int) -> Iterator[tuple[str, Case]]:
        """Slugs and cases, numbered from 1."""
        for number in range(1, count + 1):
            yield f"synthetique-{number:06}", self._case(number)

    def _case(self, number: int) -> Case:
        draw = self.random
        started = draw.randint(1995, 2026)
        return Case(
            title=f"Fiche synthétique {number} : {self._text(6)}",
            summary=f"Texte synthétique, tiré au sort : {self._text(30)}."[:400],
            partners=tuple(
                Partner(name=self._text(3).title(), actor=self._term("actor"), role=self._text(2))
                for _ in range(draw.randint(2, 6))
            ),
            regions=self._terms("region", 2),
            place=self._text(2).title(),
            scales=self._terms("scale", 2),
            domains=self._terms("domain", 4),
            categories=self._terms("category", 2),
            impacts=self._terms("impact", 2),
            odd=self._terms("odd", 3),
            stage=self._term("stage"),
            started=started,
            figures=(Figure(label=self._text(3), value=str(draw.randint(1, 9_999)), source=1),),
            sources=(Source(title="Données synthétiques", publisher="benchmarks/synthetic.py"),),
            published_on=date(2020, 1, 1) + timedelta(days=draw.randint(0, 2_000)),
            body="\n"
            + "\n\n".join(
                f"## {heading}\n\n{self._text(draw.randint(40, 110)).capitalize()}[^1]."
                for heading in ("Le besoin", "L'alliance", "La démarche", "Résultats")
            )
            + "\n",
        )

    def _vocabulary(self) -> Sequence[str]:
        words: dict[str, None] = {}
        while len(words) < _VOCABULARY_WORDS:
            syllables = self.random.choices(_SYLLABLES, k=self.random.randint(1, 4))
            words["".join(syllables) + self.random.choice(_ENDINGS)] = None
        return tuple(words)

    def _text(self, words: int) -> str:
        return " ".join(self.random.choices(self.words, cum_weights=self.weights, k=words))

    def _term(self, facet_id: str) -> str:
        offered = self.taxonomy.facet(facet_id).offered
        weights = [1 / (rank + 1) for rank in range(len(offered))]
        return self.random.choices(offered, weights)[0].slug

    def _terms(self, facet_id: str, most: int) -> tuple[str, ...]:
        drawn = (self._term(facet_id) for _ in range(self.random.randint(1, most)))
        return tuple(dict.fromkeys(drawn))


def write_home(home: Path, taxonomy_file: Path, taxonomy: Taxonomy, count: int) -> None:
    """Fill an empty folder so that `KB_HOME` can point to it."""
    if home.resolve() == Path(__file__).parents[1]:
        sys.exit("Synthetic cases never sit beside the real ones.")
    (home / "cases").mkdir(parents=True)
    (home / "taxonomy.yaml").write_bytes(taxonomy_file.read_bytes())
    for slug, case in Generator(taxonomy).cases(count):
        (home / "cases" / f"{slug}.md").write_text(front_matter.render(case), encoding="utf-8")
