"""What the cells of a row or the keys of an object tell, put together under our keys."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from kb.domain.problems import Problem, quotable
from kb.domain.taxonomy import KEY_OF_FACET, Facet, Taxonomy
from kb.formats.cells import entries_of, terms_of
from kb.formats.form_fields import ROWS
from kb.formats.import_keys import ImportKey, Kind
from kb.formats.incoming import Told

#: Terms or entries of one list; more than any key may have, few enough to be read and refused.
_MOST = 500
_NO_CHARACTER = re.compile("[\ud800-\udfff]")

_FACET_OF_KEY: Mapping[str, str] = {key: facet for facet, key in KEY_OF_FACET.items()}


_Each = TypeVar("_Each")


class UntoldError(Exception):
    """A value is of no kind that its key could have."""


@dataclass(slots=True)
class Telling:
    """One case, while it is put together.

    Attributes:
        about: `slug` and `sha256`.
        problems: `key` is ours, `line` to be set.
    """

    taxonomy: Taxonomy
    values: dict[str, Told] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _parts: dict[str, dict[int, dict[str, str]]] = field(default_factory=dict)

    def tell(self, key: ImportKey, value: object, *, separator: str | None = None) -> None:
        """Add what the file says under a key.

        Raises:
            UntoldError: that is neither text, nor a number, nor a list that the key may have.
        """
        if key.kind is Kind.TERMS:
            terms = self._few(_terms(value, separator), key)
            self.values[key.top] = self._listed(terms, key.top)
        elif key.kind is Kind.ENTRIES:
            entries = self._few(_entries(value, key.top, separator), key)
            self.values[key.top] = self._with_actors(entries) if key.top == "partners" else entries
        elif key.kind is Kind.PART:
            self._tell_part(key, _text(value))
        elif key.kind is Kind.SECTION:
            self.sections[key.top] = _text(value).strip()
        elif key.kind is Kind.ABOUT:
            self.about[key.top] = _text(value).strip()
        elif key.kind is Kind.TEXT:
            self._tell_text(key, _text(value))

    def _few(self, told: list[_Each], key: ImportKey) -> list[_Each]:
        """What a list says, if it is not endless."""
        if len(told) > _MOST:
            values = {"name": key.name, "count": len(told), "most": _MOST}
            self.problems.append(Problem(line=1, key=key.name, code="too-many", values=values))
        return told[:_MOST]

    def _tell_text(self, key: ImportKey, text: str) -> None:
        if not text.strip():
            text = ""
        if key.top == "stage" and text:
            text = self._id(text, self.taxonomy.facet("stage"), key.top)
        self.values[key.top] = text

    def _tell_part(self, key: ImportKey, text: str) -> None:
        entries = self._parts.setdefault(key.top, {})
        entry = entries.setdefault(key.number, {})
        if text.strip():
            entry[key.part] = self._actor(text, key.name) if key.part == "actor" else text
        columns = ROWS[key.top]
        self.values[key.top] = [
            {name: entry[name] for name in columns if name in entry}
            for _, entry in sorted(entries.items())
            if entry
        ]

    def _with_actors(self, entries: list[dict[str, str]]) -> list[dict[str, str]]:
        for number, entry in enumerate(entries, start=1):
            if "actor" in entry:
                entry["actor"] = self._actor(entry["actor"], f"partners[{number}].actor")
        return entries

    def _actor(self, text: str, name: str) -> str:
        return self._id(text, self.taxonomy.facet("actor"), name)

    def _listed(self, terms: list[str], key: str) -> list[str]:
        """The ids of terms that may be named by label or synonym; what nobody knows stays.

        Implicit ones, which every case has, are left out.
        """
        if key not in _FACET_OF_KEY:
            return terms
        facet = self.taxonomy.facet(_FACET_OF_KEY[key])
        numbered = enumerate(terms, start=1)
        found = (self._id(term, facet, f"{key}[{number}]") for number, term in numbered)
        return [each for each in dict.fromkeys(found) if each not in facet.implicit]

    def _id(self, term: str, facet: Facet, name: str) -> str:
        if term in facet.by_slug:
            return term
        named = facet.named(term)
        if len(named) > 1:
            values = {"value": quotable(term), "choices": ", ".join(named)}
            self.problems.append(Problem(line=1, key=name, code="ambiguous-term", values=values))
        return named[0] if named else term


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise UntoldError
    text = str(value)
    if _NO_CHARACTER.search(text):
        raise UntoldError
    return text


def _terms(value: object, separator: str | None) -> list[str]:
    if isinstance(value, list):
        return [text for each in value if (text := _text(each))]
    return terms_of(_text(value), separator=separator)


def _entries(value: object, top: str, separator: str | None) -> list[dict[str, str]]:
    if not isinstance(value, list):
        return entries_of(_text(value), ROWS[top], separator=separator)
    return [_entry(each) for each in value]


def _entry(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise UntoldError
    return {str(name): text for name, each in value.items() if (text := _text(each))}
