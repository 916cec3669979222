"""Home: a plain list of what is mine."""

from flask import Blueprint, render_template
from flask_login import current_user

from tracker.access import acting_for, may, requires, visible, workable
from tracker.clock import today
from tracker.extensions import db
from tracker.models import Action, Evidence, EvidenceVersion, Extension, ImportDraft, Review, Submission
from tracker.models.action_status import OPEN, Status
from tracker.models.brag import COLOUR, Brag, coloured, legend
from tracker.models.evidence import Check
from tracker.models.recheck import recheck_due
from tracker.views import confirmations, held_files, requests, workbooks
from tracker.views.contributions import my_contributions
from tracker.views.handovers import fallen_back

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@requires("home.read")
def index():
    """What must I do today?"""
    return render_template(
        "home/index.html",
        reviews=db.session.scalars(Review.listed(visible(Review))).all(),
        mine=[row for row in _actions("progress.record", Action.status.in_(OPEN)) if _needs_me(*row)],
        unverified=_actions("action.verify", Action.status == Status.COMPLETE),
        waiting=_evidence("evidence.check", Check.WAITING),
        returned=[v for v in _evidence("evidence.add", Check.RETURNED) if acting_for(v.evidence) is None],
        extensions=db.session.scalars(Extension.listed(workable(Extension, "extension.decide").where(Extension.undecided()))).all(),
        submissions=[] if may("review.read") else db.session.scalars(Submission.listed(visible(Submission))).all(),
        rechecks=db.session.scalars(Action.numbered(workable(Action, "action.embed").where(recheck_due(today()), Review.still_open(Action.review_id)))).all(),
        draft=ImportDraft.of(current_user) if may("report.import") else None,
        fallen=fallen_back(),
        contributions=my_contributions(),
        colour=COLOUR,
        legend=legend(),
        **requests.waiting(),
        **confirmations.to_do(),
        workbooks_waiting=workbooks.waiting(),
        held_files=held_files.waiting(),
        led={r.id for r in db.session.scalars(workable(Review, "answers.read"))},
    )  # fmt: skip


def _needs_me(action: Action, reason: str) -> bool:
    """My own organisation's actions, and elsewhere what is in red or amber."""
    return acting_for(action) is None or COLOUR[reason] in (Brag.RED, Brag.AMBER)


def _actions(act: str, state) -> list:
    return db.session.execute(coloured(workable(Action, act).where(state, Review.still_open(Action.review_id)), today())).all()


def _evidence(act: str, check: Check) -> list:
    newest = workable(EvidenceVersion, act).where(EvidenceVersion.check == check, EvidenceVersion.is_newest(), EvidenceVersion.is_available())
    newest = newest.where(EvidenceVersion.evidence.has(Review.still_open(Evidence.review_id)))
    return db.session.scalars(EvidenceVersion.listed(newest)).all()
