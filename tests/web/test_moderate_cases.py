"""`/moderation/fiches`, the journal, and what readers find of a case that was taken away."""

import csv
import io
import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kb.domain.account import Account, Role
from tests.people import base_of, send, sign_in
from tests.proposals import arrives

LIVE = "solidarauto-garages-solidaires"
OTHER = "begawatts-beganne"
ADDRESS = f"/moderation/fiches/{LIVE}"


@pytest.fixture(autouse=True)
def moderator(own_client: FlaskClient) -> Account:
    return sign_in(own_client, Role.MODERATOR, email="moderatrice@example.org")


def words(answer: TestResponse) -> str:
    body = re.sub(r"(?s)<head>.*?</head>|<svg.*?</svg>", "", answer.text)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def base_hash(client: FlaskClient, slug: str = LIVE) -> str:
    return base_of(client).reading.case(slug).sha256


def act(client: FlaskClient, action: str, **fields: Any) -> TestResponse:
    return send(client, ADDRESS, action=action, **{"base": base_hash(client), **fields})


def edited(client: FlaskClient, old: str, new: str) -> TestResponse:
    text = base_of(client).reading.case(LIVE).text.replace(old, new)
    return send(client, f"{ADDRESS}/texte", base=base_hash(client), text=text, action="edit")


def test_published_cases_are_listed_and_found_by_their_titles(own_client: FlaskClient) -> None:
    every = words(own_client.get("/moderation/fiches"))
    some = words(own_client.get("/moderation/fiches?q=SOLIDARAUTO+donnee"))

    assert "113 fiches publiées" in every
    assert "Page 3" in every
    assert "1 fiche publiée Solidarauto" in some


def test_an_archived_case_says_when_and_why_wherever_it_is_asked_for(
    own_client: FlaskClient,
) -> None:
    answer = act(own_client, "archive", reason="L’association a cessé son activité.")

    assert answer.status_code == 303
    for path in (f"/cas/{LIVE}", f"/cas/{LIVE}.md", f"/cas/{LIVE}.json"):
        gone = own_client.get(path)
        assert gone.status_code == 410, path
        assert "Fiche archivée" in words(gone)
        assert re.search(r"a été archivée le \d+(er)? \w+ \d{4}", words(gone))
        assert "L’association a cessé son activité." in words(gone)
    problem = own_client.get(f"/api/v1/cases/{LIVE}")
    assert problem.status_code == 410
    assert "cessé son activité" in problem.get_json()["detail"]
    assert own_client.get("/api/v1/cases?q=solidarauto").get_json()["items"] == []
    assert "Fiches archivées" in words(own_client.get("/moderation/fiches?q=solidarauto"))


def test_an_archived_case_comes_back(own_client: FlaskClient) -> None:
    before = base_hash(own_client)
    act(own_client, "archive", reason="À revoir.")

    answer = send(own_client, ADDRESS, action="reinstate", reason="Revue.")

    assert answer.status_code == 303
    assert base_hash(own_client) == before
    assert own_client.get(f"/cas/{LIVE}").status_code == 200


def test_archiving_needs_a_reason(own_client: FlaskClient) -> None:
    refused = act(own_client, "archive", reason="")

    assert refused.status_code == 422
    assert '<details name="act" id="archiver" open>' in refused.text
    assert own_client.get(f"/cas/{LIVE}").status_code == 200


def test_a_renamed_case_is_found_under_both_addresses(own_client: FlaskClient) -> None:
    answer = act(own_client, "rename", to="solidarauto", reason="Plus court.")

    assert answer.headers["Location"] == "/moderation/fiches/solidarauto?fait"
    assert own_client.get("/cas/solidarauto").status_code == 200
    moved = own_client.get(f"/cas/{LIVE}")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/cas/solidarauto")
    assert "Changement d’adresse" in words(own_client.get("/moderation/fiches/solidarauto"))


@pytest.mark.parametrize("to", ["", "Mauvaise Adresse", OTHER, "../x"])
def test_an_address_that_cannot_be_is_refused_and_kept_to_be_mended(
    own_client: FlaskClient, to: str
) -> None:
    refused = act(own_client, "rename", to=to)

    assert refused.status_code == 422
    assert f'name="to" type="text" value="{to}"' in refused.text


