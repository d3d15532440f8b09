"""Nothing that an author types is lost: each way of losing it, in a real browser."""

import re
import signal
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.cli.served import served, until
from tests.journeys.authors import begin, is_saved, reopened
from tests.journeys.conftest import Writes

pytestmark = pytest.mark.browser

SAVED = re.compile(r"Enregistré à \d+\sh\s\d\d")


def test_what_is_typed_is_saved_a_moment_later_and_the_page_says_when(
    own_site: str, writes: Writes
) -> None:
    page = writes(f"{own_site}/proposer")
    begin(page)

    page.locator("#title").fill("La conciergerie du Queyras")

    is_saved(page)
    expect(page.locator("#saved")).to_have_text(SAVED)
    reopened(page)
    expect(page.locator("#title")).to_have_value("La conciergerie du Queyras")


def test_leaving_in_the_middle_of_a_word_saves_it(own_site: str, writes: Writes) -> None:
    page = writes(f"{own_site}/proposer")
    begin(page)
    address = page.url
    page.locator("#title").fill("La conciergerie du Quey")

    page.goto(f"{own_site}/aide")

    # What a page sends as it is left arrives on its own, perhaps after the next page was asked for.
    until(lambda: "La conciergerie du Quey" in page.request.get(address).text())
    page.evaluate("localStorage.clear()")  # it is the server that has it
    page.goto(address)
    expect(page.locator("#title")).to_have_value("La conciergerie du Quey")


def test_a_server_killed_in_the_middle_of_typing_loses_nothing(home: Path, writes: Writes) -> None:
    options = ("--no-worker", "--workers", "1")
    with served(home, *options, KB_RATE_LIMITS="off") as server:
        page = writes(f"{server.address}/proposer")
        begin(page)
        page.locator("#title").fill("La conciergerie")
        is_saved(page)
        port = server.port
        server.stop(signal.SIGKILL)

    page.locator("#summary").fill("Trois gardiens de refuge")
    expect(page.locator("#saved")).to_contain_text("Pas encore enregistré")
    with served(home, *options, "--port", port, KB_RATE_LIMITS="off"):
        is_saved(page)
        page.evaluate("localStorage.clear()")
        reopened(page)

        expect(page.locator("#title")).to_have_value("La conciergerie")
        expect(page.locator("#summary")).to_have_value("Trois gardiens de refuge")


def test_a_page_loaded_again_before_the_server_could_save_has_the_text(
    own_site: str, writes: Writes
) -> None:
    page = writes(f"{own_site}/proposer")
    begin(page)
    page.route("**/*", _refuse_posts)
    page.locator("#title").fill("Tapé sans réseau")
    expect(page.locator("#saved")).to_contain_text("Pas encore enregistré")

    reopened(page)

    expect(page.locator("#title")).to_have_value("Tapé sans réseau")
    page.unroute("**/*")
    is_saved(page)
    page.evaluate("localStorage.clear()")
    reopened(page)
    expect(page.locator("#title")).to_have_value("Tapé sans réseau")


def _refuse_posts(route: Route) -> None:
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


def test_when_the_network_comes_back_the_text_is_saved_without_a_word(
    own_site: str, writes: Writes
) -> None:
    page = writes(f"{own_site}/proposer")
    begin(page)
    page.context.set_offline(True)
    page.locator("#title").fill("Tapé sans réseau")
    expect(page.locator("#saved")).to_contain_text("Pas encore enregistré")

    page.context.set_offline(False)

    is_saved(page)
    page.evaluate("localStorage.clear()")
    reopened(page)
    expect(page.locator("#title")).to_have_value("Tapé sans réseau")


def test_a_button_pressed_without_network_leaves_the_page_as_it_is(
    own_site: str, writes: Writes
) -> None:
    page = writes(f"{own_site}/proposer")
    begin(page)
    address = page.url
    page.context.set_offline(True)
    page.locator("#title").fill("Tapé sans réseau")

    page.get_by_role("button", name="Enregistrer et continuer").click()

    expect(page.locator("#saved")).to_contain_text("Pas encore enregistré")
    expect(page.locator("#title")).to_have_value("Tapé sans réseau")
    assert page.url == address


@pytest.mark.parametrize("lost", ["kb", "brouillon", "all"], ids=["session", "key", "both"])
def test_a_session_that_ends_while_one_types_costs_nothing(
    own_site: str, writes: Writes, lost: str
) -> None:
    page = writes(f"{own_site}/proposer")
    begin(page)
    page.context.clear_cookies(**({} if lost == "all" else {"name": lost}))

    page.locator("#title").fill("Tapé après la session")

    is_saved(page)
    page.evaluate("localStorage.clear()")
    reopened(page)
    expect(page.locator("#title")).to_have_value("Tapé après la session")


def test_a_token_of_another_session_is_replaced_and_saving_goes_on(
    own_site: str, writes: Writes
) -> None:
    page = writes(f"{own_site}/proposer")
    begin(page)
    page.evaluate("document.querySelectorAll('[name=csrf_token]').forEach(e => e.value = 'old')")

    page.locator("#title").fill("Tapé avec un vieux jeton")

    is_saved(page)
    reopened(page)
    expect(page.locator("#title")).to_have_value("Tapé avec un vieux jeton")


