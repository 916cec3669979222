"""Import: a report that was read becomes a review with its findings, recommendations and actions."""

import hashlib
from collections import Counter
from datetime import date

from sqlalchemy import select

from tracker.extensions import db
from tracker.models.addressing import address
from tracker.models.audit import AuditEntry
from tracker.models.finding import Finding
from tracker.models.membership import Role
from tracker.models.organisation import Organisation
from tracker.models.recommendation import Recommendation
from tracker.models.refusals import NotAllowed
from tracker.models.review import Part, Participation, Review
from tracker.models.user import User
from tracker.reading import ReadReport
from tracker.reading.problems import long_fields


def import_report(
    report: ReadReport, *, filename: str, data: bytes, received_on: date, on: date, by: User, into: Review | None = None
) -> Review:
    """Create everything that the report holds, for a lead of one of its own CCGs.

    `into` is a review that waits for this report: it is filled, and its immediate actions stay. Raises
    NotAllowed when the user is no such lead, the report is here already or does not belong there, or the dates cannot be.
    """
    _check_lead(report, by)
    _check_waiting(report, into, by)
    _check_whole(report)
    sha256 = hashlib.sha256(data).hexdigest()
    _check_new(sha256)
    Review.check_receipt(received_on, published_on=report.published_on, on=on)
    review = into or Review()
    _fill(review, report, received_on)
    review.report_name, review.report, review.report_sha256, review.imported_by_id = filename, data, sha256, by.id
    db.session.add(review)
    db.session.flush()
    _commission(review, report)
    recommendations = {r.number: _recommendation(review, n, r) for n, r in enumerate(report.recommendations)}
    for position, read in enumerate(report.findings):
        _finding(review, position, read, recommendations)
    AuditEntry.append("review.import", review, by=by, values={"report_sha256": sha256, "received_on": received_on})
    return review


def commissioners_led(report: ReadReport, by: User) -> list[str]:
    """The names of the report's CCGs that the user leads; only such a lead may confirm it."""
    led = {m.organisation.current_id for m in by.active_memberships if m.role is Role.LEAD}
    known = ((name, Organisation.matching(name)) for name in report.commissioners)
    return [name for name, organisation in known if organisation and organisation.current_id in led]


def _check_lead(report: ReadReport, by: User) -> None:
    if not commissioners_led(report, by):
        named = " and ".join(report.commissioners) or "no CCG"
        raise NotAllowed(f"The report names {named}. Only a lead of the report's own CCG can confirm it.")


def _check_whole(report: ReadReport) -> None:
    """What would be lost without a word is refused: a number that stands twice, nobody addressed, no time at all."""
    if not 1 <= report.plan.working_days <= 60:
        raise NotAllowed(f"The report cannot ask for a plan within {report.plan.working_days} working days. Correct the file.")
    for kind, read in (("recommendation", report.recommendations), ("finding", report.findings)):
        twice = [number for number, count in Counter(r.number for r in read).items() if count > 1]
        if twice:
            raise NotAllowed(f"The report has {kind} {twice[0]} twice. Correct the file, then upload it again.")
    for problem in long_fields(report):
        raise NotAllowed(f"{problem.words} Correct the file, then upload it again.")
    nobody = [r.number for r in report.recommendations if not r.organisations]
    if nobody:
        raise NotAllowed(f"Nobody could be read for recommendation {nobody[0]}. Correct the file, then upload it again.")


def check_new(data: bytes) -> None:
    """Raises NotAllowed when this very report was imported before."""
    _check_new(hashlib.sha256(data).hexdigest())


def _check_new(sha256: str) -> None:
    known = select(Review.title).where(Review.report_sha256 == sha256).execution_options(own_verb=True)
    if db.session.scalar(known):
        raise NotAllowed("This report was imported before. Nothing was created a second time.")


def empty_reviews_of(user: User) -> list[Review]:
    """The reviews that the user leads and that wait for their report: what an import may fill, oldest first."""
    return Review.waiting_of(user)


def _check_waiting(report: ReadReport, into: Review | None, by: User) -> None:
    if into is None:
        return
    if into not in empty_reviews_of(by):
        raise NotAllowed("That review has its report already, or you do not lead it. Nothing was created.")
    named = {o.current_id for o in map(Organisation.matching, report.commissioners) if o}
    opened_for = into.organisations(Part.COMMISSIONER)
    if not named & {o.current_id for o in opened_for}:
        raise NotAllowed(f"That review was opened for {' and '.join(map(str, opened_for))}, which the report does not name.")
    into.expect(into.version)


def _fill(review: Review, report: ReadReport, received_on: date) -> None:
    for name in ("title", "area", "visit_started_on", "visit_ended_on", "published_on", "cqc_region"):
        setattr(review, name, getattr(report, name))
    for name in ("working_days", "send_to", "submitted_by"):
        setattr(review, name, getattr(report.plan, name))
    review.received_on = received_on


def _recommendation(review: Review, position: int, read) -> Recommendation:
    row = Recommendation(review=review, position=position, number=read.number, text=read.text)
    for organisation in map(Organisation.named, read.organisations):
        address(row, organisation)
    return row


def _finding(review: Review, position: int, read, recommendations: dict[str, Recommendation]) -> None:
    cited = [recommendations[n] for n in dict.fromkeys(read.recommendations) if n in recommendations]
    db.session.add(
        Finding(
            review_id=review.id, position=position, number=read.number, section=read.section, text=read.text, is_heading=read.is_heading,
            drawn_to_attention_of=read.drawn_to_attention_of, recommendations=cited,
        )
    )  # fmt: skip


def _commission(review: Review, report: ReadReport) -> None:
    known = {o.id for o in review.organisations(Part.COMMISSIONER)}
    for organisation in {o.id: o for o in map(Organisation.named, report.commissioners)}.values():
        if organisation.id not in known:
            review.participations.append(Participation(organisation=organisation, part=Part.COMMISSIONER))
