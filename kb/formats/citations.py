"""A case as the entry of a bibliography, with the date of the version that is cited."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

from kb.domain import site
from kb.domain.french_dates import day_in_french
from kb.formats.case_json import CaseValues

#: What TeX takes for more than a character (Source: D. Knuth, "The TeXbook", chapter 7).
_TEX: Mapping[str, str] = MappingProxyType(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "{}$&#_%"},
    }
)
_TEX_SPECIAL = re.compile(r"[\\~^{}$&#_%]")

#: A record ends where its line ends: no value has a line end of its own.
_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")


def version_day(case: CaseValues) -> date | None:
    """The day of the version: that of the last change, or of the publication."""
    day = case["updated_on"] or case["published_on"]
    return date.fromisoformat(day) if day else None


def bibtex(cases: Iterable[CaseValues]) -> Iterator[str]:
    """A BibTeX file, entry by entry, keyed by slug, in UTF-8.

    Source: O. Patashnik, "BibTeXing"; `url` and `urldate` as biblatex has them.
    """
    for case in cases:
        day = version_day(case)
        fields = {
            "title": f"{{{_tex(case['title'])}}}",
            "author": f"{{{_tex(case['contributor'] or site.NAME)}}}",
            "year": str(day.year) if day else "",
            "month": str(day.month) if day else "",
            "publisher": _tex(site.NAME),
            "note": _tex(f"Version du {day_in_french(day)}") if day else "",
            "language": "french",
            "abstract": _tex(case["summary"]),
            "url": case["url"],
        }
        lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
        yield f"@misc{{{case['slug']},\n" + ",\n".join(lines) + "\n}\n\n"


def ris(cases: Iterable[CaseValues]) -> Iterator[str]:
    """A RIS file, record by record. Source: Research Information Systems, "RIS Format" (2011)."""
    for case in cases:
        day = version_day(case)
        tags = [
            ("TY", "ELEC"),
            ("ID", case["slug"]),
            ("TI", case["title"]),
            ("AU", case["contributor"] or site.NAME),
            ("PY", str(day.year) if day else ""),
            ("DA", f"{day:%Y/%m/%d}" if day else ""),
            ("ET", f"Version du {day_in_french(day)}" if day else ""),
            ("PB", site.NAME),
            ("AB", case["summary"]),
            ("LA", "fr"),
            ("UR", case["url"]),
        ]
        lines = [f"{tag}  - {_BLANKS.sub(' ', value)}\r\n" for tag, value in tags if value]
        yield "".join([*lines, "ER  - \r\n\r\n"])


def _tex(text: str) -> str:
    plain = _BLANKS.sub(" ", text)
    return _TEX_SPECIAL.sub(lambda found: _TEX[found[0]], plain)
