"""`/moderation`: the queue, and deciding on one proposal."""

import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kb.domain.account import Account, Role
from kb.domain.publication import Change
from kb.domain.submission import Action, Status, Submission
from kb.formats import front_matter
from tests.builders import a_case, a_publication
from tests.people import base_of, send, sign_in
from tests.proposals import arrives

LIVE = "solidarauto-garages-solidaires"


@pytest.fixture
def moderator(own_client: FlaskClient) -> Account:
    return sign_in(own_client, Role.MODERATOR, email="moderatrice@example.org")


def words(answer: TestResponse) -> str:
    body = re.sub(r"(?s)<head>.*?</head>|<svg.*?</svg>", "", answer.text)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def act(client: FlaskClient, proposal: Submission, action: str, **fields: Any) -> TestResponse:
    address = f"/moderation/{proposal.id}"
    return send(client, address, action=action, **{"version": proposal.latest, **fields})


def stored(client: FlaskClient, proposal: Submission) -> Submission:
    with base_of(client).publishing.work.reading() as unit:
        return unit.submissions.get(proposal.id)


@pytest.mark.usefixtures("moderator")
def test_the_queue_says_what_waits_since_when_and_where(own_client: FlaskClient) -> None:
    arrives(base_of(own_client), days_ago=9)
    arrives(base_of(own_client), days_ago=1, change_of=LIVE, title="Solidarauto, la suite")

    text = words(own_client.get("/moderation"))

    assert "2 propositions dont 1 depuis 7 jours ou plus" in text
    assert "Nouvelle fiche · à traiter La conciergerie des refuges du Queyras" in text
    assert "attend depuis 9 jours, trop longtemps" in text
    assert "Modification · à traiter Solidarauto, la suite" in text
    assert "Bretagne · Mobilité / transports" in text


@pytest.mark.usefixtures("moderator")
@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Ancienne", "Récente"]),
        ("sort=newest", ["Récente", "Ancienne"]),
        ("sort=title&region=bretagne", ["Ancienne"]),
        ("domain=sante", ["Récente"]),
        ("q=recente", ["Récente"]),
        ("claimed_by=me", []),
        ("claimed_by=nobody&status=submitted", ["Ancienne", "Récente"]),
        ("status=rejected", []),
        ("status=all", ["Ancienne", "Récente"]),
        ("status=draft&region=nulle-part&sort=?&claimed_by=12", ["Ancienne", "Récente"]),
    ],
)
def test_the_address_narrows_and_orders_the_queue(
    own_client: FlaskClient, query: str, titles: list[str]
) -> None:
    arrives(base_of(own_client), title="Ancienne proposition", days_ago=3)
    arrives(
        base_of(own_client), title="Récente proposition", regions=("corse",), domains=("sante",)
    )

    shown = re.findall(r"data-row>(\w+) proposition<", own_client.get(f"/moderation?{query}").text)

    assert shown == titles


def test_only_those_who_moderate_come_in(own_client: FlaskClient) -> None:
    proposal = arrives(base_of(own_client))
    address = f"/moderation/{proposal.id}"

    signed_out = own_client.get(address)
    sign_in(own_client, Role.CONTRIBUTOR)

    assert signed_out.status_code == 303
    assert signed_out.headers["Location"] == f"/connexion?next={address}"
    for path in ("/moderation", address, "/moderation/journal", f"/moderation/fiches/{LIVE}"):
        assert own_client.get(path).status_code == 403, path


@pytest.mark.usefixtures("moderator")
def test_a_proposal_is_claimed_and_given_back(own_client: FlaskClient) -> None:
    proposal = arrives(base_of(own_client))

    claimed = act(own_client, proposal, "claim")
    page = words(own_client.get(claimed.headers["Location"]))
    released = act(own_client, proposal, "release")

    assert "en cours de relecture · vous vous en occupez" in page
    assert released.headers["Location"] == "/moderation"
    assert stored(own_client, proposal).status is Status.SUBMITTED


