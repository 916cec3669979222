"""Corrections of my draft of an import: a page for each thing that was read, beside the report's own words."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.access import requires
from tracker.clock import today
from tracker.extensions import db, writing
from tracker.forms.corrections import CorrectionForm
from tracker.forms.import_details import DetailsForm, OrganisationForm
from tracker.forms.import_rows import FindingForm, GroupForm, RecommendationForm, SplitForm
from tracker.models import ImportDraft, Refused, Stale
from tracker.reading.corrections import group_of, organisations_of
from tracker.reading.marking import around, front, marked_lines
from tracker.views.imports import mine

blueprint = Blueprint("corrections", __name__)
BOTH = ["GET", "POST"]


@blueprint.route("/import/details", methods=BOTH)
@requires("report.import")
def details():
    """What the front table and the next steps say, and the day of receipt."""
    draft = mine()
    lines = front(marked_lines(draft.source, draft.report))
    return _corrected("correct_details", DetailsForm.of(draft), heading="Details of the report", lines=lines)


@blueprint.route("/import/organisations/<id:position>", methods=BOTH)
@requires("report.import")
def organisation(position):
    """One name that was read: put it right, merge it with another, or split it."""
    draft = mine()
    name = _at(organisations_of(draft.report), position)
    line = next((r.line for r in draft.report.recommendations if name in r.organisations), None)
    where = {} if line else {"lines": front(marked_lines(draft.source, draft.report))}
    return _corrected("rename_organisation", OrganisationForm.of(draft, name), heading=name or "Organisation", line=line, **where)


@blueprint.route("/import/groups/<id:number>", methods=BOTH)
@requires("report.import")
def group(number):
    """Whom a whole group of recommendations addresses."""
    draft, called = mine(), str(number)
    rows = [r for r in draft.report.recommendations if group_of(r.number) == called]
    if not rows:
        abort(404)
    return _corrected("readdress_group", GroupForm.of(draft, rows), called, heading=f"Whom group {called} addresses", line=rows[0].line)


@blueprint.route("/import/recommendations/<id:position>", methods=BOTH)
@requires("report.import")
def recommendation(position):
    """One recommendation."""
    draft = mine()
    row = _at(draft.report.recommendations, position)
    now, heading = RecommendationForm.of(draft, row), f"Recommendation {row.number}" if row else "Recommendation"
    others = [("split", "Split it into two"), ("removal", "Remove it")]
    links = [(url_for(f"corrections.{name}", position=position), words) for name, words in others]
    return _corrected("correct_recommendation", now, position, heading=heading, line=row and row.line, links=links)


@blueprint.route("/import/recommendations/new", methods=BOTH)
@requires("report.import")
def new_recommendation():
    """A recommendation that reading missed."""
    draft = mine()
    return _corrected("add_recommendation", RecommendationForm.of(draft, None), heading="Add a recommendation", line=_line(draft))


@blueprint.route("/import/recommendations/<id:position>/split", methods=BOTH)
@requires("report.import")
def split(position):
    """One recommendation that is two in the report."""
    draft = mine()
    row = _at(draft.report.recommendations, position)
    now, heading = SplitForm.of(draft, row), f"Split recommendation {row.number}" if row else "Split a recommendation"
    return _corrected("split_recommendation", now, position, heading=heading, line=row and row.line, button="Split it")


@blueprint.route("/import/recommendations/<id:position>/removal", methods=BOTH)
@requires("report.import")
def removal(position):
    """A recommendation that is none."""
    return _removed("recommendation", mine().report.recommendations, position)


@blueprint.route("/import/findings/<id:position>", methods=BOTH)
@requires("report.import")
def finding(position):
    """One finding."""
    draft = mine()
    row = _at(draft.report.findings, position)
    now, heading = FindingForm.of(draft, row), f"Finding {row.number}" if row else "Finding"
    links = [(url_for("corrections.finding_removal", position=position), "Remove it")]
    return _corrected("correct_finding", now, position, heading=heading, line=row and row.line, links=links)


@blueprint.route("/import/findings/new", methods=BOTH)
@requires("report.import")
def new_finding():
    """A finding that reading missed."""
    draft = mine()
    return _corrected("add_finding", FindingForm.of(draft, None), heading="Add a finding", line=_line(draft))


@blueprint.route("/import/findings/<id:position>/removal", methods=BOTH)
@requires("report.import")
def finding_removal(position):
    """A finding that is none."""
    return _removed("finding", mine().report.findings, position)


def _at(rows: tuple, position: int):
    """The row at a position; what was typed for one that is gone is shown again, so only GET answers 404."""
    if position <= len(rows):
        return rows[position - 1]
    return None if request.method == "POST" else abort(404)


def _line(draft: ImportDraft) -> int | None:
    """The line of the source that the address names, from which something is added."""
    line = request.args.get("line", type=int)
    return line if line and 1 <= line <= len(draft.source) else None


def _removed(noun: str, rows: tuple, position: int):
    row, now = _at(rows, position), CorrectionForm(formdata=None, obj=mine())
    called = f"{noun} {row.number}" if row else f"a {noun}"
    return _corrected(f"remove_{noun}", now, position, heading=f"Remove {called}", line=row and row.line, row=row, button="Remove it")


def _corrected(verb: str, now: CorrectionForm, *given, line: int | None = None, **page):
    """GET: the page with the form as things are `now`. POST: what was sent is done, or shown again with what is wrong."""
    if request.method == "GET":
        return _page(now, None, line, page)
    form = type(now)()
    if not form.fits(mine().report):
        return _page(form, None, line, page, 422)
    added = {"line": line} if verb.startswith("add_") else {}
    beside = now if form.version.data != now.version.data else None
    with _changing(form) as draft:
        draft.correct(verb, *given, version=form.version.data, by=current_user, **form.corrected, **added)
        if "received_on" in form:
            draft.correct_receipt(form.received_on.data, on=today(), by=current_user)
    if form.form_errors:
        return _page(form, beside, line, page, 409)
    flash("The correction is saved.")
    return redirect(url_for("imports.show"), 303)


@contextmanager
def _changing(form: CorrectionForm) -> Iterator[ImportDraft]:
    """My draft under the write lock, saved at the end; a refusal becomes an error of the form, which then has the newest version."""
    writing()
    try:
        yield mine()
        db.session.commit()
    except Refused as refusal:
        db.session.rollback()
        form.refuse(str(refusal))
        if isinstance(refusal, Stale):
            form.refuse("What is saved now stands beside each of your answers that differs. Press the button again to keep yours.")
        form.version.data = mine().version


def _page(form: CorrectionForm, now: CorrectionForm | None, line: int | None, page: dict, status: int = 200):
    draft = mine()
    report = draft.report
    for shown in filter(None, (form, now)):
        shown.offer(report)
    page = {"button": "Save", "row": None, "links": (), "lines": around(marked_lines(draft.source, report), line)} | page
    return render_template("imports/correction.html", draft=draft, form=form, now=now, line=line, **page), status
