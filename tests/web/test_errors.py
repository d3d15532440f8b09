from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.bootstrap import assemble
from kb.domain import errors
from kb.domain.errors import KbError
from kb.settings import Settings
from kb.web.app import create_app
from kb.web.errors import STATUS, answer, status_of


def _categories() -> list[type[KbError]]:
    return [kind for kind in vars(errors).values() if isinstance(kind, type) and kind in STATUS]


def _site(home: Path) -> Flask:
    settings = Settings(home=home)
    return create_app(assemble(settings), settings)


def test_every_category_of_errors_has_its_status() -> None:
    assert set(KbError.__subclasses__()) == set(STATUS) == set(_categories())


@pytest.mark.parametrize("category", _categories())
def test_an_error_has_the_status_of_its_category(category: type[KbError]) -> None:
    class OneOfThemError(category):  # type: ignore[misc, valid-type]  # a class made from a parameter
        pass

    assert status_of(OneOfThemError()) == STATUS[category]


def test_an_address_that_leads_nowhere_gets_a_page_that_leads_on(client: FlaskClient) -> None:
    answer = client.get("/nulle-part")

    assert answer.status_code == 404
    assert "<h1>Page introuvable</h1>" in answer.text
    assert 'href="/">Aller à la recherche' in answer.text
    assert "noindex" in answer.text


def test_a_case_that_never_was_is_named(client: FlaskClient) -> None:
    answer = client.get("/cas/une-fiche-inventee")

    assert answer.status_code == 404
    assert "une-fiche-inventee" in answer.text


def test_what_only_reads_refuses_to_write(client: FlaskClient) -> None:
    answer = client.post("/")

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "Action impossible ici" in answer.text


def test_what_has_changed_meanwhile_is_not_called_misunderstood(home: Path) -> None:
    with _site(home).test_request_context("/"):
        page = answer(409).get_data(as_text=True)

    assert "<h1>Déjà changé</h1>" in page


def test_an_unexpected_error_is_a_page_without_its_cause(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _site(home)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setitem(app.view_functions, "help.show", lambda: 1 // 0)

    answer = app.test_client().get("/aide")

    assert answer.status_code == 500
    assert "Erreur de notre côté" in answer.text
    assert "ZeroDivision" not in answer.text
    assert "Content-Security-Policy" in answer.headers


def test_while_search_is_prepared_its_page_says_so_and_asks_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _site(home)
    monkeypatch.setattr("kb.services.indexing.Indexing.mend_in_background", lambda _self: None)

    answer = app.test_client().get("/?q=emploi")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "<h1>La recherche se prépare</h1>" in answer.text
    assert '<meta http-equiv="refresh" content="5">' in answer.text


def test_while_search_is_prepared_cases_are_served(home: Path) -> None:
    answer = _site(home).test_client().get("/cas/solidarauto-garages-solidaires")

    assert answer.status_code == 200
    assert "Solidarauto" in answer.text
    assert "Cas proches" not in answer.text


def test_a_case_whose_file_breaks_rules_is_being_mended_and_the_others_go_on(home: Path) -> None:
    broken = home / "cases" / "solidarauto-garages-solidaires.md"
    broken.write_text("---\ntitle: ''\n---\n", "utf-8")
    client = _site(home).test_client()

    answer = client.get("/cas/solidarauto-garages-solidaires")

    assert answer.status_code == 503
    assert "<h1>Fiche en cours de correction</h1>" in answer.text
    assert "http-equiv" not in answer.text
    assert client.get("/cas/solidarauto-garages-solidaires.md").status_code == 503
    assert client.get("/cas/begawatts-beganne").status_code == 200


def test_programs_get_a_problem_instead_of_a_page(client: FlaskClient) -> None:
    answer = client.get("/api/v1/nulle-part")

    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["status"] == 404
    assert answer.get_json()["title"] == "Page introuvable"
