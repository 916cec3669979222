"""Papers for a meeting: the progress report of a day, and the exceptions paper, as Word and PDF."""

import io

from flask import Blueprint, abort, current_app, render_template, request
from flask_login import current_user

from tracker.access import find, requires
from tracker.clock import today
from tracker.documents import PAPERS
from tracker.documents.comparing import changes
from tracker.documents.exceptions_paper import exceptions_paper
from tracker.documents.progress_report import progress_report
from tracker.downloads import attachment
from tracker.forms.papers import ExceptionsForm, ProgressReportForm
from tracker.models import Refused, Review
from tracker.models.papers import asked_dates, last_meeting, sent_by
from tracker.models.plan_of_day import NOT_KNOWN, plan_on

blueprint = Blueprint("papers", __name__)


@blueprint.get("/reviews/<id:review_id>/papers")
@requires("paper.read")
def index(review_id):
    """Which paper, of which day, since when."""
    return _page(find(Review, review_id))


@blueprint.get("/reviews/<id:review_id>/progress-report/<format>")
@requires("paper.read")
def progress(review_id, format):
    """The progress report; `on` and `since` are days in three parts."""
    review, kind = find(Review, review_id), PAPERS.get(format) or abort(404)
    form = ProgressReportForm(request.args)
    paper = form.validate() and _asked(form, lambda: _progress(review, form.on.data, form.since.data))
    return _file(kind, paper, f"Progress report {review.area}", form.on.data, format) if paper else (_page(review, progress=form), 422)


@blueprint.get("/reviews/<id:review_id>/exceptions-paper/<format>")
@requires("paper.read")
def exceptions(review_id, format):
    """The exceptions paper as it stands today; without a day, it tells what was closed since the last meeting."""
    review, kind = find(Review, review_id), PAPERS.get(format) or abort(404)
    form = ExceptionsForm(request.args) if request.args else _since_last(review)
    paper = (not request.args or form.validate()) and _asked(form, lambda: _exceptions(review, form.closed_since.data))
    return _file(kind, paper, f"Exceptions paper {review.area}", today(), format) if paper else (_page(review, exceptions=form), 422)


def _page(review: Review, progress: ProgressReportForm | None = None, exceptions: ExceptionsForm | None = None):
    progress = progress or ProgressReportForm(formdata=None, since=last_meeting(review, before=today()))
    return render_template("papers/index.html", review=review, progress=progress, exceptions=exceptions or _since_last(review), formats=PAPERS)


def _since_last(review: Review) -> ExceptionsForm:
    return ExceptionsForm(formdata=None, closed_since=last_meeting(review, before=today()))


def _asked(form, paper):
    """The paper; None with the reason on the form, where there is no plan of such a day."""
    try:
        return paper()
    except Refused as refusal:
        form.refuse(str(refusal))
        return None


def _progress(review: Review, on, since) -> dict:
    plan = _plan(review, on)
    found = changes(_plan(review, since), plan) if since else []
    return progress_report(
        plan, on=on.isoformat(), since=since and since.isoformat(), changes=found, sent=sent_by(review, on),
        not_known=list(NOT_KNOWN) if on < today() or since else [],
    )  # fmt: skip


def _exceptions(review: Review, since) -> dict:
    before = {a["id"]: a["status"] for a in _plan(review, since)["actions"]}
    return exceptions_paper(_plan(review, today()), on=today().isoformat(), since=since.isoformat(), before=before, asked=asked_dates(review))


def _plan(review: Review, day) -> dict:
    return plan_on(review, day, today=today(), by=current_user.name, demonstration=bool(current_app.config["DEMO"]))


def _file(kind: dict, paper: dict, name: str, day, format: str):
    return attachment(io.BytesIO(kind["render"](paper)), kind["mimetype"], f"{name} {day.isoformat()}.{format}")
