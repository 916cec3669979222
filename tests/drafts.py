"""A draft of an import, made by hand: a small report with doubts, beside its source."""

from dataclasses import replace
from datetime import date
from functools import cache

import typst

from tests.conftest import person
from tracker.demo.cast import ACUTE, CCG, COMMUNITY
from tracker.extensions import db
from tracker.models import ImportDraft
from tracker.reading import Doubt, ReadFinding, Reading, ReadPlan, ReadRecommendation, ReadReport, SourceLine

RECEIVED = date(2016, 6, 20)
JOINT = f"{COMMUNITY} and {ACUTE}"
SOURCE = tuple(
    SourceLine(text, page, mark)
    for text, page, mark in [
        ("Review of health services in Medway", 1, "title"),
        ("Date of review: 22 to 26 February 2016", 1, "date of review"),
        ("", 1, ""),
        ("1.1 Notes are late. Recommendation 1.1", 2, "finding 1.1"),
        ("1.2 Notes are lost. Recommendations 1.1 and 2.1", 2, "finding 1.2"),
        ("1.3 Parents are pleased. <script>alert(1)</script>", 2, "finding 1.3"),
        (f"1. {ACUTE} should:", 3, "heading of a group"),
        ("1.1 Write notes on the day.", 3, "recommendation 1.1"),
        ("1.3 Keep them safe.", 3, "recommendation 1.3"),
        (f"2. {JOINT} should:", 3, "heading of a group"),
        ("2.1 Share them.", 3, "recommendation 2.1"),
    ]
)
REPORT = ReadReport(
    area="Medway", title="Review of health services in Medway", visit_started_on=date(2016, 2, 22), visit_ended_on=date(2016, 2, 26),
    published_on=date(2016, 6, 17), inspectors=("Ann Oak",), providers=(ACUTE, COMMUNITY), commissioners=(CCG,),
    nhs_england_area="South", cqc_region=None, signatory=None,
    findings=(
        ReadFinding("1.1", "Notes", "Notes are late.", ("1.1",), None, line=4),
        ReadFinding("1.2", "Notes", "Notes are lost.", ("1.1", "2.1"), None, line=5),
        ReadFinding("1.3", "Notes", "Parents are pleased. <script>alert(1)</script>", (), "public health", line=6),
    ),
    recommendations=(
        ReadRecommendation("1.1", (ACUTE,), "Write notes on the day.", line=8),
        ReadRecommendation("1.3", (ACUTE,), "Keep them safe.", line=9),
        ReadRecommendation("2.1", (JOINT,), "Share them.", line=11),
    ),
    plan=ReadPlan(20, "plans@example.org", CCG),
    doubts=(
        Doubt("date of review, line 2", "22 to 26 February 2016", "These dates are not certain.", 2),
        Doubt("recommendation 1.3, page 3", "1.1, then 1.3", "A number before this one is missing, or the order is wrong.", 9),
        Doubt("heading of a group, page 3", JOINT, "It may name one organisation or several.", 10),
    ),
)  # fmt: skip
READING = Reading(REPORT, SOURCE)


def keep_draft(called: str, reading: Reading = READING, data: bytes = b"as it came", **changes) -> None:
    """Keep a draft for one of the cast; `changes` are fields of its report."""
    reading = replace(reading, report=replace(reading.report, **changes))
    ImportDraft.keep(reading, filename="report.pdf", data=data, received_on=RECEIVED, by=person(called))
    db.session.commit()


def draft_of(called: str) -> ImportDraft | None:
    """The draft as it is kept now."""
    db.session.rollback()
    return ImportDraft.of(person(called))


@cache
def printed_page() -> bytes:
    """A PDF of one page."""
    return typst.compile(b"#set page(width: 60mm, height: 40mm)\nNotes are late.", format="pdf")
