"""Mails: a version of the plan goes to CQC by e-mail, from the tracker or as a draft; what became of each; what a lead decides."""

import io
import secrets

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.access import acts_on, find, requires, visible
from tracker.clock import now, real_now
from tracker.documents import FORMATS
from tracker.documents.letter import letter
from tracker.downloads import attachment
from tracker.extensions import db
from tracker.filters import day, size
from tracker.forms.mails import DecisionForm, MailForm
from tracker.links import from_outside
from tracker.models import Mail, NotAllowed, Part, Review, Submission
from tracker.models.covering_text import SENDING, filled
from tracker.saving import saving

blueprint = Blueprint("mails", __name__)

LARGE = 20_000_000  # bytes; many servers refuse a message above 20 MB, and e-mail makes a file a third larger
GROWTH = 4 / 3 * 78 / 76


@blueprint.get("/reviews/<id:review_id>/mails")
@requires("mail.read")
def of_review(review_id):
    """Every mail about this review, newest first."""
    review = find(Review, review_id)
    mails = db.session.scalars(Mail.listed(visible(Mail).where(Mail.review_id == review.id))).all()
    return render_template("mails/index.html", review=review, mails=mails)


@blueprint.get("/submissions/<id:submission_id>/mails/new")
@requires("submission.send")
def new(submission_id):
    """The form, filled in."""
    submission = _signed_off(find(Submission, submission_id))
    ticked = [document.id for document in submission.documents]
    form = _form(submission, formdata=None, documents=ticked, request_id=secrets.token_urlsafe(16), **_proposed(submission))
    return _page(submission, form)


@blueprint.post("/submissions/<id:submission_id>/mails")
@requires("submission.send")
def create(submission_id):
    """Let it wait; `flask mail send` sends it."""
    submission = find(Submission, submission_id)
    form = _form(submission)
    if not form.validate():
        return _page(submission, form), 422
    typed = {name: form[name].data for name in ("to", "subject", "words", "request_id")}
    with saving(form, submission):
        mail = Mail.queue(
            submission.review, form.chosen, **typed, submission=submission, sender=current_app.config["MAIL_FROM"], by=current_user, at=now()
        )
    if form.form_errors:
        return _page(submission, form), 409
    flash("The email waits to be sent.")
    return redirect(url_for("mails.show", mail_id=mail.id), 303)


@blueprint.get("/submissions/<id:submission_id>/mail.eml")
@requires("submission.send")
def draft(submission_id):
    """The same message as a draft for a mail program; `?without=1` leaves the documents out."""
    submission = _signed_off(find(Submission, submission_id))
    said = {"organisation": "", "copy_to": ""} | _proposed(submission)
    files = [] if request.args.get("without") else [(d.filename, _bytes(d.sha256)) for d in submission.documents]
    return attachment(io.BytesIO(letter(said, *files)), "message/rfc822", f"{submission.name}.eml")


@blueprint.get("/mails/<id:mail_id>")
@requires("mail.read")
def show(mail_id):
    """One mail: to whom, in which words, with what, and what became of it."""
    return _shown(find(Mail, mail_id))


@blueprint.post("/mails/<id:mail_id>/withdrawal")
@requires("submission.send")
def create_withdrawal(mail_id):
    """Take it back before it is sent."""
    return _decide(mail_id, lambda mail, **said: mail.withdraw(**said, moment=real_now()), "The email is withdrawn. It will not be sent.")


@blueprint.post("/mails/<id:mail_id>/repetition")
@requires("submission.send")
def create_repetition(mail_id):
    """Send it again, after somebody has checked that it did not arrive."""
    return _decide(mail_id, lambda mail, **said: mail.send_again(**said, moment=real_now()), "The email waits to be sent again.")


@blueprint.post("/mails/<id:mail_id>/arrival")
@requires("submission.send")
def create_arrival(mail_id):
    """It arrived: somebody has checked."""
    return _decide(mail_id, lambda mail, **said: mail.note_arrival(**said, moment=real_now()), "The email is recorded as sent.")


def _decide(mail_id: int, verb, words: str):
    mail, form = find(Mail, mail_id), DecisionForm()
    if not form.validate():
        return _shown(mail, form), 422
    with saving(form, mail):
        verb(mail, version=form.version.data, by=current_user, at=now())
    if form.form_errors:
        return _shown(mail, form), 409
    flash(words)
    return redirect(url_for("mails.show", mail_id=mail.id), 303)


def _shown(mail: Mail, form: DecisionForm | None = None):
    form = form or DecisionForm(formdata=None, version=mail.version)
    return render_template("mails/show.html", mail=mail, form=form, acts=acts_on(mail), leaves=current_app.extensions["post"].leaves)


def _form(submission: Submission, **given) -> MailForm:
    return MailForm.of(submission, lambda document: f"{FORMATS[document.format]['name']}, {size(document.size)}", **given)


def _page(submission: Submission, form: MailForm):
    large = sum(document.size for document in submission.documents) * GROWTH
    return render_template(
        "mails/new.html", submission=submission, form=form, leaves=current_app.extensions["post"].leaves, sender=current_app.config["MAIL_FROM"],
        large=large if large > LARGE else None,
    )  # fmt: skip


def _proposed(submission: Submission) -> dict:
    """To whom and in which words, until a lead changes them."""
    link = from_outside("submissions.show", submission_id=submission.id)
    return proposed(submission.review, SENDING, plan=submission.name, signed_on=day(submission.sign_off["on"]), link=link)


def proposed(review: Review, text: str, *, plan: str, **values: str) -> dict:
    """Address, subject and words of a mail about `plan`: the text, filled in with these values and with who writes."""
    ccg = ", ".join(organisation.called for organisation in review.organisations(Part.COMMISSIONER))
    values |= {"plan": plan, "review": review.title, "sender": current_user.name, "ccg": ccg}
    return {"to": review.send_to or "", "subject": plan, "words": filled(text, values)}


def _signed_off(submission: Submission) -> Submission:
    if not submission.sign_off:
        raise NotAllowed("This version is not signed off yet. Only a version that is signed off can be sent.")
    return submission


def _bytes(sha256: str) -> bytes:
    with current_app.extensions["store"].open_checked(sha256) as file:
        return file.read()
