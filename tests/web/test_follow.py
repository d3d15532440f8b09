import pytest
from flask.testing import FlaskClient

from kb.domain.account import Role
from kb.domain.submission import MessageKind, Status
from kb.web.submit_steps import step_of
from tests.people import base_of, sign_in
from tests.web.authors import FIELDS, begin, hidden, link, proposals, save, send, token, write

ALLIANCE = {name: each for name, each in FIELDS.items() if step_of(name).id == "alliance"}


@pytest.fixture
def followed(own_client: FlaskClient) -> str:
    """The secret link of a proposal whose author has not confirmed it yet."""
    draft = begin(own_client)
    write(own_client, draft)
    send(own_client, draft)
    return link(own_client)


def press(client: FlaskClient, action: str, **fields: str) -> None:
    answer = client.post("/suivi", data={**hidden(client, "/suivi"), "action": action, **fields})
    assert answer.status_code == 303, answer.text


def edit(client: FlaskClient) -> str:
    """The address of the draft that « Modifier le texte » leads to."""
    answer = client.post("/suivi", data={**hidden(client, "/suivi"), "action": "edit"})
    assert answer.status_code == 303, answer.text
    return answer.location.rpartition("/")[0]


def status(client: FlaskClient) -> Status:
    (proposal,) = proposals(client)
    return proposal.status


def test_the_link_of_a_letter_opens_a_clean_address_and_changes_nothing(
    own_client: FlaskClient, followed: str
) -> None:
    for method in (own_client.head, own_client.get):
        answer = method(followed)
        assert (answer.status_code, answer.location) == (303, "/suivi")

    assert "Confirmer et envoyer" in own_client.get("/suivi").text
    assert status(own_client) is Status.DRAFT


def test_confirming_twice_is_confirming_once(own_client: FlaskClient, followed: str) -> None:
    own_client.get(followed)

    press(own_client, "submit")
    press(own_client, "submit")

    assert status(own_client) is Status.SUBMITTED


def test_a_proposal_is_seen_with_its_link_alone(own_client: FlaskClient, followed: str) -> None:
    stranger = own_client.application.test_client()
    sign_in(stranger)
    (proposal,) = proposals(own_client)

    assert "Votre adresse électronique" in stranger.get("/suivi").text
    assert stranger.get(f"{followed}x").status_code == 404
    assert stranger.get(f"/suivi/proposition/{proposal.id}").status_code == 404
    form = {**token(stranger), "action": "withdraw"}
    assert stranger.post(f"/suivi/proposition/{proposal.id}", data=form).status_code == 404
    assert stranger.post("/suivi", data=form).status_code == 404
    assert status(own_client) is Status.DRAFT


def test_notes_of_those_who_moderate_are_not_shown(own_client: FlaskClient, followed: str) -> None:
    own_client.get(followed)
    press(own_client, "submit")
    moderator = sign_in(own_client.application.test_client(), Role.MODERATOR)
    (proposal,) = proposals(own_client)
    moderating = base_of(own_client).moderating
    moderating.note(proposal.id, "Une note privée", by=moderator)
    moderating.write(proposal.id, "Une question", by=moderator)

    page = own_client.get("/suivi").text

    assert "Une question" in page
    assert "Une note privée" not in page
    assert moderator.email not in page


def test_an_author_answers_and_withdraws(own_client: FlaskClient, followed: str) -> None:
    own_client.get(followed)
    press(own_client, "submit")
    press(own_client, "reply", message="  Voici la réponse.  ")
    press(own_client, "withdraw", reason="C’était un essai")

    (proposal,) = proposals(own_client)
    with base_of(own_client).drafting.work.reading() as unit:
        messages = unit.submissions.messages(proposal.id)
    assert proposal.status is Status.WITHDRAWN
    assert messages[0].kind is MessageKind.TO_MODERATORS
    assert messages[0].body == "Voici la réponse."


def test_an_empty_message_is_not_sent(own_client: FlaskClient, followed: str) -> None:
    own_client.get(followed)
    press(own_client, "submit")

    answer = own_client.post(
        "/suivi", data={**hidden(own_client, "/suivi"), "action": "reply", "message": " "}
    )

    assert answer.status_code == 422
    assert "écrivez quelques mots" in answer.text


def test_who_asks_for_a_link_learns_nothing_of_others(
    own_client: FlaskClient, followed: str
) -> None:
    stranger = own_client.application.test_client()
    answers = [
        stranger.post("/suivi", data={**token(stranger), "action": "resend", "email": email})
        for email in ("autrice@example.org", "inconnue@example.org", "nulle part", "")
    ]

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text.split("csrf_token")[0] for answer in answers}) == 1
    assert link(own_client) != followed


def test_an_unknown_button_does_nothing(own_client: FlaskClient, followed: str) -> None:
    own_client.get(followed)

    press(own_client, "approve")

    assert status(own_client) is Status.DRAFT


def test_a_message_sent_after_the_session_has_ended_comes_back(
    own_client: FlaskClient, followed: str
) -> None:
    own_client.get(followed)
    press(own_client, "submit")

    answer = own_client.post("/suivi", data={"action": "reply", "message": "Ma longue réponse"})

    assert answer.status_code == 400
    assert "Ma longue réponse</textarea>" in answer.text
    assert "session avait expiré" in answer.text
    (proposal,) = proposals(own_client)
    with base_of(own_client).drafting.work.reading() as unit:
        assert unit.submissions.messages(proposal.id) == ()


def test_the_token_of_a_link_is_not_in_the_log(
    own_client: FlaskClient, followed: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", logger="kb.web"):
        own_client.get(followed)

    told = str([vars(record) for record in caplog.records])
    assert "/suivi/<token>" in told
    assert followed.rpartition("/")[2] not in told


def test_another_device_with_the_link_goes_on_with_what_was_begun(
    own_client: FlaskClient, followed: str
) -> None:
    own_client.get(followed)
    press(own_client, "submit")
    begun = edit(own_client)
    save(own_client, begun, "alliance", **{**ALLIANCE, "title": "Commencé sur le téléphone"})
    desk = own_client.application.test_client()
    desk.get(followed)

    resumed = edit(desk)

    assert resumed == begun
    assert "Commencé sur le téléphone" in desk.get(f"{resumed}/alliance").text
    ended = {**ALLIANCE, "title": "Terminé au bureau"}
    assert save(desk, resumed, "alliance", **ended).status_code == 303
    assert send(desk, resumed).location == "/suivi"
    (proposal,) = proposals(own_client)
    assert (proposal.latest, proposal.title) == (2, "Terminé au bureau")


def test_the_link_of_a_proposal_opens_no_other_draft_of_its_author(
    own_client: FlaskClient, followed: str
) -> None:
    own_client.get(followed)
    press(own_client, "submit")
    first = edit(own_client)
    other = begin(own_client)
    write(own_client, other, title=["Une tout autre histoire, ailleurs"])
    send(own_client, other)
    desk = own_client.application.test_client()
    desk.get(link(own_client))

    assert desk.get(f"{first}/alliance").status_code == 404
    assert edit(desk) != first
