"""The forms in which cases leave the site: their addresses, their names, what they are good for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Self

from kb.domain.search import SearchQuery
from kb.formats.exports import ExportFormat
from kb.services.alerting import followed
from kb.web.cards import case_address
from kb.web.elsewhere import elsewhere
from kb.web.search_address import address_of


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedForm:
    """One form.

    Attributes:
        media_type: with its charset, where it is text.
        label: how the link is called. hint: for whom it is, on the results page.
    """

    form: ExportFormat
    media_type: str
    label: str
    hint: str


#: What follows `/export.` and `/cas/<slug>.`; the order is that of the page.
FORMS: Mapping[str, OfferedForm] = MappingProxyType(
    {
        "xlsx": OfferedForm(
            form=ExportFormat.XLSX,
            media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            label="Excel",
            hint="pour tout tableur",
        ),
        "fr.csv": OfferedForm(
            form=ExportFormat.CSV_FR,
            media_type="text/csv; charset=utf-8",
            label="CSV à points-virgules",
            hint="pour un tableur réglé en français",
        ),
        "csv": OfferedForm(
            form=ExportFormat.CSV,
            media_type="text/csv; charset=utf-8",
            label="CSV à virgules",
            hint="pour un programme",
        ),
        "zip": OfferedForm(
            form=ExportFormat.MARKDOWN,
            media_type="application/zip",
            label="Markdown",
            hint="les fichiers des fiches, dans une archive ZIP",
        ),
        "json": OfferedForm(
            form=ExportFormat.JSON,
            media_type="application/json",
            label="JSON",
            hint="tout, pour un programme",
        ),
        "bib": OfferedForm(
            form=ExportFormat.BIBTEX,
            media_type="application/x-bibtex; charset=utf-8",
            label="BibTeX",
            hint="pour une bibliographie",
        ),
        "ris": OfferedForm(
            form=ExportFormat.RIS,
            media_type="application/x-research-info-systems; charset=utf-8",
            label="RIS",
            hint="pour Zotero et d’autres",
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeAway:
    """A link to some cases in one form."""

    address: str
    label: str
    hint: str


def take_search_away(query: SearchQuery) -> tuple[TakeAway, ...]:
    """All cases of a search, in each form."""
    path = address_of(replace(query, page=1, per_page=SearchQuery().per_page))
    return tuple(_link(elsewhere(path, f"/export.{each}"), each) for each in FORMS)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowLinks:
    """Where a search is followed, in an order that each has of its own: by mail, or as a feed."""

    alert: str
    atom: str
    json_feed: str

    @classmethod
    def of(cls, query: SearchQuery) -> Self:
        """The links of a search."""
        path = address_of(followed(query))
        return cls(
            alert=elsewhere(path, "/alertes"),
            atom=elsewhere(path, "/flux.atom"),
            json_feed=elsewhere(path, "/flux.json"),
        )


def take_case_away(slug: str) -> tuple[TakeAway, ...]:
    """One case in each form but those that the site has for every case anyway."""
    offered = (each for each in FORMS if each not in {"json", "zip", "csv"})
    return tuple(_link(f"{case_address(slug)}.{each}", each) for each in offered)


def take_selection_away(address: str) -> tuple[TakeAway, ...]:
    """All cases of the selection at this address, in each form."""
    return tuple(_link(f"{address}.{each}", each) for each in FORMS)


def _link(address: str, extension: str) -> TakeAway:
    offered = FORMS[extension]
    return TakeAway(address=address, label=offered.label, hint=offered.hint)
