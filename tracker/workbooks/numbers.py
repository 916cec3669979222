"""Which recommendations a row is about: by its number, or else by CQC's words when they are unmistakable."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from tracker.workbooks.known import KnownRecommendation, KnownReview
from tracker.workbooks.plan_rows import PlanRow

_NUMBER = re.compile(r"(?<![0-9.])([1-9][0-9]?)\s?\.\s?([1-9][0-9]?)(?![0-9]|\.[0-9])")
_RANGE = re.compile(r"([1-9][0-9]?)\.([1-9][0-9]?)\.?\s*(?:-|–|—|to)\s*\1\.([1-9][0-9]?)(?![0-9])")
_AT_START = re.compile(r"\W*(?:recommendation|rec|r)?\W{0,3}(?=[1-9][0-9]?\s?\.\s?[1-9])", re.IGNORECASE)
NOUGHT = "“{}” was read as {}: Excel leaves out the last nought."
DOUBT = "The cell holds a number, and Excel leaves out a last nought: it could not be told whether {0} or {1} was meant. Tick it if {0} is right."
ALIKE, APART = 0.75, 0.2  # how much of the words is shared; how far the next one must be behind


@dataclass(frozen=True)
class Placed:
    """The recommendations, what was assumed, and why there is none; `is_doubtful` when it might be another one as well."""

    recommendations: tuple[KnownRecommendation, ...] = ()
    assumptions: tuple[str, ...] = ()
    reason: str = ""
    is_doubtful: bool = False


def recommendations_of(row: PlanRow, known: KnownReview, last: str = "") -> Placed:
    """The recommendations that a row names; `last` is the number of the row before, by which "1.1" after "1.9" is told."""
    numbers = numbers_in(row.text("number")) or _at_start(row.text("recommendation"))
    by_number, meant = known.by_number, by_words(row.text("recommendation"), known)
    if not numbers:
        return _by_words_alone(row, meant)
    numbers, said, is_doubtful = _lost_zero(row, numbers, last, by_number, meant)
    missing = [n for n in numbers if n not in by_number]
    if missing and meant and len(numbers) == 1:
        return Placed((meant,), (f"There is no recommendation {missing[0]} in this review; its words are those of {meant.number}.",))
    if missing:
        return Placed(reason=f"There is no recommendation {', '.join(missing)} in this review.")
    if meant and meant.number not in numbers:
        said += (f"The row has the number {numbers[0]} but the words of {meant.number}: the number was followed.",)
    if len(numbers) > 1:
        said += (f"The row names recommendations {', '.join(numbers)}: it is proposed for each.",)
    return Placed(tuple(by_number[n] for n in numbers), said, is_doubtful=is_doubtful)


def numbers_in(text: str) -> list[str]:
    """The numbers of recommendations in a cell: "Rec 1.1 and 1.3" gives both, "1.1 – 1.3" all three; "5.3.8" is a finding."""
    found = {}
    for group, first, last in _RANGE.findall(text):
        found |= dict.fromkeys(f"{group}.{n}" for n in range(int(first), int(last) + 1))
    return list(found | dict.fromkeys(f"{group}.{item}" for group, item in _NUMBER.findall(text)))


def by_words(text: str, known: KnownReview) -> KnownRecommendation | None:
    """The one recommendation whose words these are; None when none is or two might be."""
    wanted = _words(text)
    if len(wanted) < 4:
        return None
    shares = sorted(((_shared(wanted, _words(r.text)), at) for at, r in enumerate(known.recommendations)), reverse=True)
    if not shares or shares[0][0] < ALIKE or (len(shares) > 1 and shares[1][0] > shares[0][0] - APART):
        return None
    return known.recommendations[shares[0][1]]


def _by_words_alone(row: PlanRow, meant: KnownRecommendation | None) -> Placed:
    if meant:
        return Placed((meant,), (f"The row has no number: it was found by CQC's words to be {meant.number}.",))
    told = row.text("number") or row.text("recommendation")
    if told:
        return Placed(reason=f"“{_short(told)}” is no recommendation of this review that could be told for certain.")
    return Placed(reason="No recommendation stands in this row.")


def with_nought(number: str, shown: str, known: Collection[str]) -> tuple[str, tuple[str, ...], bool]:
    """(the number that a cell with the number 1.1 means, what was assumed, whether it might be 1.10 as well); `shown` is how the cell shows it."""
    longer = f"{number}0"
    if longer not in known:
        return number, (), False
    if shown == longer:
        return longer, (f"The cell shows “{longer}”, so it was read as that.",), False
    if number not in known:
        return longer, (NOUGHT.format(number, longer),), False
    return number, (DOUBT.format(number, longer),), True


def _lost_zero(row: PlanRow, numbers: list[str], last: str, by_number: dict, meant) -> tuple[list[str], tuple[str, ...], bool]:
    """Excel writes 1.10 as 1.1: after 1.9, or with the words of 1.10, it is that; a number alone does not tell."""
    if len(numbers) != 1 or f"{numbers[0]}0" not in by_number:
        return numbers, (), False
    group, _, item = numbers[0].partition(".")
    longer = f"{numbers[0]}0"
    by_place = meant is None and last in (f"{group}.{int(item) * 10 - 1}", longer)
    if by_place or (meant and meant.number == longer):
        return [longer], (NOUGHT.format(numbers[0], longer),), False
    if meant or not isinstance(row.cells.get("number"), float):
        return numbers, (), False
    number, said, is_doubtful = with_nought(numbers[0], row.shown, by_number)
    return [number], said, is_doubtful


def _at_start(text: str) -> list[str]:
    start = _AT_START.match(text)
    found = start and _NUMBER.match(text, start.end())
    return [f"{found[1]}.{found[2]}"] if found else []


@lru_cache(maxsize=1024)
def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]{2,}|[0-9]{2,}", text.lower()))


def _shared(one: frozenset, other: frozenset) -> float:
    return len(one & other) / (len(one | other) or 1)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:79]}…"
