import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from time_machine import Traveller

from kb.domain.alert import ALERTS_LAST, Rhythm
from kb.domain.case import Slug
from kb.domain.mail import MailState
from kb.ports import IndexNotReadyError
from kb.services.announcing import MAX_TOLD
from tests.bases import Base
from tests.desks import at_once
from tests.followers import CLAIRE, MOBILITY, Followers, at

FRIDAY, SATURDAY, MONDAY = "2026-11-20 10:00", "2026-11-21 07:01", "2026-11-23 07:01"


@pytest.fixture
def time() -> Iterator[Traveller]:
    """The clock, at Friday 20 November 2026, ten o'clock in Paris; a test moves it."""
    with time_machine.travel(at(FRIDAY), tick=False) as clock:
        yield clock


@pytest.fixture
def followers(base: Base, time: Traveller) -> Followers:
    """A base with one case about mobility; it is Friday."""
    del time
    base.write("velo", domains=("mobilite",), title="Le vélo pour tous et toutes")
    base.catch_up()
    return Followers(base.knowledge_base)


def publish(base: Base, *slugs: Slug, **changes: Any) -> None:
    for slug in slugs:
        values = {"domains": ("mobilite",), "title": f"La fiche {slug}"} | changes
        base.write(slug, **values)
    base.catch_up()


def test_a_new_case_is_announced_once_the_next_morning(
    followers: Followers, base: Base, time: Traveller
) -> None:
    followers.follows()
    publish(base, "train", place="Guéret", title="Un train pour le marché")
    announce = followers.kb.announcing.announce

    time.move_to(at("2026-11-21 06:59"))
    assert announce() == 0
    time.move_to(at(SATURDAY))
    assert [announce(), announce()] == [1, 0]
    time.move_to(at(MONDAY))
    assert announce() == 0

    assert followers.news() == ["1 nouvelle fiche : Mobilité / transports"]


def test_the_letter_tells_what_where_and_how_to_stop(
    followers: Followers, base: Base, time: Traveller
) -> None:
    token = followers.follows("q=train&domain=mobilite")
    publish(base, "train", place="Guéret", title="Un train pour le marché")
    time.move_to(at(SATURDAY))

    followers.kb.announcing.announce()

    letter, page = followers.letters()[0], f"http://localhost:8000/alertes/{token}"
    for told in (
        "\n«\u00a0train\u00a0» · Mobilité / transports\n",
        "– Un train pour le marché\nGuéret\nUn texte assez long",
        "http://localhost:8000/cas/train\n",
        "http://localhost:8000/?q=train&domain=mobilite\n",
        "chaque jour au plus",
        "jusqu’au 19\u00a0novembre 2028",
        f"{page}\n",
    ):
        assert told in letter.text, told
    assert letter.unsubscribe == f"{page}/desinscription"
    assert letter.is_secret


def test_a_weekly_alert_gathers_until_monday(
    followers: Followers, base: Base, time: Traveller
) -> None:
    followers.follows(rhythm=Rhythm.WEEKLY)
    publish(base, "train")
    time.move_to(at(SATURDAY))
    assert followers.kb.announcing.announce() == 0
    publish(base, "bus")
    time.move_to(at(MONDAY))

    followers.kb.announcing.announce()

    assert followers.news() == ["2 nouvelles fiches : Mobilité / transports"]


def test_a_worker_that_was_off_for_a_month_writes_once(
    followers: Followers, base: Base, time: Traveller
) -> None:
    followers.follows()
    publish(base, "train", "bus")
    time.move_to(at("2026-12-24 15:00"))

    assert [followers.kb.announcing.announce() for _ in range(3)] == [1, 0, 0]


def test_a_case_that_does_not_match_is_no_news_until_a_change_makes_it_match(
    followers: Followers, base: Base, time: Traveller
) -> None:
    followers.follows()
    publish(base, "train", domains=("emploi",))
    time.move_to(at(SATURDAY))
    assert followers.kb.announcing.announce() == 0

    publish(base, "train")
    time.move_to(at(MONDAY))

    assert followers.kb.announcing.announce() == 1


def test_what_was_changed_archived_and_reinstated_or_renamed_is_no_news(
    followers: Followers, base: Base, time: Traveller
) -> None:
    followers.follows()
    publish(base, "train", "bus")
    time.move_to(at(SATURDAY))
    followers.kb.announcing.announce()

    base.remove("velo")
    base.remove("bus")
    base.catch_up()
    time.move_to(at("2026-11-22 08:00"))
    followers.kb.announcing.announce()
    publish(base, "velo", title="Un titre tout autre")
    publish(base, "car", title="La fiche bus", redirects=("bus",))
    time.move_to(at(MONDAY))

    assert followers.kb.announcing.announce() == 0
    assert len(followers.news()) == 1


def test_words_are_never_relaxed_nor_corrected_for_an_alert(
    followers: Followers, base: Base, time: Traveller
) -> None:
    followers.follows("q=conciergerie+refuges")
    followers.follows("q=trian")
    publish(base, "a", title="Une conciergerie de quartier")
    publish(base, "b", title="Un train pour le marché")
    time.move_to(at(SATURDAY))
    assert followers.kb.announcing.announce() == 0

    publish(base, "c", title="La conciergerie des refuges")
    time.move_to(at(MONDAY))

    assert followers.kb.announcing.announce() == 1


def test_many_new_cases_are_counted_and_those_of_the_letter_not_repeated(
    followers: Followers, base: Base, time: Traveller
) -> None:
    followers.follows()
    publish(base, *(f"ligne-{number}" for number in range(MAX_TOLD + 7)))
    time.move_to(at(SATURDAY))

    assert followers.kb.announcing.announce() == 1

    letter = followers.letters()[0]
    assert letter.subject.startswith(f"{MAX_TOLD + 7} nouvelles fiches")
    assert letter.text.count("/cas/ligne-") == MAX_TOLD
    assert "… et 7\u00a0autres, dans la recherche." in letter.text
    time.move_to(at(MONDAY))
    assert followers.kb.announcing.announce() == 0


