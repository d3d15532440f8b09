"""Searches that fell short, counted in one small file shared by all processes."""

import fcntl
import json
import os
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kb.domain.search_count import Outcome, SearchCount
from kb.ports import Clock

#: Between two writes of a process; what it counted since is lost if it is killed.
FLUSH_SECONDS = 60
#: Kept: the most frequent ones of the last months. A word that one reader typed once is forgotten.
MAX_COUNTS = 5_000
MAX_MONTHS = 12
MAX_MONTHS_SEEN_ONCE = 2
#: Different words that a process holds before it writes; a flood must not fill its memory.
_MAX_BUFFERED = 1_000

_Key = tuple[Outcome, str]


@dataclass(slots=True)
class SearchCountsInFile:
    """The port `SearchCounts` on `data/searches.json`. May be shared by threads and processes."""

    path: Path
    clock: Clock
    _buffer: Counter[_Key] = field(default_factory=Counter, repr=False)
    _written_at: float = field(default=0.0, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def note(self, outcome: Outcome, words: str) -> None:
        """See `SearchCounts.note`."""
        with self._lock:
            self._written_at = self._written_at or self.clock.now().timestamp()
            if len(self._buffer) < _MAX_BUFFERED or (outcome, words) in self._buffer:
                self._buffer[outcome, words] += 1
            is_due = self.clock.now().timestamp() - self._written_at >= FLUSH_SECONDS
        if is_due:
            self.flush()

    def flush(self) -> None:
        """See `SearchCounts.flush`."""
        with self._lock:
            buffered, self._buffer = self._buffer, Counter()
            self._written_at = self.clock.now().timestamp()
        if not buffered:
            return
        try:
            with self._exclusive():
                self._write(self._merged(buffered))
        except OSError:
            with self._lock:  # a full disk: readers do not suffer, the counts wait
                self._buffer.update(dict(buffered.most_common(_MAX_BUFFERED)))

    def every(self) -> tuple[SearchCount, ...]:
        """See `SearchCounts.every`."""
        self.flush()
        return tuple(sorted(self._read(), key=lambda each: (-each.count, each.words)))

    def _merged(self, buffered: Counter[_Key]) -> list[SearchCount]:
        month = f"{self.clock.now():%Y-%m}"
        counts = {(each.outcome, each.words): each for each in self._read()}
        for (outcome, words), number in buffered.items():
            known = counts.get((outcome, words))
            total = number + (known.count if known else 0)
            each = SearchCount(outcome=outcome, words=words, month=month, count=total)
            counts[outcome, words] = each
        kept = [each for each in counts.values() if _is_kept(each, month)]
        return sorted(kept, key=lambda each: -each.count)[:MAX_COUNTS]

    def _read(self) -> Iterator[SearchCount]:
        """What the file holds; a file that somebody spoiled holds nothing."""
        try:
            rows = json.loads(self.path.read_bytes())
            counts = [
                SearchCount(outcome=Outcome(outcome), words=words, month=month, count=int(count))
                for outcome, words, month, count in rows
                if _months(month)
            ]
        except (OSError, ValueError, TypeError, AttributeError):
            return
        yield from counts

    def _write(self, counts: list[SearchCount]) -> None:
        aside = self.path.with_suffix(".tmp")
        rows = [[each.outcome, each.words, each.month, each.count] for each in counts]
        aside.write_text(json.dumps(rows, ensure_ascii=False, indent=0), encoding="utf-8")
        aside.replace(self.path)

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        """One writer at a time, of all processes; `data/` is made if it is not there."""
        self.path.parent.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(self.path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def _is_kept(each: SearchCount, month: str) -> bool:
    most = MAX_MONTHS if each.count > 1 else MAX_MONTHS_SEEN_ONCE
    return _months(month) - _months(each.month) < most


def _months(month: str) -> int:
    year, number = month.split("-")
    return int(year) * 12 + int(number)
