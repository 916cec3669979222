"""Text becomes clean lines, and lines become paragraphs; each knows its place in the file."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tracker.reading.refusal import MAX_LINES, TOO_LONG, NotAReport

_BULLET = re.compile(r"[-•–—*▪◦‣·]\s+")
_HEADING_MARK = re.compile(r"#{1,6}\s+")
_EMPHASIS = re.compile(r"\*{1,3}(?=[^\s*])([^*\n]+)(?<=\S)\*{1,3}")
_PAGE_NUMBER = re.compile(r"page [0-9]{1,3}( of [0-9]{1,3})?", re.IGNORECASE)
_CITATION = re.compile(r"[\[(]?recommendations? [0-9]", re.IGNORECASE)
_NUMBERED = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2}|[.)]\s)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file, or a paragraph joined from several."""

    text: str  # single spaces; no bullet, no emphasis marks
    place: int  # number of its (first) line in the file, from 1
    opens: bool  # a blank line, or the file's beginning, stands before it
    bullet: bool  # it began with a bullet

    def at(self, what: str) -> str:
        """`what`, followed by the line number, for a doubt's place."""
        return f"{what}, line {self.place}"


def clean_lines(text: str) -> tuple[Line, ...]:
    """The lines of a text that are neither blank nor a page number."""
    raw_lines = text.splitlines()
    if len(raw_lines) > MAX_LINES:
        raise NotAReport(TOO_LONG)
    lines, opens = [], True
    for place, raw in enumerate(raw_lines, start=1):
        stripped = " ".join(raw.split())
        if not stripped:
            opens = True
        elif not _PAGE_NUMBER.fullmatch(stripped):
            lines.append(_clean(stripped, place, opens))
            opens = False
    return tuple(lines)


def paragraphs(lines: Iterable[Line], closed: Callable[[Line], bool]) -> list[Line]:
    """Join wrapped lines; a line that is `closed` (a heading) takes nothing more."""
    groups: list[list[Line]] = []
    for line in lines:
        if not groups or _begins(line) or closed(groups[-1][-1]):
            groups.append([])
        groups[-1].append(line)
    return [_joined(group) for group in groups]


def _clean(stripped: str, place: int, opens: bool) -> Line:
    unmarked = _HEADING_MARK.sub("", stripped, count=1) if stripped[0] == "#" else stripped
    bullet = _BULLET.match(unmarked)
    text = unmarked[bullet.end() :] if bullet else unmarked
    return Line(without_emphasis(text), place, opens, bool(bullet))


def without_emphasis(text: str) -> str:
    """The text without the asterisks of Markdown emphasis; "2 * 3" stays."""
    return _EMPHASIS.sub(r"\1", text)


def _begins(line: Line) -> bool:
    cites = _CITATION.match(line.text)
    return line.opens or line.bullet or bool(cites or _NUMBERED.match(line.text))


def _joined(group: list[Line]) -> Line:
    first = group[0]
    text = without_emphasis(" ".join(line.text for line in group))
    return Line(text, first.place, first.opens, first.bullet)
