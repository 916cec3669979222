"""Home: a plain list of what is mine."""

from flask import Blueprint, render_template
from flask_login import current_user

from tracker.access import acting_for, may, requires, visible, workable
from tracker.clock import today
from tracker.extensions import db
from tracker.models import Action, EvidenceVersion, ImportDraft, Review, Submission
from tracker.models.action_status import OPEN, Status
from tracker.models.brag import COLOUR, Brag, coloured
from tracker.models.evidence import Check

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@requires("home.read")
def index():
    """What must I do today?"""
    return render_template(
        "home/index.html",
        reviews=db.session.scalars(visible(Review).order_by(Review.received_on.desc())).all(),
        mine=[row for row in _actions(Action.status.in_(OPEN)) if acting_for(row[0]) is None or COLOUR[row[1]] in (Brag.RED, Brag.AMBER)],
        unverified=_actions(Action.status == Status.COMPLETE) if may("action.verify") else [],
        waiting=_evidence(Check.WAITING) if may("evidence.check") else [],
        returned=_evidence(Check.RETURNED) if may("evidence.add") else [],
        submissions=[] if may("review.read") else db.session.scalars(Submission.listed(visible(Submission))).all(),
        draft=ImportDraft.of(current_user) if may("report.import") else None,
        colour=COLOUR,
    )  # fmt: skip


def _actions(state) -> list:
    return db.session.execute(coloured(workable(Action).where(state), today())).all()


def _evidence(check: Check) -> list:
    newest = visible(EvidenceVersion).where(EvidenceVersion.check == check, EvidenceVersion.is_newest())
    return db.session.scalars(EvidenceVersion.listed(newest)).all()
