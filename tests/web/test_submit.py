import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.bootstrap import assemble
from kb.domain.account import VISITOR
from kb.domain.submission import Depth, Status
from kb.formats.form_fields import fields_of
from kb.settings import Settings
from kb.web.app import create_app
from kb.web.submit_send import LEAST_TIME
from kb.web.submit_steps import STEP
from tests.people import base_of, sign_in
from tests.web.authors import FIELDS, begin, hidden, link, proposals, save, send, token, write

SLUG = "solidarauto-garages-solidaires"


def held(client: FlaskClient, draft: str) -> dict[str, list[str]]:
    """The fields of a draft, as they are stored."""
    with base_of(client).drafting.work.reading() as unit:
        fields = unit.drafts.get(int(draft.rpartition("/")[2])).fields
    return {name: list(values) for name, values in fields.items()}


def test_a_proposal_goes_from_the_first_page_to_the_secret_one(own_client: FlaskClient) -> None:
    draft = begin(own_client, "start-eclair")
    write(own_client, draft)

    sent = send(own_client, draft)

    assert sent.location.startswith("/proposer/envoyee")
    assert "numéro" in own_client.get(sent.location).text
    (proposal,) = proposals(own_client)
    assert (proposal.status, proposal.depth) == (Status.DRAFT, Depth.SHORT)
    assert own_client.get(draft).status_code == 404  # the draft has become the proposal


def test_who_is_signed_in_with_a_known_address_needs_not_confirm(own_client: FlaskClient) -> None:
    account = sign_in(own_client)
    draft = begin(own_client)
    write(own_client, draft)

    assert 'name="email"' not in own_client.get(f"{draft}/relecture").text
    sent = send(own_client, draft, email="")

    (proposal,) = proposals(own_client)
    assert (proposal.status, proposal.author) == (Status.SUBMITTED, account.id)
    assert sent.location == f"/suivi/proposition/{proposal.id}"
    assert "Envoyée" in own_client.get(sent.location).text


def test_a_box_that_was_ticked_stays_so_while_something_else_is_mended(
    own_client: FlaskClient,
) -> None:
    draft = begin(own_client)
    write(own_client, draft)

    page = send(own_client, draft, privacy="").text

    assert 'name="licence" value="2026-11" checked' in page
    assert 'name="privacy" value="2026-11" checked' not in page
    assert " checked" not in own_client.get(f"{draft}/relecture").text


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"email": ""}, "indiquez où vous répondre"),
        ({"email": "nulle part"}, "adresse"),
        ({"licence": ""}, "Licence"),
        ({"privacy": ""}, "Données personnelles"),
        ({"website": "https://example.org"}, "champ caché"),
        ({"stamp": "forged"}, "modifié en route"),
        ({"stamp": ""}, "modifié en route"),
    ],
)
def test_what_is_in_the_way_of_sending_is_told_and_nothing_is_sent(
    own_client: FlaskClient, answers: dict[str, str], told: str
) -> None:
    draft = begin(own_client)
    write(own_client, draft)

    answer = send(own_client, draft, **answers)

    assert answer.status_code == 422
    assert "<title>Erreur" in answer.text
    assert told in answer.text
    assert proposals(own_client) == []
    assert send(own_client, draft).status_code == 303


def test_an_incomplete_case_is_not_sent(own_client: FlaskClient) -> None:
    draft = begin(own_client)
    write(own_client, draft, title=[""])

    answer = send(own_client, draft)

    assert answer.status_code == 422
    assert "Titre\u00a0: à remplir." in answer.text
    assert proposals(own_client) == []


