"""What CQC opens is recorded before it is shown: an audit entry of the kind "read", in a short write transaction of its own."""

from flask import Flask, g, request
from flask_login import current_user
from sqlalchemy.orm import load_only

from tracker.access import memberships, visible
from tracker.extensions import db, writing
from tracker.models import AuditEntry, Role, Submission
from tracker.models.audit import READ


def init_app(app: Flask) -> None:
    """Bind it. Call it after access, so that only what may be opened is recorded."""
    app.before_request(record)
    app.jinja_env.globals.update(last_read=last_read)


def record() -> None:
    """Record that CQC opens a submission or a file of it; what cannot be recorded is not shown: docs/decisions/28."""
    id = (request.view_args or {}).get("submission_id")
    if request.method != "GET" or id is None or not any(m.role is Role.REGULATOR for m in memberships()):
        return
    opened = visible(Submission).where(Submission.id == id)
    if db.session.scalar(opened.with_only_columns(Submission.id)) is None:
        return
    writing()
    submission = db.session.scalars(opened.options(load_only(Submission.review_id))).one()
    AuditEntry.append(verb_of(request.endpoint), submission, by=current_user, values={})
    db.session.commit()
    for name in ("memberships", "acts"):  # the page reads them again, in its own transaction
        g.pop(name, None)


def verb_of(endpoint: str) -> str:
    """ "submission.read" for its page, "submission.read_pack" for a file of it."""
    what = endpoint.removeprefix("submissions.").replace(".", "_")
    return READ if what == "show" else f"{READ}_{what}"


def last_read(submission: Submission) -> AuditEntry | None:
    """The entry of the last time that CQC opened it, for a lead of its review."""
    return db.session.scalar(visible(AuditEntry).where(AuditEntry.reads_of(submission)).order_by(AuditEntry.id.desc()).limit(1))
