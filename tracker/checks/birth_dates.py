"""Dates of birth: a date beside, or under, words that say so."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from tracker.checks.table_columns import cells_of, in_column

_MONTHS = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
DATE = (
    rf"(?<!\d)(?:{_DAY} ?[./ -] ?(?:0?[1-9]|1[0-2]) ?[./ -] ?(?:(?:19|20)\d\d|\d\d)"
    rf"|{_DAY}(?:st|nd|rd|th)? (?:of )?(?:{_MONTHS})\.?,? (?:19|20)\d\d|{_DAY}-(?:{_MONTHS})-(?:(?:19|20)\d\d|\d\d)"
    r"|(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?!\d)"
)
_NAMED = r"(?:\bd\.? ?o\.? ?b\b\.?|\bdates? of birth\b|\bbirth ?dates?\b)"
# "born after 1 April" is a rule for many, "born on 1 April 2009" is somebody.
_BEFORE = rf"(?:{_NAMED}[^\d\n]{{0,25}}|\bborn(?: (?:on|at|in)\b[^\d\n]{{0,25}})?[ :,(]*)"
_BIRTH = re.compile(rf"{_BEFORE}({DATE})|({DATE})[ ,(]{{0,3}}\(?{_NAMED}", re.IGNORECASE)
_DATE = re.compile(DATE, re.IGNORECASE)
_WORD = re.compile(r"b\b|birth|born", re.IGNORECASE)
_HEADING = re.compile(rf"\W*{_NAMED}\W*(?:\(?dd[ /.-]?mm[ /.-]?yy(?:yy)?\)?)?\W*", re.IGNORECASE)


def birth_dates(lines: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """(place, date) of each."""
    for (place, text), after in zip_longest(lines, lines[1:]):
        if not _WORD.search(text):
            continue
        # A label may stand above its value; headings of columns are read below.
        beside = text if after is None or len(cells_of(text)) > 2 else f"{text} {after[1]}"
        for found in _BIRTH.finditer(beside):
            if found.start() < len(text):
                yield place, found[1] or found[2]
    yield from ((place, found[0]) for place, cell in in_column(lines, _HEADING) if (found := _DATE.search(cell)))
