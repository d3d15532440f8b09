"""Searches that fell short are counted, by all processes together, and forgotten in time."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kb.domain.search_count import Outcome, SearchCount, countable
from kb.stores.search_counts import FLUSH_SECONDS, SearchCountsInFile


@dataclass
class StillClock:
    """A clock that moves when told to."""

    instant: datetime = field(default=datetime(2026, 11, 20, tzinfo=UTC))

    def now(self) -> datetime:
        return self.instant

    def pass_seconds(self, seconds: float) -> None:
        self.instant += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "searches.json"


@pytest.fixture
def counts(path: Path, clock: StillClock) -> SearchCountsInFile:
    return SearchCountsInFile(path, clock)


def a_count(words: str, count: int, outcome: Outcome = Outcome.UNANSWERED) -> SearchCount:
    return SearchCount(outcome=outcome, words=words, month="2026-11", count=count)


def test_the_same_words_are_counted_together(counts: SearchCountsInFile) -> None:
    for _ in range(3):
        counts.note(Outcome.UNANSWERED, "girafe")
    counts.note(Outcome.RELAXED, "girafe")

    assert counts.every() == (
        a_count("girafe", 3),
        a_count("girafe", 1, Outcome.RELAXED),
    )


def test_nothing_is_written_more_than_once_a_minute(
    counts: SearchCountsInFile, path: Path, clock: StillClock
) -> None:
    counts.note(Outcome.UNANSWERED, "girafe")
    clock.pass_seconds(FLUSH_SECONDS - 1)
    counts.note(Outcome.UNANSWERED, "girafe")
    assert not path.exists()

    clock.pass_seconds(1)
    counts.note(Outcome.UNANSWERED, "girafe")

    assert [row[3] for row in json.loads(path.read_text())] == [3]


def test_two_processes_add_up(counts: SearchCountsInFile, path: Path, clock: StillClock) -> None:
    other = SearchCountsInFile(path, clock)
    counts.note(Outcome.UNANSWERED, "girafe")
    other.note(Outcome.UNANSWERED, "girafe")

    counts.flush()
    other.flush()

    assert counts.every() == (a_count("girafe", 2),)


def test_what_was_seen_once_is_forgotten_sooner_than_the_rest(
    counts: SearchCountsInFile, clock: StillClock
) -> None:
    counts.note(Outcome.UNANSWERED, "once")
    counts.note(Outcome.UNANSWERED, "twice")
    counts.note(Outcome.UNANSWERED, "twice")
    counts.flush()

    clock.instant = datetime(2027, 2, 1, tzinfo=UTC)
    counts.note(Outcome.UNANSWERED, "new")
    assert {each.words for each in counts.every()} == {"twice", "new"}

    clock.instant = datetime(2027, 12, 1, tzinfo=UTC)
    counts.note(Outcome.UNANSWERED, "newer")
    assert {each.words for each in counts.every()} == {"newer"}


@pytest.mark.parametrize("content", ["", "{}", "[[1]]", '[["unanswered", "x", "soon", 1]]', "\0"])
def test_a_spoiled_file_counts_for_nothing(
    counts: SearchCountsInFile, path: Path, content: str
) -> None:
    path.parent.mkdir()
    path.write_text(content)
    counts.note(Outcome.UNANSWERED, "girafe")

    assert counts.every() == (a_count("girafe", 1),)


def test_a_folder_that_cannot_be_written_costs_readers_nothing(
    counts: SearchCountsInFile, path: Path
) -> None:
    path.parent.write_text("a file where the folder should be")
    counts.note(Outcome.UNANSWERED, "girafe")

    counts.flush()

    path.parent.unlink()
    assert counts.every() == (a_count("girafe", 1),)


@pytest.mark.parametrize(
    ("typed", "counted"),
    [
        ("Précarité ÉNERGÉTIQUE !", "precarite energetique"),
        ("jean.dupont@exemple.fr", ""),
        ("06 12 34 56 78", ""),
        ("ODD 17", "odd 17"),
        ("a" * 81, ""),
    ],
)
def test_what_looks_personal_is_not_counted(typed: str, counted: str) -> None:
    assert countable(typed) == counted