@pytest.mark.usefixtures("moderator")
def test_of_the_ways_to_decide_the_first_one_is_open(own_client: FlaskClient) -> None:
    proposal = arrives(base_of(own_client))

    page = own_client.get(f"/moderation/{proposal.id}").text
    refused = act(own_client, proposal, "write", body="").text

    for text in (page, refused):
        assert re.findall(r'<details id="(\w+)" name="decision" open>', text) == ["publier"]


@pytest.mark.usefixtures("moderator")
def test_the_page_shows_the_text_as_it_will_be_the_checks_and_private_notes_apart(
    own_client: FlaskClient,
) -> None:
    body = a_case().body.replace("Dans le bourg", "Appelez le 06 12 34 56 78 ; au bourg")
    proposal = arrives(base_of(own_client), body=body)
    act(own_client, proposal, "note", body="Je connais ce refuge.")
    act(own_client, proposal, "write", body="Merci beaucoup !")

    page = own_client.get(f"/moderation/{proposal.id}")

    assert "Aperçu : le texte tel qu’il sera publié" in words(page)
    assert "Publiée le" in words(page)
    assert '<span class="excerpt">06 12 34 56 78</span>' in page.text
    private = page.text.split('class="private"')[1].split("</section>")[0]
    assert "Je connais ce refuge." in private
    assert "Merci beaucoup" not in private


@pytest.mark.usefixtures("moderator")
def test_what_is_published_is_read_found_and_traced(own_client: FlaskClient) -> None:
    proposal = arrives(base_of(own_client))

    answer = act(own_client, proposal, "approve", slug="conciergerie-du-queyras", reason="Bravo")
    page = words(own_client.get(answer.headers["Location"]))

    assert answer.status_code == 303
    assert own_client.get("/cas/conciergerie-du-queyras").status_code == 200
    found = own_client.get("/api/v1/cases?q=conciergerie+des+refuges").get_json()["items"]
    assert found[0]["slug"] == "conciergerie-du-queyras"
    assert "Vous avez accepté la proposition" in page
    assert "Plus rien n’attend dans la file." in page
    assert "conciergerie-du-queyras" in words(own_client.get("/moderation/journal"))


@pytest.mark.usefixtures("moderator")
def test_after_a_decision_the_next_one_is_offered_and_has_the_focus(
    own_client: FlaskClient,
) -> None:
    first = arrives(base_of(own_client), days_ago=2)
    second = arrives(base_of(own_client), title="Une ferme partagée", slug="ferme")

    answer = act(own_client, first, "reject", reason="Déjà publiée.")
    page = own_client.get(answer.headers["Location"]).text

    assert re.search(rf'href="/moderation/{second.id}" data-next autofocus', page)


@pytest.mark.usefixtures("moderator")
@pytest.mark.parametrize("action", ["reject", "request-changes"])
def test_sending_back_needs_a_reason(own_client: FlaskClient, action: str) -> None:
    proposal = arrives(base_of(own_client))

    refused = act(own_client, proposal, action, reason="  ")

    assert refused.status_code == 422
    assert "<title>Erreur" in refused.text
    panel = {"reject": "refuser", "request-changes": "preciser"}[action]
    assert f'<a href="#{panel}-reason">' in refused.text
    assert f'<details id="{panel}" name="decision" open>' in refused.text
    assert stored(own_client, proposal).status is Status.SUBMITTED


@pytest.mark.usefixtures("moderator")
def test_a_model_is_the_reason_if_nothing_else_was_written(own_client: FlaskClient) -> None:
    proposal = arrives(base_of(own_client))
    _, text = base_of(own_client).moderating.templates("reject")[0]

    act(own_client, proposal, "reject", model=1)

    with base_of(own_client).publishing.work.reading() as unit:
        assert unit.submissions.messages(proposal.id)[-1].body == text.strip()


