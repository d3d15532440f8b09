"""Case: one published or proposed case study, and the limits it keeps."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

Slug = str
Sha256 = NewType("Sha256", str)

MAX_SLUG_CHARACTERS = 80

#: The file name of a case, its address, its key everywhere.
SLUG = re.compile(rf"(?=.{{1,{MAX_SLUG_CHARACTERS}}}\Z)[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)

#: Bytes of UTF-8; stated in docs/case-format.md and refused before the whole is read.
MAX_FRONT_MATTER_BYTES = 64 * 1024
MAX_BODY_BYTES = 64 * 1024


class Licence(StrEnum):
    """The licences a case may carry."""

    CC_BY_4_0 = "CC-BY-4.0"
    CC_BY_SA_4_0 = "CC-BY-SA-4.0"
    CC0_1_0 = "CC0-1.0"
    ETALAB_2_0 = "etalab-2.0"


@dataclass(frozen=True, slots=True)
class Section:
    """One `##` section of a case: its id in addresses, its heading, whether a case must have it."""

    id: str
    heading: str
    required: bool = False


#: The story of an alliance, in the order in which it is told.
SECTIONS = (
    Section("besoin", "Le besoin", required=True),
    Section("alliance", "L'alliance", required=True),
    Section("demarche", "La démarche", required=True),
    Section("moyens", "Moyens et modèle économique"),
    Section("resultats", "Résultats"),
    Section("freins", "Freins et leviers"),
    Section("transposer", "Transposer"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """One member of the alliance. `actor` is a term of the facet `actor`; `role` is free text."""

    name: str
    actor: str
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A key figure. `value` is text (`750`, `près de 2 M`); `source` counts from 1 in `sources`."""

    label: str
    value: str
    unit: str | None = None
    year: int | None = None
    source: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the facts come from. `date` is a year, a month or a day: `2024-05-17`, `2024-05`."""

    title: str
    publisher: str | None = None
    url: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case study as its file tells it. Immutable; valid for the taxonomy it was read with.

    The fields stand in the canonical order of the front matter, then comes the body.

    Attributes:
        partners, regions, scales, domains, categories, sources: at least one each; the first
            domain is the main one.
        odd: without the implicit terms; see `Taxonomy.with_implicit`.
        started, ended: years.
        body: Markdown, exactly as in the file, from the character after the closing `---` line.
    """

    title: str
    summary: str
    partners: tuple[Partner, ...]
    regions: tuple[str, ...]
    place: str | None = None
    scales: tuple[str, ...]
    domains: tuple[str, ...]
    categories: tuple[str, ...]
    impacts: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()
    stage: str | None = None
    started: int | None = None
    ended: int | None = None
    figures: tuple[Figure, ...] = ()
    sources: tuple[Source, ...]
    contributor: str | None = None
    published_on: date | None = None
    updated_on: date | None = None
    verified_on: date | None = None
    licence: Licence = Licence.CC_BY_4_0
    redirects: tuple[Slug, ...] = ()
    body: str

    @property
    def actors(self) -> tuple[str, ...]:
        """The partners' actor types, each once, in the order in which they first appear."""
        return tuple(dict.fromkeys(partner.actor for partner in self.partners))


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A case and the file it was read from.

    Attributes:
        sha256: of the bytes of the file, in hexadecimal.
        text: the file's text, its line ends as they are.
    """

    slug: Slug
    sha256: Sha256
    text: str
    case: Case
