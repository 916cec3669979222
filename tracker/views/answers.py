"""Answers: who has not answered, and whom to escalate to."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import acts_on, find, requires
from tracker.forms.confirmations import ContactForm
from tracker.models import Participation, Review
from tracker.models.answer_standing import standings
from tracker.models.asking import last_asked
from tracker.saving import saving

blueprint = Blueprint("answers", __name__)


@blueprint.get("/reviews/<id:review_id>/answers")
@requires("answers.read")
def index(review_id):
    """One row for each organisation: asked, drafted, owners named, confirmed, last contact, whom to escalate to."""
    review = find(Review, review_id)
    return render_template("answers/index.html", review=review, rows=standings(review), asked=last_asked(review), acts=acts_on(review))


@blueprint.get("/parts/<id:participation_id>/contact")
@requires("part.contact")
def contact(participation_id):
    """Whom to ask when the organisation does not answer?"""
    part = find(Participation, participation_id)
    return _contact(part, ContactForm(obj=part))


@blueprint.post("/parts/<id:participation_id>/contact")
@requires("part.contact")
def create_contact(participation_id):
    """Note whom to ask."""
    part, form = find(Participation, participation_id), ContactForm()
    if not form.validate():
        return _contact(part, form), 422
    with saving(form, part):
        part.note_contact(form.escalate_to.data, mailbox=form.mailbox.data, version=form.version.data, by=current_user)
    if form.form_errors:
        form.refuse("What is saved now stands below. Press Save again to keep yours.")
        return _contact(part, form), 409
    flash("The contact is saved.")
    return redirect(url_for("answers.index", review_id=part.review_id), 303)


def _contact(part: Participation, form: ContactForm):
    return render_template("answers/contact.html", part=part, form=form)
