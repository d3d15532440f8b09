"""From the empty form to the queue: an author proposes, confirms, follows, corrects, withdraws."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from kb.domain.submission import Consent, Kinship, Status, Submission
from kb.services.knowledge_base import KnowledgeBase
from tests.journeys.authors import STEPS, TEXTS, begin, fill, fill_all, is_saved, send
from tests.journeys.conftest import Writes

pytestmark = pytest.mark.browser


@pytest.fixture
def knowledge_base(own_app: Flask) -> KnowledgeBase:
    found: KnowledgeBase = own_app.extensions["kb"].knowledge_base
    return found


def proposals(knowledge_base: KnowledgeBase) -> list[Submission]:
    with knowledge_base.drafting.work.reading() as unit:
        return list(unit.submissions.with_status(*Status))


def link_of_last_letter(knowledge_base: KnowledgeBase) -> str:
    with knowledge_base.drafting.work.reading() as unit:
        text = unit.outbox.every()[0].text
    found = re.search(r"/suivi/\S+", text)
    assert found, text
    return found[0]


def propose(page: Page) -> None:
    begin(page)
    fill_all(page)
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Proposition enregistrée")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_new_contributor_comes_from_the_first_page_into_the_queue(
    own_site: str, writes: Writes, knowledge_base: KnowledgeBase, *, script: bool
) -> None:
    page = writes(own_site, java_script_enabled=script)
    page.get_by_role("link", name="Proposer une fiche").click()
    propose(page)
    assert [each.status for each in proposals(knowledge_base)] == [Status.DRAFT]

    page.goto(own_site + link_of_last_letter(knowledge_base))
    expect(page).to_have_url(f"{own_site}/suivi")
    expect(page.get_by_role("heading", name="À confirmer")).to_be_visible()
    assert [each.status for each in proposals(knowledge_base)] == [Status.DRAFT]
    page.get_by_role("button", name="Confirmer et envoyer").click()

    expect(page.get_by_role("heading", name="Envoyée, en attente de relecture")).to_be_visible()
    expect(page.get_by_text("Aucune autre proposition n’attend")).to_be_visible()
    (proposal,) = proposals(knowledge_base)
    assert proposal.status is Status.SUBMITTED
    assert proposal.title == TEXTS["alliance"]["title"]
    assert isinstance(proposal.consent, Consent)
    assert proposal.consent.licence


def test_an_author_corrects_writes_and_withdraws_from_the_secret_page(
    own_site: str, writes: Writes, knowledge_base: KnowledgeBase
) -> None:
    page = writes(f"{own_site}/proposer")
    propose(page)
    page.goto(own_site + link_of_last_letter(knowledge_base))
    page.get_by_role("button", name="Confirmer et envoyer").click()

    page.get_by_role("button", name="Modifier le texte").click()
    expect(page.locator("#title")).to_have_value(TEXTS["alliance"]["title"])
    page.locator("#title").fill("La conciergerie des refuges, deuxième version")
    page.get_by_role("link", name="Relecture et envoi").click()
    page.get_by_role("button", name="Envoyer la nouvelle version").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("deuxième version")
    page.get_by_label("Écrire à l’équipe").fill("J’ai corrigé le titre.")
    page.get_by_role("button", name="Envoyer le message").click()
    expect(page.get_by_text("J’ai corrigé le titre.")).to_be_visible()
    page.get_by_text("Retirer la proposition").click()
    page.get_by_role("button", name="Retirer ma proposition").click()

    expect(page.get_by_role("heading", name="Retirée")).to_be_visible()
    (proposal,) = proposals(knowledge_base)
    assert (proposal.status, proposal.latest) == (Status.WITHDRAWN, 2)


def test_a_link_that_somebody_else_saw_is_replaced(
    own_site: str, writes: Writes, knowledge_base: KnowledgeBase
) -> None:
    page = writes(f"{own_site}/proposer")
    propose(page)
    seen = link_of_last_letter(knowledge_base)
    page.goto(own_site + seen)

    page.get_by_text("Ce lien a été vu par quelqu’un d’autre").click()
    page.get_by_role("button", name="Remplacer le lien").click()

    page.goto(own_site + seen)
    expect(page.get_by_role("alert")).to_contain_text("Ce lien n’ouvre plus rien")
    page.goto(own_site + link_of_last_letter(knowledge_base))
    expect(page.get_by_role("heading", level=1)).to_have_text(TEXTS["alliance"]["title"])


def test_a_near_case_is_shown_while_typing_and_asked_about_before_sending(
    own_site: str, writes: Writes, knowledge_base: KnowledgeBase
) -> None:
    page = writes(f"{own_site}/proposer")
    begin(page)
    page.locator("#title").press_sequentially("Solidarauto : la voiture donnée")
    expect(page.locator("#near").get_by_role("link")).to_contain_text("Solidarauto")
    fill_all(page)
    page.get_by_role("link", name="L’alliance et ses acteurs").first.click()
    page.locator("#title").fill("Solidarauto : la voiture donnée qui remet sur la route, à Gap")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    is_saved(page)
    page.get_by_role("link", name="Relecture et envoi").click()

    send(page)
    expect(page.locator(".sommaire-erreurs")).to_contain_text("Fiche proche")
    page.get_by_label("C’est une suite").check()
    send(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Proposition enregistrée")
    (proposal,) = proposals(knowledge_base)
    assert proposal.kinship == {"solidarauto-garages-solidaires": Kinship.SEQUEL}


def test_a_change_of_a_published_case_begins_on_its_page(
    own_site: str, writes: Writes, knowledge_base: KnowledgeBase
) -> None:
    slug = "solidarauto-garages-solidaires"
    page = writes(f"{own_site}/cas/{slug}")
    page.get_by_role("link", name="Proposer une modification").click()
    page.get_by_role("button", name="Modifier cette fiche").click()
    page.locator("#place").or_(page.locator("#title")).fill("Solidarauto, dix garages")
    page.get_by_role("link", name="Relecture et envoi").click()
    send(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Proposition enregistrée")
    (proposal,) = proposals(knowledge_base)
    assert (proposal.slug, proposal.is_change) == (slug, True)
    assert knowledge_base.reading.case(slug).case.title != proposal.title


def test_what_is_missing_is_listed_and_each_line_leads_to_its_field(
    own_site: str, writes: Writes
) -> None:
    page = writes(f"{own_site}/proposer")
    begin(page, "éclair")
    fill(page, "alliance")
    page.get_by_role("link", name="Relecture et envoi").click()
    send(page)
    expect(page).to_have_title(re.compile("^Erreur"))

    page.get_by_role("link", name="Échelle : à remplir.").click()

    expect(page.locator("#scales")).to_be_focused()
    expect(page.locator("#scales")).to_contain_text("à remplir")


def test_a_short_case_asks_for_less_and_can_become_a_full_one(
    own_site: str, writes: Writes
) -> None:
    page = writes(f"{own_site}/proposer")
    begin(page, "éclair")
    page.goto(page.url.replace("alliance", "recit"))
    expect(page.locator("textarea")).to_have_count(3)
    page.locator("#section-besoin").fill("Un besoin")
    is_saved(page)

    page.get_by_role("button", name="Passer à la fiche complète").click()

    expect(page.locator("textarea")).to_have_count(7)
    expect(page.locator("#section-besoin")).to_have_value("Un besoin")


def test_the_preview_is_the_page_of_a_case(own_site: str, writes: Writes) -> None:
    page = writes(f"{own_site}/proposer")
    begin(page)
    fill_all(page)

    page.get_by_role("button", name="Relire la fiche comme elle paraîtra").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(TEXTS["alliance"]["title"])
    expect(page.locator("strong")).to_have_text("plus rien")
    expect(page.locator("sup.citation a")).to_have_text("1")
    expect(page.get_by_text("cette fiche n’est pas publiée")).to_be_visible()


def test_the_toolbar_writes_the_marks_that_one_could_type(own_site: str, writes: Writes) -> None:
    page = writes(f"{own_site}/proposer")
    begin(page)
    page.goto(page.url.replace("alliance", "recit"))
    area = page.locator("#section-besoin")
    area.fill("un mot")
    area.select_text()

    page.get_by_role("button", name="Gras").first.click()

    expect(area).to_have_value("**un mot**")
    is_saved(page)


def test_the_whole_form_can_be_filled_with_the_keyboard(own_site: str, writes: Writes) -> None:
    page = writes(f"{own_site}/proposer", viewport={"width": 320, "height": 640})
    begin(page)
    assert page.url.endswith(STEPS[0])
    page.locator("#title").focus()
    page.keyboard.type("La conciergerie")
    page.keyboard.press("Enter")

    expect(page.locator("#title")).to_have_value("La conciergerie")
    assert page.url.endswith(STEPS[0])
