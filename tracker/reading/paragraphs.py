"""Lines become paragraphs: wrapped lines are joined."""

import re
from collections.abc import Callable, Iterable

from tracker.reading.cleaning import without_emphasis
from tracker.reading.lines import Line

_CITATION = re.compile(r"[\[(]*(?:recommendations?|recs?\.) ?[0-9]", re.IGNORECASE)
_CITES_ON = re.compile(r"recommendations?$", re.IGNORECASE)
_NUMBERED = re.compile(r"[0-9]{1,2}((\.[0-9]{1,2}){1,2}[.)]?|[.)])\s")
_BEGINS_TEXT = re.compile(r"[0-9.)]+\s+[^a-z0-9\s]")  # "2.1 million" is the rest of a sentence


def paragraphs(lines: Iterable[Line], closed: Callable[[Line], bool]) -> list[Line]:
    """Join wrapped lines; a line that is `closed` (a heading) takes nothing more."""
    groups: list[list[Line]] = []
    for line in lines:
        if not groups or _begins(line, groups[-1][-1]) or closed(groups[-1][-1]):
            groups.append([])
        groups[-1].append(line)
    return [_joined(group) for group in groups]


def _begins(line: Line, before: Line) -> bool:
    if _CITES_ON.search(before.text) and not line.opens:
        return False
    if line.opens or line.bullet or _CITATION.match(line.text):
        return True
    return bool(_NUMBERED.match(line.text) and _BEGINS_TEXT.match(line.text))


def _joined(group: list[Line]) -> Line:
    text = without_emphasis(" ".join(line.text for line in group))
    first = group[0]
    return Line(text, first.place, first.opens, first.bullet, first.page)
