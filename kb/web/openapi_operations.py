"""What the OpenAPI document describes: the API, then all else that is made for programs."""

from dataclasses import dataclass
from typing import Any

from kb.formats.case_json import CaseValues
from kb.web.api_shapes import CaseAnswer, SearchValues
from kb.web.api_suggestions import SuggestionsAnswer
from kb.web.api_taxonomy import TaxonomyValues
from kb.web.json_feed import JsonFeedValues
from kb.web.take_away import FORMS
from kb.web.vignette import OembedValues

_JSON = "application/json"

#: What narrows a search, and what turns its pages.
_SEARCH = ("q", "words", "facets", "year_from", "year_to", "sort")
_PAGES = ("page", "per_page")


class ExportedCaseValues(CaseValues):
    """One case of an export: all but `html`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One address.

    Attributes:
        answer: the annotation of what is answered; `str` is a text, `bytes` a file.
        refusals: statuses of errors that it may end in, besides those of all.
        parameters: their names; `facets` stands for those of all facets.
        tag: the part of the document where it stands.
    """

    path: str
    id: str
    summary: str
    answer: Any  # an annotation has no type of its own
    media_type: str = _JSON
    refusals: tuple[int, ...] = ()
    parameters: tuple[str, ...] = ()
    tag: str = "api"


#: Shown to people one by one, on `/api`.
OPERATIONS = (
    Operation(
        path="/api/v1/cases",
        id="searchCases",
        summary="Une page des fiches qu’une recherche trouve, et le compte de chaque filtre",
        answer=SearchValues,
        refusals=(400,),
        parameters=(*_SEARCH, *_PAGES),
    ),
    Operation(
        path="/api/v1/cases/{slug}",
        id="getCase",
        summary="Une fiche entière",
        answer=CaseAnswer,
        refusals=(404, 410),
        parameters=("slug",),
    ),
    Operation(
        path="/api/v1/suggest",
        id="suggest",
        summary="Ce que peut vouloir dire un début de mot",
        answer=SuggestionsAnswer,
        refusals=(400,),
        parameters=("q",),
    ),
    Operation(
        path="/api/v1/taxonomy",
        id="getTaxonomy",
        summary="Le vocabulaire : chaque facette, chaque valeur",
        answer=TaxonomyValues,
    ),
)

_FEEDS = (
    Operation(
        path="/flux.json",
        id="followAsJsonFeed",
        summary="Une recherche en JSON Feed, le dernier changement d’abord",
        answer=JsonFeedValues,
        media_type="application/feed+json",
        refusals=(400,),
        parameters=(*_SEARCH, *_PAGES),
        tag="flux",
    ),
    Operation(
        path="/flux.atom",
        id="followAsAtom",
        summary="La même en Atom",
        answer=str,
        media_type="application/atom+xml",
        refusals=(400,),
        parameters=(*_SEARCH, *_PAGES),
        tag="flux",
    ),
)

_ELSEWHERE = (
    Operation(
        path="/oembed",
        id="embed",
        summary="De quoi montrer une fiche sur un autre site, en oEmbed 1.0",
        answer=OembedValues,
        refusals=(400, 404, 410, 501),
        parameters=("url", "format", "maxwidth", "maxheight"),
        tag="catalogue",
    ),
    Operation(
        path="/oai",
        id="harvest",
        summary="OAI-PMH 2.0, par GET et par POST ; ses erreurs sont des réponses 200",
        answer=str,
        media_type="text/xml",
        parameters=(
            "verb",
            "metadataPrefix",
            "identifier",
            "from",
            "until",
            "set",
            "resumptionToken",
        ),
        tag="catalogue",
    ),
    Operation(
        path="/catalogue.jsonld",
        id="describeDataset",
        summary="La base comme jeu de données, en DCAT 3",
        answer=dict,
        media_type="application/ld+json",
        tag="catalogue",
    ),
    Operation(
        path="/llms.txt",
        id="introduce",
        summary="La base présentée aux modèles de langue",
        answer=str,
        media_type="text/markdown",
        tag="catalogue",
    ),
)


def _export(extension: str) -> Operation:
    """All cases of a search in a form."""
    form, media_type = FORMS[extension], _media_type(extension)
    return Operation(
        path=f"/export.{extension}",
        id=f"export{_name(extension)}",
        summary=f"Toutes les fiches d’une recherche : {form.label}",
        answer=list[ExportedCaseValues] if media_type == _JSON else _kept_as(media_type),
        media_type=media_type,
        refusals=(400,),
        parameters=_SEARCH,
        tag="export",
    )


def _case_as(extension: str) -> Operation:
    """One case in a form."""
    media_type = _media_type(extension)
    return Operation(
        path=f"/cas/{{slug}}.{extension}",
        id=f"getCaseAs{_name(extension)}",
        summary=f"Une fiche : {FORMS[extension].label}",
        answer=_kept_as(media_type),
        media_type=media_type,
        refusals=(404, 410),
        parameters=("slug",),
        tag="export",
    )


def _media_type(extension: str) -> str:
    return FORMS[extension].media_type.partition(";")[0]


def _name(extension: str) -> str:
    return "".join(part.title() for part in extension.split("."))


def _kept_as(media_type: str) -> type:
    return str if media_type.startswith("text/") else bytes


_FILE_OF_CASE = Operation(
    path="/cas/{slug}.md",
    id="getCaseFile",
    summary="Une fiche telle que la base la garde, octet pour octet : en-tête YAML, puis Markdown",
    answer=str,
    media_type="text/markdown",
    refusals=(404, 410),
    parameters=("slug",),
    tag="export",
)

#: All that is described, in the order of the document.
EVERYTHING = (
    *OPERATIONS,
    _FILE_OF_CASE,
    *map(_export, FORMS),
    *(_case_as(extension) for extension in FORMS if extension != "json"),  # there, the API answers
    *_FEEDS,
    *_ELSEWHERE,
)
