"""`/catalogue.jsonld`, `/llms.txt`: the base described for catalogues and for language models."""

import json

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from kb.domain.search import MAX_PER_PAGE, CaseSummary, SearchQuery, Sort
from kb.web.cards import case_address
from kb.web.context import absolute, knowledge_base
from kb.web.dataset import catalogue
from kb.web.head import SITE

pages = Blueprint("catalogue", __name__)

_LLMS = """\
# {site}

> Études de cas, en français, d’alliances entre associations, entreprises, collectivités, \
fondations, chercheurs et habitants. Chaque fiche est un fichier Markdown avec ses sources, sous \
la licence qu’elle indique.

Ajoutez `.md` à l’adresse d’une fiche pour lire son fichier. Citez la fiche et son adresse.

## Lire et chercher

- [Chercher]({base}/api/v1/cases): la recherche en JSON, mêmes paramètres que le site
- [Décrire l’API]({base}/api/v1/openapi.json): OpenAPI 3.1
- [Vocabulaire]({base}/api/v1/taxonomy): facettes, termes, synonymes
- [Toute la base]({base}/export.zip): les {total} fiches en Markdown, dans une archive
- [Nouveautés]({base}/flux.json): JSON Feed, valable pour toute recherche
- [Moissonner]({base}/oai?verb=Identify): OAI-PMH 2.0, par jour, par domaine, par région
- [Jeu de données]({base}/catalogue.jsonld): la base en DCAT, avec ses téléchargements
- [Toutes les adresses]({base}/sitemap.xml): plan du site, avec le jour du dernier changement

## Fiches

{cases}
"""


@pages.get("/catalogue.jsonld")
def describe() -> ResponseReturnValue:
    """The base in the vocabulary of data catalogues."""
    text = json.dumps(catalogue(absolute("")), ensure_ascii=False, indent=2)
    return Response(text, content_type="application/ld+json; charset=utf-8")


@pages.get("/llms.txt")
def llms() -> ResponseReturnValue:
    """Where a language model finds what (Source: llmstxt.org); the cases that changed last."""
    query = SearchQuery(sort=Sort.UPDATED, per_page=MAX_PER_PAGE)
    results = knowledge_base().searching.answer(query)
    cases = "\n".join(_line(hit.case) for hit in results.hits)
    text = _LLMS.format(site=SITE, base=absolute(""), total=results.total, cases=cases)
    return Response(text, content_type="text/markdown; charset=utf-8")


def _line(case: CaseSummary) -> str:
    title = " ".join(case.title.translate(str.maketrans("[]", "()")).split())
    summary = " ".join(case.summary.split())
    return f"- [{title}]({absolute(case_address(case.slug))}.md): {summary}"
