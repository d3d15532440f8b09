"""Near duplicates are found, and others are not."""

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from kb.bootstrap import assemble
from kb.domain.case import Case, Partner
from kb.domain.submission import Status
from kb.formats import front_matter
from kb.services.knowledge_base import KnowledgeBase
from kb.services.likeness import Sketch, likeness
from kb.settings import Settings
from kb.stores.schema import Schema
from tests.bases import a_query
from tests.builders import PROJECT, a_case, a_taxonomy
from tests.desks import Desks

#: Published cases told once more by somebody else: title, partners, summary.
TOLD_AGAIN = {
    "atchoum-transport-solidaire-rural": (
        "Le transport solidaire Atchoum dans les communautés de communes",
        ("Atchoum", "Communautés de communes"),
        "Des conducteurs bénévoles emmènent les habitants des villages sans voiture.",
    ),
    "begawatts-beganne": (
        "Les éoliennes citoyennes de Béganne",
        ("Énergies citoyennes en Pays de Vilaine", "Habitants"),
        "Mille habitants du pays de Redon possèdent leur parc éolien de quatre machines.",
    ),
    "bureaux-du-coeur-nantes": (
        "Héberger des sans-abri la nuit dans les bureaux des entreprises",
        ("Bureaux du Cœur", "CJD Nantes"),
        "Des entreprises accueillent la nuit une personne sans logement dans leurs locaux vides.",
    ),
    "toit-a-moi-nantes": (
        "Toit à moi, des appartements achetés à plusieurs pour les sans-abri",
        ("Toit à Moi", "Entreprises mécènes"),
        "Des particuliers et des entreprises achètent des logements pour sortir de la rue.",
    ),
    "rezo-pouce-auto-stop-organise": (
        "L'autostop organisé avec Rézo Pouce",
        ("Rezo Pouce", "Ville de Moissac"),
        "Un réseau d'auto-stop organisé dans les campagnes, né à Moissac.",
    ),
    "roubaix-zero-dechet": (
        "Roubaix, ville zéro déchet",
        ("Mairie de Roubaix", "Zero Waste France"),
        "Des familles réduisent leurs poubelles de moitié avec les écoles et les commerçants.",
    ),
    "medicobus-taravo-corse": (
        "Un médicobus pour les villages corses",
        ("Maison de santé de Bastelicaccia", "Service de santé au travail"),
        "Le bus de la médecine du travail sert de cabinet dans la vallée du Taravo.",
    ),
    "envie-strasbourg-darty": (
        "Envie et Darty : réparer l'électroménager pour créer des emplois d'insertion",
        ("Envie", "Darty"),
        "Les appareils repris par Darty sont réparés et revendus par des salariés en insertion.",
    ),
    "siel-bleu-activite-physique-adaptee": (
        "Siel Bleu, le sport adapté pour les personnes âgées",
        ("Siel Bleu", "Maisons de retraite"),
        "L'association propose de l'activité physique adaptée dans les maisons de retraite.",
    ),
    "hacoopa-maisons-partagees": (
        "Hacoopa : des colocations pour seniors",
        ("Hacoopa", "Titi Floris", "Macoretz"),
        "Une coopérative construit des maisons partagées pour les personnes âgées autonomes.",
    ),
    "franprix-phenix-invendus": (
        "Phenix et Franprix contre le gaspillage alimentaire",
        ("Phenix", "Franprix"),
        "Les magasins de quartier donnent leurs invendus aux associations grâce à Phenix.",
    ),
    "tzcld-mauleon-esiam": (
        "Territoire zéro chômeur de longue durée à Mauléon",
        ("ESIAM", "Commune de Mauléon"),
        "Une entreprise à but d'emploi embauche les chômeurs de longue durée de Mauléon.",
    ),
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """All published cases, indexed."""
    home: Path = tmp_path_factory.mktemp("published")
    for name in ("cases", "taxonomy.yaml"):
        (home / name).symlink_to(PROJECT / name)
    settings = Settings(home=home)
    Schema(settings.database).upgrade()
    knowledge_base = assemble(settings)
    knowledge_base.indexing.catch_up()
    return knowledge_base


def retold(slug: str, **changes: Any) -> Case:
    title, names, summary = TOLD_AGAIN[slug]
    partners = tuple(Partner(name=name, actor="association") for name in names)
    return a_case(**({"title": title, "partners": partners, "summary": summary} | changes))


@pytest.mark.parametrize("slug", TOLD_AGAIN)
def test_a_case_that_somebody_tells_again_is_near_to_the_published_one(
    published: KnowledgeBase, slug: str
) -> None:
    case = retold(slug)

    near = published.submitting.near(case.title, text=front_matter.render(case)).published

    assert near[0].slug == slug
    assert 0.6 <= near[0].score <= 1
    assert near[0].why


def test_most_are_found_while_the_title_is_typed(published: KnowledgeBase) -> None:
    found = [
        slug in [each.slug for each in published.submitting.near(title).published]
        for slug, (title, _, _) in TOLD_AGAIN.items()
    ]

    assert found.count(True) >= 11


@pytest.mark.parametrize("title", ["Bureaux zzzzz xxxxx", "Burreaux Cœurs zzzzz"])
def test_a_case_is_not_near_for_one_word_of_a_title_or_for_words_spelled_otherwise(
    published: KnowledgeBase, title: str
) -> None:
    index, case = published.searching.index, TOLD_AGAIN["bureaux-du-coeur-nantes"][0]
    found = published.submitting.similarity._found

    assert index.search(a_query(title)).hits
    assert found(title) == frozenset()
    assert "bureaux-du-coeur-nantes" in found(case)


def test_published_cases_are_not_near_to_one_another() -> None:
    taxonomy = a_taxonomy()
    cases = [
        front_matter.read(path.read_text("utf-8"), taxonomy, published=True)
        for path in (PROJECT / "cases").glob("*.md")
    ]
    sketches = [Sketch.of(case) for case in cases if isinstance(case, Case)]

    near = [pair for pair in permutations(sketches, 2) if likeness(*pair)]

    assert len(sketches) > 100
    assert len(near) <= 5  # of some ten thousand


@pytest.mark.parametrize("title", ["", "   ", "Le", "de la du", "🙂🙂🙂🙂", "x" * 5_000, "a\x00b"])
def test_a_title_that_says_nothing_is_near_to_nothing(published: KnowledgeBase, title: str) -> None:
    assert published.submitting.near(title).published == ()


def test_a_change_is_not_near_to_the_case_that_it_changes(published: KnowledgeBase) -> None:
    title = TOLD_AGAIN["roubaix-zero-dechet"][0]

    near = published.submitting.near(title, but="roubaix-zero-dechet").published

    assert "roubaix-zero-dechet" not in [each.slug for each in near]


def test_without_an_index_nothing_is_near_and_nothing_fails(desks: Desks) -> None:
    assert desks.kb.submitting.near("Un garage solidaire").published == ()
    assert desks.proposed().status is Status.SUBMITTED
