"""What `flask review read` prints for people: the report in a few lines, and its doubts."""

from collections.abc import Iterator
from itertools import groupby

from tracker.filters import day, plural
from tracker.reading import ReadReport
from tracker.reading.problems import counts


def summary(report: ReadReport) -> Iterator[str]:
    """The lines to print, in the order of the report."""
    yield report.title
    yield from (f"{name + ':':<18}{value}" for name, value in _facts(report))
    yield ""
    yield from _recommendations(report)
    yield from _findings(report)
    yield ""
    yield f"{plural(len(report.doubts), 'doubt')}:" if report.doubts else "No doubts."
    yield from (f"  {doubt.place}: {doubt.reason}{_quoted(doubt.read)}" for doubt in report.doubts)


def _facts(report: ReadReport) -> Iterator[tuple[str, str]]:
    missing = "not found"
    visit = [day(d) if d else missing for d in (report.visit_started_on, report.visit_ended_on)]
    yield "Area", report.area or missing
    yield "Visit", " to ".join(visit)
    yield "Published", day(report.published_on) if report.published_on else missing
    yield "Inspectors", ", ".join(report.inspectors) or missing
    yield "Providers", "; ".join(report.providers) or missing
    yield "CCGs", "; ".join(report.commissioners) or missing
    yield "NHS England area", report.nhs_england_area or missing
    yield "CQC region", report.cqc_region or missing
    yield "Signed by", f"{report.signatory.name}, {report.signatory.post}" if report.signatory else missing
    plan = report.plan
    yield "Action plan", f"within {plan.working_days} working days, from {plan.submitted_by or missing}, to {plan.send_to or missing}"


def _recommendations(report: ReadReport) -> Iterator[str]:
    total = counts(report)
    cited = "all cited" if not total.uncited else f"{total.uncited} cited by no finding"
    yield f"{plural(total.recommendations, 'recommendation')} in {plural(total.groups, 'group')}, {cited}"
    for organisations, rows in groupby(report.recommendations, key=lambda row: row.organisations):
        numbers = [row.number for row in rows]
        span = numbers[0] if len(numbers) == 1 else f"{numbers[0]} to {numbers[-1]}"
        yield f"  {span:<14}{' and '.join(organisations) or 'nobody was found'}"


def _findings(report: ReadReport) -> Iterator[str]:
    total = counts(report)
    yield f"{plural(total.findings, 'finding')}, of which {total.citing_none} cite no recommendation"
    if total.drawn:
        yield f"  {total.drawn} drawn to the attention of others"


def _quoted(read: str) -> str:
    return f" Read: “{read}”" if read else ""
