"""Column layouts: a lead chooses the columns of the Excel and Word documents of a CCG."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import requires
from tracker.documents.columns import example
from tracker.documents.flat import COLUMNS
from tracker.forms.column_layouts import RestoreForm, layout_form
from tracker.models import ColumnLayout, Organisation, Review
from tracker.models.column_layout import MOST_IN_WORD
from tracker.saving import saving

blueprint = Blueprint("column_layouts", __name__)
LayoutForm = layout_form(list(COLUMNS))


@blueprint.get("/organisations/<id:organisation_id>/columns")
@requires("columns.arrange")
def show(organisation_id):
    """The columns as they are, with a row to look at."""
    organisation = _led(organisation_id)
    return _page(organisation, _as_it_stands(organisation))


@blueprint.post("/organisations/<id:organisation_id>/columns")
@requires("columns.arrange")
def create(organisation_id):
    """Keep the columns that were chosen."""
    organisation = _led(organisation_id)
    form = LayoutForm.of(ColumnLayout.of(organisation))
    if not form.validate():
        return _page(organisation, form), 422
    with saving(form, ColumnLayout.of(organisation)):
        ColumnLayout.arrange(organisation, columns=form.chosen, in_word=form.in_word.data, version=form.version.data, by=current_user)
    if form.form_errors:
        form.version.data = ColumnLayout.of(organisation).version
        return _page(organisation, form), 409
    flash("The columns are saved. Drafts have them now, and so will the next version that is assembled.")
    return redirect(url_for("column_layouts.show", organisation_id=organisation.id), 303)


@blueprint.post("/organisations/<id:organisation_id>/columns/removal")
@requires("columns.arrange")
def create_removal(organisation_id):
    """Back to the tracker's own columns."""
    organisation, form = _led(organisation_id), RestoreForm()
    if not form.validate():
        return _page(organisation, _as_it_stands(organisation)), 422
    with saving(form, ColumnLayout.of(organisation)):
        ColumnLayout.arrange(organisation, columns=[], in_word=False, version=form.version.data, by=current_user)
    if form.form_errors:
        return _page(organisation, _as_it_stands(organisation, form.form_errors)), 409
    flash("Excel and Word have the tracker's own columns again.")
    return redirect(url_for("column_layouts.show", organisation_id=organisation.id), 303)


def _led(organisation_id: int) -> Organisation:
    """The CCG with this id, when I am a lead of it; to everybody else there is none."""
    return next((o for o in Review.commissioners_led_by(current_user) if o.id == organisation_id), None) or abort(404)


def _as_it_stands(organisation: Organisation, refused: list[str] = ()) -> LayoutForm:
    form = LayoutForm.of(ColumnLayout.of(organisation), formdata=None)
    form.form_errors = [*refused]
    return form


def _page(organisation: Organisation, form: LayoutForm):
    layout = ColumnLayout.of(organisation)
    return render_template(
        "column_layouts/show.html", organisation=organisation, form=form, layout=layout, example=example(layout.columns),
        most_in_word=MOST_IN_WORD,
    )  # fmt: skip
