"""What may be missing without a doubt from a report that was cut or garbled in one place: only what nobody could notice."""

import re
from dataclasses import dataclass, fields

from tests.reports.fenmarsh import EXPECTED, TEXT
from tests.reports.judge import Difference, place_of, spaced_anyhow, unexplained
from tracker.reading import ReadReport

LINES = TEXT.split("\n")
STARTS = [sum(len(line) + 1 for line in LINES[:number]) for number in range(len(LINES))]
NUMBERED = re.compile(r"(\d(?:\.\d)+) ")
MIDDLE = max(number for number, line in enumerate(LINES) if line == "Recommendations")
ROWS = {
    "area": "Review of", "title": "Review of", "visit_started_on": "Date of review", "visit_ended_on": "Date of review",
    "published_on": "Date of publication", "inspectors": "Name(s)", "providers": "Provider", "commissioners": "CCGs",
    "nhs_england_area": "NHS England area", "cqc_region": "CQC region", "signatory": "CQC Deputy",
}  # fmt: skip


def _line_of(start: str, after: int = 0) -> int:
    return next(number for number, line in enumerate(LINES) if number >= after and line.startswith(start))


def _own_lines() -> dict[tuple[str, str], range]:
    """The lines of every finding and recommendation, from its number to the next number or heading."""
    marks = re.compile(r"\d(?:\.\d)*\.? |(?:Recommendations|Next steps)$")
    begins = [number for number, line in enumerate(LINES) if marks.match(line)]
    found = {}
    for begin, end in zip(begins, [*begins[1:], len(LINES)], strict=True):
        match = NUMBERED.match(LINES[begin])
        if match:
            found["finding" if begin < MIDDLE else "recommendation", match[1]] = range(begin, end)
    return found


HEADINGS = ("1. Early help", "2. Children in need", "3. Management", "3.1 Leadership")
OWN = _own_lines()
ORDER = list(OWN)


@dataclass(frozen=True)
class Edit:
    """One place of the report's text exchanged for something else."""

    start: int  # first character taken out
    end: int  # the one behind the last
    rubbish: str = ""  # what was put in

    @property
    def text(self) -> str:
        return TEXT[: self.start] + self.rubbish + TEXT[self.end :]

    @property
    def touched(self) -> range:
        """The numbers of the lines that are no longer whole."""
        last = max(self.start, self.end - 1)
        inside = [n for n, begin in enumerate(STARTS) if begin <= last and begin + len(LINES[n]) >= self.start]
        return range(inside[0], inside[-1] + 1)

    def touches(self, lines: range) -> bool:
        """Whether one of the lines is no longer whole."""
        return bool(set(lines) & set(self.touched))


def silent_errors(report: ReadReport, edit: Edit) -> list[Difference]:
    """The differences from the whole report that neither a doubt names nor the edit hides from every reader."""
    doubted = {place_of(doubt) for doubt in report.doubts}
    silent = unexplained(report, EXPECTED, spaced_anyhow)
    return [each for each in silent if not _unnoticeable(each, edit, report) and not _named_by(each, edit, doubted)]


def _named_by(each: Difference, edit: Edit, doubted: set[str]) -> bool:
    """A missing heading is doubted at its first finding or once for its part, a lost recommendation at what cites it."""
    if edit.touches(range(MIDDLE, MIDDLE + 1)) and "recommendations" in doubted:
        return True
    siblings = {f"{each.kind} {number}" for number in _siblings(each.kind, each.number)}
    if each.field == "section":
        return bool(siblings & doubted)
    if each.field == "order":
        return any(place.startswith(each.kind) for place in doubted)
    if (each.kind, each.field) == ("finding", "lost") and "contents" in doubted:
        return all(_gone("finding", number, edit) for number in _siblings(each.kind, each.number))
    if each.field == "lost" and f"{each.kind} {each.number.rpartition('.')[0]}" in doubted:
        return True  # a heading without anything under it
    if each.field == "is_heading" and any(place.startswith(f"finding {each.number}.") for place in doubted):
        return True  # a number that was gained below it
    if each.field == "lost" and any(place.startswith(each.kind) for place in doubted - _all_places()):
        return True  # its own number became another one, which is doubted
    citing = {f"finding {finding.number}" for finding in EXPECTED.findings if each.number in finding.recommendations}
    return (each.kind, each.field) == ("recommendation", "lost") and bool(citing & doubted)


def _all_places() -> set[str]:
    return {f"{kind} {number}" for kind, number in ORDER} | {"findings", "recommendations"}


def _unnoticeable(each: Difference, edit: Edit, report: ReadReport) -> bool:
    if each.kind == "front":
        return _value_changed(each, edit)
    if each.kind == "plan":
        kept = [getattr(each.read, field.name) is not None for field in fields(each.read)]
        return all(kept) and (edit.touches(range(_line_of("Next steps", MIDDLE), len(LINES))) or _name_changed(edit))
    if each.field == "lost":
        return _last_of_its_kind(each, edit)
    if each.field == "gained":
        return _printed_in_order(each, edit)
    if each.field == "organisations":
        return _name_changed(edit) and set(each.read) <= {*report.providers, *report.commissioners}
    return each.field != "order" and _words_changed(each, edit)


def _value_changed(each: Difference, edit: Edit) -> bool:
    """A changed word or day is as good as any other, and a value may go on in the next line; an empty field is noticed."""
    row = _line_of(ROWS[each.field])
    return edit.touches(range(row, row + 2)) and bool(each.read)


def _name_changed(edit: Edit) -> bool:
    """A name that is spelled otherwise in the front table is spelled so everywhere."""
    return any(edit.touches(range(row, row + 2)) for row in (_line_of("Provider"), _line_of("CCGs")))


def _siblings(kind: str, number: str) -> list[str]:
    parent = number.rpartition(".")[0]
    return [other for sort, other in ORDER if sort == kind and other.rpartition(".")[0] == parent]


def _printed(number: str, edit: Edit) -> bool:
    """Whether a line begins with this number after the edit."""
    return re.search(rf"(?m)^\W*{re.escape(number)}\b", edit.text) is not None


def _gone(kind: str, number: str, edit: Edit) -> bool:
    first = STARTS[OWN[kind, number].start]
    return edit.start <= first + len(number) and first <= max(edit.start, edit.end)


def _last_of_its_kind(each: Difference, edit: Edit) -> bool:
    """Lost with all that follows in its section or group, so that no number is left out before another."""
    siblings = _siblings(each.kind, each.number)
    if each.number == "3.1" and re.search(r"\n\W*Leadership\s+3\.1\.1", edit.text):
        return True  # a heading may stand without its number
    gone = [number for number in siblings if _gone(each.kind, number, edit)]
    return each.number in gone and siblings[-1] in gone and siblings[0] not in gone


def _printed_in_order(each: Difference, edit: Edit) -> bool:
    """The edit itself printed the next number at the start of a line."""
    before, _, last = each.number.rpartition(".")
    follows = last.isdigit() and f"{before}.{int(last) - 1}" in _siblings(each.kind, f"{before}.1")
    return follows and _printed(each.number, edit)


def _words_changed(each: Difference, edit: Edit) -> bool:
    """A changed word looks like any other; what lost its number looks like one more paragraph of what stands before."""
    own = OWN[each.kind, each.number]
    if each.field == "section":
        above = range(max(n for n in range(own.start) if LINES[n] in HEADINGS), own.start)
        return edit.touches(above[:1]) and bool(each.read)
    return edit.touches(range(own.start, own.stop + 1))
