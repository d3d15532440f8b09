"""likeness: how much two cases tell of the same alliance, by rapidfuzz."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from rapidfuzz import fuzz

from kb.domain.case import Case
from kb.domain.french import letters_and_digits
from kb.domain.search import CaseSummary

#: Shares of letters in common, 0 to 1, from which two texts of a kind are alike. Found on the
#: published cases, no two of which are the same, and on twelve that tell one of them again.
_ALIKE: Mapping[str, float] = MappingProxyType({"title": 0.72, "partners": 0.5, "summary": 0.62})
#: How much each says of the whole, once there is more than a title.
_WEIGHTS: Mapping[str, float] = MappingProxyType({"title": 0.45, "partners": 0.3, "summary": 0.25})
#: What a title alone is worth then.
_TITLE_ALONE = 0.9
#: What it adds that a search of the title finds the other case among the first, and that the
#: title has the name of its leading partner in it.
_FOUND, _NAMED = 0.12, 0.1
#: The score from which somebody should look.
_NEAR = 0.6
#: Words that a title needs to be compared with a part of another one.
_FEW_WORDS = 3
#: A name is the same from here on, of 100.
_SAME_NAME = 88

#: Words that all titles share.
_EMPTY = frozenset(
    "a à au aux avec ce ces cette chez comme d dans de des du elle en entre est et eux il ils je "
    "l la le les leur leurs lui mais meme n ne nos notre nous on ou par pas pour qu que qui s sa "
    "sans se ses si son sont sous sur un une vers vos votre vous y "
    "alliance association entreprise entreprises projet".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What is compared of a case; all words folded."""

    title: str
    summary: str = ""
    partners: tuple[str, ...] = ()

    @classmethod
    def of_title(cls, title: str) -> "Sketch":
        """The sketch of a case of which only the title is written."""
        return cls(title=_words(title))

    @classmethod
    def of(cls, case: Case) -> "Sketch":
        """The sketch of a case."""
        names = tuple(partner.name for partner in case.partners)
        return cls(title=_words(case.title), summary=_words(case.summary), partners=_names(names))

    @classmethod
    def of_summary(cls, case: CaseSummary) -> "Sketch":
        """The sketch of a case that the index knows."""
        partners = _names(case.partners)
        return cls(title=_words(case.title), summary=_words(case.summary), partners=partners)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How near two cases are: 0 to 1, and what is alike."""

    score: float
    why: tuple[str, ...]


def likeness(one: Sketch, other: Sketch, *, is_found: bool = False) -> Likeness | None:
    """How near two sketches are; `None` if they are not.

    Args:
        is_found: a search of the title of the one finds the other among the first.
    """
    shares = {"title": _title(one.title, other.title)}
    score = shares["title"]
    if one.partners and other.partners:
        shares["partners"] = _partners(one.partners, other.partners)
        shares["summary"] = fuzz.token_set_ratio(one.summary, other.summary) / 100
        whole = sum(_WEIGHTS[key] * share for key, share in shares.items())
        score = max(whole, score * _TITLE_ALONE)
    score += _FOUND * is_found + _NAMED * _is_named(one, other)
    if score < _NEAR:
        return None
    why = tuple(key for key, share in shares.items() if share >= _ALIKE[key])
    return Likeness(round(min(1.0, score), 3), why or ("title",))


def _title(one: str, other: str) -> float:
    """The whole titles, or all of the shorter one inside the other if it has a few words."""
    words = min(len(set(one.split())), len(set(other.split())))
    inside = fuzz.token_set_ratio(one, other) * min(words / _FEW_WORDS, 1)
    return max(fuzz.token_sort_ratio(one, other), inside) / 100


def _is_named(one: Sketch, other: Sketch) -> bool:
    """Whether the title of the one has the name of who leads the other in it."""
    lead = set(other.partners[0].split()) if other.partners else set()
    return bool(lead) and lead <= set(one.title.split())


def _partners(ones: Sequence[str], others: Sequence[str]) -> float:
    """The share of partners in common, of three at most; half if neither leader is one of them."""
    same = sum(_is_among(name, others) for name in ones)
    is_led_alike = _is_among(ones[0], others) or _is_among(others[0], ones)
    share = min(1.0, same / min(len(ones), len(others), 3))
    return share if is_led_alike else share / 2


def _is_among(name: str, names: Iterable[str]) -> bool:
    return any(fuzz.token_set_ratio(name, each) >= _SAME_NAME for each in names)


def _words(text: str) -> str:
    return " ".join(word for word in letters_and_digits(text).split() if word not in _EMPTY)


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(words for name in names if (words := _words(name)))