def test_any_two_texts_are_compared_and_an_earlier_one_published_again(
    own_client: FlaskClient,
) -> None:
    first = base_of(own_client).reading.case(LIVE).text
    edited(own_client, "qui remet sur la route", "qui remet en route")
    edited(own_client, "qui remet en route", "qui rend la route")
    page = own_client.get(ADDRESS).text
    numbers = sorted(map(int, re.findall(r'<option value="(\d+)"', page)))

    compared = own_client.get(f"{ADDRESS}?from={numbers[0]}&with={numbers[-1]}")
    restored = act(own_client, "restore", publication=numbers[0])

    assert re.search(r"<del>.*remet", compared.text)
    assert restored.status_code == 303
    now = base_of(own_client).reading.case(LIVE).case
    assert now.title in first
    assert "Retour à une version antérieure" in words(own_client.get(ADDRESS))


def test_what_was_edited_by_somebody_else_meanwhile_is_shown_beside_what_was_typed(
    own_client: FlaskClient,
) -> None:
    seen = base_hash(own_client)
    text = base_of(own_client).reading.case(LIVE).text
    edited(own_client, "qui remet sur la route", "qui remet en route")

    refused = send(
        own_client,
        f"{ADDRESS}/texte",
        base=seen,
        text=text.replace("Solidarauto :", "Solidarauto,"),
        reason="Une virgule",
    )

    assert refused.status_code == 409
    assert "Solidarauto," in refused.text
    assert "Une virgule</textarea>" in refused.text
    assert "du texte présent au vôtre" in words(refused)
    assert f'name="base" value="{base_hash(own_client)}"' in refused.text


def test_two_published_cases_become_one(own_client: FlaskClient) -> None:
    kept = base_of(own_client).reading.case(LIVE)
    page = f"{ADDRESS}/fusion?other=http://localhost/cas/{OTHER}"

    merged = send(
        own_client,
        f"{ADDRESS}/fusion",
        page=page,
        other=OTHER,
        base=kept.sha256,
        other_base=base_hash(own_client, OTHER),
        text=kept.text,
    )

    assert merged.status_code == 303
    moved = own_client.get(f"/cas/{OTHER}")
    assert (moved.status_code, moved.headers["Location"]) == (301, f"/cas/{LIVE}")


def test_the_trail_tells_who_did_what_to_which_case(own_client: FlaskClient) -> None:
    act(own_client, "archive", reason="=1+1")

    whole = words(own_client.get("/moderation/journal"))
    of_case = words(own_client.get(f"/moderation/journal?fiche={LIVE}"))
    of_other = words(own_client.get(f"/moderation/journal?fiche={OTHER}"))

    for text in (whole, of_case):
        assert f"moderatrice@example.org a archivé la fiche fiche {LIVE} =1+1" in text
    assert LIVE not in of_other.replace(f"de la fiche {OTHER}", "")


def test_the_exported_trail_holds_no_formula_and_tells_of_itself(own_client: FlaskClient) -> None:
    proposal = arrives(base_of(own_client))
    address = f"/moderation/{proposal.id}"
    send(own_client, address, action="reject", version=1, reason="=HYPERLINK(1)")

    answer = send(own_client, "/moderation/journal", action="export")

    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="journal.csv"'
    assert [row["reason"] for row in rows if row["action"] == "reject"] == ["'=HYPERLINK(1)"]
    assert rows[0]["action"] == "audit-exported"
    assert "@" not in answer.text


def test_searches_in_vain_are_listed(own_client: FlaskClient) -> None:
    own_client.get("/?q=zzzzz+wwwww")

    text = words(own_client.get("/moderation/recherches"))

    assert "zzzzz wwwww sans réponse 1 fois" in text


@pytest.mark.parametrize(
    ("address", "fields", "status"),
    [
        (ADDRESS, {"action": "delete"}, 400),
        (ADDRESS, {"action": "archive", "reason": "Trop tard", "base": "x"}, 409),
        (ADDRESS, {"action": "restore", "publication": "999"}, 409),
        ("/moderation/journal", {"action": "erase"}, 400),
        (f"{ADDRESS}/texte", {"base": "x", "text": ""}, 409),
    ],
)
def test_forged_fields_change_nothing(
    own_client: FlaskClient, address: str, fields: dict[str, str], status: int
) -> None:
    before = base_hash(own_client)

    answer = send(own_client, address, **fields)

    assert answer.status_code == status
    assert base_hash(own_client) == before


def test_there_is_nothing_to_see_of_what_never_was(own_client: FlaskClient) -> None:
    for path in ("/moderation/fiches/nulle-part", "/moderation/fiches/..%2Fx/texte"):
        assert own_client.get(path).status_code == 404, path
