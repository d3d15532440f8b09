"""Valid objects: a test names only what it is about."""

import hashlib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from kb.domain.case import Case, CaseFile, Partner, Sha256, Source
from kb.domain.taxonomy import Taxonomy
from kb.formats import front_matter, taxonomy_file

PROJECT = Path(__file__).parents[1]

A_BODY = """
## Le besoin

Dans le bourg, plus personne ne répare les voitures des demandeurs d'emploi[^1].

## L'alliance

Une association, un constructeur et la communauté de communes.

## La démarche

Les voitures données sont réparées par des salariés en insertion.
"""


@cache
def a_taxonomy() -> Taxonomy:
    """The vocabulary of the base itself."""
    taxonomy = taxonomy_file.read((PROJECT / "taxonomy.yaml").read_text("utf-8"))
    assert isinstance(taxonomy, Taxonomy)
    return taxonomy


def a_case(**changes: Any) -> Case:
    """A valid case, published; `changes` are its fields by name."""
    values: dict[str, Any] = {
        "title": "Un garage solidaire pour aller travailler",
        "summary": "Un constructeur et une association réparent les voitures de qui cherche.",
        "partners": (Partner(name="Garage pour tous", actor="association", role="porteur"),),
        "regions": ("bretagne",),
        "scales": ("local",),
        "domains": ("mobilite", "emploi"),
        "categories": ("mecenat",),
        "sources": (Source(title="Rapport annuel"),),
        "published_on": date(2026, 11, 20),
        "body": A_BODY,
    }
    return Case(**(values | changes))


def a_case_file(slug: str = "garage-solidaire", **changes: Any) -> CaseFile:
    """The canonical file of a valid case."""
    case = a_case(**changes)
    text = front_matter.render(case)
    sha256 = Sha256(hashlib.sha256(text.encode()).hexdigest())
    return CaseFile(slug=slug, sha256=sha256, text=text, case=case)
