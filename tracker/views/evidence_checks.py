"""Checking evidence: the queue of what waits, and the file beside what it should show."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from tracker.access import acts_on, find, requires, visible, workable
from tracker.checks.file_search import SignSearch
from tracker.downloads import picture
from tracker.extensions import db
from tracker.forms.evidence import CheckForm
from tracker.models import Action, Evidence, EvidenceVersion, evidence_queue
from tracker.showing import NotShown, Shown, draw_apart, show_apart
from tracker.views.evidence import decide, open_files, opened, version_of

blueprint = Blueprint("evidence_checks", __name__)
LONGEST = 50  # rows of the queue on a page


def queue():
    """What waits for me to check it, oldest first."""
    return evidence_queue.waiting(workable(EvidenceVersion, "evidence.check"))


@blueprint.get("/evidence")
@requires("evidence.check")
def index():
    """The queue, a page at a time."""
    rows = db.session.scalars(evidence_queue.after(queue(), request.args.get("after", 0, type=_id)).limit(LONGEST + 1)).all()
    counts = evidence_queue.counts(queue())
    return render_template("evidence_checks/index.html", rows=rows[:LONGEST], more=rows[LONGEST:], counts=counts, total=sum(n for _, n in counts))


@blueprint.get("/evidence/<id:evidence_id>/check")
@requires("evidence.check")
def new(evidence_id):
    """The newest version, beside what it should show; of a file with pages, one of them."""
    return _page(find(Evidence, evidence_id), CheckForm(formdata=None))


@blueprint.post("/evidence/<id:evidence_id>/versions/<id:version_id>/check/next")
@requires("evidence.check")
def create(evidence_id, version_id):
    """Accept it or return it, and go on to the next that waits."""
    version, form = version_of(evidence_id, version_id), CheckForm()
    if not form.validate():
        return _page(version.evidence, form, 422)
    decide(version, form)
    if form.form_errors:
        return _page(version.evidence, form, 409)
    flash(f"“{version.evidence.title}”, version {version.number}, is {version.check.value}.")
    following = _following(version_id)
    return redirect(url_for("evidence_checks.new", evidence_id=following.evidence_id) if following else url_for("evidence_checks.index"), 303)


@blueprint.get("/evidence/<id:evidence_id>/versions/<id:version_id>/picture")
@requires("evidence.read")
def show_picture(evidence_id, version_id):
    """A page of a PDF, or an image: a PNG picture."""
    version = version_of(evidence_id, version_id)
    filename, file = version.filename, opened(version)
    db.session.rollback()  # drawing may take a while
    try:
        with file:
            return picture(draw_apart(file, filename, _number()))
    except NotShown as refusal:
        abort(404, description=str(refusal))


def _following(version_id: int) -> EvidenceVersion | None:
    """The next in the queue; behind its end, the first."""
    behind = db.session.scalars(evidence_queue.after(queue(), version_id).limit(1)).first()
    return behind or db.session.scalars(queue().limit(1)).first()


def _page(item: Evidence, form: CheckForm, status: int = 200):
    number, total = _number(), sum(n for _, n in evidence_queue.counts(queue()))
    actions = db.session.scalars(Action.listed(visible(Action).where(Action.id.in_([a.id for a in item.actions])))).all()
    shown, why_not = _shown(item.newest, number)
    may_open = bool(open_files([item.newest]))
    if not may_open:
        form.warn_unseen(item.organisation)
    return render_template(
        "evidence_checks/new.html", item=item, v=item.newest, actions=actions, form=form, shown=shown, why_not=why_not, page=number,
        total=total, acts=acts_on(item), may_open=may_open, search=SignSearch.from_json(item.newest.search),
    ), status  # fmt: skip


def _shown(version: EvidenceVersion, number: int) -> tuple[Shown | None, str]:
    """What there is to see of the file, or why there is nothing."""
    if not open_files([version]):
        return None, f"You cannot open this file. {version.left_out_because}"
    try:
        with opened(version) as file:
            return show_apart(file, version.filename, number), ""
    except NotShown as refusal:
        return None, f"{refusal} Download it to see it."


def _number() -> int:
    """The page of the file that is asked for, from 1."""
    return max(request.args.get("page", 1, type=_id), 1)


def _id(typed: str) -> int:
    number = int(typed)
    return number if 0 <= number < 2**63 else abort(404)
