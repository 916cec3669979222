"""Time cut into months, quarters or years: as fine as there is room for."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

MOST = 12  # periods
STEPS = (1, 3, 12)  # months
BACK, ON = 59, 72  # months from today; what lies farther away counts with the first or the last period


@dataclass(frozen=True)
class Periods:
    """Periods of `step` months that follow each other; `starts` has one more, the first day after the last of them."""

    step: int
    starts: list[date]

    @classmethod
    def around(cls, days: list[date], today: date) -> "Periods":
        """The periods that hold these days and today."""
        now, months = _month(today), [_month(day) for day in (*days, today)]
        first, last = max(min(months), now - BACK), min(max(months), now + ON)
        step = next(step for step in STEPS if last // step - first // step < MOST)
        return cls(step, [_first_day(at * step) for at in range(first // step, last // step + 2)])

    def __len__(self) -> int:
        return len(self.starts) - 1

    def of(self, day: date) -> int:
        """The number of the period that counts a day."""
        return min(max(bisect_right(self.starts, day) - 1, 0), len(self) - 1)

    def place(self, day: date) -> float:
        """Where a day stands: 1.5 is the middle of the second period."""
        at = self.of(day)
        passed = (day - self.starts[at]).days / (self.starts[at + 1] - self.starts[at]).days
        return at + min(max(passed, 0), 1)

    def name(self, at: int) -> str:
        """A period in words: "July 2016", "July to September 2016", "2016"."""
        start, last = self.starts[at], _first_day(_month(self.starts[at + 1]) - 1)
        if self.step == 1:
            return f"{start:%B} {start.year}"
        return str(start.year) if self.step == 12 else f"{start:%B} to {last:%B} {start.year}"

    def label(self, at: int) -> list[str]:
        """The same in very short lines; the year only where it begins."""
        start, last = self.starts[at], _first_day(_month(self.starts[at + 1]) - 1)
        if self.step == 12:
            return [str(start.year)]
        begins = at == 0 or self.starts[at - 1].year != start.year
        return [f"{start:%b}"] + [f"–{last:%b}"] * (self.step == 3) + [str(start.year)] * begins


def short(day: date) -> str:
    """A day as "14 Jul 2016"."""
    return f"{day.day} {day:%b} {day.year}"


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
