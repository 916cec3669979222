"""The plan of an earlier day: today's, with everything taken back that its dated rows tell of later days. What they do not tell is said."""

from collections import Counter, defaultdict
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Date, Integer, column, select, values
from sqlalchemy.orm import joinedload

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.action_status import Confidence, Status, least_advanced
from tracker.models.brag import COLOUR, brag_reason_of
from tracker.models.columns import one_of
from tracker.models.evidence import Check, Evidence, EvidenceVersion
from tracker.models.extension import Decision, Extension
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
REMOVED = "[Not known: personal data were removed from the record]"
FIELDS = ("words", "post", "due_on", "success_measure", "evidence_expected", "monitored_by")
# What no dated row tells, in the words of the paper.
NOT_KNOWN = (
    "It is made from the dated records of each action: progress updates, verifications, extensions, changes of the plan, moves, and checks of evidence.",
    "CQC’s words, whom a recommendation addresses, and which recommendations an action answers are as they are today.",
    "An action that was removed since is not in it; one that was added to a recommendation since is in it.",
    "Evidence that was accepted by that day and returned or taken down since is not counted.",
    "For an action that was completed by that day and reopened since, the day of its completion is not known.",
)


def plan_on(review: Review, day: date, *, today: date, by: str, demonstration: bool) -> dict:
    """The plan of a review on a day, as `freeze` gives it, without a number. Raises NotAllowed for a day that has no plan."""
    if day > today or (review.received_on and day < review.received_on):
        raise NotAllowed("The day cannot lie in the future or before the report was received.")
    plan = freeze(review, on=day, by=by, number=None, head=None, gap_reason=None, demonstration=demonstration)
    return plan if day == today else _taken_back(review, plan, day)


def _taken_back(review: Review, plan: dict, day: date) -> dict:
    rows = {model: _rows(review, model) for model in (ProgressUpdate, Verification, Recheck, Opinion, PlanChange, Extension, Move)}
    evidence, current = _accepted(review, day), {a.id: a for a in db.session.scalars(_actions(review))}
    actions = [_Day(current[a["id"]], a, {model: found[a["id"]] for model, found in rows.items()}, day) for a in plan["actions"]]
    there = [d for d in actions if not d.is_later]
    reasons = _reasons(there, review, day)
    told = [d.told | {"brag": COLOUR[reasons[d.id]].value, "brag_reason": reasons[d.id], "evidence": evidence[d.id]} for d in there]
    return _summed(plan, told)


class _Day:
    """One action on one day: what is true now, and what its rows say was otherwise."""

    def __init__(self, action: Action, frozen: dict, rows: dict, day: date):
        self.id, self.action, self.frozen, self.rows, self.day = action.id, action, frozen, rows, day
        self.until = {model: [r for r in found if _on(r) <= day] for model, found in rows.items()}
        self.after = {model: [r for r in found if _on(r) > day] for model, found in rows.items()}
        self.own = [u for u in self.until[ProgressUpdate] if u.contribution_id is None]

    @property
    def is_later(self) -> bool:
        return any(change.added for change in self.after[PlanChange])

    @property
    def status(self) -> Status:
        ends = [*((u, u.status) for u in self.until[ProgressUpdate]), *((v, Status.VERIFIED) for v in self.until[Verification]),
                *((r, Status.EMBEDDED) for r in self.until[Recheck])]  # fmt: skip
        return max(ends, key=lambda end: (end[0].on, end[0].at))[1] if ends else Status.NOT_STARTED

    @property
    def confidence(self) -> Confidence | None:
        return self.own[-1].confidence if self.own else None

    @property
    def lead_confidence(self) -> Confidence | None:
        """The lead's own word, until the action ended: then it is asked afresh."""
        if not self.until[Opinion] or not self.status.is_open:
            return None
        last = self.until[Opinion][-1]
        ended = any(not u.status.is_open and (u.on, u.at) > (last.on, last.at) for u in self.until[ProgressUpdate])
        return None if ended else last.confidence

    @property
    def updated_on(self) -> date | None:
        return max((u.on for u in self.own), default=None)

    @property
    def plan(self) -> dict:
        """The promise as it was: what was changed later, taken back from the newest change on."""
        known = {name: getattr(self.action, name) for name in FIELDS}
        agreed = [(e.decided_on, e.decided_at, {"due_on": e.from_on}) for e in self.after[Extension] if e.decision is Decision.AGREED]
        changed = [(c.on, c.at, {name: _old(name, pair) for name, pair in c.changes.items() if name in FIELDS}) for c in self.after[PlanChange]]
        for _on, _at, before in sorted(agreed + changed, key=lambda change: change[:2], reverse=True):
            known |= before
        return known

    @property
    def told(self) -> dict:
        """As a frozen plan tells it, but for its colour and evidence."""
        plan, status = self.plan, self.status
        due_on = _iso(plan.pop("due_on"))
        sent = self.action.review.first_sent_on and self.action.review.first_sent_on <= self.day
        done = status in (Status.COMPLETE, Status.VERIFIED, Status.EMBEDDED)
        verification = self._verification if status in (Status.VERIFIED, Status.EMBEDDED) else None
        return self.frozen | plan | {
            "organisation": self.after[Move][0].old.name if self.after[Move] else self.frozen["organisation"],
            "due_on": due_on, "first_due_on": self.frozen["first_due_on"] if sent else due_on,
            "status": status.value, "confidence": self.confidence and self.confidence.value,
            "completed_on": self.frozen["completed_on"] if done and not self._resumed else None,
            "verified_on": verification and verification["on"], "verification": verification,
            "progress": {"on": self.own[-1].on.isoformat(), "note": self.own[-1].note} if self.own else None,
            "extensions": [e.frozen for e in self.until[Extension] if e.decided_on],
        }  # fmt: skip

    @property
    def _resumed(self) -> bool:
        return any(u.status.is_open for u in self.after[ProgressUpdate])

    @property
    def _verification(self) -> dict:
        row = self.until[Verification][-1]
        return {"on": row.on.isoformat(), "checked_by": row.who, "method": row.method.value, "found": row.found, "without_evidence": row.without_evidence}


def _on(row) -> date:
    """The day from which a row counts; a request for another date only from its decision on."""
    return (row.decided_on or date.max) if isinstance(row, Extension) else row.on


def _old(name: str, pair: list):
    old, new = pair
    if name == "due_on":
        return old and date.fromisoformat(old)
    return REMOVED if old is None and new is None else old or ""


def _rows(review: Review, model) -> dict[int, list]:
    query = select(model).join(Action, Action.id == model.action_id).where(Action.review_id == review.id).order_by(model.on, model.id)
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


def _reasons(days: list[_Day], review: Review, day: date) -> dict[int, str]:
    """The reason of each action's colour, by the one rule that pages ask, over these values."""
    if not days:
        return {}
    columns = (column("id", Integer), column("review_id", Integer), column("status", one_of(Status)), column("confidence", one_of(Confidence)),
               column("lead_confidence", one_of(Confidence)), column("due_on", Date), column("updated_on", Date))  # fmt: skip
    told = [(d.id, review.id, d.status, d.confidence, d.lead_confidence, d.plan["due_on"], d.updated_on) for d in days]
    rows = values(*columns, name="day").data(told).cte("day").c
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


def _iso(day: date | None) -> str | None:
    return day and day.isoformat()
