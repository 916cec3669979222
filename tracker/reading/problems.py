"""What does not add up in a report as it is corrected so far, and the counts that must reconcile; pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.reading.corrections import group_of, order_of, organisations_of
from tracker.reading.numbering import follows
from tracker.reading.report import ReadReport

LONGEST_NAME = 200  # letters that an organisation's name can have here
LONGEST = {  # letters that the other short fields can have
    "title": 300, "area": 120, "cqc_region": 120, "send_to": 254, "submitted_by": 200,
    "number": 20, "section": 200, "drawn_to_attention_of": 300,
}  # fmt: skip
_WORKING_DAYS = range(1, 61)


@dataclass(frozen=True)
class Place:
    """What a page leads to so that something can be corrected."""

    noun: str  # "details", "recommendation", "finding", "group" or "organisation"; the plural means: add one
    position: int | None = None  # of a recommendation, finding or organisation, from 1; the number of a group
    field: str = ""  # of the details
    line: int | None = None  # of the source, from 1, when something new is to be added from there


@dataclass(frozen=True)
class Problem:
    """One thing that does not add up."""

    words: str  # one plain sentence, or two
    place: Place  # where it can be mended
    stops: bool = False  # whether nothing can be created before it is mended


@dataclass(frozen=True)
class Counts:
    """What a person compares with the report; numbered headings are not counted as findings."""

    recommendations: int
    groups: int
    uncited: int  # recommendations that no finding cites
    findings: int
    citing_none: int  # findings that cite no recommendation
    drawn: int  # findings drawn to the attention of others


def counts(report: ReadReport) -> Counts:
    """Count the report as it stands."""
    real = [f for f in report.findings if not f.is_heading]
    return Counts(
        recommendations=len(report.recommendations),
        groups=len({group_of(r.number) for r in report.recommendations}),
        uncited=len(list(_uncited(report))),
        findings=len(real),
        citing_none=sum(not f.recommendations for f in real),
        drawn=sum(f.drawn_to_attention_of is not None for f in real),
    )


def problems(report: ReadReport) -> list[Problem]:
    """Everything that does not add up, those that stop the import first."""
    found = [
        *_details(report), *_nobody(report), *_numbers("recommendation", report.recommendations),
        *_numbers("finding", report.findings), *_dangling(report), *_uncited(report), *_long_names(report), *long_fields(report),
    ]  # fmt: skip
    return sorted(found, key=lambda problem: not problem.stops)


def _details(report: ReadReport) -> Iterator[Problem]:
    if not report.title:
        yield Problem("The report has no title.", Place("details", field="title"), stops=True)
    if not report.area:
        yield Problem("The report has no area.", Place("details", field="area"), stops=True)
    if report.plan.working_days not in _WORKING_DAYS:
        words = f"A plan cannot be due within {report.plan.working_days} working days."
        yield Problem(words, Place("details", field="working_days"), stops=True)
    if report.visit_started_on and report.visit_ended_on and report.visit_ended_on < report.visit_started_on:
        yield Problem("The visit ends before it starts.", Place("details", field="visit_ended_on-day"))
    if not report.recommendations:
        yield Problem("There is no recommendation.", Place("recommendations"), stops=True)


def _nobody(report: ReadReport) -> Iterator[Problem]:
    for position, row in enumerate(report.recommendations, 1):
        if not row.organisations:
            words = f"Recommendation {row.number} is addressed to nobody."
            yield Problem(words, Place("recommendation", position, "organisations"), stops=True)


def _numbers(noun: str, rows: tuple) -> Iterator[Problem]:
    times = Counter(row.number for row in rows)
    before = ""
    for position, row in enumerate(rows, 1):
        place = Place(noun, position, "number")
        if times[row.number] > 1:
            yield Problem(f"The number of {noun} {row.number} stands {_times(times[row.number])}.", place, stops=True)
        elif not follows(order_of(before), order_of(row.number)):
            after = f"follows {before}" if before else "is the first"
            words = f"{noun.capitalize()} {row.number} {after}. One before it may be missing, or the order is wrong."
            yield Problem(words, place)
        before = row.number


def _dangling(report: ReadReport) -> Iterator[Problem]:
    numbers = {r.number for r in report.recommendations}
    for position, finding in enumerate(report.findings, 1):
        for cited in finding.recommendations:
            if cited not in numbers:
                words = f"Finding {finding.number} cites recommendation {cited}, which does not exist. This link will be left out."
                yield Problem(words, Place("finding", position, "recommendations"))


def _uncited(report: ReadReport) -> Iterator[Problem]:
    cited = {number for finding in report.findings for number in finding.recommendations}
    for position, row in enumerate(report.recommendations, 1):
        if row.number not in cited:
            yield Problem(f"No finding cites recommendation {row.number}.", Place("recommendation", position, "findings"))


def _long_names(report: ReadReport) -> Iterator[Problem]:
    for position, name in enumerate(organisations_of(report), 1):
        if len(name) > LONGEST_NAME:
            words = f"The name of the organisation “{name[:60]}…” is longer than {LONGEST_NAME} letters."
            yield Problem(words, Place("organisation", position), stops=True)


def long_fields(report: ReadReport) -> Iterator[Problem]:
    """What has more letters than can be kept; each stops the import."""
    rows = [(report, "details", None), (report.plan, "details", None)]
    rows += [(row, "recommendation", n) for n, row in enumerate(report.recommendations, 1)]
    rows += [(row, "finding", n) for n, row in enumerate(report.findings, 1)]
    for row, noun, position in rows:
        for field, most in LONGEST.items():
            read = getattr(row, field, None) or ""
            if len(read) > most:
                words = f"{field.replace('_', ' ').capitalize()}: “{read[:60]}…” is longer than {most} letters."
                yield Problem(words, Place(noun, position, field), stops=True)


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count} times"
