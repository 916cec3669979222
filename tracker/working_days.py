"""Working days: Monday to Friday, less the bank holidays of England."""

from collections.abc import Callable, Container, Iterator
from datetime import date, timedelta
from functools import cache

import holidays

Holidays = Callable[[int], Container[date]]


@cache
def bank_holidays(year: int) -> dict[date, str]:
    """The bank holidays of one year in England, one-off ones included, with their names."""
    return dict(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date, on_holiday: Holidays = bank_holidays) -> bool:
    """Whether offices are open on the day."""
    return day.weekday() < 5 and day not in on_holiday(day.year)


def count_from(start: date, on_holiday: Holidays = bank_holidays) -> Iterator[tuple[date, int]]:
    """Every day after the start, with the number of working days counted so far; it never ends."""
    day, counted = start, 0
    while True:
        day += timedelta(days=1)
        counted += is_working_day(day, on_holiday)
        yield day, counted


def add_working_days(start: date, number: int, on_holiday: Holidays = bank_holidays) -> date:
    """The day that is `number` working days after the start; the start itself is day 0.

    Source: CQC asks for the plan "within 20 working days of receipt".
    """
    if number <= 0:
        raise ValueError("the number of working days must be positive")
    return next(day for day, counted in count_from(start, on_holiday) if counted == number)


def working_days_between(start: date, end: date, on_holiday: Holidays = bank_holidays) -> int:
    """Working days after the start, up to and including the end; negative when the end lies before it."""
    if end < start:
        return -working_days_between(end, start, on_holiday)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, on_holiday) for day in days)


def working_days_before(end: date, number: int, on_holiday: Holidays = bank_holidays) -> date:
    """The latest day from which at least `number` working days have passed by the end."""
    day, counted = end, 0
    while counted < number:
        counted += is_working_day(day, on_holiday)
        day -= timedelta(days=1)
    return day


def counted_days(start: date, number: int, on_holiday: Holidays = bank_holidays) -> list[dict]:
    """The count day by day, to show: date, working day number or None, and why a day did not count."""
    rows, before = [], 0
    for day, counted in count_from(start, on_holiday):
        rows.append({"day": day, "number": counted if counted > before else None, "reason": _why_not(day, on_holiday)})
        before = counted
        if counted == number:
            return rows


def _why_not(day: date, on_holiday: Holidays) -> str | None:
    closed = on_holiday(day.year)
    if day in closed:
        return closed[day] if isinstance(closed, dict) else "bank holiday"
    return "weekend" if day.weekday() >= 5 else None
