"""Target dates as plans write them: "Sept 2016", "30/9/16", "End of Q2 2016/17", "Ongoing"; what was assumed is said."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracker.workbooks.date_words import Found, day_words, found_dates
from tracker.workbooks.tables import Cell

_DONE = re.compile(r"\b(?:complete[d]?|done|achieved|closed|finished|delivered)\b", re.IGNORECASE)
_NOT_DONE = re.compile(r"\b(?:not|un|in|to be|partially|partly|nearly|almost)[ -]*(?:yet )?(?:complete|done|achieved|closed|finished|delivered)", re.IGNORECASE)
_SERIAL = re.compile(r"[2-6][0-9]{4}(?:\.0+)?")
_FIRST_SERIAL = date(1899, 12, 30)
_LONGEST = 500  # characters of a cell that are searched; a cell of dates has 60


@dataclass(frozen=True)
class ReadDate:
    """The day, or None; what was assumed; whether the cell says that it is done."""

    on: date | None
    assumptions: tuple[str, ...] = ()
    is_done: bool = False


def read_date(cell: Cell, near: date | None = None, what: str = "date") -> ReadDate:
    """The day that a cell names; of several, the latest.

    `near` is the day on which the report came: a month without a year is the first one from there on.
    `what` is what the page calls the cell ("target date").
    """
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return _checked(cell, near, ())
    if cell is None or isinstance(cell, bool) or not str(cell).strip():
        return ReadDate(None)
    text = " ".join(str(cell).split())[:_LONGEST]
    if _SERIAL.fullmatch(text):
        return _checked(_FIRST_SERIAL + timedelta(days=int(float(text))), near, (f"The number {int(float(text))} was read as the day that Excel keeps so.",))
    is_done = bool(_DONE.search(text)) and not _NOT_DONE.search(text)
    found, problem = found_dates(text, near)
    if problem or not found:
        return ReadDate(None, (_no_date(text, problem, what),), is_done)
    return _latest(text, found, near, is_done)


def _latest(text: str, found: list[Found], near: date | None, is_done: bool) -> ReadDate:
    chosen = max(found, key=lambda item: item.on)
    said = (f"“{text}” names {len(found)} dates: the latest was taken.",) if len(found) > 1 else ()
    said += tuple(chosen.assumptions)
    read = _checked(chosen.on, near, said)
    return ReadDate(read.on, read.assumptions, is_done)


def _checked(day: date, near: date | None, said: tuple[str, ...]) -> ReadDate:
    if not 1990 <= day.year <= 2100:
        return ReadDate(None, (*said, f"The year {day.year} cannot be right, so there is no date."))
    if near and day < near:
        said += (f"{day_words(day)} lies before the report was received.",)
    return ReadDate(day, said)


def _no_date(text: str, problem: str, what: str) -> str:
    return problem or f"“{text}” names no day, so there is no {what}."


def has_no_date(text: str) -> bool:
    """Whether a text names no day and no month with its year."""
    return not found_dates(text[:_LONGEST], None)[0]
