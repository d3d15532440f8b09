import json

import pytest
import time_machine

from kb.domain.account import Account, EmailInvalidError, Role
from kb.domain.alert import ALERTS_LAST, MAX_ALERTS, Rhythm
from kb.domain.personal_data import RETENTION, Purge
from kb.formats.search_parameters import UnknownValueError, read_text
from kb.services.alerting import AlertNotFoundError, TooManyAlertsError
from tests.bases import Base
from tests.builders import NOW, a_taxonomy
from tests.followers import CLAIRE, MOBILITY, Followers


@pytest.fixture
def followers(base: Base) -> Followers:
    base.write("velo", domains=("mobilite",))
    base.catch_up()
    return Followers(base.knowledge_base)


def people(followers: Followers) -> list[str]:
    with followers.alerting.work.reading() as unit:
        return [each.email for each in unit.accounts.every()]


def test_an_alert_waits_for_its_confirmation(followers: Followers) -> None:
    token = followers.asks(rhythm=Rhythm.WEEKLY)

    alert = followers.alerting.open(token)
    assert (alert.search, alert.rhythm, alert.confirmed_at) == (MOBILITY, Rhythm.WEEKLY, None)
    assert followers.alerts() == ()


def test_a_confirmed_alert_knows_what_is_there(followers: Followers) -> None:
    with time_machine.travel(NOW, tick=False):
        followers.follows()

    (alert,) = followers.alerts()
    assert (alert.confirmed_at, alert.looked_at) == (NOW, NOW)
    with followers.alerting.work.reading() as unit:
        assert unit.alerts.known(alert.id) == {"velo"}
        assert unit.alerts.told(alert.id) == {}


def test_confirming_once_more_changes_nothing(followers: Followers, base: Base) -> None:
    token = followers.follows()
    before = followers.alerts()
    base.write("train", domains=("mobilite",))
    base.catch_up()

    followers.alerting.confirm(token)

    assert followers.alerts() == before
    with followers.alerting.work.reading() as unit:
        assert unit.alerts.known(before[0].id) == {"velo"}


def test_order_and_page_of_a_search_are_not_followed(followers: Followers) -> None:
    token = followers.asks("q=garage+solidaire&region=bretagne&sort=title&per_page=50&page=3")

    assert followers.alerting.open(token).search == "q=garage+solidaire&region=bretagne"


def test_asking_again_before_confirming_is_one_alert(followers: Followers) -> None:
    first = followers.asks()

    second = followers.asks(email=f" {CLAIRE.upper()} ", rhythm=Rhythm.WEEKLY)

    assert second == first
    assert followers.alerting.open(first).rhythm is Rhythm.WEEKLY
    assert len(followers.letters()) == 2


def test_asking_for_what_one_follows_changes_nothing_and_says_so(followers: Followers) -> None:
    token = followers.follows()

    again = followers.asks(rhythm=Rhythm.WEEKLY)

    assert again == token
    assert followers.alerts()[0].rhythm is Rhythm.DAILY
    assert followers.news() == ["Vos alertes"]


def test_an_address_follows_so_many_searches(followers: Followers) -> None:
    late = followers.asks("q=tard")
    for number in range(MAX_ALERTS):
        followers.follows(f"q=mot{number}")

    followers.asks("q=trop")

    assert followers.news() == ["Vos alertes"]
    assert followers.letters()[0].text.count("/alertes/") == MAX_ALERTS
    with pytest.raises(TooManyAlertsError):
        followers.alerting.confirm(late)


def test_the_letter_that_asks_to_confirm_has_no_word_of_who_asked(followers: Followers) -> None:
    followers.asks("q=Gagnez+un+voyage+sur+voyage.example")

    (letter,) = followers.letters()
    assert "voyage" not in letter.subject + letter.text
    assert letter.is_secret


def test_what_is_no_address_is_refused(followers: Followers) -> None:
    query = read_text(MOBILITY, a_taxonomy()).query

    with pytest.raises(EmailInvalidError):
        followers.alerting.ask(query, email="claire", rhythm=Rhythm.DAILY)

    assert people(followers) == []


@pytest.mark.parametrize("token", ["", "x", "x" * 44, "é" * 44, "x" * 4000, "\ud800" * 44])
def test_a_link_that_is_none_of_ours_opens_nothing(followers: Followers, token: str) -> None:
    for act in (followers.alerting.open, followers.alerting.confirm, followers.alerting.stop):
        with pytest.raises(AlertNotFoundError):
            act(token)


