"""What a French word is compared by: its inflections and close relatives share a form.

A few rules undo what Whoosh's French Snowball leaves alone (« emplois », « accompagnent »,
« chercheuse »), then Snowball takes the ending off; `stems.tsv` has the last word.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from whoosh.lang.snowball.french import FrenchStemmer

from kb.domain.french import folded

#: Before Snowball, in this order: plural to singular, feminine to masculine. What is left need not
#: be a word (« corps » → « corp »): it only has to be the same for all the words of a family.
_RULES = tuple(
    (re.compile(ending), replacement)
    for ending, replacement in (
        (r"(?<=\w{3})(?<!s)s$", ""),  # emplois: emploi
        (r"(?<=[ao]i)se$", ""),  # villageoise: villageoi, as villageois
        (r"trice$", "teur"),  # agricultrice: agriculteur
        (r"(?<=\w{3})euse$", "eur"),  # chercheuse: chercheur
        (r"(?<=\w{3})ienne$", "ien"),  # technicienne: technicien
        (r"(?<=\w{4})eux$", "eur"),  # nombreux: nombreur, as nombreuse
        (r"(?<=[gh])[eè]re$", "er"),  # étrangère: étranger
        (r"(?<=\w\w)(?<!e)aux$", "al"),  # locaux: local
        (r"(?<=\w\w)(?<![gq])ue$", "u"),  # obtenue: obtenu
        (r"(?<=\w)[ée]e$", "é"),  # rénovée, renovee: rénové
        (r"(?<=\w)fi[eé]$", "fier"),  # qualifié, qualifie: qualifier
    )
)

#: « accompagnent » is read as « accompagne », too. Not the endings that Snowball knows, and of
#: those in -ment, which are rarely verbs, only a few.
_THEY = re.compile(
    r"""
      (?<=\w{4})(?<!ai)(?<![èe]r)(?<!iss)(?<!m)ent$
    | (?<=form|firm|nomm|somm|stim|prim|clam|anim)ent$  # transforment, confirment, consomment…
    | (?<=\wè\w)ent$  # sèment, lèvent, coopèrent
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Families:
    """The rows of `stems.tsv`, each a family with one form.

    Attributes:
        words: a spelling to the families that have a word spelled so.
        stems: what Snowball makes of a starred word, to its family.
    """

    words: Mapping[str, tuple[str, ...]]
    stems: Mapping[str, str]


def forms(surface: str) -> tuple[str, ...]:
    """What a word is compared by: one form, or a few where it can be read in several ways.

    An unaccented word is read as the accented ones that it may stand for, too.
    """
    readings = [list(_simpler(reading)) for reading in _readings(surface.lower())]
    families = _families()
    for word in (word for reading in readings for word in reading):
        found = families.words.get(_spelling(word))
        if found:
            return found
    stems = (stem for reading in readings for stem in _stems(reading))
    return tuple(dict.fromkeys(families.stems.get(stem, stem) for stem in stems))


def rows() -> tuple[tuple[str, ...], ...]:
    """The rows of `stems.tsv`; lines that begin with # are comments."""
    lines = Path(__file__).with_name("stems.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


def _readings(word: str) -> Iterator[str]:
    yield word
    if _THEY.search(word):
        yield word.removesuffix("nt")


def _simpler(word: str) -> Iterator[str]:
    """The word, then what each rule makes of it."""
    yield word
    for ending, replacement in _RULES:
        simpler = ending.sub(replacement, word)
        if simpler != word:
            yield simpler
            word = simpler


def _stems(reading: Sequence[str]) -> Iterator[str]:
    """*Stemmed then folded*, and *folded then stemmed*: « précarité » and « precarite » meet."""
    stemmer = FrenchStemmer()
    yield folded(stemmer.stem(reading[-1]))
    *_, simplest = _simpler(folded(reading[0]))
    if simplest != reading[-1]:
        yield folded(stemmer.stem(simplest))


def _spelling(word: str) -> str:
    """Accents off, but for a last « é »: it tells « marché » from « marche »."""
    return folded(word[:-1]) + word[-1] if word.endswith("é") else folded(word)


@cache
def _families() -> _Families:
    words: dict[str, tuple[str, ...]] = defaultdict(tuple)
    stems: dict[str, str] = {}
    for row in rows():
        family = "=" + _spelling(row[0].removesuffix("*"))  # Snowball never makes the same
        for word in (each.removesuffix("*") for each in row):
            for spelling in {_spelling(word), folded(word)}:
                words[spelling] = tuple(dict.fromkeys((*words[spelling], family)))
        for word in (each.removesuffix("*") for each in row if each.endswith("*")):
            stems |= dict.fromkeys(_stems([*_simpler(word)]), family)
    return _Families(words, stems)
