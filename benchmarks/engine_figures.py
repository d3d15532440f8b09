"""What was measured, by kind of question and engine: medians, and ratios to the best peer."""

import statistics
from collections import defaultdict
from collections.abc import Sequence

OURS = ("cold", "warm", "hot", "page")


class Figures:
    """Milliseconds. Of the rounds of one question the median counts."""

    def __init__(self, peers: Sequence[str]) -> None:
        self.peers = peers
        self.settled: dict[tuple[str, str], list[float]] = defaultdict(list)
        self._noted: dict[tuple[str, str], list[float]] = defaultdict(list)

    def note(self, kind: str, engine: str, milliseconds: float) -> None:
        """One answer."""
        self._noted[kind, engine].append(milliseconds)

    def settle(self) -> None:
        """A question has been asked by all, in all rounds."""
        for key, each in self._noted.items():
            self.settled[key].append(statistics.median(each))
        self._noted.clear()

    def report(self) -> None:
        """Print a line for each kind of question, then one for all."""
        columns = [*OURS[:3], *self.peers, "page"]
        print("  p50 / p95 ms" + "".join(f"{column:>19}" for column in columns))
        kinds = dict.fromkeys(kind for kind, _ in self.settled)
        for kind in kinds:
            self._line(kind, {each: self.settled[kind, each] for each in columns})
        together = {
            each: [figure for kind in kinds for figure in self.settled[kind, each]]
            for each in columns
        }
        self._line("all", together)

    def _line(self, kind: str, figures: dict[str, list[float]]) -> None:
        spread = [_spread(each) for each in figures.values()]
        print(f"  {kind:12}" + "".join(f"{p50:9.3f} /{p95:8.2f}" for p50, p95 in spread))
        best = min(statistics.median(figures[peer]) for peer in self.peers)
        ratios = [f"{way} {statistics.median(figures[way]) / best:.2f}" for way in OURS[:3]]
        print(f"{'':14}ratio to the best peer: {', '.join(ratios)}", flush=True)


def _spread(figures: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(figures)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
