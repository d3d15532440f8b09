"""DiffView: what changes from one text of a case to another, field by field, then word by word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Self

from kb.domain.case import Case, Figure, Partner, Source
from kb.domain.taxonomy import KEY_OF_FACET, Taxonomy
from kb.formats import front_matter
from kb.formats.text_diff import Kind, Piece, word_diff

#: Lines of unchanged text that stay in sight beside a change; longer stretches are folded.
_CONTEXT = 3

#: How the fields of the front matter are called, in its order; facets have a label of their own.
_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "title": "Titre",
        "summary": "Résumé",
        "partners": "Partenaires",
        "regions": "",
        "place": "Lieu",
        "scales": "",
        "domains": "",
        "categories": "",
        "impacts": "",
        "odd": "",
        "stage": "",
        "started": "Début",
        "ended": "Fin",
        "figures": "Chiffres clés",
        "sources": "Sources",
        "contributor": "Proposée par",
        "published_on": "Publiée le",
        "updated_on": "Mise à jour le",
        "verified_on": "Vérifiée le",
        "licence": "Licence",
        "redirects": "Anciennes adresses",
    }
)
_FACET_OF_KEY = {key: facet for facet, key in KEY_OF_FACET.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field that differs."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Some of the body; `lines` counts those of a long one that did not change, else it is 0."""

    kind: Kind
    text: str
    lines: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffView:
    """What changes. A text that breaks rules has no fields: then all of it is compared by word.

    Attributes:
        title: of the comparison, `de la version 1 à la version 2`.
    """

    title: str
    fields: tuple[FieldChange, ...]
    body: tuple[Stretch, ...]

    @classmethod
    def of(cls, before: str, after: str, *, title: str, taxonomy: Taxonomy) -> Self:
        """The comparison of two texts of a case."""
        old, new = (front_matter.read(text, taxonomy) for text in (before, after))
        if isinstance(old, Case) and isinstance(new, Case):
            fields = tuple(_fields(old, new, taxonomy))
            before, after = old.body, new.body
        else:
            fields = ()
        body = tuple(_stretches(word_diff(before, after))) if before != after else ()
        return cls(title=title, fields=fields, body=body)


def _fields(old: Case, new: Case, taxonomy: Taxonomy) -> Iterator[FieldChange]:
    for key, label in _LABELS.items():
        before, after = (_in_words(case, key, taxonomy) for case in (old, new))
        if before != after:
            yield FieldChange(
                label=label or taxonomy.facet(_FACET_OF_KEY[key]).label,
                pieces=word_diff(before, after),
            )


def _in_words(case: Case, key: str, taxonomy: Taxonomy) -> str:
    """The value of a field, one line per entry."""
    value = getattr(case, key)
    facet = _FACET_OF_KEY.get(key)
    entries = value if isinstance(value, tuple) else (value,)
    return "\n".join(_line(entry, facet, taxonomy) for entry in entries)


def _line(entry: object, facet: str | None, taxonomy: Taxonomy) -> str:
    parts: list[str | int | None]
    match entry:
        case None:
            return ""
        case Partner():
            parts = [entry.name, taxonomy.label("actor", entry.actor), entry.role]
        case Figure():
            proof = f"source {entry.source}" if entry.source else None
            parts = [entry.label, entry.value, entry.unit, entry.year, proof]
        case Source():
            parts = [entry.title, entry.publisher, entry.date, entry.url]
        case _:
            return taxonomy.label(facet, str(entry)) if facet else str(entry)
    return " – ".join(str(part) for part in parts if part)


def _stretches(pieces: tuple[Piece, ...]) -> Iterator[Stretch]:
    """The pieces, of what is unchanged only the lines next to a change in sight."""
    last = len(pieces) - 1
    for i, piece in enumerate(pieces):
        lines = piece.text.splitlines(keepends=True)
        start, end = _CONTEXT * (i > 0), len(lines) - _CONTEXT * (i < last)
        if piece.kind is not Kind.KEPT or end - start <= _CONTEXT:
            yield Stretch(kind=piece.kind, text=piece.text)
            continue
        for first, past in pairwise((0, start, end, len(lines))):
            if past > first:
                text = "".join(lines[first:past])
                yield Stretch(kind=Kind.KEPT, text=text, lines=(past - first) * (first == start))
