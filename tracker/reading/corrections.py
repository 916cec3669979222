"""Corrections of a report that was read: each takes a `ReadReport` and gives a corrected copy; pure.

Positions count from 1 in the report's order; one that does not exist raises IndexError. A correction
may leave numbers that stand twice or point nowhere: `problems` names every one of them.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import count

from tracker.reading.organisation_names import organisation_key
from tracker.reading.report import ReadFinding, ReadRecommendation, ReadReport

_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+)+")


def with_details(report: ReadReport, **changes) -> ReadReport:
    """Other details; fields as `ReadReport` has them."""
    return replace(report, **changes)


def with_recommendation(
    report: ReadReport, position: int, *, number: str, text: str, organisations: Iterable[str], findings: Iterable[str]
) -> ReadReport:
    """The recommendation at a position put right; `findings` are the numbers of those that cite it from now on.

    While another recommendation has the same old number, findings that are not named keep citing that one.
    """
    old = nth(report.recommendations, position)
    new = replace(old, number=number, text=text, organisations=_once(organisations))
    rest = _without(report.recommendations, position)
    is_shared = any(r.number == old.number for r in rest)
    rows = _placed(rest, new, position if number == old.number else None)
    return replace(report, recommendations=rows, findings=_recited(report, old.number, number, set(findings), keep=is_shared))


def with_new_recommendation(
    report: ReadReport, *, number: str, text: str, organisations: Iterable[str], findings: Iterable[str], line: int | None = None
) -> ReadReport:
    """One more recommendation, where its number belongs; `findings` are the numbers of those that cite it."""
    rows = _placed(report.recommendations, ReadRecommendation(number, _once(organisations), text, line))
    return replace(report, recommendations=rows, findings=_recited(report, number, number, set(findings), keep=True))


def with_split(report: ReadReport, position: int, *, kept: str, number: str, text: str, findings: Iterable[str]) -> ReadReport:
    """One recommendation becomes two that address the same organisations; `findings` are the numbers of those that cite the new one."""
    old = nth(report.recommendations, position)
    rows = list(report.recommendations)
    rows[position - 1] = replace(old, text=kept)
    recited = _recited(report, number, number, set(findings), keep=True)
    return replace(report, recommendations=_placed(tuple(rows), replace(old, number=number, text=text)), findings=recited)


def findings_of_lost(report: ReadReport, number: str) -> tuple[str, ...]:
    """The numbers of the findings that cited this recommendation when it could not be found: their doubts tell."""
    told = (doubt for doubt in report.doubts if number in _NUMBERS.findall(doubt.read))
    named = {doubt.place.removeprefix("finding ").partition(",")[0] for doubt in told if doubt.place.startswith("finding ")}
    return tuple(f.number for f in report.findings if f.number in named)


def without_recommendation(report: ReadReport, position: int) -> ReadReport:
    """Without one recommendation; findings go on citing its number, so that the loss shows as a problem."""
    nth(report.recommendations, position)
    return replace(report, recommendations=_without(report.recommendations, position))


def with_group(report: ReadReport, group: str, organisations: Iterable[str]) -> ReadReport:
    """Every recommendation of a group ("3" for 3.1, 3.2 …) addressed to these organisations."""
    names = _once(organisations)
    rows = (replace(r, organisations=names) if group_of(r.number) == group else r for r in report.recommendations)
    return replace(report, recommendations=tuple(rows))


def with_finding(report: ReadReport, position: int, **changes) -> ReadReport:
    """The finding at a position with other fields; a new number moves it to where that number belongs."""
    old = nth(report.findings, position)
    new = replace(old, **changes)
    rest = _without(report.findings, position)
    return replace(report, findings=_placed(rest, new, position if new.number == old.number else None))


def with_new_finding(report: ReadReport, **fields) -> ReadReport:
    """One more finding, where its number belongs; fields as `ReadFinding` has them."""
    return replace(report, findings=_placed(report.findings, ReadFinding(**fields)))


def without_finding(report: ReadReport, position: int) -> ReadReport:
    """Without one finding."""
    nth(report.findings, position)
    return replace(report, findings=_without(report.findings, position))


def renamed(report: ReadReport, old: str, names: Iterable[str]) -> ReadReport:
    """An organisation under another name, merged with one that is named already, or split into several names."""
    key, names = organisation_key(old), tuple(names)

    def put(row: tuple[str, ...]) -> tuple[str, ...]:
        return _once(new for name in row for new in (names if organisation_key(name) == key else (name,)))

    sender = report.plan.submitted_by
    plan = replace(report.plan, submitted_by=" and ".join(put((sender,)))) if sender else report.plan
    rows = tuple(replace(r, organisations=put(r.organisations)) for r in report.recommendations)
    return replace(report, recommendations=rows, providers=put(report.providers), commissioners=put(report.commissioners), plan=plan)


def organisations_of(report: ReadReport) -> tuple[str, ...]:
    """Every organisation that the import will use, once: the CCGs, then those addressed, in the report's order."""
    return _once((*report.commissioners, *(name for r in report.recommendations for name in r.organisations)))


def group_of(number: str) -> str:
    """The group of a recommendation: "3" for "3.1"."""
    return number.partition(".")[0]


def order_of(number: str) -> tuple[int, ...]:
    """What numbers are sorted by: (5, 1, 16) for "5.1.16"."""
    return tuple(int(digits) for digits in re.findall(r"[0-9]+", number))


def free_number(report: ReadReport, number: str) -> str:
    """The first number of the same group, after this one, that no recommendation has: what a lost one was called."""
    taken, group = {r.number for r in report.recommendations}, group_of(number)
    start = (order_of(number) + (0, 0))[1]
    return next(n for n in (f"{group}.{item}" for item in count(start + 1)) if n not in taken)


def nth(rows: tuple, position: int):
    """The row at a position from 1; IndexError when there is none."""
    if not 1 <= position <= len(rows):
        raise IndexError(position)
    return rows[position - 1]


def _once(names: Iterable[str]) -> tuple[str, ...]:
    """Each organisation once, however it is written, under its first name."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(organisation_key(name), name)
    return tuple(first.values())


def _without(rows: tuple, position: int) -> tuple:
    return rows[: position - 1] + rows[position:]


def _placed(rows: tuple, row, position: int | None = None) -> tuple:
    """The row at this position, or else before the first row with a greater number."""
    greater = (n for n, other in enumerate(rows) if order_of(other.number) > order_of(row.number))
    index = next(greater, len(rows)) if position is None else position - 1
    return (*rows[:index], row, *rows[index:])


def _recited(report: ReadReport, old: str, new: str, citing: set[str], *, keep: bool) -> tuple[ReadFinding, ...]:
    """The findings: those in `citing` cite `new`, in the place of `old`; the others lose `old` unless it is kept."""
    return tuple(replace(f, recommendations=_cites(f, old, new, f.number in citing, keep)) for f in report.findings)


def _cites(finding: ReadFinding, old: str, new: str, cites: bool, keep: bool) -> tuple[str, ...]:
    instead = (new,) if cites else (old,) if keep else ()
    numbers = [n for cited in finding.recommendations for n in (instead if cited == old else (cited,))]
    return tuple(dict.fromkeys([*numbers, new] if cites else numbers))
