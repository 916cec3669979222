"""Import: a report that was read becomes a review with its findings, recommendations and actions."""

import hashlib
from collections import Counter
from datetime import date

from sqlalchemy import select

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.audit import AuditEntry
from tracker.models.finding import Finding
from tracker.models.membership import Role
from tracker.models.organisation import Organisation
from tracker.models.recommendation import Recommendation
from tracker.models.refusals import NotAllowed
from tracker.models.review import Part, Participation, Review
from tracker.models.user import User
from tracker.reading import ReadReport


def import_report(report: ReadReport, *, filename: str, data: bytes, received_on: date, on: date, by: User) -> Review:
    """Create everything that the report holds, for a lead of one of its own CCGs.

    Raises NotAllowed when the user is no such lead, the report is here already, or the dates cannot be.
    """
    _check_lead(report, by)
    _check_whole(report)
    sha256 = hashlib.sha256(data).hexdigest()
    _check_new(sha256)
    Review.check_receipt(received_on, published_on=report.published_on, on=on)
    review = _review(report, filename, data, sha256, received_on, by)
    recommendations = {r.number: _recommendation(review, n, r) for n, r in enumerate(report.recommendations)}
    for position, read in enumerate(report.findings):
        _finding(review, position, read, recommendations)
    _participations(review, report, recommendations.values())
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


def _review(report: ReadReport, filename: str, data: bytes, sha256: str, received_on: date, by: User) -> Review:
    review = Review(
        title=report.title, area=report.area, visit_started_on=report.visit_started_on,
        visit_ended_on=report.visit_ended_on, published_on=report.published_on, received_on=received_on,
        working_days=report.plan.working_days, send_to=report.plan.send_to, submitted_by=report.plan.submitted_by,
        cqc_region=report.cqc_region, report_name=filename, report=data, report_sha256=sha256, imported_by_id=by.id,
    )  # fmt: skip
    db.session.add(review)
    db.session.flush()
    return review


def _recommendation(review: Review, position: int, read) -> Recommendation:
    organisations = list({o.id: o for o in map(Organisation.named, read.organisations)}.values())
    row = Recommendation(
        review=review, position=position, number=read.number, text=read.text, organisations=organisations
    )
    for organisation in organisations:
        db.session.add(Action(review=review, organisation=organisation, recommendations=[row]))
    return row


def _finding(review: Review, position: int, read, recommendations: dict[str, Recommendation]) -> None:
    cited = [recommendations[n] for n in dict.fromkeys(read.recommendations) if n in recommendations]
    db.session.add(
        Finding(
            review_id=review.id, position=position, number=read.number, section=read.section, text=read.text, is_heading=read.is_heading,
            drawn_to_attention_of=read.drawn_to_attention_of, recommendations=cited,
        )
    )  # fmt: skip


def _participations(review: Review, report: ReadReport, recommendations) -> None:
    addressed = [o for r in recommendations for o in r.organisations]
    commissioners = [Organisation.named(name) for name in report.commissioners]
    for part, organisations in ((Part.COMMISSIONER, commissioners), (Part.ADDRESSED, addressed)):
        for organisation in {o.id: o for o in organisations}.values():
            review.participations.append(Participation(organisation=organisation, part=part))