def test_a_link_with_one_wrong_character_opens_nothing(followers: Followers) -> None:
    token = followers.asks()

    for place in (0, 21, 22, 43):
        other = "A" if token[place] != "A" else "B"
        with pytest.raises(AlertNotFoundError):
            followers.alerting.open(token[:place] + other + token[place + 1 :])


def test_the_database_alone_opens_nothing(followers: Followers) -> None:
    token = followers.asks()

    handle = followers.alerting.open(token).handle

    assert token.startswith(handle)
    assert len(token) == 2 * len(handle)
    with pytest.raises(AlertNotFoundError):
        followers.alerting.open(handle)


def test_renewing_counts_anew_and_may_change_the_rhythm(followers: Followers) -> None:
    with time_machine.travel(NOW, tick=False):
        token = followers.follows()

    with time_machine.travel(NOW + ALERTS_LAST / 2, tick=False):
        followers.alerting.renew(token, rhythm=Rhythm.WEEKLY)

    alert = followers.alerting.open(token)
    assert alert.rhythm is Rhythm.WEEKLY
    assert alert.ends_at == NOW + ALERTS_LAST * 1.5
    assert alert.looked_at == NOW


def test_what_is_not_confirmed_cannot_be_renewed(followers: Followers) -> None:
    token = followers.asks()

    with pytest.raises(AlertNotFoundError):
        followers.alerting.renew(token, rhythm=Rhythm.WEEKLY)


def test_stopping_forgets_the_alert_the_address_and_what_waits_in_the_outbox(
    followers: Followers,
) -> None:
    token = followers.follows()

    followers.alerting.stop(token)
    followers.alerting.stop(token)

    assert (followers.alerts(), followers.letters(), people(followers)) == ((), (), [])
    with pytest.raises(AlertNotFoundError):
        followers.alerting.open(token)


def test_stopping_one_of_two_keeps_the_other(followers: Followers) -> None:
    first, second = followers.follows("q=un"), followers.follows("q=deux")

    followers.alerting.stop(first)

    assert [each.search for each in followers.alerts()] == ["q=deux"]
    assert people(followers) == [CLAIRE]
    assert followers.alerting.open(second).search == "q=deux"


@pytest.mark.parametrize(
    "account",
    [
        Account(email=CLAIRE, role=Role.CONTRIBUTOR, is_confirmed=True),
        Account(email=CLAIRE, role=Role.MODERATOR),
    ],
)
def test_who_is_more_than_an_address_stays(followers: Followers, account: Account) -> None:
    with followers.alerting.work.writing() as unit:
        unit.accounts.add(account)
    token = followers.follows()

    followers.alerting.stop(token)

    assert people(followers) == [CLAIRE]


def test_what_nobody_confirms_is_forgotten_with_the_address(followers: Followers) -> None:
    with time_machine.travel(NOW, tick=False):
        followers.asks()
        followers.follows(email="marc@example.org")

    with time_machine.travel(NOW + RETENTION[Purge.ALERTS].span * 1.1, tick=False):
        counts = followers.kb.privacy.purge()

    assert counts[Purge.ALERTS] == 1
    assert people(followers) == ["marc@example.org"]
    assert len(followers.alerts()) == 1


def test_a_search_that_lost_a_value_before_it_was_confirmed_is_refused(
    followers: Followers, base: Base
) -> None:
    token = followers.asks()
    taxonomy = base.home / "taxonomy.yaml"
    text = taxonomy.read_text("utf-8").replace("slug: mobilite", "slug: deplacements")

    taxonomy.write_text(text, "utf-8")

    with pytest.raises(UnknownValueError):
        followers.alerting.confirm(token)


def test_a_copy_of_the_data_of_somebody_has_their_alerts_without_secrets(
    followers: Followers,
) -> None:
    token = followers.follows()

    exported = followers.kb.privacy.export(CLAIRE)

    (alert,) = json.loads(json.dumps(exported))["alerts"]
    assert (alert["search"], alert["rhythm"], alert["told"]) == (MOBILITY, "daily", {})
    assert token[:22] not in str(exported)


def test_erasing_somebody_erases_their_alerts(followers: Followers) -> None:
    followers.follows()

    followers.kb.erasing.erase(CLAIRE)

    assert (followers.alerts(), followers.letters(), people(followers)) == ((), (), [])
