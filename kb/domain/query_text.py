"""The grammar of a query: `acteur:fondation "garage solidaire" -numérique` to a Question and back.

Nothing that is typed can make it raise. What is not an operator is a word:

    word            "these words in this order"     début*
    -word           -"a phrase"    SAUF word        one OU another
    field:value     field:"several words"           -field:value
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kb.domain.french import folded
from kb.domain.question import Alternatives, Kind, Part, Question
from kb.domain.search import MIN_PREFIX_LETTERS
from kb.domain.taxonomy import KEY_OF_FACET, YEAR, Taxonomy

#: The text fields one can name, in French and by their id.
TEXT_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "titre": "title",
        "title": "title",
        "partenaire": "partners",
        "partner": "partners",
        "lieu": "place",
        "place": "place",
    }
)

#: The facets one can name, in French (folded) and by their id.
FACET_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "domaine": "domain",
        "categorie": "category",
        "acteur": "actor",
        "region": "region",
        "echelle": "scale",
        "impact": "impact",
        "etape": "stage",
        "odd": "odd",
        "annee": YEAR,
        **{facet_id: facet_id for facet_id in (*KEY_OF_FACET, YEAR)},
    }
)

#: Each field of a question under its French name.
_NAMES: Mapping[str, str] = MappingProxyType(
    {field: name for name, field in reversed([*TEXT_FIELDS.items(), *FACET_FIELDS.items()])}
)

_OR, _NOT = "OU", "SAUF"
_QUOTES = re.compile('["“”«»]')

_TOKEN = re.compile(
    r"""
    (?P<minus>(?<!\S)[-\u2212](?=[^\s-]))?           # -word, at the start of a word only
    (?:(?P<field>[^\W\d_]+):(?=[^\s:]))?             # field:value, no space around the colon
    (?:["“”«]\s*(?P<phrase>[^"“”«»]*?)\s*["“”»]      # "a phrase", « too », closed
      |(?P<word>[^\s"“”«»]+)
      |["“”«»])                                      # a lone quote says nothing
    """,
    re.VERBOSE,
)
_HAS_WORD = re.compile(r"[^\W_]")
_BEGINNING = re.compile(rf"(?:[^\W_]+['’])?[^\W_]{{{MIN_PREFIX_LETTERS},}}")


@dataclass(frozen=True, slots=True)
class _Token:
    """A part as typed, and whether it is unwanted; an operator has no part."""

    raw: str
    parts: tuple[Part, ...] = ()
    unwanted: bool = False


def parse(text: str, taxonomy: Taxonomy) -> Question:
    """What the words ask for.

    Args:
        text: as typed; the caller has cut it to `MAX_QUERY_CHARACTERS`.
        taxonomy: names the values that `field:value` may take; other values are plain words.
    """
    wanted: list[Alternatives] = []
    unwanted: list[Part] = []
    joins = negates = False
    for token in _tokens(text, taxonomy):
        if token.raw == _OR:
            joins = bool(wanted)
        elif token.raw == _NOT:
            negates = True
        elif token.unwanted or negates:
            unwanted += token.parts
            joins = negates = False
        elif token.parts:
            groups: list[Alternatives] = [(part,) for part in token.parts]
            if joins:
                wanted[-1] += groups.pop(0)
            wanted += groups
            joins = False
    return Question(wanted=tuple(wanted), unwanted=tuple(unwanted))


def text_of(question: Question) -> str:
    """A query that asks this question, in the French of our fields; what is unwanted comes last."""
    wanted = [f" {_OR} ".join(map(_typed, group)) for group in question.wanted]
    return " ".join((*wanted, *(f"-{_typed(part)}" for part in question.unwanted)))


def _typed(part: Part) -> str:
    text = _QUOTES.sub(" ", part.text)
    if part.kind is Kind.PREFIX:
        return f"{text}*"
    if part.kind is Kind.PHRASE or " " in text:
        text = f'"{text}"'
    if part.field:
        return f"{_NAMES[part.field]}:{text}"
    # What would be read as an operator was none: `titre:` may stand before any word.
    return text.lower() if text in {_OR, _NOT} else text.lstrip("-\u2212")


def _tokens(text: str, taxonomy: Taxonomy) -> Iterator[_Token]:
    for match in _TOKEN.finditer(unicodedata.normalize("NFC", text)):
        parts = tuple(_parts(match, taxonomy))
        raw = match[0]
        if parts or raw in {_OR, _NOT}:
            is_operator = raw in {_OR, _NOT}
            yield _Token(raw, () if is_operator else parts, unwanted=bool(match["minus"]))


def _parts(match: re.Match[str], taxonomy: Taxonomy) -> Iterator[Part]:
    """The parts of one token: one, or two plain words for a field that nobody knows."""
    name = folded(match["field"] or "")
    phrase, word = match["phrase"], match["word"]
    value = word if phrase is None else phrase
    if not value or not _HAS_WORD.search(value):
        if name:
            yield Part(kind=Kind.WORD, text=match["field"])
        return
    if name in FACET_FIELDS and (terms := _terms(FACET_FIELDS[name], value, taxonomy)):
        yield Part(kind=Kind.TERM, text=value, field=FACET_FIELDS[name], terms=terms)
        return
    field = TEXT_FIELDS.get(name)
    if name and field is None:
        yield Part(kind=Kind.WORD, text=match["field"])
    if phrase is None:
        yield _word(value, field)
    else:
        yield Part(kind=Kind.PHRASE, text=phrase, field=field)


def _terms(facet_id: str, value: str, taxonomy: Taxonomy) -> tuple[str, ...]:
    if facet_id == YEAR:
        return (value,) if taxonomy.is_filter(YEAR, value) else ()
    return taxonomy.facet(facet_id).named(value)


def _word(text: str, field: str | None) -> Part:
    stem = text.rstrip("*")
    if field is None and stem != text and _BEGINNING.fullmatch(stem):
        return Part(kind=Kind.PREFIX, text=stem)
    return Part(kind=Kind.WORD, text=stem, field=field)
