"""Import: upload a report, see what was read, confirm. No review exists before that."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import requires
from tracker.checks import tidy_filename
from tracker.clock import today
from tracker.extensions import db, writing
from tracker.forms import Form
from tracker.forms.reviews import ImportForm
from tracker.models import ImportDraft, NotAllowed, Organisation, Review
from tracker.models.report_import import check_new, commissioners_led, import_report
from tracker.reading import NotAReport, read_report
from tracker.uploads import takes_file

blueprint = Blueprint("imports", __name__)


@blueprint.get("/import")
@requires("report.import")
def show():
    """The draft that was read, or the form that brings one."""
    draft = ImportDraft.of(current_user)
    if draft is None:
        return render_template("imports/new.html", form=ImportForm())
    report = draft.read()
    new = [name for name in dict.fromkeys(n for r in report.recommendations for n in r.organisations) if not Organisation.matching(name)]
    led = commissioners_led(report, current_user)
    return render_template("imports/show.html", draft=draft, report=report, led=led, new=new, form=Form())


@blueprint.post("/import")
@requires("report.import")
@takes_file("REPORT_LIMIT")
def create():
    """Keep a report that can be read as my draft."""
    form = ImportForm()
    if not form.validate():
        return render_template("imports/new.html", form=form), 422
    filename, data = tidy_filename(form.report.data.filename), form.report.data.read()
    try:
        report = read_report(data)  # before the lock: reading may take a while
        check_new(data)
        Review.check_receipt(form.received_on.data, published_on=report.published_on, on=today())
    except NotAReport as refusal:
        form.report.errors = [str(refusal)]
    except NotAllowed as refusal:
        form.refuse(str(refusal))
    if form.errors:
        return render_template("imports/new.html", form=form), 422
    writing()
    ImportDraft.keep(filename=filename, data=data, received_on=form.received_on.data, by=current_user)
    db.session.commit()
    return redirect(url_for("imports.show"), 303)


@blueprint.post("/import/confirmation")
@requires("report.import")
def create_confirmation():
    """The draft becomes a review with its recommendations and actions."""
    seen = ImportDraft.of(current_user)
    report, data = (seen.read(), seen.data) if seen else (None, None)
    writing()
    draft = ImportDraft.of(current_user)
    if draft is None or draft.data != data:
        flash("This draft was confirmed or thrown away before. Nothing was created a second time.")
        return redirect(url_for("imports.show"), 303)
    review = import_report(
        report, filename=draft.filename, data=data, received_on=draft.received_on, on=today(), by=current_user
    )
    db.session.delete(draft)
    db.session.commit()
    flash("The review is created. Now give every action a post and a due date.")
    return redirect(url_for("reviews.show", review_id=review.id), 303)


@blueprint.post("/import/removal")
@requires("report.import")
def create_removal():
    """Throw the draft away."""
    writing()
    ImportDraft.discard(by=current_user)
    db.session.commit()
    flash("The draft is thrown away. Nothing was created.")
    return redirect(url_for("imports.show"), 303)
