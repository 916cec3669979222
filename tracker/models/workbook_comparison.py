"""Comparison: what a workbook says beside what stands here now, row by row, and what of it is possible."""

from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.extensions import db
from tracker.models.action import DATE_IS_KEPT, Action
from tracker.models.action_life import NOT_YET
from tracker.models.action_status import Status, end_of
from tracker.models.audit import canonical, sha256
from tracker.models.columns import LARGEST_ID
from tracker.models.organisation import Organisation
from tracker.models.progress import ProgressUpdate
from tracker.models.recommendation import Recommendation
from tracker.models.refusals import NotAllowed
from tracker.models.workbook import Workbook
from tracker.workbooks.comparing import Difference, Outcome, differences
from tracker.workbooks.fields import PLANNED
from tracker.workbooks.layout import key_of
from tracker.workbooks.proposals import Proposal

# The same words for a key of somebody else, one that never was, and one whose action went: they do not tell which.
NO_SUCH_KEY = "The key {} is not in this part of the plan, so nothing of the row can be accepted. Download a new workbook, and fill in the row there."
GONE = "The action that this row was laid beside is no longer in the plan, so nothing of it can be accepted."
NO_WAY_BACK = "Once an action has begun, it cannot go back to not started. Choose in progress or complete."
ONLY_LEADS = "The CCG records this on the action's page. Here the status can become in progress or complete."
BY_CCG = "A new action needs the number of its recommendation. The CCG adds one without, on the review's page."
NEEDS_DAY = "Fill in the completion date too."
NEEDS_ANSWER = "This cannot be emptied."
VERBS = {"status": "record progress", "confidence": "record progress", "note": "record progress", "completed_on": "complete"}


@dataclass(frozen=True)
class Line:
    """One row. `action` is None for one that would be added; `reason` says why nothing of the row is possible."""

    position: int
    proposal: Proposal
    action: Action | None = None
    recommendation: Recommendation | None = None
    organisation: Organisation | None = None
    differences: list[Difference] = field(default_factory=list)
    reason: str = ""

    @property
    def called(self) -> str:
        """What a page calls it: its action, the key that stands for none, or the action that it would add."""
        if self.action:
            return self.action.name
        key = self.proposal.action_id and key_of(self.proposal.action_id)
        return f"key {key}" if key and self.reason != GONE else f"{'an' if key else 'a new'} action for {self.proposal.recommendation or 'the review'}"

    @property
    def is_new(self) -> bool:
        """Whether it would be a further action; then it is accepted as a whole."""
        return self.action is None and not self.reason

    def of(self, *outcomes: str) -> list[Difference]:
        """The differences that come to one of these outcomes, named as in Outcome."""
        return [d for d in self.differences if d.outcome.name in outcomes]

    @property
    def choices(self) -> list[str]:
        """What may be accepted of it, as forms name it: "3" for a new action, "3-post" for a field."""
        if self.is_new:
            return [str(self.position)]
        return [] if self.reason else [f"{self.position}-{d.name}" for d in self.of("CHANGE", "CONFLICT")]


def compared(workbook: Workbook, on: date) -> list[Line]:
    """A line for each row of the workbook, as things stand now."""
    proposals = workbook.proposals
    actions, said = _actions(workbook, proposals), _recommendations(workbook, proposals)
    lines = [_found(n, p, workbook, actions, said) for n, p in enumerate(proposals, 1)]
    notes = _notes([line.action.id for line in lines if line.action])
    return [_line(line, notes, on) for line in lines]


def weigh(workbook: Workbook, on: date) -> None:
    """Count what there is to accept: a workbook with nothing is nobody's work, and its page says why."""
    workbook.offered = sum(len(line.choices) for line in compared(workbook, on))


def fingerprint(lines: list[Line]) -> str:
    """The same for the same comparison: a page carries it, so that nobody accepts what he was not shown."""
    told = [[n.position, n.reason, n.action and n.action.id, [[d.name, d.was, d.now, d.wanted, d.outcome.name, d.reason] for d in n.differences]] for n in lines]
    return sha256(canonical(told))


def _actions(workbook: Workbook, proposals: list[Proposal]) -> dict:
    """Its actions by id, and those that a new row may have become already, by number, organisation and words."""
    its = [Action.review_id == workbook.review_id]
    if workbook.organisation:
        its.append(Action.organisation_id.in_(workbook.organisation.line))
    ids = [p.action_id for p in proposals if p.action_id and p.action_id <= LARGEST_ID]
    words = [p.values.get("words") for p in proposals if not p.action_id]
    shown = (joinedload(Action.organisation), joinedload(Action.review), selectinload(Action.recommendations))
    query = select(Action).where(*its, Action.id.in_(ids) | Action.words.in_([w for w in words if w])).options(*shown).order_by(Action.id)
    rows = db.session.scalars(query.execution_options(own_verb=True)).all()
    numbers = [(r.number, a) for a in rows for r in a.recommendations] + [("", a) for a in rows if a.is_immediate]
    return {a.id: a for a in rows if a.id in ids} | {(n, a.organisation.current_id, a.words): a for n, a in numbers}


