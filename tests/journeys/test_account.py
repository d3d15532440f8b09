"""Somebody signs in, sets up a second factor and signs out: by keyboard, on a narrow window."""

import re

import pytest
from flask import Flask
from passlib.totp import TOTP
from playwright.sync_api import Page, expect

from kb.domain.account import Role
from tests.journeys.axe import complaints
from tests.journeys.conftest import Writes

pytestmark = pytest.mark.browser

EMAIL, PASSWORD = "camille@example.org", "cheval batterie agrafe"


def signed_in(own_app: Flask, own_site: str, writes: Writes) -> Page:
    own_app.extensions["kb"].knowledge_base.enrolling.add(EMAIL, Role.MODERATOR, password=PASSWORD)
    page = writes(f"{own_site}/connexion")
    page.get_by_label("Adresse électronique").focus()
    page.keyboard.type(EMAIL)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Mon compte")).to_be_visible()
    return page


def test_the_pages_of_accounts_break_no_rule(own_app: Flask, own_site: str, writes: Writes) -> None:
    page = writes(f"{own_site}/connexion")
    assert complaints(page) == []
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page).to_have_title(re.compile("^Erreur"))
    assert complaints(page) == []

    page = signed_in(own_app, own_site, writes)
    assert complaints(page) == []
    page.goto(f"{own_site}/compte/double-authentification")
    page.get_by_role("button", name="Activer").click()
    expect(page.get_by_role("img")).to_be_visible()
    assert complaints(page) == []


def test_one_sets_up_a_second_factor_and_comes_back_with_it(
    own_app: Flask, own_site: str, writes: Writes
) -> None:
    page = signed_in(own_app, own_site, writes)
    page.get_by_role("link", name="L’activer").click()
    page.get_by_role("button", name="Activer").click()
    key = re.sub(r"[\s-]", "", page.locator("code").inner_text())
    application = TOTP(key)

    page.get_by_label("Code").fill(application.generate().token)
    page.get_by_role("button", name="Activer").click()
    recovery_code = page.locator(".codes code").first.inner_text()
    page.get_by_role("link", name="C’est noté").click()
    page.get_by_role("button", name="Se déconnecter partout").click()
    page.get_by_role("link", name="Se connecter").click()
    page.get_by_label("Adresse électronique").fill(EMAIL)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_label("Code").fill(recovery_code)
    page.get_by_role("button", name="Se connecter").click()

    expect(page.get_by_text("Double authentification activée")).to_be_visible()


def test_one_signs_in_without_scripts(own_app: Flask, own_site: str, writes: Writes) -> None:
    own_app.extensions["kb"].knowledge_base.enrolling.add(
        EMAIL, Role.CONTRIBUTOR, password=PASSWORD
    )
    page = writes(f"{own_site}/connexion", java_script_enabled=False)

    page.get_by_label("Adresse électronique").fill(EMAIL)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()

    expect(page.get_by_role("heading", name="Mes propositions")).to_be_visible()
