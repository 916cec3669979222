"""Numbers of findings and recommendations must follow one another without gap or repetition."""

from collections import Counter
from collections.abc import Iterable
from typing import Protocol

from tracker.reading.report import Doubt

Number = tuple[int, ...]


def parsed(number: str) -> Number:
    """(5, 1, 16) for "5.1.16"."""
    return tuple(int(part) for part in number.split("."))


class Doubtful(Protocol):
    """Something numbered, of which a doubt can be raised."""

    def doubt(self, read: str, reason: str) -> Doubt:
        """The doubt, with its place."""


def plain_number(printed: str) -> str:
    """ "1.1" for "1.01"."""
    return ".".join(map(str, parsed(printed)))


def check_numbers(numbered: Iterable[tuple[str, Doubtful]]) -> tuple[Doubt, ...]:
    """Doubts about (number, its bearer) pairs in printed order: repeated, missing, out of order."""
    pairs = list(numbered)
    return (*_repeated(pairs), *_gaps(pairs))


def _repeated(pairs: list[tuple[str, Doubtful]]) -> list[Doubt]:
    counts = Counter(number for number, _ in pairs)
    last = dict(pairs)
    return [
        last[number].doubt(number, f"The number {number} is printed {count} times.")
        for number, count in counts.items()
        if count > 1
    ]


def _gaps(pairs: list[tuple[str, Doubtful]]) -> list[Doubt]:
    doubts, before = [], "0"
    for number, bearer in pairs:
        if number != before and not follows(parsed(before), parsed(number)):
            read = number if before == "0" else f"{before}, then {number}"
            reason = "A number before this one is missing, or the order is wrong."
            doubts.append(bearer.doubt(read, reason))
        before = number
    return doubts


def follows(before: Number, number: Number) -> bool:
    """Whether one step was taken at one level, and every level below it starts at 1."""
    for level, part in enumerate(number):
        previous = before[level] if level < len(before) else 0
        if part != previous:
            return part == previous + 1 and all(lower == 1 for lower in number[level + 1 :])
    return False
