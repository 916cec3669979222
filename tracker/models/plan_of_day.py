"""The plan of an earlier day: today's, with everything taken back that its dated rows tell of later days. What they do not tell is said."""

from collections import Counter, defaultdict
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Date, Integer, cast, column, null, select, values
from sqlalchemy.orm import joinedload

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.action_day import ActionDay
from tracker.models.action_status import Confidence, Status, least_advanced
from tracker.models.audit import AuditEntry
from tracker.models.brag import COLOUR, brag_reason_of
from tracker.models.columns import one_of
from tracker.models.evidence import Check, Evidence, EvidenceVersion
from tracker.models.extension import Extension
from tracker.models.frozen_plan import _evidence, freeze
from tracker.models.move import Move
from tracker.models.opinion import Opinion
from tracker.models.plan_change import PlanChange
from tracker.models.progress import ProgressUpdate
from tracker.models.recheck import Recheck
from tracker.models.refusals import NotAllowed
from tracker.models.review import Review
from tracker.models.verification import Verification

LONDON = ZoneInfo("Europe/London")
# What no dated row tells, in the words of the paper.
NOT_KNOWN = (
    "It is made from the dated records of each action: progress updates, verifications, extensions, changes of the plan, moves, and checks of evidence.",
    "CQC’s words, whom a recommendation addresses, and which recommendations an action answers are as they are today.",
    "An action that was removed since is not in it; one that was added to a recommendation since is in it.",
    "Evidence that was accepted by that day and returned or taken down since is not counted.",
    "For an action that was completed by that day and reopened since, the day of its completion is not known.",
)


def plan_on(review: Review, day: date, *, today: date, by: str, demonstration: bool) -> dict:
    """The plan of a review on a day, as `freeze` gives it, without a number and with the audit log's head of now.

    Raises NotAllowed for a day that has no plan.
    """
    if day > today or (review.received_on and day < review.received_on):
        raise NotAllowed("The day cannot lie in the future or before the report was received.")
    plan = freeze(review, on=day, by=by, number=None, head=AuditEntry.head(), gap_reason=None, demonstration=demonstration)
    return plan if day == today else _taken_back(review, plan, day)


def _taken_back(review: Review, plan: dict, day: date) -> dict:
    rows = {model: _rows(review, model) for model in (ProgressUpdate, Verification, Recheck, Opinion, PlanChange, Extension, Move)}
    evidence, current = _accepted(review, day), {a.id: a for a in db.session.scalars(_actions(review))}
    actions = [ActionDay(current[a["id"]], a, {model: found[a["id"]] for model, found in rows.items()}, day) for a in plan["actions"]]
    there = [d for d in actions if not d.is_later]
    reasons = _reasons(there, review, day)
    told = [d.told | {"brag": COLOUR[reasons[d.id]].value, "brag_reason": reasons[d.id], "evidence": evidence[d.id]} for d in there]
    return _summed(plan, told)


def _rows(review: Review, model) -> dict[int, list]:
    named = {Verification: (joinedload(Verification.by),), Move: (joinedload(Move.old),)}
    query = select(model).join(Action, Action.id == model.action_id).where(Action.review_id == review.id).order_by(model.on, model.id)
    query = query.options(*named.get(model, ()))
    found = defaultdict(list)
    for row in db.session.scalars(query.execution_options(own_verb=True)):
        found[row.action_id].append(row)
    return found


def _actions(review: Review):
    return select(Action).where(Action.review_id == review.id).execution_options(own_verb=True)


def _accepted(review: Review, day: date) -> dict[int, list[dict]]:
    """The newest version of each item that was accepted by the end of the day, by action."""
    query = select(EvidenceVersion).join(Evidence).where(
        Evidence.review_id == review.id, EvidenceVersion.check == Check.ACCEPTED, EvidenceVersion.is_available()
    ).options(joinedload(EvidenceVersion.blob), joinedload(EvidenceVersion.evidence).selectinload(Evidence.actions)).order_by(
        EvidenceVersion.evidence_id, EvidenceVersion.number
    )  # fmt: skip
    rows = db.session.scalars(query.execution_options(own_verb=True))
    newest = {v.evidence_id: v for v in rows if v.checked_at.astimezone(LONDON).date() <= day}
    held = defaultdict(list)
    for version in newest.values():
        for action in version.evidence.actions:
            held[action.id].append(_evidence(version))
    return held


def _reasons(days: list[ActionDay], review: Review, day: date) -> dict[int, str]:
    """The reason of each action's colour, by the one rule that pages ask, over these values."""
    if not days:
        return {}
    columns = (column("id", Integer), column("review_id", Integer), column("status", one_of(Status)), column("confidence", one_of(Confidence)),
               column("lead_confidence", one_of(Confidence)), column("due_on", Date), column("updated_on", Date))  # fmt: skip
    told = [(d.id, review.id, d.status, d.confidence, d.lead_confidence, d.plan["due_on"], d.updated_on) for d in days]
    # PostgreSQL takes a column of nothing but NULL for text; SQLite takes the cast of a date for a number.
    typed = [tuple(cast(null(), c.type) if value is None else value for c, value in zip(columns, row, strict=True)) for row in told]
    rows = values(*columns, name="day").data(typed).cte("day").c
    return dict(db.session.execute(select(rows.id, brag_reason_of(rows, day)).execution_options(own_verb=True)).all())


def _summed(plan: dict, actions: list[dict]) -> dict:
    """The plan with these actions, and everything that is counted from them."""
    ids, names = {a["id"] for a in actions}, dict.fromkeys([*(o["name"] for o in plan["organisations"]), *(a["organisation"] for a in actions)])
    recommendations = [_recommendation(r, actions, ids) for r in plan["recommendations"]]
    return plan | {
        "actions": actions, "recommendations": recommendations, "gaps": [],
        "organisations": [{"name": n, "recommendations": sum(n in r["organisations"] for r in recommendations),
                           "actions": sum(a["organisation"] == n for a in actions)} for n in names],
        "counts": plan["counts"] | {"actions": len(actions), "by_status": dict(Counter(a["status"] for a in actions)),
                                    "by_brag": dict(Counter(a["brag"] for a in actions))},
    }  # fmt: skip


def _recommendation(row: dict, actions: list[dict], ids: set[int]) -> dict:
    own = [Status(a["status"]) for a in actions if row["number"] in a["recommendations"]]
    return row | {"status": least_advanced(own).value, "action_ids": [i for i in row["action_ids"] if i in ids]}
