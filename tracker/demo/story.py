"""A few weeks in the life of the demonstration's plan, played by the cast through the models' own verbs."""

from datetime import UTC, date, datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from tracker.demo.cast import CCG, make_cast
from tracker.demo.plan import PROMISES
from tracker.documents import render_all
from tracker.extensions import db, writing
from tracker.models import Action, Asking, Evidence, Extension, Organisation, Recommendation, Refused, Review, Submission, User
from tracker.models.action_status import Confidence
from tracker.models.covering_text import FIRST
from tracker.models.extension import Reason
from tracker.models.report_import import import_report
from tracker.models.verification import Method
from tracker.reading import read_report

REPORT = Path(__file__).parent / "medway-2016.txt"
RECEIVED = date(2016, 6, 20)
ON, RISK, OFF = Confidence.ON_TRACK, Confidence.AT_RISK, Confidence.OFF_TRACK


def load_demo() -> bool:
    """Load everything in one transaction; False when the demonstration is here already."""
    if User.with_email("designated.nurse@medway-ccg.example"):
        return False
    writing()
    if db.session.scalar(select(Review.id).limit(1)):
        raise Refused("This database holds reviews. The demonstration is only loaded into an empty one.")
    people = make_cast()
    review = import_demo_report(people["lead"])
    _ask(review, people["lead"])
    _promise(review, people)
    _first_weeks(review, people)
    _send(review, people["lead"])
    _after_sending(review, people)
    db.session.commit()
    return True


def import_demo_report(lead: User) -> Review:
    """The demonstration's report, read by the real reader."""
    data = REPORT.read_bytes()
    review = import_report(
        read_report(data), filename=REPORT.name, data=data, received_on=RECEIVED, on=RECEIVED, by=lead
    )
    review.attach_observer(Organisation.named("Medway Safeguarding Children Board"), by=lead)
    return review


def _ask(review: Review, lead: User) -> None:
    letters = {part: f"To {part.organisation}\n\nPlease say what you will do about each recommendation." for part in review.parts}
    Asking.add(review, letters, words=FIRST, confirm_by=None, request_id="demonstration", version=review.version, by=lead, on=date(2016, 6, 21))


def _promise(review: Review, people: dict[str, User]) -> None:
    owners = {m.organisation_id: user for user in people.values() for m in user.memberships if m.role.name == "OWNER"}
    for promise in PROMISES:
        action = _action(review, promise.number, promise.group)
        owner = owners.get(action.organisation_id)
        action.plan(
            version=action.version, by=people["lead"], on=date(2016, 6, 29), words=promise.words, post=promise.post, due_on=promise.due_on,
            success_measure=promise.success_measure, evidence_expected=promise.evidence_expected,
            monitored_by="Safeguarding committee, every month", owner_id=owner and owner.id,
        )  # fmt: skip


def _first_weeks(review: Review, people: dict[str, User]) -> None:
    owner, lead, outsider = people["owner"], people["lead"], people["outsider"]
    _progress(review, "1.2", owner, date(2016, 7, 4), ON, "The guide is written and with the domestic abuse forum for comment.")
    _progress(review, "1.4", owner, date(2016, 7, 5), ON, "Weekly dip-samples started. The first shows the question answered in 15 of 20 records.")
    _progress(review, "1.9", owner, date(2016, 7, 6), ON, "Terms of the review of posts are agreed with the chief nurse.")
    _progress(review, "3.1", outsider, date(2016, 7, 7), ON, "The change to the template is written and waits for the next release.")
    _progress(review, "4.1", lead, date(2016, 7, 8), ON, "By phone: the service manager has added the date to the template.")
    _complete(review, "1.13", owner, date(2016, 7, 11), date(2016, 6, 30), "Level 4 course completed on 30 June.")
    _evidence(review, "1.13", owner, date(2016, 7, 11), "Level 4 certificate", "certificate.txt", "Certificate of level 4 safeguarding training.")
    _check(review, "1.13", lead, date(2016, 7, 12))
    _action(review, "1.13").verify(
        by=lead, on=date(2016, 7, 12), version=_action(review, "1.13").version, method=Method.DOCUMENTS,
        found="The certificate names the course, the level and the day.", checked_by="", without_evidence="",
    )  # fmt: skip


def _send(review: Review, lead: User) -> None:
    submission = Submission.assemble(review, gap_reason="", by=lead, on=date(2016, 7, 13), demonstration=True)
    record = submission.sign_off_record(name="Chief officer", role=f"Accountable officer, {CCG}", on=date(2016, 7, 14))
    store = current_app.extensions["store"]
    rendered = render_all(submission.plan, record).items()
    documents = [submission.document(format, len(data), store.put(data)) for format, data in rendered]
    submission.record_sign_off(record, documents=documents, on=date(2016, 7, 14), by=lead)
    submission.record_sending(
        sent_on=date(2016, 7, 15), how="By email from the quality team's mailbox", to=review.send_to, on=date(2016, 7, 15), by=lead
    )


