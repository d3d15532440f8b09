"""Two campaigns: killed before every step of every action, and at random under load.

After each death the base is started again as `kb serve` starts it, and everything is looked at.
"""

import os
import random
import shutil
import signal
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from kb.bootstrap import assemble
from kb.cli.serve import _prepare
from kb.domain.errors import KbError
from kb.settings import Settings
from kb.stores.schema import Schema
from kb.web.app import create_app
from tests.builders import PROJECT
from tests.cli.served import served, until
from tests.torture.agreement import require_agreement
from tests.torture.life import LIFE, Life, people
from tests.torture.steps import Steps
from tests.torture.visitor import VisitedLife, Visitor, moderator

#: Processes that work at the same time, beside those of the site.
LOAD = 3
#: The file in which an action that nobody killed says how many steps it had.
_STEPS = "steps"


class HalfDoneError(Exception):
    """A base was found in a state that should not be. Names the home, which is left as it is."""


def new_base(home: Path) -> None:
    """A base with two cases and two people."""
    (home / "cases").mkdir(parents=True)
    shutil.copyfile(PROJECT / "taxonomy.yaml", home / "taxonomy.yaml")
    for source in sorted((PROJECT / "cases").glob("*.md"))[:2]:
        shutil.copyfile(source, home / "cases" / source.name)
    settings = Settings(home=home)
    Schema(settings.database).upgrade()
    people(assemble(settings))
    restarted(home)


def restarted(home: Path) -> None:
    """What `kb serve` does before it serves."""
    settings = Settings(home=home)
    Schema(settings.database).upgrade()
    _prepare(assemble(settings))


def in_child(work: Callable[[], object]) -> int:
    """The status of a process that does this work: 0 done, 1 it raised, -9 it was killed."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001 - nothing may go on in here
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@dataclass(frozen=True, slots=True)
class EveryStep:
    """Kills each action before each of its steps, each time in a new base.

    Attributes:
        most: kill so often at most, at equal distances; 0: before every step.
    """

    folder: Path
    most: int = 0

    def run(self) -> Iterator[tuple[str, int]]:
        """Each action, and how often it was killed.

        Raises:
            HalfDoneError: of the first base in which something differs.
        """
        alive = self.folder / "alive"
        new_base(alive)
        life = Life(alive, "vie").begun()
        for number, action in enumerate(LIFE):
            steps = self._steps(life, number)
            stride = -(-steps // (self.most + 1)) if self.most else 1
            deaths = [self._is_killed(life, number, step) for step in range(stride, steps, stride)]
            yield action, sum(deaths)
            _require(in_child(lambda: life.do(action)) == 0, alive)  # noqa: B023 - waited for
            _require(in_child(lambda: _look(life, number + 1)) == 0, alive)  # noqa: B023

    def _steps(self, life: Life, number: int) -> int:
        """How many steps the action has when nobody kills it."""
        _require(not self._is_killed(life, number, 0), self.folder)
        return int((self.folder / _STEPS).read_text("ascii"))

    def _is_killed(self, alive: Life, number: int, fatal: int) -> bool:
        """Whether the action died before this step; if not, it came to its end before it."""
        home = self.folder / f"{LIFE[number]}-{fatal}"
        shutil.copytree(alive.home, home)
        life = replace(alive, home=home)
        status = in_child(lambda: _die(life, LIFE[number], fatal))
        _require(status in {0, -signal.SIGKILL}, home)
        _require(in_child(lambda: self._after(life, number, status == 0)) == 0, home)
        shutil.rmtree(home)
        return status != 0

    def _after(self, life: Life, number: int, is_acknowledged: bool) -> None:  # noqa: FBT001
        """Start again, look, ask for the same once more, look again."""
        restarted(life.home)
        done = life.done()
        assert done in ({number + 1} if is_acknowledged else {number, number + 1}), done
        _look(life, done)
        if done == number:
            life.do(LIFE[number])
        else:
            with suppress(KbError):  # it was done: once is enough
                life.do(LIFE[number])
        _look(life, number + 1)


def _die(life: Life, action: str, fatal: int) -> None:
    steps = Steps(fatal)
    steps.start()
    life.do(action)
    (life.home.parent / _STEPS).write_text(str(steps.stop()), encoding="ascii")


def _look(life: Life, done: int) -> None:
    assert life.done() == done
    settings = Settings(home=life.home)
    client = create_app(assemble(settings), settings).test_client()

    def get(path: str) -> tuple[int, str]:
        answer = client.get(path)
        return answer.status_code, answer.text

    require_agreement(life.home, get)


@dataclass(frozen=True, slots=True)
class AtRandom:
    """Kills everything at once, the site and those who work, again and again in the same base."""

    folder: Path
    rounds: int
    seed: int = 4

    def run(self) -> Iterator[Mapping[str, int]]:
        """After each death: how many steps of life were acknowledged, and found done, so far.

        Raises:
            HalfDoneError: something differs.
        """
        home, chance = self.folder / "base", random.Random(self.seed)  # noqa: S311 - repeatable
        in_child(lambda: new_base(home))
        for number in range(self.rounds):
            with served(home, "--workers", "2") as site:
                visitor = moderator(home, site.address)
                workers = [_started(home, f"r{number}w{each}", visitor) for each in range(LOAD)]
                until(lambda: "done" in _told(home, f"r{number}w*"))  # noqa: B023 - waited for
                time.sleep(chance.uniform(0, 3))
                os.killpg(site.process.pid, signal.SIGKILL)
                for worker in workers:
                    os.kill(worker, signal.SIGKILL)
            for worker in workers:
                os.waitpid(worker, 0)
            with served(home, "--workers", "1") as site:
                _require(in_child(lambda: require_agreement(home, site.get)) == 0, home)
            acknowledged, done = _compared(home)
            yield {"acknowledged": acknowledged, "done": done}


def _started(home: Path, name: str, visitor: Visitor) -> int:
    """The number of a process that leads one case after the other through life."""
    child = os.fork()
    if child == 0:
        with suppress(OSError):  # the site was killed just before us
            _work(home, name, visitor)
        os._exit(1)
    return child


def _work(home: Path, name: str, visitor: Visitor) -> None:
    journal = os.open(home.parent / f"{name}.journal", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    number = 0
    while True:
        number += 1
        life = VisitedLife(home, f"{name}n{number}", visitor=visitor).begun()
        for action in LIFE:
            os.write(journal, f"{life.name} begun\n".encode())
            life.do(action)
            os.write(journal, f"{life.name} done\n".encode())


def _told(home: Path, names: str) -> str:
    """What the journals of these workers say."""
    journals = home.parent.glob(f"{names}.journal")
    return "".join(journal.read_text("ascii") for journal in journals)


def _compared(home: Path) -> tuple[int, int]:
    """Steps acknowledged and steps found, of all cases so far.

    Raises:
        HalfDoneError: an acknowledged one is lost, or there is one that nobody asked for.
    """
    begun: dict[str, int] = {}
    acknowledged: dict[str, int] = {}
    for line in _told(home, "*").splitlines():
        name, what = line.split()
        counts = begun if what == "begun" else acknowledged
        counts[name] = counts.get(name, 0) + 1
    found = {name: Life(home, name).done() for name in begun}
    for name, steps in found.items():
        _require(acknowledged.get(name, 0) <= steps <= begun[name], home)
    return sum(acknowledged.values()), sum(found.values())


def _require(is_so: bool, home: Path) -> None:  # noqa: FBT001 - an assertion that python -O keeps
    if not is_so:
        raise HalfDoneError(home)
