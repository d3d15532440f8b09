"""A third campaign: killed while somebody who follows a search is served; no letter comes twice."""

import shutil
import signal
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from kb.bootstrap import assemble
from kb.domain.alert import Rhythm
from kb.domain.search import SearchQuery
from kb.formats import front_matter
from kb.settings import Settings
from kb.stores.schema import Schema
from tests.builders import PROJECT, a_case
from tests.followers import CLAIRE, Followers
from tests.torture.campaign import HalfDoneError, in_child
from tests.torture.steps import Steps

#: The file in which an action that nobody killed says how many steps it had.
_STEPS = "steps"


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody who follows everything, in one base."""

    home: Path

    @property
    def followers(self) -> Followers:
        """The desks, as a process that was just started sees them."""
        return Followers(assemble(Settings(home=self.home)))

    def asks(self) -> None:
        """Ask for the alert; once more is a second letter, and the same alert."""
        self.followers.alerting.ask(SearchQuery(), email=CLAIRE, rhythm=Rhythm.DAILY)

    def confirms(self) -> None:
        """Press the button of the letter."""
        followers = self.followers
        followers.alerting.confirm(followers.token())

    def is_told(self) -> None:
        """The worker looks, and once more."""
        self.followers.kb.announcing.announce()

    def stops(self) -> None:
        """One click of the mail program."""
        followers = self.followers
        followers.alerting.stop(followers.token())

    def meanwhile(self) -> None:
        """A case is published, and a week goes by."""
        text = front_matter.render(a_case(title="Une fiche toute neuve"))
        (self.home / "cases" / "neuve.md").write_text(text, "utf-8")
        followers = self.followers
        followers.kb.indexing.catch_up()
        with followers.alerting.work.writing() as unit:
            for each in unit.alerts.confirmed():
                looked_at = each.made_at - timedelta(days=7)
                unit.alerts.save(replace(each, looked_at=looked_at))


def _asked(follower: Follower) -> None:
    token = follower.followers.token()
    assert follower.followers.alerting.open(token).confirmed_at is None
    assert follower.followers.alerts() == ()


def _confirmed(follower: Follower) -> None:
    followers = follower.followers
    (alert,) = followers.alerts()
    with followers.alerting.work.reading() as unit:
        assert len(unit.alerts.known(alert.id)) == 2
    assert followers.news() == []


def _told(follower: Follower) -> None:
    followers = follower.followers
    (alert,) = followers.alerts()
    with followers.alerting.work.reading() as unit:
        assert [*unit.alerts.told(alert.id)] == ["neuve"]
    assert followers.news() == ["1 nouvelle fiche : Toutes les fiches"]


def _stopped(follower: Follower) -> None:
    followers = follower.followers
    assert (followers.alerts(), followers.letters()) == ((), ())
    assert followers.kb.enrolling.every() == ()


#: What happens, in order, and how the base is afterwards, however often it was tried.
STORY: Mapping[str, tuple[Callable[[Follower], None], Callable[[Follower], None]]] = {
    "asks": (Follower.asks, _asked),
    "confirms": (Follower.confirms, _confirmed),
    "is told": (Follower.is_told, _told),
    "stops": (Follower.stops, _stopped),
}


@dataclass(frozen=True, slots=True)
class EveryLetter:
    """Kills each part of the story before each of its steps, each time in a copy of the base.

    Attributes:
        most: kill so often at most, at equal distances; 0: before every step.
    """

    folder: Path
    most: int = 0

    def run(self) -> Iterator[tuple[str, int]]:
        """Each part, and how often it was killed.

        Raises:
            HalfDoneError: of the first base in which something differs.
        """
        alive = Follower(self.folder / "alive")
        _new_base(alive.home)
        for part, (act, _) in STORY.items():
            if part == "is told":
                alive.meanwhile()
            self._require(self._is_killed(alive, part, 0) is False, alive.home)
            steps = int((self.folder / _STEPS).read_text("ascii"))
            stride = -(-steps // (self.most + 1)) if self.most else 1
            deaths = [self._is_killed(alive, part, step) for step in range(stride, steps, stride)]
            yield part, sum(deaths)
            act(alive)

    def _is_killed(self, alive: Follower, part: str, fatal: int) -> bool:
        """Whether it died before this step; then it is done again, and the base looked at."""
        copy, (act, look) = Follower(self.folder / "copy"), STORY[part]
        shutil.copytree(alive.home, copy.home)
        status = in_child(lambda: self._die(copy, act, fatal))
        self._require(status in {0, -signal.SIGKILL}, copy.home)
        self._require(in_child(lambda: _once_more(copy, part)) == 0, copy.home)
        self._require(in_child(lambda: look(copy)) == 0, copy.home)
        shutil.rmtree(copy.home)
        return status != 0

    def _die(self, follower: Follower, act: Callable[[Follower], None], fatal: int) -> None:
        steps = Steps(fatal)
        steps.start()
        act(follower)
        (self.folder / _STEPS).write_text(str(steps.stop()), encoding="ascii")

    def _require(self, is_so: bool, home: Path) -> None:  # noqa: FBT001 - as in `campaign`
        if not is_so:
            raise HalfDoneError(home)


def _once_more(follower: Follower, part: str) -> None:
    """The same again; where stopping was done, there is no letter any more to find the link in."""
    act, _ = STORY[part]
    if follower.followers.letters() or part == "asks":
        act(follower)


def _new_base(home: Path) -> None:
    (home / "cases").mkdir(parents=True)
    shutil.copyfile(PROJECT / "taxonomy.yaml", home / "taxonomy.yaml")
    for source in sorted((PROJECT / "cases").glob("*.md"))[:2]:
        shutil.copyfile(source, home / "cases" / source.name)
    settings = Settings(home=home)
    Schema(settings.database).upgrade()
    assemble(settings).indexing.catch_up()
