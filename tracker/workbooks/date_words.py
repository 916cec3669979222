"""The dates in a line of text, each with what was assumed to make it a day."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.working_days import is_working_day

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2}|['’][0-9]{2}|[0-9]{2})(?![0-9/])"
_DAY = r"(?P<day>[0-9]{1,2})(?: ?(?:st|nd|rd|th)\b)?"
_JOIN = r"(?: ?(?:of )?|[-/. ,]+)"
_TIME = r"(?:[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]+)?)?"
_FORMS = [(name, re.compile(rf"(?<![0-9A-Za-z]){form}", re.IGNORECASE)) for name, form in (
    ("iso", r"(?P<year>(?:19|20)[0-9]{2})-(?P<number>[0-9]{1,2})-(?P<day>[0-9]{1,2})(?![0-9])" + _TIME),
    ("numbers", r"(?P<day>[0-9]{1,2}) ?(?P<mark>[/.-]) ?(?P<number>[0-9]{1,2}) ?(?P=mark) ?(?P<year>[0-9]{4}|[0-9]{2})(?![0-9])" + _TIME),
    ("quarter", r"(?:Q|quarter ?)(?P<quarter>[1-4])\b(?:[ ,(]*(?:of )?(?:FY ?)?(?P<year>(?:20)?[0-9]{2})(?:[/-](?P<end>(?:20)?[0-9]{2}))?\)?(?![0-9]))?"),
    ("day", _DAY + _JOIN + _MONTH + _JOIN + _YEAR),
    ("american", _MONTH + r" (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<year>20[0-9]{2})(?![0-9])"),
    ("ordinal", _MONTH + r" (?P<day>[0-9]{1,2})(?:st|nd|rd|th)\b"),
    ("month", _MONTH + _JOIN + _YEAR),
    ("no year", _DAY + r"(?: ?(?:of )?|[-/. ]+)" + _MONTH),
    ("month number", r"(?P<number>0?[1-9]|1[0-2])/(?P<year>20[0-9]{2})(?![0-9/])"),
    ("financial year", r"(?:FY ?)?(?P<year>20[0-9]{2})[/-](?P<end>(?:20)?[0-9]{2})(?![0-9/-])"),
    ("season", r"(?:spring|summer|autumn|winter)\b(?:[ ,]*(?:term )?(?:of )?20[0-9]{2}(?:/[0-9]{2})?)?"),
    ("only month", r"(?!may (?:be|need|not|have|also)\b)" + _MONTH),
    ("only year", r"(?P<year>20[0-9]{2})(?![0-9])"),
)]  # fmt: skip
_STARTS_NEXT_YEAR = (4,)  # quarter 4 is January to March


@dataclass(frozen=True)
class Found:
    """A day, where it stood in the text, and what was assumed."""

    on: date
    start: int
    assumptions: tuple[str, ...] = ()


def found_dates(text: str, near: date | None) -> tuple[list[Found], str]:
    """(the dates in their order, why there is none although one was meant)."""
    found, problem, years = [], "", _years(text)
    for form, match in _matches(text):
        try:
            item = _READ_BY[form](match, _Year(years, match.start(), near))
        except ValueError:
            return [], f"“{match.group().strip()}” is no day of the calendar, so there is no date."
        if item is not None:
            found.append(Found(item[0], match.start(), tuple(item[1:])))
        elif form != "only month":  # "may" is a word, too
            problem = f"“{match.group().strip()}” has no year, so there is no date."
    return found, "" if found else problem


def last_working_day(year: int, month: int) -> date:
    """The last working day of a month."""
    day = date(year, month, calendar.monthrange(year, month)[1])
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def day_words(day: date) -> str:
    """A day as pages print it: "30 September 2016"."""
    return f"{day.day} {day:%B %Y}"


def _matches(text: str) -> list[tuple[str, re.Match]]:
    """What stands for a date, in order; the most exact form wins where two begin together."""
    found, at = [], 0
    while at < len(text):
        ways = [(match.start(), rank, form, match) for rank, (form, pattern) in enumerate(_FORMS) if (match := pattern.search(text, at))]
        if not ways:
            break
        _, _, form, match = min(ways, key=lambda way: way[:2])
        if form != "only month" or _is_a_month(match, text):
            found.append((form, match))
        at = match.end()
    return found


def _is_a_month(match: re.Match, text: str) -> bool:
    """Whether "may" or "mar" is a month here and not a word of a sentence."""
    return match.group()[0].isupper() or match["month"].lower() not in ("may", "march", "mar")


def _years(text: str) -> list[tuple[int, int]]:
    return [(match.start(), int(match.group())) for match in re.finditer(r"(?<![0-9])20[0-9]{2}(?![0-9])", text)]


class _Year:
    """The year of something that does not say its own: from further on in the cell, or else from the report's day."""

    def __init__(self, years: list[tuple[int, int]], start: int, near: date | None):
        self.said = next((year for at, year in years if at > start), None)
        self.near = near

    def of(self, month: int, day: int | None = None) -> tuple[int, str] | None:
        """(year, what was assumed)."""
        if self.said:
            return self.said, f"The year {self.said} was taken from the later date."
        if self.near is None:
            return None
        passed = (month, day or 31) < (self.near.month, self.near.day)
        year = self.near.year + passed
        return year, f"No year was given: {year} is the first after the report."


