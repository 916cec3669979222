"""The list of all actions that I may see, across reviews: filtered, sorted, page by page, and as a file."""

from tempfile import TemporaryFile

from flask import Blueprint, abort, redirect, render_template, request, stream_with_context, url_for

from tracker.access import requires, visible, workable
from tracker.clock import today
from tracker.documents.action_list import FORMATS, list_csv, list_xlsx
from tracker.downloads import attachment, streamed
from tracker.extensions import db
from tracker.filters import day
from tracker.forms.action_list import Asked
from tracker.models import Action, Review, SavedView
from tracker.models.action_list import ActionList, choices
from tracker.models.brag import COLOUR, legend
from tracker.models.listed_rows import text_rows

blueprint = Blueprint("action_list", __name__)


@blueprint.get("/actions")
@requires("action.read")
def index():
    """One page of the actions that were asked for."""
    asked, listed = _asked()
    return render_template(
        "action_list/index.html", asked=asked, listed=listed, page=listed.page(asked.place), counts=listed.counts(), views=saved_views(),
        ticks_all=request.args.get("tick") == "page", here=url_for("action_list.index", **asked.here),
        colour=COLOUR, legend=legend(),
    )  # fmt: skip


@blueprint.get("/actions/export/<format>")
@requires("action.read")
def export(format):
    """Every page of what was asked for, in one file."""
    kind = FORMATS.get(format) or abort(404)
    asked, listed = _asked()
    if asked.ignored:
        # A file cannot say that a part of what was asked for is gone, and would hold more than somebody expects.
        return redirect(f"{url_for('action_list.index')}?{request.query_string.decode()}")
    rows = text_rows(listed)
    if format == "csv":
        return streamed(stream_with_context(list_csv(rows)), kind["mimetype"], "Actions.csv")
    file = TemporaryFile()
    list_xlsx(rows, {"chosen": asked.said, "on": day(today()), "legend": legend()}, file)
    return attachment(file, kind["mimetype"], "Actions.xlsx")


def asked_for(args) -> Asked:
    """A query string, read as far as I may see what it names."""
    return Asked(args, choices(*_mine(), visible(Review)))


def saved_views() -> list[SavedView]:
    """My own, by name."""
    return db.session.scalars(SavedView.listed(visible(SavedView))).all()


def _asked() -> tuple[Asked, ActionList]:
    seen, own = _mine()
    asked = Asked(request.args, choices(seen, own, visible(Review)))
    return asked, ActionList(seen, own, asked.filter, asked.order, today())


def _mine() -> tuple:
    """The actions that I see, and those that I work on."""
    return visible(Action), workable(Action, "progress.record")
