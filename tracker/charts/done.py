"""Done against agreed: how many actions should be done by each day, and how many are."""

from datetime import date

from tracker.charts.drawing import BLUE, INK, Chart, path, svg, words
from tracker.charts.periods import Periods, short
from tracker.charts.plot import BOTTOM, DONE, HEIGHT, across, below, labels_height, rounded, today_line, x_of

TITLE = "Done against agreed"


def done_against_agreed(counted: list, today: date) -> Chart | None:
    """Draw two lines that climb, agreed and done; None while nothing is agreed or done. Withdrawn actions are left out."""
    agreed = sorted(one.due_on for one in counted if one.due_on and one.status != "withdrawn")
    done = sorted(min(one.completed_on or today, today) for one in counted if one.status in DONE)
    if not agreed and not done:
        return None
    periods, most = Periods.around(agreed + done, today), rounded(max(len(agreed), len(done)))
    by_now = sum(day <= today for day in agreed)
    says = f"By {short(today)}, {by_now} of {len(agreed)} due dates had come, and {len(done)} actions were done."
    y = BOTTOM + labels_height(periods) + 6
    parts = [*across(most), *below(periods), *today_line(periods, today), *_lines(periods, most, agreed, done, today), *_key(len(agreed), len(done), y)]
    rows = [[periods.name(at), str(_until(agreed, periods, at)), _so_far(done, periods, at, today)] for at in range(len(periods))]
    return Chart("chart-done", TITLE, says, svg("chart-done", TITLE, says, y + 38, parts), ["By the end of", "Agreed", "Done"], rows)


def _lines(periods: Periods, most: int, agreed: list[date], done: list[date], today: date) -> list[str]:
    x, y = x_of(periods, periods.place(today)), BOTTOM - HEIGHT * len(done) / most
    return [
        path(_climb(periods, most, agreed, x_of(periods, len(periods))), ink=INK, width=1.6, dashes="6 3"),
        path(_climb(periods, most, done, x), ink=BLUE, width=3),
        f'<circle cx="{x:.5g}" cy="{y:.5g}" r="4" fill="{BLUE}"/>',
    ]


def _climb(periods: Periods, most: int, days: list[date], end: float) -> str:
    """A path that rises by one on each of these days."""
    drawn = f"M{x_of(periods, 0):.5g} {BOTTOM}"
    for count, day in enumerate(days, 1):
        if count == len(days) or days[count] != day:
            drawn += f"H{x_of(periods, periods.place(day)):.5g}V{BOTTOM - HEIGHT * count / most:.5g}"
    return f"{drawn}H{end:.5g}"


def _key(agreed: int, done: int, y: float) -> list[str]:
    return [
        path(f"M0 {y + 6:.5g}h24", width=1.6, dashes="6 3"), words(30, y + 10, f"Agreed by due date: {agreed} in all"),
        path(f"M0 {y + 25:.5g}h24", ink=BLUE, width=3), words(30, y + 29, f"Done (complete, verified or embedded): {done}"),
    ]  # fmt: skip


def _until(days: list[date], periods: Periods, at: int) -> int:
    return sum(periods.of(day) <= at for day in days)


def _so_far(days: list[date], periods: Periods, at: int, today: date) -> str:
    return str(_until(days, periods, at)) if at <= periods.of(today) else ""
