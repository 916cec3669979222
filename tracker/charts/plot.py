"""The frame that both charts over time share: periods below, numbers at the side, today as a line."""

from collections.abc import Iterator
from datetime import date

from tracker.charts.drawing import LETTER, LINE, QUIET, WIDTH, path, words
from tracker.charts.periods import Periods, short

LEFT, TOP, HEIGHT = 26, 24, 150
ROOM = WIDTH - LEFT - 4
BOTTOM = TOP + HEIGHT
DONE = ("complete", "verified", "embedded")
NICE = (1, 2, 5)


def x_of(periods: Periods, place: float) -> float:
    """Where a place in time stands across."""
    return LEFT + ROOM * place / len(periods)


def across(most: int) -> Iterator[str]:
    """Lines across with their numbers; `most` is what the top stands for."""
    for at in range(0, most + 1, grid(most)):
        y = BOTTOM - HEIGHT * at / most
        yield path(f"M{LEFT} {y:.5g}H{WIDTH - 4}", ink=LINE, width=0.6)
        yield words(LEFT - 5, y + 4, str(at), anchor="end", size=11, fill=QUIET)


def below(periods: Periods) -> Iterator[str]:
    """The line on which everything stands, and the periods' names."""
    yield path(f"M{LEFT} {BOTTOM}H{WIDTH - 4}", ink=QUIET)
    for at in range(len(periods)):
        for line, said in enumerate(periods.label(at)):
            yield words(x_of(periods, at + 0.5), BOTTOM + 14 + 12 * line, said, anchor="middle", size=10.5)


def labels_height(periods: Periods) -> int:
    """How much the periods' names need below the frame."""
    return 8 + 12 * max(len(periods.label(at)) for at in range(len(periods)))


def today_line(periods: Periods, today: date) -> list[str]:
    """A dashed line through today, with its date above."""
    x, said = x_of(periods, periods.place(today)), f"Today, {short(today)}"
    half = len(said) * 11 * LETTER / 2
    return [path(f"M{x:.5g} {TOP - 8}V{BOTTOM}", width=1.2, dashes="4 3"),
            words(min(max(x, half), WIDTH - half), TOP - 12, said, anchor="middle", size=11, bold=True)]  # fmt: skip


def grid(most: int) -> int:
    """The step between two lines across: 1, 2 or 5 times a power of ten, five lines at most."""
    scale = 1
    while True:
        for nice in NICE:
            if most <= 5 * nice * scale:
                return nice * scale
        scale *= 10


def rounded(most: int) -> int:
    """The next line above the largest number."""
    step = grid(max(most, 1))
    return -(-max(most, 1) // step) * step
