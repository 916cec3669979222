"""Home: a plain list of what is mine."""

from flask import Blueprint, render_template
from flask_login import current_user

from tracker.access import acting_for, may, my_own, requires, visible, workable
from tracker.clock import today
from tracker.extensions import db
from tracker.models import Action, Evidence, EvidenceVersion, Extension, ImportDraft, Review, Submission
from tracker.models.action_status import Status
from tracker.models.brag import COLOUR, coloured, legend, needing
from tracker.models.evidence import Check
from tracker.models.recheck import recheck_due
from tracker.views import confirmations, evidence_checks, held_files, requests, workbooks
from tracker.views.contributions import my_contributions
from tracker.views.handovers import fallen_back

blueprint = Blueprint("home", __name__)
LONGEST = 50  # actions of a list; the rest is on the page of all actions


@blueprint.get("/")
@requires("home.read")
def index():
    """What must I do today?"""
    return render_template(
        "home/index.html",
        reviews=db.session.scalars(Review.listed(visible(Review))).all(),
        mine=_actions("progress.record", needing(my_own(), today())),
        unverified=_actions("action.verify", Action.status == Status.COMPLETE),
        longest=LONGEST,
        waiting=db.session.scalars(evidence_checks.queue().limit(LONGEST + 1)).all(),
        returned=[v for v in _evidence("evidence.add", Check.RETURNED) if acting_for(v.evidence) is None],
        closed=_closed(),
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


def _actions(act: str, state) -> list:
    """One more than is shown, so that the page knows that there are more."""
    found = coloured(workable(Action, act).where(state, Review.still_open(Action.review_id)), today())
    return db.session.execute(found.limit(LONGEST + 1)).all()


def _evidence(act: str, check: Check) -> list:
    newest = workable(EvidenceVersion, act).where(EvidenceVersion.check == check, EvidenceVersion.is_newest(), EvidenceVersion.is_available())
    newest = newest.where(EvidenceVersion.evidence.has(Review.still_open(Evidence.review_id)))
    return db.session.scalars(EvidenceVersion.listed(newest)).all()


def _closed() -> list[EvidenceVersion]:
    """Newest versions that nobody may open; who sees the evidence is told."""
    newest = visible(EvidenceVersion).where(EvidenceVersion.is_kept_back(), EvidenceVersion.is_newest())
    newest = newest.where(EvidenceVersion.evidence.has(Review.still_open(Evidence.review_id)))
    return db.session.scalars(EvidenceVersion.listed(newest)).all()
