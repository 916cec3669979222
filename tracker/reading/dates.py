"""Dates as reports print them: "22 nd February 2016 to 26 th February 2016", "22–26 June 2015"."""

import calendar
import re
from datetime import date

_ORDINAL = re.compile(r"(?<=[0-9])\s?(?:st|nd|rd|th)\b")
_DASH = re.compile(r"[-–—]|\bto\b|\buntil\b")
_NUMERIC = re.compile(r"\b([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})\b")
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_FILLER = {name.lower() for name in calendar.day_name} | {"of", "from", "the"}


def read_day(text: str) -> date | None:
    """The one date that a text prints, or None."""
    return _day(_words(text))


def read_range(text: str) -> tuple[date | None, date | None, bool]:
    """(first day, last day, certain); (None, None, False) when unreadable."""
    pieces = [_words(piece) for piece in _DASH.split(_prepared(text))]
    if len(pieces) == 1 and len(pieces[0]) == 4:
        # the dash was lost: "22 26 February 2016"
        start, end, _ = _between(pieces[0][:1], pieces[0][1:])
        return start, end, False
    if len(pieces) == 1 and len(pieces[0]) in (5, 6):
        return _between(pieces[0][:-3], pieces[0][-3:])
    if len(pieces) == 1:
        only = _day(pieces[0])
        return only, only, False
    return _between(*pieces) if len(pieces) == 2 else (None, None, False)


def _between(first: list[str], last: list[str]) -> tuple[date | None, date | None, bool]:
    end = _day(last)
    if end is None:
        return None, None, False
    start = _day(first + last[len(first) :]) if len(first) < 3 else _day(first)
    if start and start > end and len(first) == 2:
        start = _day([*first, str(end.year - 1)])
    return start, end, start is not None and start <= end


def _prepared(text: str) -> str:
    worded = _NUMERIC.sub(_month_in_words, text.lower())
    return _ORDINAL.sub(" ", worded).replace(",", " ")


def _month_in_words(match: re.Match[str]) -> str:
    day, month, year = match.groups()
    if not 1 <= int(month) <= 12:
        return " "
    return f"{day} {calendar.month_name[int(month)].lower()} {year}"


def _words(text: str) -> list[str]:
    return [word for word in _prepared(text).strip(" .").split() if word not in _FILLER]


def _day(words: list[str]) -> date | None:
    if len(words) != 3 or words[1] not in _MONTHS:
        return None
    day, year = words[0], words[2]
    if not (re.fullmatch("[0-9]{1,2}", day) and re.fullmatch("20[0-9]{2}", year)):
        return None
    try:
        return date(int(year), _MONTHS[words[1]], int(day))
    except ValueError:
        return None