def _after_sending(review: Review, people: dict[str, User]) -> None:
    owner, lead, outsider, both = (people[name] for name in ("owner", "lead", "outsider", "both"))
    _progress(review, "1.4", owner, date(2016, 8, 1), RISK, "Four weeks in, 17 of 20 records are complete. Night shifts are behind.")
    _progress(review, "1.9", owner, date(2016, 8, 12), OFF, "The proposal missed the August board for lack of costings. It goes to the September board.")
    _progress(review, "1.10", owner, date(2016, 8, 15), RISK, "The post is advertised. Cover is by bank staff two days a week.")
    _progress(review, "1.5", owner, date(2016, 8, 16), ON, "Adult paperwork is gone from the children's area. The audit is booked.")
    _progress(review, "3.1", outsider, date(2016, 8, 18), ON, "The new section is live in two teams.")
    _progress(review, "5.1", both, date(2016, 8, 19), ON, "Audit tool agreed with the trust.")
    _progress(review, "2.2", lead, date(2016, 8, 22), ON, "The form is being tried in three practices.")
    _evidence(review, "1.2", owner, date(2016, 8, 17), "Guide on asking about domestic abuse", "guide.txt", "The guide as issued to all midwives.")
    _check(review, "1.2", lead, date(2016, 8, 18))
    _complete(review, "1.2", owner, date(2016, 8, 22), date(2016, 8, 19), "The guide is issued and the prompts are live.")
    audit = _evidence(review, "1.4", owner, date(2016, 8, 2), "Weekly dip-samples", "dip-samples.csv", "Week,Records,Complete\n1,20,15\n2,20,16\n")
    _check(review, "1.4", lead, date(2016, 8, 4), "Only two of the four weeks are in the file. Please send all four, with nights shown apart.")
    _version(audit, owner, date(2016, 8, 8), "dip-samples-2.csv", "Week,Records,Complete,Nights\n1,20,15,4\n2,20,16,5\n3,20,17,5\n4,20,17,6\n")
    _evidence(review, "1.5", owner, date(2016, 8, 23), "Audit of admissions, first half", "audit.csv", "Admissions,Template used\n25,24\n")
    Extension.ask(_action(review, "1.9"), proposed_on=date(2016, 11, 30), reason=Reason.RECRUITMENT, words="The board decides on the posts in October.", by=owner, on=date(2016, 8, 15))
    _check(review, "1.5", lead, date(2016, 8, 24), "Please wait until all 50 admissions are in the audit, and send it then.")


def _action(review: Review, number: str, group: int = 0) -> Action:
    query = select(Action).join(Action.recommendations).where(Action.review_id == review.id, Recommendation.number == number)
    return db.session.scalars(query.order_by(Action.id)).all()[group]


def _for(action: Action, by: User):
    return None if any(m.organisation_id == action.organisation_id for m in by.memberships) else action.organisation


def _progress(review: Review, number: str, by: User, on: date, confidence: Confidence, note: str) -> None:
    action = _action(review, number)
    action.record_progress(confidence=confidence, note=note, by=by, on=on, version=action.version, on_behalf_of=_for(action, by))


def _complete(review: Review, number: str, by: User, on: date, completed_on: date, note: str) -> None:
    action = _action(review, number)
    action.complete(completed_on=completed_on, note=note, by=by, on=on, version=action.version)


def _evidence(review: Review, number: str, by: User, on: date, title: str, filename: str, text: str) -> Evidence:
    item = Evidence.add(_action(review, number), title=title, shows="Demonstration: an invented file.", dated_on=on)
    db.session.flush()
    _version(item, by, on, filename, text)
    return item


def _version(item: Evidence, by: User, on: date, filename: str, text: str) -> None:
    data = f"Demonstration, invented.\n{text}".encode()
    mimetype = "text/csv" if filename.endswith(".csv") else "text/plain"
    item.add_version(
        filename=filename, mimetype=mimetype, sha256=current_app.extensions["store"].put(data), size=len(data),
        request_id=f"demonstration-{item.id}-{filename}", at=_noon(on), by=by,
    )  # fmt: skip
    db.session.refresh(item)


def _check(review: Review, number: str, by: User, on: date, reason: str = "") -> None:
    newest = db.session.scalar(select(Evidence).where(Evidence.of(_action(review, number))).order_by(Evidence.id.desc())).newest
    if reason:
        newest.give_back(reason=reason, by=by, at=_noon(on))
    else:
        newest.accept(by=by, at=_noon(on))


def _noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