def _recommendations(workbook: Workbook, proposals: list[Proposal]) -> dict[str, Recommendation]:
    numbers = {p.recommendation for p in proposals if not p.action_id}
    told = select(Recommendation).where(Recommendation.review_id == workbook.review_id, Recommendation.number.in_(numbers))
    rows = db.session.scalars(told.options(selectinload(Recommendation.organisations)).execution_options(own_verb=True))
    return {r.number: r for r in rows}


def _found(position: int, proposal: Proposal, workbook: Workbook, actions: dict, said: dict) -> Line:
    """The action that a row is about, or the recommendation and organisation that it would be added to."""
    line = Line(position, proposal)
    if proposal.action_id:
        action = actions.get(proposal.action_id)
        gone = NO_SUCH_KEY.format(key_of(proposal.action_id)) if workbook.organisation else GONE
        return replace(line, action=action, organisation=action and action.organisation, reason="" if action else gone)
    organisation = workbook.organisation or Organisation.matching(proposal.organisation)
    if organisation is None:
        return replace(line, reason=f"“{proposal.organisation}” has no part in this review.")
    there = actions.get((proposal.recommendation, organisation.current_id, proposal.values.get("words")))
    if there:
        return replace(line, action=there, organisation=organisation, proposal=replace(proposal, base=None))
    recommendation = said.get(proposal.recommendation)
    line = replace(line, recommendation=recommendation, organisation=organisation)
    by_ccg = workbook.organisation is not None and not proposal.recommendation
    return replace(line, reason=BY_CCG if by_ccg else _why_not_added(proposal, recommendation, organisation))


def _why_not_added(proposal: Proposal, recommendation: Recommendation | None, organisation: Organisation) -> str:
    if proposal.recommendation and recommendation is None:
        return f"Recommendation {proposal.recommendation} is not in this review."
    if recommendation and organisation.current_id not in {o.current_id for o in recommendation.organisations}:
        return f"Recommendation {recommendation.number} is not addressed to {organisation}."
    return "" if proposal.values.get("words") else "A new action needs words: say what will be done."


def _notes(ids: list[int]) -> set[tuple[int, str]]:
    """What was recorded on these actions before, so that a workbook that comes twice says nothing twice."""
    written = select(ProgressUpdate.action_id, func.trim(ProgressUpdate.note)).where(ProgressUpdate.action_id.in_(ids))
    return {(id, note) for id, note in db.session.execute(written.execution_options(own_verb=True))}


def _line(line: Line, notes: set, on: date) -> Line:
    if line.reason:
        return line
    now = _now(line, notes) if line.action else {"status": Status.NOT_STARTED.value}
    found = differences(line.proposal, now)
    reasons = {d.name: _why_not(line, d, on) for d in found if d.outcome is not Outcome.SAME}
    return replace(line, differences=[replace(d, outcome=Outcome.REFUSED, reason=reasons[d.name]) if reasons.get(d.name) else d for d in found])


def _now(line: Line, notes: set) -> dict:
    action, note = line.action, line.proposal.values.get("note") or ""
    now = {name: getattr(action, name) for name in (*PLANNED, "completed_on")}
    said = {"status": action.status.value, "confidence": action.confidence.value if action.confidence else ""}
    return now | said | {"note": note if (action.id, note) in notes else ""}


def _why_not(line: Line, edit: Difference, on: date) -> str:
    """Why the model would not take this edit; "" when it would."""
    status = line.action.status if line.action else Status.NOT_STARTED
    try:
        end_of("complete" if edit.wanted == "complete" else VERBS.get(edit.name, "plan"), status)
    except NotAllowed as refusal:
        return str(refusal)
    if edit.name == "due_on" and line.action and line.action.date_is_kept:
        return DATE_IS_KEPT
    if edit.name == "completed_on" and edit.wanted and edit.wanted > on:
        return NOT_YET
    return _why_not_said(line, edit, on) if edit.name in VERBS else ""


def _why_not_said(line: Line, edit: Difference, on: date) -> str:
    if edit.clears:
        return NEEDS_ANSWER
    if edit.wanted == Status.NOT_STARTED.value and edit.name == "status":
        return NO_WAY_BACK
    if edit.name == "status" and edit.wanted not in (Status.IN_PROGRESS.value, Status.COMPLETE.value):
        return ONLY_LEADS
    day = line.proposal.values.get("completed_on")
    if edit.wanted == Status.COMPLETE.value and (day is None or day > on):
        return NOT_YET if day else NEEDS_DAY
    return ""
