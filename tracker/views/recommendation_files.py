"""The file on one recommendation: its story as PDF, with one query for each kind of row; and its part of the evidence pack."""

import io

from flask import Blueprint, current_app, stream_with_context
from flask_login import current_user

from tracker.access import find, my_organisations, requires, visible, workable, works_on
from tracker.clock import today
from tracker.documents import evidence_pack, pack_length, render_recommendation_file
from tracker.downloads import attachment, streamed
from tracker.extensions import db, done_reading
from tracker.models import (
    Action, AuditEntry, Confirmation, Contribution, Evidence, Extension, Handover, Move, Opinion, Part, PlanChange, ProgressUpdate, Recheck, Recommendation,
    Redaction, RequestAnswer, RequestPart, Step, Submission, Succession, Verification,
)  # fmt: skip
from tracker.models.frozen_plan import freeze, only
from tracker.models.left_out import pack_state, whole
from tracker.models.recommendation_file import Told, recommendation_file

blueprint = Blueprint("recommendation_files", __name__)

KINDS = {"updates": ProgressUpdate, "verifications": Verification, "rechecks": Recheck, "opinions": Opinion, "handovers": Handover, "moves": Move,
         "changes": PlanChange, "extensions": Extension, "redactions": Redaction}  # fmt: skip


@blueprint.get("/recommendations/<id:recommendation_id>/file")
@requires("recommendation.file")
def show(recommendation_id):
    """Everything on this recommendation that I may see, as PDF."""
    row = find(Recommendation, recommendation_id)
    return attachment(io.BytesIO(render_recommendation_file(_file(row))), "application/pdf", f"{_name(row)}.pdf")


@blueprint.get("/recommendations/<id:recommendation_id>/evidence-pack")
@requires("recommendation.pack")
def pack(recommendation_id):
    """A ZIP of the accepted evidence of its actions as it stands today, with the file."""
    row = find(Recommendation, recommendation_id)
    name, demonstration = _name(row), bool(current_app.config["DEMO"])
    plan = only(freeze(row.review, on=today(), by=current_user.name, number=None, head=AuditEntry.head(), gap_reason="", demonstration=demonstration), row.number)
    documents = {f"{name}.pdf": render_recommendation_file(_file(row))}
    state = pack_state(plan, whole)
    parts = evidence_pack(plan, None, current_app.extensions["store"].open, documents, **state)
    length = pack_length(plan, None, documents, **state)
    done_reading()
    return streamed(stream_with_context(parts), "application/zip", f"Evidence pack {name}.zip", length)


def _name(row: Recommendation) -> str:
    return f"File on recommendation {row.number} {row.review.area}"


def _file(row: Recommendation) -> dict:
    actions = db.session.scalars(Action.listed(visible(Action).where(Action.answering(row)))).all()
    submissions = visible(Submission).where(Submission.review_id == row.review_id)
    named = [*row.organisations, *(a.organisation for a in actions), *row.review.organisations(Part.COMMISSIONER)]
    return recommendation_file(
        row, _told(actions), submissions=db.session.scalars(Submission.listed(submissions)).all()[::-1],
        successions=[s for s in db.session.scalars(Succession.all()).all()[::-1] if s.successor.current_id in {o.current_id for o in named}],
        on=today(), by=current_user.name, demonstration=bool(current_app.config["DEMO"]),
        head=AuditEntry.head(), copy_for="" if works_on(row.review) else ", ".join(sorted(my_organisations())),
    )  # fmt: skip


def _told(actions: list[Action]) -> list[Told]:
    """Each action with its rows, as far as I may see them."""
    ids = [a.id for a in actions]
    mine = {a.id for a in db.session.scalars(workable(Action, "progress.record").where(Action.id.in_(ids)))}
    rows = {name: _by_action(model, ids) for name, model in KINDS.items()}
    steps, contributions = _by_action(Step, ids), _by_action(Contribution, ids)
    evidence = db.session.scalars(Evidence.listed_with_actions(visible(Evidence).where(Evidence.of_any(actions)))).all()[::-1]
    parts, confirmations = _parts(actions), _confirmations(actions)
    return [
        Told(
            a, a.id in mine, {name: found.get(a.id, []) for name, found in rows.items()} | {"evidence": [e for e in evidence if a in e.actions]},
            steps.get(a.id, []), contributions.get(a.id, []), [(part, answers) for part, answers in parts if a in part.actions],
            [c for c in confirmations if a.id in {one.action_id for one in c.confirmed}],
        )
        for a in actions
    ]  # fmt: skip


def _by_action(model, ids: list[int]) -> dict[int, list]:
    found: dict[int, list] = {}
    for row in db.session.scalars(model.listed(visible(model).where(model.action_id.in_(ids)))):
        found.setdefault(row.action_id, []).append(row)
    return found


def _parts(actions: list[Action]) -> list[tuple[RequestPart, list[RequestAnswer]]]:
    """What was asked about these actions, each with its answers, oldest first."""
    parts = db.session.scalars(RequestPart.listed(visible(RequestPart).where(RequestPart.about_any(actions)))).all()
    own = visible(RequestAnswer).where(RequestAnswer.part_id.in_([p.id for p in parts]))
    answers = db.session.scalars(RequestAnswer.listed(own)).all()[::-1]
    return [(part, [a for a in answers if a.part_id == part.id]) for part in parts]


def _confirmations(actions: list[Action]) -> list[Confirmation]:
    reviews = {a.review_id for a in actions}
    return db.session.scalars(Confirmation.listed(visible(Confirmation).where(Confirmation.review_id.in_(reviews)))).all()
