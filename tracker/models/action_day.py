"""One action on an earlier day, told from its dated rows: what is true now, with everything of later days taken back. Pure."""

from datetime import date

from tracker.models.action import Action
from tracker.models.action_status import Confidence, Status
from tracker.models.extension import Decision, Extension
from tracker.models.move import Move
from tracker.models.opinion import Opinion
from tracker.models.plan_change import PlanChange
from tracker.models.progress import ProgressUpdate
from tracker.models.recheck import Recheck
from tracker.models.verification import Verification

REMOVED = "[Not known: personal data were removed from the record]"
FIELDS = ("words", "post", "due_on", "success_measure", "evidence_expected", "monitored_by")


class ActionDay:
    """One action on one day: what is true now, and what its rows say was otherwise."""

    def __init__(self, action: Action, frozen: dict, rows: dict, day: date):
        self.id, self.action, self.frozen, self.rows, self.day = action.id, action, frozen, rows, day
        self.until = {model: [r for r in found if _on(r) <= day] for model, found in rows.items()}
        self.after = {model: [r for r in found if _on(r) > day] for model, found in rows.items()}
        self.own = [u for u in self.until[ProgressUpdate] if u.contribution_id is None]

    @property
    def is_later(self) -> bool:
        """Whether the action was only made after that day."""
        return any(change.added for change in self.after[PlanChange])

    @property
    def status(self) -> Status:
        """What the last act of that day or before made of it."""
        ends = [*((u, u.status) for u in self.until[ProgressUpdate]), *((v, Status.VERIFIED) for v in self.until[Verification]),
                *((r, Status.EMBEDDED) for r in self.until[Recheck])]  # fmt: skip
        return max(ends, key=lambda end: (end[0].on, end[0].at))[1] if ends else Status.NOT_STARTED

    @property
    def confidence(self) -> Confidence | None:
        """How it was going, in the owner's word."""
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
        """The day of its newest update by then."""
        return max((u.on for u in self.own), default=None)

    @property
    def plan(self) -> dict:
        """The promise as it was: what was changed later, taken back from the newest change on."""
        known = {name: getattr(self.action, name) for name in FIELDS}
        agreed = [(e.decided_on, e.decided_at, {"due_on": e.from_on}) for e in self.after[Extension] if e.decision is Decision.AGREED]
        changed = [(c.on, c.at, {name: _old(name, pair) for name, pair in c.changes.items() if name in FIELDS}) for c in self.after[PlanChange]]
        for _day, _at, before in sorted(agreed + changed, key=lambda change: change[:2], reverse=True):
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


def _iso(day: date | None) -> str | None:
    return day and day.isoformat()