@pytest.mark.usefixtures("moderator")
def test_the_second_decision_is_told_who_decided_and_keeps_what_was_written(
    own_client: FlaskClient,
) -> None:
    proposal = arrives(base_of(own_client))
    act(own_client, proposal, "reject", reason="Hors sujet.")
    sign_in(own_client, Role.MODERATOR, email="autre@example.org")

    second = act(own_client, proposal, "request-changes", reason="Un long motif bien pesé.")

    assert second.status_code == 409
    assert "moderatrice@example.org" in words(second)
    assert "Un long motif bien pesé.</textarea>" in second.text
    assert stored(own_client, proposal).status is Status.REJECTED


@pytest.mark.usefixtures("moderator")
def test_a_text_that_changed_meanwhile_is_not_published(own_client: FlaskClient) -> None:
    proposal = arrives(base_of(own_client))
    text = own_client.get(f"/moderation/{proposal.id}/texte")
    edited = unescape(re.findall(r"(?s)<textarea id=\"text\".*?>\n(.*?)</textarea>", text.text)[0])
    send(
        own_client,
        f"/moderation/{proposal.id}/texte",
        action="edit",
        version=1,
        text=edited.replace("conciergerie", "laverie").replace("\n", "\r\n"),
    )

    stale = act(own_client, proposal, "approve")

    assert stale.status_code == 409
    assert '<a href="?diff=1">' in stale.text
    diff = own_client.get(f"/moderation/{proposal.id}?diff=1").text
    assert "supprimé" in diff
    assert re.search(r"<ins>.*laverie", diff)


@pytest.mark.usefixtures("moderator")
def test_a_corrected_text_that_breaks_rules_comes_back_with_what_to_mend(
    own_client: FlaskClient,
) -> None:
    proposal = arrives(base_of(own_client))

    refused = send(
        own_client, f"/moderation/{proposal.id}/texte", version=1, text="---\ntitel: X\n---\n"
    )

    assert refused.status_code == 422
    assert "ligne 2 : " in words(refused)
    assert "titel: X" in refused.text


@pytest.mark.usefixtures("moderator")
def test_an_address_that_is_taken_is_refused_beside_its_field(own_client: FlaskClient) -> None:
    proposal = arrives(base_of(own_client))

    refused = act(own_client, proposal, "approve", slug=LIVE)

    assert refused.status_code == 422
    assert f'value="{LIVE}"' in refused.text
    assert 'aria-describedby="slug-error"' in refused.text


@pytest.mark.usefixtures("moderator")
def test_a_change_to_a_case_that_changed_is_compared_first(own_client: FlaskClient) -> None:
    base = base_of(own_client)
    proposal = arrives(base, change_of=LIVE, place="Au Mans")
    live = base.reading.case(LIVE)
    by = sign_in(own_client, Role.MODERATOR, email="moderatrice@example.org")
    base.curating.edit(
        LIVE, live.text.replace("Solidarauto :", "Solidarauto -"), base=live.sha256, by=by
    )

    refused = act(own_client, proposal, "approve")
    now = base.reading.case(LIVE).sha256
    act(own_client, proposal, "rebase", base=now)
    done = act(own_client, proposal, "approve")

    assert refused.status_code == 409
    assert "La fiche publiée a changé depuis" in words(refused)
    assert done.status_code == 303
    assert base.reading.case(LIVE).case.place == "Au Mans"


@pytest.mark.usefixtures("moderator")
def test_a_proposal_joins_a_published_case(own_client: FlaskClient) -> None:
    base = base_of(own_client)
    proposal = arrives(base)
    live = base.reading.case(LIVE)
    page = own_client.get(f"/moderation/{proposal.id}/fusion?into={LIVE}")

    merged = send(
        own_client,
        f"/moderation/{proposal.id}/fusion",
        page=f"/moderation/{proposal.id}/fusion?other=/cas/{LIVE}",
        version=1,
        into=LIVE,
        base=live.sha256,
        text=live.text + "\nEt une conciergerie dans le Queyras.\n",
    )

    assert "La proposition" in words(page)
    assert merged.status_code == 303
    assert "Et une conciergerie" in own_client.get(f"/cas/{LIVE}.md").text
    assert stored(own_client, proposal).status is Status.PUBLISHED


