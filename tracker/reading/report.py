"""What reading hands over: plain frozen records, and the doubts that a person must settle."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Doubt:
    """Something that reading is unsure of."""

    place: str  # where: "recommendation 1.2, page 37", "date of review, line 9", "front table"
    read: str  # what was read there, shortened; "" when nothing was found
    reason: str  # why it is doubtful: one plain-English sentence
    line: int | None = field(default=None, compare=False)  # of the source, from 1


@dataclass(frozen=True)
class Signatory:
    """Who signed the report for CQC."""

    name: str  # as printed
    post: str  # the post as printed, "CQC Deputy Chief Inspector, …"


@dataclass(frozen=True)
class ReadFinding:
    """One numbered paragraph (or subsection heading) and the unnumbered ones that follow it."""

    number: str  # "1.1" or "5.1.16"; collides with recommendation numbers
    section: str  # the nearest heading; "" when its own heading is missing
    text: str  # paragraphs parted by "\n\n", bullets as lines "- …", no citations
    recommendations: tuple[str, ...]  # recommendations cited that exist, as numbers
    drawn_to_attention_of: str | None  # whom CQC told outside the plan
    is_heading: bool = False  # a subsection's title that is numbered like a paragraph
    line: int | None = field(default=None, compare=False)  # where it begins in the source, from 1


@dataclass(frozen=True)
class ReadRecommendation:
    """One recommendation and whom it addresses."""

    number: str  # "1.10": group and item
    organisations: tuple[str, ...]  # front table's names where they match; () when unknown
    text: str  # parted like a finding's
    line: int | None = field(default=None, compare=False)  # where it begins in the source, from 1


@dataclass(frozen=True)
class ReadPlan:
    """What the report asks for in "Next steps"."""

    working_days: int  # days from receipt; 20 (with a doubt) when none is printed
    send_to: str | None  # e-mail address of CQC
    submitted_by: str | None  # the commissioner who sends the plan


@dataclass(frozen=True)
class ReadReport:
    """Everything read from one report."""

    area: str  # local authority area, "Medway"; "" with a doubt when it is missing
    title: str  # as printed, on one line
    visit_started_on: date | None  # first day of the review visit
    visit_ended_on: date | None  # its last day
    published_on: date | None  # date of publication, not of receipt
    inspectors: tuple[str, ...]  # names as printed
    providers: tuple[str, ...]  # front table, without bracketed abbreviations
    commissioners: tuple[str, ...]  # the CCGs of the front table, likewise
    nhs_england_area: str | None  # as printed
    cqc_region: str | None  # as printed
    signatory: Signatory | None  # None when the front table has none
    findings: tuple[ReadFinding, ...]  # in the report's order
    recommendations: tuple[ReadRecommendation, ...]  # in the report's order, never empty
    plan: ReadPlan
    doubts: tuple[Doubt, ...]  # empty when everything was certain


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the source, as a person compares it with what was read."""

    text: str
    page: int | None  # page of a PDF, from 1; None where the file has no pages
    mark: str  # what begins here: "recommendation 1.1", "finding 1.1", "date of review"; or ""


@dataclass(frozen=True)
class Reading:
    """A report that was read, beside its source; line N is `source[N - 1]`."""

    report: ReadReport
    source: tuple[SourceLine, ...]
