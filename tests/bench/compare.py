"""Two ways to the same answer, timed in turns."""

import gc
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median
from time import perf_counter

WARM_UP = 3  # rounds that are not counted: caches fill, templates compile
LEAST, MOST = 7, 200  # rounds
SECONDS = 5.0  # after which no further round begins
LINE = "{name:<34}{ours:>10}{floor:>10}{ratio:>10}"


@dataclass(frozen=True)
class Case:
    """Ours and its floor; `before` runs untimed before each of them and puts things back."""

    name: str
    note: str
    ours: Callable[[], object]
    floor: Callable[[], object]
    before: Callable[[], object] = lambda: None


@dataclass(frozen=True)
class Result:
    """One line of the table."""

    name: str
    ours: float
    floor: float
    unit: str
    note: str
    most: float | None = None

    def held(self, most: float | None) -> "Result":
        """The same, marked where its ratio is more than this."""
        return replace(self, most=most)

    @property
    def misses(self) -> bool:
        """Whether it costs more than it may."""
        return self.most is not None and self.row["ratio"] > self.most

    @property
    def row(self) -> dict:
        """As it stands in bench.json."""
        measured = {"ours": round(self.ours, 3), "floor": round(self.floor, 3), "ratio": round(self.ours / self.floor, 2)}
        return {"name": self.name} | measured | {"unit": self.unit, "note": self.note} | ({"most": self.most} if self.most else {})

    def __str__(self) -> str:
        return LINE.format(**self.row) + (f"  more than {self.most}" if self.misses else "")


def compare(case: Case) -> Result:
    """Time ours and the floor by turns, and take the median of each, in milliseconds."""
    for _ in range(WARM_UP):
        _round(case)
    gc.collect()
    gc.freeze()  # so that the collections between the rounds are short
    gc.disable()
    try:
        rounds = _rounds(case)
    finally:
        gc.enable()
        gc.unfreeze()
    ours, floor = (median(times) * 1000 for times in zip(*rounds, strict=True))
    return Result(case.name, ours, floor, "ms", f"{case.note}; median of {len(rounds)}")


def _rounds(case: Case) -> list[tuple[float, float]]:
    rounds, begun = [], perf_counter()
    while len(rounds) < LEAST or (len(rounds) < MOST and perf_counter() - begun < SECONDS):
        gc.collect()
        rounds.append(_round(case))
    return rounds


def _round(case: Case) -> tuple[float, float]:
    return _timed(case, case.ours), _timed(case, case.floor)


def _timed(case: Case, way: Callable[[], object]) -> float:
    case.before()
    begun = perf_counter()
    way()
    return perf_counter() - begun
