"""Lines are divided into front, contents, body, recommendations and next steps."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tracker.reading.contents import heading_key, read_contents
from tracker.reading.lines import Line
from tracker.reading.report import Doubt

_LONGEST_GROUP_HEADING = 600  # letters
_ASKS = re.compile(r"\ss\s?h\s?o\s?u\s?l\s?d[\s:*]*$|^(?![0-9]{1,2}\.[0-9]).*\sshould ensure(?: that)?[\s:*]*$", re.IGNORECASE)


@dataclass(frozen=True)
class Parts:
    """The report's lines, each in the part it belongs to."""

    front: tuple[Line, ...]  # title and front table
    contents: Mapping[str, str]  # section names that the contents list, by `heading_key`
    body: tuple[Line, ...]  # between contents and recommendations: the findings
    recommendations: tuple[Line, ...]
    next_steps: tuple[Line, ...]
    doubts: tuple[Doubt, ...]


def divide(lines: tuple[Line, ...]) -> Parts:
    """Divide by the last headings that carry the names; without groups there are no recommendations."""
    front_end, body_start, contents = read_contents(lines)
    heading, start, doubts = _recommendations_start(lines, body_start)
    end, end_doubts = _next_steps_start(lines, start)
    return Parts(
        front=lines[:front_end],
        contents=contents,
        body=lines[body_start:heading],
        recommendations=lines[start:end],
        next_steps=lines[end:],
        doubts=(*_lost_headings(lines[body_start:], contents), *doubts, *end_doubts),
    )


def asks(line: Line) -> bool:
    """Whether the line ends like the heading of a group: "… should:"."""
    last = line.text.rstrip(" :*")[-1:]  # of "should", "ensure" or "that": most lines need no closer look
    short = last in "dDeEtT" and len(line.text) <= _LONGEST_GROUP_HEADING
    return short and bool(_ASKS.search(line.text))


def _lost_headings(lines: tuple[Line, ...], contents: Mapping[str, str]) -> list[Doubt]:
    found = {heading_key(line.text) for line in lines}
    reason = "The contents name this section, but no such heading was found."
    return [Doubt("contents", name, reason) for key, name in contents.items() if key not in found]


def _recommendations_start(
    lines: tuple[Line, ...], after: int
) -> tuple[int, int, tuple[Doubt, ...]]:
    """(index of the heading, of the first line below it, doubts)."""
    groups = [index for index in range(after, len(lines)) if asks(lines[index])]
    if not groups:
        return len(lines), len(lines), ()
    headings = _places(lines[: groups[-1]], "recommendations", after)
    start = groups[0]
    if headings:
        start = next(index for index in groups if index > headings[-1])
        # only unrecognised contents name the next steps before any recommendation
        if not _places(lines[:start], "nextsteps", headings[-1]):
            return headings[-1], headings[-1] + 1, ()
    reason = "The heading “Recommendations” is missing, so where they begin was guessed."
    doubt = lines[start].doubt("recommendations", lines[start].text, reason)
    return start, start, (doubt,)


def _next_steps_start(lines: tuple[Line, ...], after: int) -> tuple[int, tuple[Doubt, ...]]:
    headings = _places(lines, "nextsteps", after)
    if headings:
        return headings[-1], ()
    first = lines[after].place if after < len(lines) else 0
    guess = _first(lines, lambda line: line.place > first and _asks_for_plan(line))
    reason = "The heading “Next steps” is missing, so the last recommendation may be too long."
    return len(lines) if guess is None else guess, (Doubt("next steps", "", reason),)


def _places(lines: tuple[Line, ...], name: str, after: int) -> list[int]:
    return [i for i in range(after, len(lines)) if heading_key(lines[i].text) == name]


def _asks_for_plan(line: Line) -> bool:
    folded = line.text.casefold()
    return "action plan" in folded and "working days" in folded


def _first(lines: tuple[Line, ...], matches: Callable[[Line], bool]) -> int | None:
    return next((index for index, line in enumerate(lines) if matches(line)), None)
