"""What the fields of a form would look like published, however much is missing or wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from kb.domain.case import SECTIONS, Case
from kb.domain.draft import Fields
from kb.domain.taxonomy import Taxonomy
from kb.formats import front_matter
from kb.formats.body import CITATION
from kb.formats.case_fields import MAX_SOURCES
from kb.formats.form_fields import ROW_FIELD, form_text, one, rows_of

#: What stands in for required texts that are not there yet.
_TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "title": "Titre à compléter",
        "summary": "Le résumé reste à écrire : quelques lignes qui disent qui fait quoi, et où.",
        **{f"section-{each.id}": "*À compléter.*" for each in SECTIONS if each.required},
    }
)
#: Required lists, and the facet whose first term stands in until the case is read.
_TERMS: Mapping[str, str] = MappingProxyType(
    {"regions": "region", "scales": "scale", "domains": "domain", "categories": "category"}
)
_PARTNER = "partners-0-name", "partners-0-actor"
_SOURCE = "Source à compléter"
#: Mending one thing may bring another to light: a list that was too long, then its items.
_TRIES = 4


def preview(fields: Fields, taxonomy: Taxonomy) -> Case | None:
    """The case that the fields make, without what breaks a rule; `None` if nothing can be shown.

    What is required and not there is stood in for, in words that say so.
    """
    kept = {name: list(values) for name, values in fields.items()}
    for _ in range(_TRIES):
        stand_ins = dict(_stand_ins(kept, taxonomy))
        written = form_text(kept | stand_ins)
        case = front_matter.read(written.text, taxonomy)
        if isinstance(case, Case):
            return _without_terms(case, stand_ins)
        for name in {written.field_of(problem) for problem in case}:
            _mend(kept, name)
    return None


def _stand_ins(kept: Fields, taxonomy: Taxonomy) -> Iterator[tuple[str, list[str]]]:
    for name, text in _TEXTS.items():
        if not one(kept, name):
            yield name, [text]
    for key, facet_id in _TERMS.items():
        if not any(kept.get(key, ())):
            yield key, [taxonomy.facet(facet_id).offered[0].slug]
    if not any(value for row in rows_of(kept, "partners") for value in row.values.values()):
        name, actor = _PARTNER
        yield from ((name, ["…"]), (actor, [taxonomy.facet("actor").offered[0].slug]))
    cited = max(map(int, CITATION.findall(_story(kept))), default=1)
    titled = {row.number for row in rows_of(kept, "sources") if row.values.get("title")}
    for number in range(min(max(cited, *titled, 0), MAX_SOURCES)):
        if number not in titled:
            yield f"sources-{number}-title", [_SOURCE]


def _story(fields: Fields) -> str:
    return "\n".join(one(fields, name) for name in fields if name.startswith("section-"))


def _without_terms(case: Case, stand_ins: Fields) -> Case:
    """The case without the terms that nobody chose."""
    emptied: dict[str, Any] = {key: () for key in _TERMS if key in stand_ins}
    if _PARTNER[0] in stand_ins:
        emptied["partners"] = ()
    return replace(case, **emptied)


def _mend(kept: dict[str, list[str]], name: str) -> None:
    """Take a wrong value out; a row that lacks what it must have goes as a whole."""
    if kept.pop(name, None) is None and (row := ROW_FIELD.fullmatch(name)):
        for each in [each for each in kept if each.startswith(f"{row[1]}-{row[2]}-")]:
            del kept[each]
