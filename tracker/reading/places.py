"""Where a doubt can be settled: the place that it names, in the report as it is corrected so far; pure."""

import re
from collections.abc import Iterable

from tracker.reading.corrections import group_of
from tracker.reading.problems import Place
from tracker.reading.report import Doubt, ReadReport

_NUMBERED = re.compile(r"(recommendation|finding) ([0-9.]+)")
_FIELDS = {
    "title": "title",
    "area": "area",
    "date of review": "visit_started_on-day",
    "date of publication": "published_on-day",
    "names of inspectors": "inspectors",
    "provider services": "providers",
    "CCGs": "commissioners",
    "NHS England area": "nhs_england_area",
    "CQC region": "cqc_region",
    "signatory": "signatory_name",
    "next steps": "working_days",
}


def place_of(report: ReadReport, doubt: Doubt) -> Place:
    """What to open to settle a doubt."""
    numbered = _NUMBERED.match(doubt.place)
    if numbered:
        return _row(report, doubt, *numbered.groups())
    if doubt.place.startswith("heading of a group"):
        return _group(report, doubt)
    if doubt.place.startswith("recommendations"):
        return _nearest("recommendation", report.recommendations, doubt)
    if doubt.place.startswith(("finding", "contents")):
        return _nearest("finding", report.findings, doubt)
    named = (field for words, field in _FIELDS.items() if words in f"{doubt.place} {doubt.reason}")
    return Place("details", field=next(named, "title"))


def _row(report: ReadReport, doubt: Doubt, noun: str, number: str) -> Place:
    """The row that begins on the doubt's line, or else bears its number, whatever was corrected since."""
    rows = report.recommendations if noun == "recommendation" else report.findings
    on_line = _positions(row.line is not None and row.line == doubt.line for row in rows)
    numbered = _positions(row.number == number for row in rows)
    found = on_line or numbered
    return Place(noun, found[0]) if found else Place(f"{noun}s", line=doubt.line)


def _group(report: ReadReport, doubt: Doubt) -> Place:
    below = [r for r in report.recommendations if doubt.line and r.line and r.line >= doubt.line]
    group = group_of(below[0].number) if below else ""
    return Place("group", int(group)) if group.isdecimal() else Place("recommendations", line=doubt.line)


def _nearest(noun: str, rows: tuple, doubt: Doubt) -> Place:
    """The row that the doubtful line was read as a part of; something new when there is none."""
    above = _positions(doubt.line is not None and row.line is not None and row.line <= doubt.line for row in rows)
    return Place(noun, above[-1]) if above else Place(f"{noun}s", line=doubt.line)


def _positions(holds: Iterable[bool]) -> list[int]:
    return [position for position, held in enumerate(holds, 1) if held]
