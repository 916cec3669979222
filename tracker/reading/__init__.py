"""A published CQC review, as bytes, becomes a `ReadReport`; pure, one step a file."""

from collections.abc import Iterable

from tracker.reading.cleaning import clean_lines
from tracker.reading.findings import read_findings
from tracker.reading.front_labels import labelled_values
from tracker.reading.front_table import read_front_table
from tracker.reading.links import check_links
from tracker.reading.marks import marked
from tracker.reading.next_steps import read_plan
from tracker.reading.organisation_names import organisation_key, split_organisations
from tracker.reading.parts import divide
from tracker.reading.recommendations import read_recommendations
from tracker.reading.refusal import MAX_BYTES, NotAReport
from tracker.reading.report import (
    Doubt,
    ReadFinding,
    Reading,
    ReadPlan,
    ReadRecommendation,
    ReadReport,
    Signatory,
    SourceLine,
)
from tracker.reading.source import raw_lines
from tracker.reading.title import read_title

__all__ = [
    "MAX_BYTES",
    "Doubt",
    "NotAReport",
    "ReadFinding",
    "Reading",
    "ReadPlan",
    "ReadRecommendation",
    "ReadReport",
    "Signatory",
    "SourceLine",
    "organisation_key",
    "read",
    "read_report",
    "split_organisations",
]


def read_report(data: bytes, known: Iterable[str] = ()) -> ReadReport:
    """The report alone; see `read`."""
    return read(data, known).report


def read(data: bytes, known: Iterable[str] = ()) -> Reading:
    """Read a report in any of its forms; raises only `NotAReport`.

    `known` are names of organisations that exist already: they help to tell apart whom a joint
    recommendation addresses.
    """
    known = tuple(known)
    raw, source_doubts = raw_lines(data)
    lines, line_doubts = clean_lines(raw)
    parts = divide(lines)
    cover, values = labelled_values(parts.front)
    title, area, title_doubts = read_title(cover)
    front, front_doubts = read_front_table(values, known)
    names = front.providers + front.commissioners + known
    recommendations, recommendation_doubts = read_recommendations(parts.recommendations, names)
    findings, finding_doubts = read_findings(parts.body, parts.contents)
    findings, link_doubts = check_links(findings, recommendations)
    plan, plan_doubts = read_plan(parts.next_steps, front.commissioners)
    report = ReadReport(
        area=area,
        title=title,
        **vars(front),
        findings=findings,
        recommendations=recommendations,
        plan=plan,
        doubts=(
            *source_doubts,
            *line_doubts,
            *title_doubts,
            *front_doubts,
            *parts.doubts,
            *finding_doubts,
            *link_doubts,
            *recommendation_doubts,
            *plan_doubts,
        ),
    )
    return Reading(report, marked(raw, report, parts, values))