@pytest.mark.usefixtures("moderator")
def test_a_file_edited_by_hand_meanwhile_is_shown_beside_what_was_decided(
    own_client: FlaskClient,
) -> None:
    base = base_of(own_client)
    proposal = arrives(base, change_of=LIVE, place="Au Mans")
    number = _in_conflict(own_client, proposal)

    page = words(own_client.get(f"/moderation/conflits/{number}"))
    queue = words(own_client.get("/moderation"))
    chosen = send(own_client, f"/moderation/conflits/{number}", action="publish-anyway")
    again = own_client.get(f"/moderation/conflits/{number}")

    assert "Le fichier, tel qu’il est" in page
    assert "Publications qui attendent votre choix" in queue
    assert chosen.status_code == 303
    assert base.reading.case(LIVE).case.place == "Au Mans"
    assert again.status_code == 409


def _in_conflict(client: FlaskClient, proposal: Submission) -> int:
    """Decide, and let a hand write the file between the decision and the publication."""
    base = base_of(client)
    with base.publishing.work.writing() as unit:
        decided = unit.submissions.save(proposal.after(Action.CLAIM).after(Action.APPROVE))
        text = unit.submissions.text(proposal.id, 1).text
        change = Change(slug=proposal.slug, before=proposal.base, after=text)
        publication = base.publishing.record(unit, a_publication(change, submission=decided.id))
    cases = client.application.extensions["kb"].settings.cases
    (cases / f"{LIVE}.md").write_text(front_matter.render(a_case()), encoding="utf-8")
    base.publishing.replay()
    return publication.id


@pytest.mark.usefixtures("moderator")
def test_nothing_that_was_typed_becomes_markup(own_client: FlaskClient) -> None:
    evil = "<img src=x onerror=alert(1)>"
    proposal = arrives(base_of(own_client), change_of=LIVE, title=f"Titre {evil}", place=evil)
    act(own_client, proposal, "note", body=evil)
    act(own_client, proposal, "reject", reason=evil)

    for path in (
        f"/moderation/{proposal.id}",
        f"/moderation/{proposal.id}?diff=published",
        f"/moderation/{proposal.id}/texte",
        "/moderation?status=all",
        "/moderation/journal",
    ):
        page = own_client.get(path).text
        assert "&lt;img src=x" in page, path
        assert "<img src=x" not in page, path


@pytest.mark.usefixtures("moderator")
@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"action": "publish"}, 400),
        ({}, 400),
        ({"action": "approve", "version": "eins"}, 400),
        ({"action": "approve", "version": "9" * 30}, 400),
        ({"action": "approve"}, 409),
        ({"action": "write", "body": ""}, 422),
        ({"action": "note", "body": "x" * 6000}, 422),
        ({"action": "claim", "status": "published", "claimed_by": "9"}, 303),
    ],
)
def test_forged_fields_change_nothing(
    own_client: FlaskClient, fields: dict[str, str], status: int
) -> None:
    proposal = arrives(base_of(own_client))

    answer = send(own_client, f"/moderation/{proposal.id}", **fields)

    assert answer.status_code == status
    assert stored(own_client, proposal).status in {Status.SUBMITTED, Status.IN_REVIEW}


@pytest.mark.usefixtures("moderator")
def test_there_is_nothing_to_see_of_what_is_not_there(own_client: FlaskClient) -> None:
    for path in ("/moderation/999", "/moderation/999/texte", "/moderation/conflits/999"):
        assert own_client.get(path).status_code == 404, path
