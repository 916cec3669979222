"""Saved views of the list of actions: save, rename, remove."""

from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.access import find, requires
from tracker.forms.recommendations import ChangeForm
from tracker.forms.saved_views import RenameForm, ViewForm
from tracker.models import SavedView
from tracker.saving import saving
from tracker.views.action_list import asked_for, saved_views

blueprint = Blueprint("saved_views", __name__)


@blueprint.get("/saved-views")
@requires("action.read")
def index():
    """My views, by name."""
    return render_template("saved_views/index.html", views=saved_views())


@blueprint.get("/saved-views/new")
@requires("view.save")
def new():
    """A name for the list that the query string asks for."""
    return _page(ViewForm(), asked_for(request.args))


@blueprint.post("/saved-views/new")
@requires("view.save")
def create():
    """Keep it."""
    form, asked = ViewForm(), asked_for(request.args)
    if not form.validate():
        return _page(form, asked), 422
    with saving(form, None):
        SavedView.save(name=form.name.data, query=urlencode(asked.query), by=current_user)
    if form.form_errors:
        return _page(form, asked), 409
    flash(f"The view “{form.name.data}” is saved.")
    return redirect(url_for("action_list.index", **asked.query), 303)


@blueprint.get("/saved-views/<id:view_id>")
@requires("view.save")
def show(view_id):
    """Another name for it, or away with it."""
    view = find(SavedView, view_id)
    return _change(view, RenameForm(obj=view))


@blueprint.post("/saved-views/<id:view_id>")
@requires("view.save")
def create_name(view_id):
    """Rename it."""
    view, form = find(SavedView, view_id), RenameForm()
    if not form.validate():
        return _change(view, form), 422
    with saving(form, view):
        view.rename(form.name.data, version=form.version.data, by=current_user)
    if form.form_errors:
        return _change(view, form), 409
    flash("The view has its new name.")
    return redirect(url_for("saved_views.index"), 303)


@blueprint.post("/saved-views/<id:view_id>/removal")
@requires("view.save")
def create_removal(view_id):
    """Forget it."""
    view, form = find(SavedView, view_id), ChangeForm()
    if not form.validate():
        return _change(view, RenameForm(formdata=None, obj=view)), 422
    with saving(form, view):
        view.remove(version=form.version.data, by=current_user)
    if form.form_errors:
        return _change(view, RenameForm(formdata=None, obj=view), form), 409
    flash("The view is removed. The actions stay as they are.")
    return redirect(url_for("saved_views.index"), 303)


def _page(form: ViewForm, asked):
    return render_template("saved_views/new.html", form=form, asked=asked)


def _change(view: SavedView, form: RenameForm, removal: ChangeForm | None = None):
    return render_template("saved_views/show.html", view=view, form=form, removal=removal)