def test_sending_twice_proposes_once(own_client: FlaskClient) -> None:
    draft = begin(own_client)
    write(own_client, draft)
    form = {
        **hidden(own_client, f"{draft}/relecture"),
        "action": "submit",
        "email": "autrice@example.org",
        "licence": "2026-11",
        "privacy": "2026-11",
    }

    answers = [own_client.post(f"{draft}/relecture", data=form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(proposals(own_client)) == 1


def test_a_proposal_sent_at_once_was_written_by_a_program(app: Flask, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    (tmp_path / "cases").mkdir()
    shared: Settings = app.extensions["kb"].settings
    (tmp_path / "taxonomy.yaml").write_bytes(shared.taxonomy.read_bytes())
    settings.data.mkdir()
    settings.database.write_bytes(shared.database.read_bytes())
    client = create_app(assemble(settings), settings).test_client()
    draft = begin(client)
    write(client, draft)

    answer = send(client, draft)

    assert LEAST_TIME.total_seconds() == 3
    assert answer.status_code == 422
    assert "trop vite" in answer.text


def test_fields_of_those_who_moderate_cannot_be_sent_by_a_contributor(
    own_client: FlaskClient,
) -> None:
    draft = begin(own_client)
    forged = {
        "published_on": "2020-01-01",
        "verified_on": "2020-01-01",
        "redirects": "accueil",
        "licence": "CC0-1.0",
        "slug": "accueil",
        "window-recit": "x",
        "depth": "eclair",
        "partners-²-name": "x",
        "partners-9999-name": "x",
        "partners-0-slug": "x",
        "section-autre": "x",
    }

    save(own_client, draft, "alliance", title="Un titre", **forged)

    stored = held(own_client, draft)
    assert stored["title"] == ["Un titre"]
    assert stored["depth"] == [Depth.FULL]
    assert not set(forged) - {"depth"} & set(stored)


def test_a_change_keeps_what_its_form_does_not_show(own_client: FlaskClient) -> None:
    file = base_of(own_client).reading.case(SLUG)
    draft = begin(own_client, cas=SLUG)
    save(own_client, draft, "alliance", **{**shown(file.case, "alliance"), "title": "Autre titre"})

    stored = held(own_client, draft)

    expected = fields_of(file.case) | {"title": ["Autre titre"]}
    assert {name: stored.get(name) for name in expected} == expected


def shown(case: Any, step: str) -> dict[str, list[str]]:
    fields = fields_of(case)
    return {name: each for name, each in fields.items() if STEP[step].owns(name, Depth.FULL)}


def test_lists_keep_their_order_and_the_main_domain_comes_first(own_client: FlaskClient) -> None:
    draft = begin(own_client)
    own = {"regions": ["corse", "bretagne"], "domains": ["emploi", "mobilite"]}
    save(own_client, draft, "ou-et-quoi", **own)
    own = {"regions": ["bretagne", "corse", "normandie"], "domains": ["emploi", "mobilite"]}

    save(own_client, draft, "ou-et-quoi", **own, **{"main-domain": "mobilite"})

    stored = held(own_client, draft)
    assert stored["regions"] == ["corse", "bretagne", "normandie"]
    assert stored["domains"] == ["mobilite", "emploi"]


def test_a_source_that_goes_takes_its_citations_along(own_client: FlaskClient) -> None:
    draft = begin(own_client)
    save(own_client, draft, "recit", **{"section-besoin": "Un[^1], deux[^2]."})
    sources = {"sources-0-title": "A", "sources-1-title": "B"}

    answer = save(own_client, draft, "chiffres-et-sources", **sources, action="remove-sources-0")

    assert answer.location.endswith("#sources")
    assert held(own_client, draft)["section-besoin"] == ["Un, deux[^1]."]
    assert held(own_client, draft)["sources-0-title"] == ["B"]


def test_the_same_page_sent_again_is_no_second_version(own_client: FlaskClient) -> None:
    draft = begin(own_client)
    form = {**hidden(own_client, f"{draft}/alliance"), "action": "save"}

    own_client.post(f"{draft}/alliance", data={**form, "title": "Un titre"})
    again = own_client.post(f"{draft}/alliance", data={**form, "title": "Un titre, bis"})

    assert again.location == f"{draft}/alliance"
    assert held(own_client, draft)["title"] == ["Un titre, bis"]


def test_an_older_page_opens_a_second_version_beside_the_first(own_client: FlaskClient) -> None:
    draft = begin(own_client)
    older = {**hidden(own_client, f"{draft}/alliance"), "action": "save", "title": "Ancien"}
    save(own_client, draft, "alliance", title="Nouveau")

    answer = own_client.post(f"{draft}/alliance", data=older)

    beside = answer.location.removesuffix("/alliance")
    assert beside != draft
    assert held(own_client, beside)["title"] == ["Ancien"]
    assert held(own_client, draft)["title"] == ["Nouveau"]
    page = own_client.get(f"{draft}/versions").text
    assert "Ancien" in page
    assert "Nouveau" in page
    own_client.post(
        f"{draft}/versions",
        data={**token(own_client), "action": f"keep-{beside.rpartition('/')[2]}"},
    )
    assert own_client.get(draft).status_code == 404
    assert own_client.get(beside).status_code == 200


def test_steps_that_are_saved_in_the_same_instant_do_not_disturb_one_another(
    own_client: FlaskClient,
) -> None:
    draft = begin(own_client)
    typed = {"alliance": "title", "recit": "section-besoin", "ou-et-quoi": "place"}

    def write_on(step: str) -> None:
        window = own_client.application.test_client()
        for name in ("kb", "brouillon"):
            window.set_cookie(name, cookie(own_client, name))
        form = {**hidden(window, f"{draft}/{step}"), "action": "autosave"}
        for number in range(8):
            answer = window.post(f"{draft}/{step}", data={**form, typed[step]: f"{number}"})
            assert answer.get_json()["choose"] == ""

    with ThreadPoolExecutor(len(typed)) as pool:
        list(pool.map(write_on, typed))

    stored = held(own_client, draft)
    assert [stored[name] for name in typed.values()] == [["7"]] * 3
    (only,) = base_of(own_client).drafting.mine(key=cookie(own_client, "brouillon"), by=VISITOR)
    assert draft == f"/proposer/{only.id}"


def test_nobody_sees_the_draft_of_somebody_else(own_client: FlaskClient) -> None:
    draft = begin(own_client)
    save(own_client, draft, "alliance", title="Un secret bien gardé")
    stranger = own_client.application.test_client()

    for page in ("", "/alliance", "/relecture", "/apercu", "/versions"):
        assert stranger.get(draft + page).status_code == 404, page
    answer = save_without_reading(stranger, draft, title="Mien")
    assert answer.location != f"{draft}/alliance"
    stranger.post(draft, data={**token(stranger), "action": "discard"})

    assert held(own_client, draft)["title"] == ["Un secret bien gardé"]
    sign_in(stranger)
    assert stranger.get(draft).status_code == 404


def save_without_reading(client: FlaskClient, draft: str, **fields: str) -> Any:
    form = {**token(client), "window": "w", "seen": "", "action": "save"}
    return client.post(f"{draft}/alliance", data={**form, **fields})


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/proposer/999", 404),
        ("/proposer/99999999999999999999999/alliance", 404),
        ("/proposer/-1", 404),
        ("/proposer/x", 404),
        ("/proposer/1/nulle-part", 404),
        ("/proposer?cas=nulle-part", 404),
        ("/proposer?cas=../../etc/passwd", 404),
        ("/proposer/envoyee?numero=<script>", 200),
        ("/proposer/proches", 200),
        ("/proposer/proches?titre=" + "a" * 5000, 200),
        ("/suivi/nulle-part", 404),
        ("/suivi/proposition/1", 303),
    ],
)
def test_a_wrong_address_is_answered_with_the_right_status(
    own_client: FlaskClient, path: str, status: int
) -> None:
    answer = own_client.get(path)

    assert answer.status_code == status
    assert "<script>" not in answer.text.replace('<script type="module"', "")


@pytest.mark.parametrize("step", STEP)
def test_whatever_is_sent_to_a_step_is_answered(own_client: FlaskClient, step: str) -> None:
    draft = begin(own_client)
    strange = {"action": "x", "title": "\x00\ud7ff", "regions": ["", "x" * 999], "odd": ["odd-17"]}

    for fields in ({}, strange, {"partners-0-actor": "<b>"}, {"section-besoin": "[" * 3000}):
        assert save(own_client, draft, step, **fields).status_code == 303
        assert own_client.get(f"{draft}/{step}?manque").status_code == 200
        assert own_client.get(f"{draft}/apercu").status_code in {200, 303}


def test_a_text_in_another_encoding_is_kept_as_far_as_it_can_be_read(
    own_client: FlaskClient,
) -> None:
    draft = begin(own_client)
    form = hidden(own_client, f"{draft}/alliance")
    body = (
        b"title=caf%E9+du+village&action=save&"
        + "&".join(f"{name}={value}" for name, value in form.items()).encode()
    )

    answer = own_client.post(
        f"{draft}/alliance", data=body, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 303
    assert held(own_client, draft)["title"] == ["caf%E9 du village"]


def test_more_than_a_case_may_hold_is_refused_and_comes_back(own_client: FlaskClient) -> None:
    draft = begin(own_client)
    save(own_client, draft, "recit", **{"section-besoin": "Gardé."})
    long = "x" * 200_000

    answer = save(own_client, draft, "recit", **{"section-besoin": long})

    assert answer.status_code == 413
    assert long in answer.text
    assert held(own_client, draft)["section-besoin"] == ["Gardé."]


def test_a_form_without_its_token_changes_nothing_and_gives_the_text_back(
    own_client: FlaskClient,
) -> None:
    draft = begin(own_client)

    answer = own_client.post(f"{draft}/alliance", data={"title": "Mon titre", "action": "save"})

    assert answer.status_code == 400
    assert 'value="Mon titre"' in answer.text
    assert "title" not in held(own_client, draft)
    assert own_client.post("/proposer", data={"action": "start-eclair"}).status_code == 403


def test_a_script_whose_token_is_old_is_given_a_fresh_one(own_client: FlaskClient) -> None:
    draft = begin(own_client)

    answer = own_client.post(
        f"{draft}/alliance", data={"title": "Mon titre", "action": "autosave", "csrf_token": "old"}
    )

    assert answer.status_code == 400
    form = {"title": "Mon titre", "action": "autosave", "csrf_token": answer.get_json()["token"]}
    saved = own_client.post(f"{draft}/alliance", data=form)
    assert saved.status_code == 200
    assert re.fullmatch(r"Enregistré à \d+\u00a0h\u00a0\d\d", saved.get_json()["saved"])


def test_pages_of_an_author_are_kept_by_no_cache(own_client: FlaskClient) -> None:
    draft = begin(own_client)

    for page in ("/proposer", draft, f"{draft}/alliance", f"{draft}/apercu", "/suivi"):
        assert "no-store" in own_client.get(page).headers["Cache-Control"], page


def test_the_cookie_of_a_draft_is_for_the_server_alone(own_client: FlaskClient) -> None:
    answer = own_client.post("/proposer", data={"action": "start-eclair", **token(own_client)})

    cookie = next(each for each in answer.headers.getlist("Set-Cookie") if "brouillon=" in each)
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_the_text_that_is_sent_is_what_was_typed(own_client: FlaskClient) -> None:
    draft = begin(own_client)
    write(own_client, draft)
    send(own_client, draft)

    own_client.get(link(own_client))
    own_client.post("/suivi", data={**hidden(own_client, "/suivi"), "action": "edit"})

    (mine,) = base_of(own_client).drafting.mine(key=cookie(own_client, "brouillon"), by=VISITOR)
    typed = {name: each for name, each in FIELDS.items() if name not in {"licence", "published_on"}}
    assert {name: list(mine.fields[name]) for name in typed} == typed


def cookie(client: FlaskClient, name: str) -> str:
    found = client.get_cookie(name)
    assert found
    return found.value


def test_a_link_from_a_blind_spot_fills_in_where_and_what_about(own_client: FlaskClient) -> None:
    address = "/proposer?region=bretagne&domain=mobilite"
    shown = own_client.get(address).text
    given = hidden(own_client, address)

    answer = own_client.post("/proposer", data={"action": "start-eclair", **given})

    assert "<b>Bretagne</b>" in shown
    fields = held(own_client, answer.location.rpartition("/")[0])
    assert (fields["regions"], fields["domains"]) == (["bretagne"], ["mobilite"])
    where = own_client.get(answer.location.rpartition("/")[0] + "/ou-et-quoi").text
    assert re.search(r'value="bretagne"[^>]* checked|checked[^>]* value="bretagne"', where)


@pytest.mark.parametrize("query", ["region=atlantide&domain=", "region=%00", "domain=<script>"])
def test_a_link_that_names_no_term_fills_in_nothing(own_client: FlaskClient, query: str) -> None:
    answer = own_client.get(f"/proposer?{query}")

    assert answer.status_code == 200
    assert "Votre fiche commence avec" not in answer.text