def test_a_file_that_is_being_mended_is_announced_when_it_can_be_read(
    followers: Followers, base: Base, time: Traveller
) -> None:
    followers.follows()
    publish(base, "train")
    path = base.home / "cases" / "train.md"
    good = path.read_text("utf-8")
    path.write_text("---\ntitle: [", "utf-8")  # not yet seen by the index
    time.move_to(at(SATURDAY))
    assert followers.kb.announcing.announce() == 0

    path.write_text(good, "utf-8")
    time.move_to(at(MONDAY))

    assert followers.kb.announcing.announce() == 1


def test_a_clock_that_is_set_back_repeats_nothing_and_stops_nothing(
    followers: Followers, base: Base, time: Traveller
) -> None:
    time.move_to(at("2031-01-01 08:00"))
    followers.follows()
    time.move_to(at(FRIDAY))
    publish(base, "train")

    assert followers.kb.announcing.announce() == 1
    publish(base, "bus")
    time.move_to(at(SATURDAY))
    assert followers.kb.announcing.announce() == 1

    assert len(followers.news()) == 2


def test_four_workers_at_once_write_one_letter(
    followers: Followers, base: Base, time: Traveller
) -> None:
    followers.follows()
    publish(base, "train")
    time.move_to(at(SATURDAY))

    wrong = at_once(*(base.again().knowledge_base.announcing.announce for _ in range(4)))

    assert wrong == [None] * 4
    assert len(followers.news()) == 1


def test_whoever_is_killed_before_the_end_of_the_transaction_has_done_nothing(
    followers: Followers,
    base: Base,
    time: Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    followers.follows()
    publish(base, "train")
    time.move_to(at(SATURDAY))
    before = followers.alerts()

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("kb.services.alert_letters.AlertLetters._put", die)  # all else is written
        with pytest.raises(KeyboardInterrupt):
            followers.kb.announcing.announce()

    assert (followers.alerts(), followers.news()) == (before, [])
    assert followers.kb.announcing.announce() == 1


def test_those_who_follow_the_same_search_get_a_letter_each(
    followers: Followers, base: Base, time: Traveller
) -> None:
    followers.follows()
    followers.follows(email="marc@example.org")
    followers.asks(email="jamais@example.org")
    publish(base, "train")
    time.move_to(at(SATURDAY))

    assert followers.kb.announcing.announce() == 2


def test_while_search_is_being_prepared_everything_waits(
    followers: Followers, base: Base, time: Traveller
) -> None:
    followers.follows()
    publish(base, "train")
    current = base.home / "index" / "CURRENT"
    held = current.read_bytes()
    current.unlink()
    time.move_to(at(SATURDAY))
    with pytest.raises(IndexNotReadyError):
        followers.kb.announcing.alerting.searching.index.state()
    current.write_bytes(held)

    assert followers.kb.announcing.announce() == 1


def test_a_value_that_the_vocabulary_has_lost_pauses_the_alert_and_is_told_once(
    followers: Followers, base: Base, time: Traveller
) -> None:
    followers.follows(f"{MOBILITY}&region=bretagne")
    taxonomy: Path = base.home / "taxonomy.yaml"
    good = taxonomy.read_text("utf-8")
    taxonomy.write_text(good.replace("slug: bretagne", "slug: breizh"), "utf-8")
    time.move_to(at(SATURDAY))

    assert followers.kb.announcing.announce() == 1
    time.move_to(at(MONDAY))
    assert followers.kb.announcing.announce() == 0
    assert followers.news() == [
        "Votre alerte est en pause : Mobilité / transports",
    ]
    assert "«\u00a0bretagne\u00a0»" in followers.letters()[0].text

    taxonomy.write_text(good, "utf-8")
    publish(base, "train")
    time.move_to(at("2026-11-24 08:00"))
    assert followers.kb.announcing.announce() == 1
    assert followers.alerts()[0].paused_at is None


def test_after_two_years_one_is_asked_again_and_goes_on_where_one_was(
    followers: Followers, base: Base, time: Traveller
) -> None:
    token = followers.follows()
    publish(base, "train")
    later = at(FRIDAY) + ALERTS_LAST
    time.move_to(later)

    assert [followers.kb.announcing.announce() for _ in range(2)] == [1, 0]
    assert followers.news() == ["Voulez-vous garder cette alerte ? Mobilité / transports"]
    assert followers.alerts() == ()

    followers.alerting.confirm(token)
    assert followers.kb.announcing.announce() == 1
    assert followers.news()[1] == "1 nouvelle fiche : Mobilité / transports"


def test_what_is_told_of_is_in_the_copy_of_the_data_of_somebody(
    followers: Followers, base: Base, time: Traveller
) -> None:
    followers.follows()
    publish(base, "train")
    time.move_to(at(SATURDAY))
    followers.kb.announcing.announce()

    (alert,) = json.loads(json.dumps(followers.kb.privacy.export(CLAIRE)))["alerts"]

    assert alert["told"] == {"train": "2026-11-21T06:01:00+00:00"}


def test_stopping_takes_back_the_letter_that_has_not_gone_yet(
    followers: Followers, base: Base, time: Traveller
) -> None:
    token = followers.follows()
    publish(base, "train")
    time.move_to(at(SATURDAY))
    followers.kb.announcing.announce()
    assert followers.letters()[0].state is MailState.WAITING

    followers.alerting.stop(token)

    assert followers.letters() == ()
