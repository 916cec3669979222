"""Bullets and numbers that stand on lines of their own are put before the words they belong to."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.reading.lines import Line
from tracker.reading.report import Doubt

LONE_BULLET = re.compile(r"[•▪◦‣·●○■\uf0b7\uf0a7]")
_LONE_NUMBER = re.compile(r"[0-9]{1,2}(?:(?:\.[0-9]{1,2}){1,2}[.)]?|[.)])")
_NUMBERED = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2}){0,2}[.)]?\s")
_CITES = re.compile(r"(?:recommendations?|\band|\bto|[,&–-])$", re.IGNORECASE)


def with_marks(lines: Sequence[Line]) -> tuple[list[Line], tuple[Doubt, ...]]:
    """(the lines, no mark on a line of its own; doubts where bullets stand apart from several items)."""
    joined: list[Line] = []
    doubts: list[Doubt] = []
    mark: Line | None = None
    for line in lines:
        if _is_mark(line, joined):
            if mark and LONE_BULLET.fullmatch(mark.text):
                doubts.append(line.doubt("findings", "", "Bullets stand apart from their words, so this list may be wrong."))
            mark = line
        elif mark:
            joined += _marked(line, mark)
            mark = None
        else:
            joined.append(line)
    return joined, tuple(doubts[:1])


def _is_mark(line: Line, before: list[Line]) -> bool:
    """A number behind "Recommendation" is no mark: it is cited."""
    if LONE_BULLET.fullmatch(line.text):
        return True
    return bool(_LONE_NUMBER.fullmatch(line.text)) and not (before and _CITES.search(before[-1].text))


def _marked(line: Line, mark: Line) -> list[Line]:
    """The line with its mark; a number whose text was lost stays alone, so that it is doubted."""
    if LONE_BULLET.fullmatch(mark.text):
        return [replace(line, opens=True, bullet=True)]
    if _NUMBERED.match(line.text):
        return [replace(mark, opens=True), replace(line, opens=True)]
    return [replace(mark, text=f"{mark.text} {line.text}", opens=True)]
