"""The source, line by line, with what was recognised in it as the report is corrected so far; pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.reading.places import place_of
from tracker.reading.problems import Place
from tracker.reading.report import Doubt, ReadReport, SourceLine

BEFORE, AFTER = 3, 12  # lines of the source that stand around a place


@dataclass(frozen=True)
class MarkedLine:
    """One line of the source as a page shows it."""

    number: int  # from 1
    text: str
    page: int | None  # of a PDF, from 1
    opens_page: bool  # whether it is the first line of its page
    mark: str  # what begins here: "recommendation 1.1"; or ""
    place: Place | None  # where that can be corrected
    doubts: tuple[int, ...]  # numbers, from 1, of the doubts about this line


def marked_lines(source: Iterable[SourceLine], report: ReadReport) -> list[MarkedLine]:
    """The lines that hold something; what was corrected is marked as it is called now."""
    rows, doubts, before, found = _rows(report), _doubts(report), None, []
    for number, line in enumerate(source, 1):
        if not (line.text.strip() or line.mark or number in doubts):
            continue
        mark, place = rows.get(number) or _other(report, line.mark, number)
        found.append(MarkedLine(number, line.text, line.page, line.page != before, mark, place, doubts.get(number, ())))
        before = line.page
    return found


def around(lines: list[MarkedLine], number: int | None) -> list[MarkedLine]:
    """The lines around one; none when it is not known."""
    return [line for line in lines if number - BEFORE <= line.number <= number + AFTER] if number else []


def front(lines: list[MarkedLine]) -> list[MarkedLine]:
    """The lines before the first finding or recommendation: as many as a front table has at most."""
    begun = (n for n, line in enumerate(lines) if line.place and line.place.noun in ("finding", "recommendation"))
    return lines[: min(next(begun, 60), 60)]


def _rows(report: ReadReport) -> dict[int, tuple[str, Place]]:
    """What begins on a line of the source, in the report as corrected; of several rows on one line, the first."""
    found: dict[int, tuple[str, Place]] = {}
    for noun, rows in (("recommendation", report.recommendations), ("finding", report.findings)):
        for position, row in enumerate(rows, 1):
            if row.line is not None:
                found.setdefault(row.line, (f"{noun} {row.number}", Place(noun, position)))
    return found


def _other(report: ReadReport, mark: str, number: int) -> tuple[str, Place | None]:
    """A mark of something else than a row: a detail, the heading of a group, or a row that was taken out since."""
    if not mark:
        return "", None
    taken_out = mark.startswith(("recommendation ", "finding "))
    return f"{mark}, not in the draft" if taken_out else mark, place_of(report, Doubt(mark, "", "", number))


def _doubts(report: ReadReport) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for number, doubt in enumerate(report.doubts, 1):
        if doubt.line is not None:
            found[doubt.line] = (*found.get(doubt.line, ()), number)
    return found
