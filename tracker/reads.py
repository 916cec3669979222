"""What CQC opens is recorded before it is shown: an audit entry of the kind "read", in a short write transaction of its own."""

from flask import Flask, g, request
from flask_login import current_user
from sqlalchemy.orm import load_only

from tracker.access import memberships, visible
from tracker.documents import COMPLIANCE, EXPORTS, FORMATS, PUBLIC
from tracker.extensions import db, writing
from tracker.models import AuditEntry, PublicExtract, Role, Submission
from tracker.models.audit import READ
from tracker.models.compliance import promise_of, standing_of

OFFERED = {"submissions.document": FORMATS, "submissions.export": EXPORTS, "compliance_exports.download": COMPLIANCE, "public_extracts.download": PUBLIC}


def init_app(app: Flask) -> None:
    """Bind it. Call it after access, so that only what may be opened is recorded."""
    app.before_request(record)
    app.jinja_env.globals.update(last_read=last_read)


def record() -> None:
    """Record that CQC opens a submission or a file of it, once for each that is shown; what cannot be recorded is not shown: docs/decisions/28."""
    id = (request.view_args or {}).get("submission_id")
    if request.method != "GET" or id is None or not any(m.role is Role.REGULATOR for m in memberships()):
        return
    light = visible(Submission).options(load_only(Submission.review_id, Submission.kind))
    opened = db.session.scalar(light.where(Submission.id == id))
    shown = _shown_with(opened) if opened else set()
    if not shown:
        return
    writing()
    for submission in db.session.scalars(light.where(Submission.id.in_(shown)).order_by(Submission.id)).all():
        AuditEntry.append(verb_of(request.endpoint), submission, by=current_user, values={})
    db.session.commit()
    for name in ("memberships", "acts"):  # the page reads them again, in its own transaction
        g.pop(name, None)


def _shown_with(opened: Submission) -> set[int]:
    """The ids of the submissions whose words this address shows: a comparison and a compliance export show two, an address of nothing none."""
    if not _is_there(opened):
        return set()
    if request.endpoint.startswith("compliance_exports."):
        return {opened.id, promise_of(opened).id, standing_of(opened).id}
    if request.endpoint == "comparisons.show" and request.args.get("to"):
        others = visible(Submission).where(Submission.review_id == opened.review_id).with_only_columns(Submission.id)
        to = {id for id in db.session.scalars(others) if str(id) == request.args["to"]} - {opened.id}
        return to and to | {opened.id}
    return {opened.id}


def _is_there(opened: Submission) -> bool:
    """Whether the address leads anywhere, so that nothing is recorded as read that was not shown."""
    if request.endpoint in OFFERED and request.view_args["format"] not in OFFERED[request.endpoint]:
        return False
    if request.endpoint.startswith("compliance_exports.") and request.args.get("standing") == "today":  # for leads
        return False
    return not request.endpoint.startswith("public_extracts.") or PublicExtract.is_of(opened)


def verb_of(endpoint: str) -> str:
    """ "submission.read" for its page, "submission.read_pack" for a file of it."""
    what = endpoint.removeprefix("submissions.").replace(".", "_")
    return READ if what == "show" else f"{READ}_{what}"


def last_read(submission: Submission) -> AuditEntry | None:
    """The entry of the last time that CQC opened it, for a lead of its review."""
    return db.session.scalar(visible(AuditEntry).where(AuditEntry.reads_of(submission)).order_by(AuditEntry.id.desc()).limit(1))
