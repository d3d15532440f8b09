"""Valid objects: a test names only what it is about."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kb.domain.case import Case, CaseFile, Partner, Sha256, Source
from kb.domain.publication import Change, Publication, PublicationKind
from kb.domain.selection import SelectedCase, Selection
from kb.domain.submission import Consent, Submission, Version
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
    return CaseFile(slug=slug, sha256=sha256(text), text=text, case=case)


def a_selection(
    *slugs: str, title: str = "", notes: Mapping[str, str] = MappingProxyType({})
) -> Selection:
    """A selection of these cases, each with the note of its slug, if there is one."""
    cases = (SelectedCase(slug=slug, note=notes.get(slug, "")) for slug in slugs)
    return Selection(title=title, cases=tuple(cases))


#: Any instant; tests that are about time name their own.
NOW = datetime(2026, 11, 20, 14, 32, tzinfo=UTC)


def sha256(text: str) -> Sha256:
    """The hash of a text, as files and versions have it."""
    return Sha256(hashlib.sha256(text.encode()).hexdigest())


def a_submission(**changes: Any) -> Submission:
    """A valid proposal of account 1, not stored; `changes` are its fields by name."""
    values: dict[str, Any] = {
        "title": "Un garage solidaire pour aller travailler",
        "slug": "garage-solidaire",
        "author": 1,
        "kinship": {},
        "consent": Consent(licence="2026-11", privacy="2026-11", given_at=NOW),
        "created_at": NOW,
        "changed_at": NOW,
    }
    return Submission(**(values | changes))


def a_version(text: str = "Le texte.", **changes: Any) -> Version:
    """A frozen text, not stored; `changes` are its fields by name."""
    values: dict[str, Any] = {
        "number": 1,
        "text": text,
        "sha256": sha256(text),
        "written_by": 1,
        "written_at": NOW,
    }
    return Version(**(values | changes))


def a_publication(*changes: Change, **fields: Any) -> Publication:
    """A decision of nobody known, not recorded; about the slug of its first change."""
    values: dict[str, Any] = {
        "kind": PublicationKind.UPDATE,
        "slug": changes[0].slug,
        "changes": changes,
        "by": None,
        "decided_at": NOW,
    }
    return Publication(**(values | fields))
