"""Askings: a lead asks the organisations for their parts, asks again those that have not answered, and has a letter for each."""

import io
import secrets

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.access import acts_on, find, requires, visible
from tracker.clock import today
from tracker.documents.letter import letter, letters
from tracker.downloads import attachment
from tracker.extensions import db
from tracker.filters import day
from tracker.forms.askings import AskingForm
from tracker.links import from_outside
from tracker.models import Action, Asking, Letter, Organisation, Review
from tracker.models.addressee import Addressee, addressees, proposed_day, values_of
from tracker.models.covering_text import CHASE, FIRST, NAMES, filled
from tracker.models.workbook import part_of
from tracker.saving import saving
from tracker.workbooks.writing import written

blueprint = Blueprint("askings", __name__)


@blueprint.get("/reviews/<id:review_id>/askings")
@requires("part.ask")
def index(review_id):
    """The form that asks, and every asking so far; `?chase=1` asks those again that have not answered."""
    review, chase = find(Review, review_id), bool(request.args.get("chase"))
    rows = _rows(review, chase)
    ticked = [row.part.id for row in rows if chase or row.asked is None]
    form = AskingForm.for_rows(
        rows, formdata=None, organisations=ticked, words=CHASE if chase else FIRST, confirm_by=proposed_day(review, chase=chase, on=today()),
        chase="1" if chase else "", version=review.version, request_id=secrets.token_urlsafe(16),
    )  # fmt: skip
    form.show_newest()
    return _asking(review, form)


@blueprint.post("/reviews/<id:review_id>/askings/previews")
@requires("part.ask")
def create_preview(review_id):
    """The letters as they would be; nothing is asked yet."""
    review = find(Review, review_id)
    form = _sent(review)
    if not form.validate():
        return _asking(review, form), 422
    return _asking(review, form, _filled(form))


@blueprint.post("/reviews/<id:review_id>/askings")
@requires("part.ask")
def create(review_id):
    """Ask the chosen organisations; a second click of the same form leads to what the first one made."""
    review = find(Review, review_id)
    form = _sent(review)
    if not form.validate():
        return _asking(review, form), 422
    with saving(form, review):
        asking = Asking.of_request(form.request_id.data) or _ask(review, form)
    if form.form_errors:
        form.show_newest()
        return _asking(review, form), 409
    flash("The organisations are asked. They see the review from now on. Now send the letters.")
    return redirect(url_for("askings.show", asking_id=asking.id), 303)


@blueprint.get("/askings/<id:asking_id>")
@requires("asking.read")
def show(asking_id):
    """What was asked, and a letter for each organisation."""
    asking = find(Asking, asking_id)
    return render_template("askings/show.html", asking=asking, parts={p.organisation_id: p for p in asking.review.parts})


@blueprint.get("/askings/<id:asking_id>/letters/<id:organisation_id>.eml")
@requires("asking.read")
def letter_to(asking_id, organisation_id):
    """One letter as a draft for a mail program."""
    asking = find(Asking, asking_id)
    row = db.session.scalar(visible(Letter).where(Letter.asking_id == asking.id, Letter.organisation_id == organisation_id)) or abort(404)
    name, data = _file(row)
    return attachment(io.BytesIO(data), "message/rfc822", name)


@blueprint.get("/askings/<id:asking_id>/letters.zip")
@requires("asking.read")
def all_letters(asking_id):
    """All letters of one asking at once."""
    asking = find(Asking, asking_id)
    name = f"Letters {asking.number}, {asking.review.area}.zip"
    return attachment(io.BytesIO(letters([_file(row) for row in asking.letters])), "application/zip", name)


def _rows(review: Review, chase: bool) -> list[Addressee]:
    return [row for row in addressees(review) if not chase or row.missing]


def _sent(review: Review) -> AskingForm:
    return AskingForm.for_rows(_rows(review, chase=bool(request.form.get("chase"))))


def _ask(review: Review, form: AskingForm) -> Asking:
    """Under the write lock: the contacts first, then the asking."""
    for part, said in form.contacts:
        part.note_contact(**said, by=current_user)
    typed = {name: form[name].data for name in ("words", "confirm_by", "request_id", "version")}
    texts = {row.part: text for row, text in _filled(form)}
    return Asking.add(review, texts, **typed, by=current_user, on=today())


def _filled(form: AskingForm) -> list[tuple[Addressee, str]]:
    """The covering text for each organisation that is ticked."""
    secure, page = current_app.config["SESSION_COOKIE_SECURE"], {"endpoint": "reviews.show", "review_id": form.chosen[0].part.review_id}
    link = from_outside(**page) or url_for(**page, _external=True, _scheme="https" if secure else "http")
    said = {"confirm_by": form.confirm_by.data, "sender": current_user.name, "link": link, "on": today()}
    return [(row, filled(form.words.data, values_of(row, **said))) for row in form.chosen]


def _asking(review: Review, form: AskingForm, previews: list | None = None):
    askings = db.session.scalars(Asking.listed(visible(Asking).where(Asking.review_id == review.id))).all()
    return render_template("askings/index.html", review=review, form=form, previews=previews, askings=askings, names=NAMES, acts=acts_on(review))


def _file(row: Letter) -> tuple[str, bytes]:
    """The name and the bytes of one letter, to whom it is to go today."""
    review, part = row.asking.review, next((p for p in row.asking.review.parts if p.organisation_id == row.organisation_id), None)
    by = f", by {day(row.asking.confirm_by)}" if row.asking.confirm_by else ""
    said = {
        "organisation": row.organisation.name, "to": part.mailbox if part else "", "copy_to": part.escalate_to if part else "",
        "subject": f"{review.area}: your part of the action plan{by}", "words": row.words,
    }  # fmt: skip
    return f"{review.area}, {row.organisation.name}.eml", letter(said, _workbook(review, row.organisation))


def _workbook(review: Review, organisation: Organisation) -> tuple[str, bytes]:
    """What the organisation fills in: its own actions as they stand today, and no others."""
    own = visible(Action).where(Action.review_id == review.id, Action.organisation_id.in_(organisation.line))
    told = part_of(review, organisation, db.session.scalars(Action.listed(own)).all(), on=today())
    return f"Actions of {organisation.name}.xlsx", written(told)
