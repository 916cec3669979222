"""Due dates on a time line, with today: what is done, what is open, what is overdue."""

from collections import Counter
from datetime import date

from tracker.charts.drawing import BLUE, INK, QUIET, SKY, WHITE, Chart, Look, box, key, lengths, number, scale_for, svg, words
from tracker.charts.periods import Periods, short
from tracker.charts.plot import BOTTOM, DONE, HEIGHT, ROOM, below, labels_height, today_line, x_of

TITLE = "Due dates"
LOOKS = {"Done": Look(BLUE, ink=WHITE), "Open": Look(SKY, "/", BLUE), "Overdue": Look(INK, "/\\", WHITE)}
LEAST = 13  # the lowest part, which still holds its number
WIDEST, TALLEST = 40, 30  # a bar, and the part of it that one action is


def due_dates(counted: list, today: date) -> Chart | None:
    """Draw a bar for each period in which something is due; None without any due date. Withdrawn actions are left out."""
    dated = [one for one in counted if one.due_on and one.status != "withdrawn"]
    if not dated:
        return None
    periods = Periods.around([one.due_on for one in dated], today)
    told = [Counter() for _ in range(len(periods))]
    for one in dated:
        told[periods.of(one.due_on)][_state(one, today)] += 1
    whole = sum(told, Counter())
    says = f"{len(dated)} due dates from {short(min(one.due_on for one in dated))} to {short(max(one.due_on for one in dated))}: {_totals(whole)}."
    y, missing = BOTTOM + labels_height(periods) + 6, _left_out(counted)
    parts = [*_parts(periods, told, today), *_key(whole, missing, y)]
    rows = [[periods.name(at), *(str(counts[name]) for name in LOOKS), str(counts.total())] for at, counts in enumerate(told)]
    return Chart("chart-due", TITLE, says, svg("chart-due", TITLE, says, y + (36 if missing else 18), parts), ["Due in", *LOOKS, "Actions"], rows)


def _key(whole: Counter, missing: str, y: float) -> list[str]:
    looks = [key(0.5 + 108 * at, y, look, f"{name}: {whole[name]}") for at, (name, look) in enumerate(LOOKS.items())]
    return looks + ([words(0, y + 28, missing, size=11, fill=QUIET)] if missing else [])


def _state(one, today: date) -> str:
    return "Done" if one.status in DONE else "Overdue" if one.due_on < today else "Open"


def _left_out(counted: list) -> str:
    """What has no bar, so that nobody wonders why other counts are larger."""
    withdrawn = sum(one.status == "withdrawn" for one in counted)
    undated = sum(not one.due_on and one.status != "withdrawn" for one in counted)
    told = [f"{undated} without a due date"] * bool(undated) + [f"{withdrawn} withdrawn"] * bool(withdrawn)
    return f"Not shown: {', '.join(told)}" if told else ""


def _totals(whole: Counter) -> str:
    return ", ".join(f"{whole[name]} {name.lower()}" for name in LOOKS)


def _parts(periods: Periods, told: list[Counter], today: date) -> list[str]:
    bars, wide = [[counts[name] for name in LOOKS] for counts in told], min(ROOM / len(periods) * 0.8, WIDEST)
    scale, parts = min(scale_for(bars, HEIGHT - 14, LEAST), TALLEST), [*below(periods), *today_line(periods, today)]
    for at, counts in enumerate(bars):
        x, y = x_of(periods, at + 0.5), float(BOTTOM)
        for look, count, height in zip(LOOKS.values(), counts, lengths(counts, scale, LEAST)):
            y -= height
            if count:
                parts += [box(x - wide / 2, y, wide, height, look), number(x, y + height / 2, count, look)]
        if max(counts) < sum(counts):
            parts.append(words(x, y - 4, str(sum(counts)), anchor="middle", size=11, bold=True))
    return parts