def test_two_windows_on_the_same_step_keep_both_texts_and_the_person_chooses(
    own_site: str, writes: Writes
) -> None:
    one = writes(f"{own_site}/proposer")
    begin(one)
    other = one.context.new_page()
    other.goto(one.url)

    one.locator("#title").fill("Le titre de la première")
    is_saved(one)
    other.locator("#title").fill("Le titre de la seconde")
    is_saved(other)

    expect(other.locator("#versions")).to_be_visible()
    other.locator("#summary").fill("La seconde continue à écrire")
    is_saved(other)
    other.get_by_role("link", name="comparez-les et choisissez").click()
    expect(other.locator("dl")).to_have_count(2)
    expect(other.get_by_text("Le titre de la première")).to_be_visible()
    expect(other.get_by_text("La seconde continue à écrire")).to_be_visible()
    other.get_by_role("button", name="Garder celle-ci").last.click()
    other.get_by_role("link", name="L’alliance et ses acteurs").click()
    expect(other.locator("#title")).to_have_value("Le titre de la seconde")
    expect(other.locator("#versions")).to_be_hidden()


def test_two_windows_on_two_steps_do_not_disturb_one_another(own_site: str, writes: Writes) -> None:
    one = writes(f"{own_site}/proposer")
    begin(one)
    other = one.context.new_page()
    other.goto(one.url.replace("/alliance", "/recit"))

    one.locator("#title").fill("Un titre")
    is_saved(one)
    other.locator("#section-besoin").fill("Un besoin")
    is_saved(other)
    one.locator("#summary").fill("Un résumé")
    is_saved(one)

    reopened(other)
    expect(other.locator("#section-besoin")).to_have_value("Un besoin")
    expect(other.locator("#versions")).to_be_hidden()
    reopened(one)
    expect(one.locator("#title")).to_have_value("Un titre")
    expect(one.locator("#summary")).to_have_value("Un résumé")


def test_going_back_finds_what_was_typed(own_site: str, writes: Writes) -> None:
    page = writes(f"{own_site}/proposer")
    begin(page)
    page.locator("#title").fill("La conciergerie du Queyras")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Où et sur quoi")
    page.locator("#place").fill("Abriès")

    page.go_back()
    expect(page.locator("#title")).to_have_value("La conciergerie du Queyras")
    page.locator("#title").fill("La conciergerie, bis")
    is_saved(page)
    page.go_forward()

    expect(page.locator("#place")).to_have_value("Abriès")
    expect(page.locator("#versions")).to_be_hidden()
    page.goto(page.url.replace("/ou-et-quoi", "/alliance"))
    expect(page.locator("#title")).to_have_value("La conciergerie, bis")


def test_a_refused_field_is_told_and_everything_typed_stays(own_site: str, writes: Writes) -> None:
    page = writes(f"{own_site}/proposer")
    begin(page)
    page.goto(page.url.replace("/alliance", "/ou-et-quoi"))
    page.locator("#place").fill("Abriès")
    page.locator("#started").fill("l’an dernier")

    page.get_by_role("button", name="Enregistrer et continuer").click()

    expect(page).to_have_title(re.compile("^Erreur"))
    summary = page.locator(".sommaire-erreurs")
    expect(summary).to_be_focused()
    expect(page.locator("#started")).to_have_value("l’an dernier")
    expect(page.locator("#place")).to_have_value("Abriès")
    summary.get_by_role("link").click()
    expect(page.locator("#started")).to_be_focused()
    expect(page.locator("#started")).to_have_attribute("aria-invalid", "true")


def test_without_script_the_save_button_keeps_everything(own_site: str, writes: Writes) -> None:
    page = writes(f"{own_site}/proposer", java_script_enabled=False)
    begin(page)
    page.locator("#title").fill("Tapé sans script")
    page.locator("[name=partners-0-name]").fill("Les refuges")

    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_role("button", name="Ajouter un partenaire").click()
    page.locator("[name=partners-2-name]").fill("La mairie")
    page.get_by_role("button", name="Retirer partenaire 2").click()

    expect(page.locator("#title")).to_have_value("Tapé sans script")
    expect(page.locator("[name=partners-1-name]")).to_have_value("La mairie")
    expect(page.locator("#saved")).to_have_text(SAVED)


def test_without_script_an_ended_session_gives_the_text_back(own_site: str, writes: Writes) -> None:
    page = writes(f"{own_site}/proposer", java_script_enabled=False)
    begin(page)
    page.locator("#title").fill("Tapé sans script")
    page.context.clear_cookies()

    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("rien n’a été perdu")
    page.get_by_role("button", name="Enregistrer", exact=True).click()

    expect(page.locator("#title")).to_have_value("Tapé sans script")
    expect(page.get_by_role("alert").filter(visible=True)).to_have_count(0)
    page.goto(page.url)
    expect(page.locator("#title")).to_have_value("Tapé sans script")


def test_a_link_to_another_step_waits_until_the_last_word_is_saved(
    own_site: str, writes: Writes
) -> None:
    page = writes(f"{own_site}/proposer")
    begin(page)
    page.route("**/*", _refuse_posts)
    page.locator("#title").fill("Tapé juste avant")
    page.get_by_role("link", name="Relecture et envoi").click()
    expect(page.locator("#saved")).to_contain_text("Pas encore enregistré")
    expect(page.locator("#title")).to_have_value("Tapé juste avant")
    page.unroute("**/*")

    page.get_by_role("link", name="Relecture et envoi").click()

    expect(page.locator(".status")).to_contain_text("Tapé juste avant")