def _whole_year(written: str) -> int:
    year = int(written.strip("'’"))
    return year if year > 99 else 2000 + year


def _iso(match, _year) -> tuple:
    return (date(int(match["year"]), int(match["number"]), int(match["day"])),)


def _numbers(match, _year) -> tuple:
    first, second, year = int(match["day"]), int(match["number"]), _whole_year(match["year"])
    if second > 12 >= first:
        return date(year, first, second), f"“{match.group().strip()}” was read with the month first, as there is no month {second}."
    day = date(year, second, first)
    if first <= 12 and first != second:
        return day, f"“{match.group().strip()}” was read as {day_words(day)}, with the day first."
    return (day,)


def _day(match, _year) -> tuple:
    return (date(_whole_year(match["year"]), _MONTHS[match["month"].lower()], int(match["day"])),)


def _no_year(match, year) -> tuple | None:
    month, day = _MONTHS[match["month"].lower()], int(match["day"])
    given = year.of(month, day)
    return given and (date(given[0], month, day), given[1])


def _end_of(match, year: int, month: int, *said: str) -> tuple:
    day = last_working_day(year, month)
    return day, f"“{match.group().strip()}” became {day_words(day)}, the last working day of the month.", *said


def _month(match, _year) -> tuple:
    year, month = _whole_year(match["year"]), _MONTHS[match["month"].lower()]
    if re.fullmatch(rf"{match['month']}\.? [0-9]{{2}}", match.group()):
        return _end_of(match, year, month, f"{match['year']} was read as the year, not the day.")
    return _end_of(match, year, month)


def _month_number(match, _year) -> tuple:
    return _end_of(match, int(match["year"]), int(match["number"]))


def _only_month(match, year) -> tuple | None:
    month = _MONTHS[match["month"].lower()]
    given = year.of(month)
    return given and _end_of(match, given[0], month, given[1])


def _quarter(match, year) -> tuple | None:
    quarter = int(match["quarter"])
    month = (6, 9, 12, 3)[quarter - 1]
    if match["year"] is None:
        given = year.of(month)
        return given and _end_of(match, given[0], month, given[1], "Quarters were counted from April.")
    begins = _whole_year(match["year"])
    ends = _whole_year(match["end"]) if match["end"] else begins + 1
    if ends != begins + 1:
        raise ValueError("not a financial year")
    return _end_of(match, ends if quarter in _STARTS_NEXT_YEAR else begins, month, "Quarters were counted from April.")


def _financial_year(match, _year) -> tuple:
    begins, ends = int(match["year"]), _whole_year(match["end"])
    if ends != begins + 1:
        raise ValueError("not a financial year")
    return _end_of(match, ends, 3, "The financial year ends in March.")


def _season(_match, _year) -> tuple:
    raise ValueError("a season has no last day that everybody agrees on")


def _only_year(match, _year) -> tuple:
    return _end_of(match, int(match["year"]), 12, "Only a year was given: the end of it was taken.")


_READ_BY = {
    "iso": _iso, "numbers": _numbers, "quarter": _quarter, "day": _day, "american": _day, "ordinal": _no_year, "month": _month,
    "no year": _no_year, "month number": _month_number, "financial year": _financial_year, "season": _season, "only month": _only_month, "only year": _only_year,
}  # fmt: skip
