"""Signs of personal data in text: what kind, how many and where. The values themselves are counted here and go no further."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracker.checks.birth_dates import birth_dates
from tracker.checks.home_addresses import POSTCODE, home_postcodes
from tracker.checks.nhs_numbers import nhs_numbers

Line = tuple[str, str]  # where it stands ("page 3"), and its text; cells of a table are parted by tabs
NHS_NUMBER = "NHS number"
MOST_PLACES = 10  # named for each kind
_LOOKS = {
    NHS_NUMBER: (re.compile(r"\d{3}[\W_]{0,6}\d{3}[\W_]{0,6}\d{4}"), nhs_numbers),
    "date of birth": (re.compile(r"\bd\.? ?o\.? ?b\b|birth|\bborn\b", re.IGNORECASE), birth_dates),
    "postcode near a name": (POSTCODE, home_postcodes),
}
_MANY = {NHS_NUMBER: "NHS numbers", "date of birth": "dates of birth", "postcode near a name": "postcodes near names"}


@dataclass(frozen=True)
class Sign:
    """One kind of personal data: how many different values, and the first places where they stand."""

    kind: str
    count: int
    places: tuple[str, ...] = ()
    more: bool = False  # whether it stands in further places

    @property
    def words(self) -> str:
        """ "2 NHS numbers (page 3, page 4)" """
        where = ", ".join(self.places) + (" and further on" if self.more else "")
        return f"{self.count} {self.kind if self.count == 1 else _MANY[self.kind]}{f' ({where})' if where else ''}"


def signs_in(lines: Iterable[Line]) -> list[Sign]:
    """The signs in lines that follow one another, each kind once."""
    rows = list(lines)
    whole = "\n".join(text for _, text in rows)  # one search of all of it tells most files apart in no time
    return [sign for kind, (hint, look) in _LOOKS.items() if hint.search(whole) and (sign := _sign(kind, look(rows)))]


def signs_in_text(text: str) -> list[Sign]:
    """The signs in what somebody typed, without places."""
    if not any(c.isdigit() for c in text):
        return []
    return signs_in(("", line) for line in text.split("\n"))  # a soft line break parts nothing


def holds_nhs_number(text: str) -> bool:
    """Whether a name or what somebody typed holds one: it is never kept."""
    return any(sign.kind == NHS_NUMBER for sign in signs_in_text(text))


def nhs_numbers_in(lines: Iterable[Line]) -> Sign | None:
    """The NHS numbers alone."""
    return _sign(NHS_NUMBER, nhs_numbers(list(lines)))


def _sign(kind: str, found: Iterator[tuple[str, str]]) -> Sign | None:
    values, places = set(), {}
    for place, value in found:
        values.add(value)
        places[place] = None
    named = tuple(filter(None, places))
    return Sign(kind, len(values), named[:MOST_PLACES], len(named) > MOST_PLACES) if values else None
