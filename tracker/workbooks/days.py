"""Days as people type them into a sheet: 18/07/2016, 18 July 2016, 2016-07-18, or the number that Excel keeps."""

import re
from datetime import date, timedelta

from tracker.workbooks.tables import Cell

MONTHS = {f"{date(2000, n, 1):%B}".lower(): n for n in range(1, 13)}
MONTHS |= {name[:3]: n for name, n in MONTHS.items()} | {"sept": 9}
YEARS = range(1990, 2101)
EXCEL_DAY_0 = date(1899, 12, 30)  # right from 1 March 1900 on

_NUMBERS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ].*)?")
_WORDS = re.compile(r"(?:[a-z]+day,? |(?:mon|tue|wed|thu|fri|sat|sun),? )?(\d{1,2})(?:st|nd|rd|th)? ?[\-/ ](?:of )?([a-z]+)\.?,?[\-/ ](\d{4}|\d{2})")


def day_of(cell: Cell) -> date:
    """The day that a cell means. Raises ValueError when it means none, or none between 1990 and 2100."""
    if isinstance(cell, bool) or cell is None:
        raise ValueError(cell)
    if isinstance(cell, str):
        cell = _typed(" ".join(cell.lower().split()))
    day = cell if isinstance(cell, date) else EXCEL_DAY_0 + timedelta(days=int(_serial(cell)))
    if day.year not in YEARS:
        raise ValueError(day)
    return day


def _typed(words: str) -> date | float:
    if found := _ISO.fullmatch(words):
        return date(*map(int, found.groups()))
    if found := _NUMBERS.fullmatch(words):
        return date(_year(found[3]), int(found[2]), int(found[1]))
    if (found := _WORDS.fullmatch(words)) and found[2] in MONTHS:
        return date(_year(found[3]), MONTHS[found[2]], int(found[1]))
    raise ValueError(words)


def _serial(number: float) -> float:
    if not 0 < number < 100_000:
        raise ValueError(number)
    return number


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)
