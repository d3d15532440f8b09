"""A moderator, from the queue to the case that everybody finds."""

import re

import pytest
from playwright.sync_api import expect

from kb.domain.account import Account
from kb.services.knowledge_base import KnowledgeBase
from kb.services.queue import QueueQuery
from tests.journeys.conftest import Moderates
from tests.proposals import arrives

pytestmark = pytest.mark.browser

#: A published case.
LIVE = "solidarauto-garages-solidaires"


def test_from_the_queue_to_the_case_that_is_found(
    knowledge_base: KnowledgeBase, moderates: Moderates
) -> None:
    arrives(knowledge_base, days_ago=2)
    page = moderates("/moderation")

    page.get_by_role("button", name="Je m’en occupe").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "La conciergerie des refuges du Queyras"
    )
    page.get_by_label("Adresse de la fiche").fill("conciergerie-du-queyras")
    page.get_by_role("button", name="Publier cette version").click()
    expect(page.get_by_text("Vous avez accepté la proposition le")).to_be_visible()
    page.get_by_role("link", name="Voir la fiche").click()
    expect(page).to_have_url(re.compile("/cas/conciergerie-du-queyras$"))
    page.goto("/?q=conciergerie+des+refuges+du+Queyras")

    expect(page.locator(".card").first).to_contain_text("La conciergerie des refuges du Queyras")


def test_by_keyboard_alone_from_one_proposal_to_the_next(
    knowledge_base: KnowledgeBase, moderates: Moderates
) -> None:
    first = arrives(knowledge_base, days_ago=3)
    second = arrives(knowledge_base, title="Une ferme partagée à Vassivière", slug="ferme")
    page = moderates("/moderation")

    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page).to_have_url(re.compile(f"/moderation/{first.id}$"))
    page.keyboard.press("r")
    expect(page.locator("#refuser")).to_have_attribute("open", "")
    page.locator("#refuser-reason").focus()
    page.keyboard.type("Hors sujet : r p d j ne décident rien ici.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Vous avez refusé la proposition le")).to_be_visible()
    expect(page.locator("[data-next]")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(f"/moderation/{second.id}$"))


def test_a_key_never_decides_and_keys_can_be_switched_off_for_good(
    knowledge_base: KnowledgeBase, moderates: Moderates
) -> None:
    proposal = arrives(knowledge_base)
    page = moderates(f"/moderation/{proposal.id}")

    for key in "pdrf":
        page.keyboard.press(key)
        page.locator("h1").click()  # back out of the field
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Raccourcis clavier")).to_be_visible()
    page.get_by_label("Activer les raccourcis").uncheck()
    page.get_by_role("button", name="Fermer").click()
    page.reload()
    page.keyboard.press("r")

    expect(page.locator("#refuser")).not_to_have_attribute("open", "")
    assert (
        knowledge_base.moderating.queue(_ALL, by=_moderator(knowledge_base))[0].submission
        == proposal
    )


def test_a_model_fills_the_reason_but_not_over_ones_own_words(
    knowledge_base: KnowledgeBase, moderates: Moderates
) -> None:
    proposal = arrives(knowledge_base)
    page = moderates(f"/moderation/{proposal.id}")
    page.get_by_text("Demander une précision", exact=True).click()
    reason = page.locator("#preciser-reason")

    models = page.locator("#preciser").get_by_role("radio")
    models.nth(0).check()
    expect(reason).not_to_have_value("")
    reason.fill("Mes mots à moi.")
    models.nth(1).check()

    expect(reason).to_have_value("Mes mots à moi.")


def test_without_scripts_on_a_phone_all_can_be_done(
    knowledge_base: KnowledgeBase, moderates: Moderates
) -> None:
    proposal = arrives(knowledge_base, change_of=LIVE, place="Au Mans")
    page = moderates(
        "/moderation", java_script_enabled=False, viewport={"width": 320, "height": 640}
    )

    page.get_by_role("link", name="Solidarauto").click()
    page.get_by_role("link", name="Différences avec la fiche publiée").click()
    expect(page.locator("ins").filter(has_text="Au Mans")).to_be_visible()
    page.get_by_text("Demander une précision", exact=True).click()
    page.locator("#preciser").get_by_role("radio").first.check()
    page.get_by_role("button", name="Envoyer la demande").click()

    expect(page.get_by_text("Vous avez demandé une précision le")).to_be_visible()
    assert (
        knowledge_base.moderating.review(proposal.id, by=_moderator(knowledge_base))
        .messages[-1]
        .body
    )


def test_who_comes_second_is_told_and_loses_nothing(
    knowledge_base: KnowledgeBase, moderates: Moderates
) -> None:
    proposal = arrives(knowledge_base)
    page, other = (moderates(f"/moderation/{proposal.id}") for _ in range(2))
    page.get_by_text("Refuser", exact=True).click()
    page.locator("#refuser-reason").fill("Le motif de la seconde fenêtre.")

    other.get_by_role("button", name="Publier cette version").click()
    expect(other.get_by_text("Vous avez accepté la proposition le")).to_be_visible()
    page.get_by_role("button", name="Refuser la proposition").click()

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Votre texte n’a pas été envoyé")).to_have_value(
        "Le motif de la seconde fenêtre."
    )


def test_a_published_case_is_corrected_and_taken_away(moderates: Moderates) -> None:
    page = moderates(f"/moderation/fiches/{LIVE}")

    page.get_by_role("link", name="Modifier le texte").click()
    text = page.get_by_label("Texte de la fiche")
    text.fill(text.input_value().replace("remet sur la route", "rend la route"))
    page.get_by_role("button", name="Publier ce texte").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("rend la route")
    page.get_by_text("Archiver", exact=True).click()
    page.get_by_label("Motif, lu par tout le monde").fill("Le réseau a fermé.")
    page.get_by_role("button", name="Archiver la fiche").click()
    page.goto(f"/cas/{LIVE}")

    expect(page.get_by_text("Motif : Le réseau a fermé.")).to_be_visible()


_ALL = QueueQuery()


def _moderator(knowledge_base: KnowledgeBase) -> Account:
    with knowledge_base.publishing.work.reading() as unit:
        account = unit.accounts.by_email("moderatrice@example.org")
    assert account
    return account
