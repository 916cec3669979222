"""Compliance mails: the compliance export, just as CQC sees it, goes to an address by e-mail."""

import secrets
from contextlib import ExitStack

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import find, requires, still_may
from tracker.clock import now
from tracker.documents import COMPLIANCE
from tracker.documents.safe_names import safe_name
from tracker.forms.mails import ExportMailForm
from tracker.links import from_outside
from tracker.models import Mail, NotAllowed, Submission
from tracker.models.covering_text import EXPORT
from tracker.models.mail import Attached
from tracker.saving import saving
from tracker.storage import Arrival
from tracker.views.compliance_exports import Chosen, chosen_of
from tracker.views.mails import proposed
from tracker.views.sign_offs import stage_all

blueprint = Blueprint("compliance_mails", __name__)


@blueprint.get("/submissions/<id:submission_id>/compliance-export/mails/new")
@requires("submission.send")
def new(submission_id):
    """The form, filled in; `organisation` and `recommendation` choose a part."""
    chosen = _sent(find(Submission, submission_id))
    link = from_outside("compliance_exports.show", submission_id=submission_id, **chosen.query)
    said = proposed(chosen.submission.review, EXPORT, plan=chosen.name, link=link)
    return _page(chosen, ExportMailForm.of(COMPLIANCE, formdata=None, formats=["xlsx"], request_id=secrets.token_urlsafe(16), **said))


@blueprint.post("/submissions/<id:submission_id>/compliance-export/mails")
@requires("submission.send")
def create(submission_id):
    """Let it wait; `flask mail send` sends it."""
    chosen, form = _sent(find(Submission, submission_id)), ExportMailForm.of(COMPLIANCE)
    if not form.validate():
        return _page(chosen, form), 422
    mail = _queued(chosen, form)
    if form.form_errors:
        return _page(chosen, form), 409
    flash("The email waits to be sent.")
    return redirect(url_for("mails.show", mail_id=mail.id), 303)


def _queued(chosen: Chosen, form: ExportMailForm) -> Mail | None:
    """The mail with the files that are ticked; they are made and staged before the lock is taken."""
    files = [chosen.file(format, kind) for format, kind in COMPLIANCE.items() if format in form.formats.data]
    typed = {name: form[name].data for name in ("to", "subject", "words", "request_id")}
    mail, review = None, chosen.submission.review
    with ExitStack() as stack:
        staged = stage_all({safe_name(name, 200): data for name, _, data in files}, stack)
        with saving(form, chosen.submission):
            still_may(chosen.submission)
            kept = [_kept(name, arrival) for name, arrival in staged.items()]
            mail = Mail.queue(review, kept, **typed, sender=current_app.config["MAIL_FROM"], by=current_user, at=now())
    return mail


def _kept(name: str, arrival: Arrival) -> Attached:
    return Attached(name, current_app.extensions["store"].keep(arrival), arrival.size)


def _sent(submission: Submission) -> Chosen:
    """What the address asks for; 404 for today's standing, which CQC does not see. Raises NotAllowed before the version is sent."""
    chosen = chosen_of(submission)
    if chosen.is_today:
        abort(404)
    if not submission.sent_on:
        raise NotAllowed("This version is not sent yet. Send it first: then CQC sees its compliance export, and you can send that too.")
    return chosen


def _page(chosen: Chosen, form: ExportMailForm):
    leaves, sender = current_app.extensions["post"].leaves, current_app.config["MAIL_FROM"]
    return render_template("compliance_exports/mail.html", chosen=chosen, form=form, leaves=leaves, sender=sender)
