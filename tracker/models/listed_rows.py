"""The rows of the list of actions as text, for files: a few hundred at a time, so that many thousands need no more memory."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.extensions import db
from tracker.models.action_list import ActionList
from tracker.models.action_status import Status
from tracker.models.brag import COLOUR
from tracker.models.listed_action import ListedAction
from tracker.models.progress import ProgressUpdate
from tracker.models.verification import Verification, evidence_states

AT_ONCE = 250
VERIFIED = (Status.VERIFIED, Status.EMBEDDED)


def text_rows(listed: ActionList) -> Iterator[dict[str, str]]:
    """A dict of texts for each action of the list, dates in ISO; what is another organisation's own is empty.

    Five statements for each AT_ONCE actions.
    """
    ids = listed.ids()
    for start in range(0, len(ids), AT_ONCE):
        rows = listed.rows(ids[start : start + AT_ONCE])
        own = [row for row in rows if row.is_own]
        notes, evidence, verified = _notes(own), evidence_states(own), _verifications(own)
        for row in rows:
            yield _shared(row) | (_own(row, notes.get(row.id, ""), evidence.get(row.id, {}), verified.get(row.id)) if row.is_own else NOT_TOLD)


def _shared(row: ListedAction) -> dict[str, str]:
    """What everybody is told who sees the action. Source: design §2."""
    return {
        "id": str(row.id),
        "review": f"{row.review}: {row.title}",
        "number": row.number,
        "organisation": row.organisation,
        "words": row.words,
        "post": row.post,
        "due_on": _iso(row.due_on),
        "first_due_on": _iso(row.first_due_on),
        "promised_on": _iso(row.promised_on),
        "status": row.status.value,
    }


def _own(row: ListedAction, note: str, evidence: dict[str, int], verified: Verification | None) -> dict[str, str]:
    return {
        "owner": row.owner or "",
        "success_measure": row.success_measure,
        "brag": COLOUR[row.reason].value,
        "reason": row.reason,
        "updated_on": _iso(row.updated_on),
        "note": note,
        "evidence": str(sum(evidence.values())),
        "verified_on": _iso(verified and verified.on),
        "verified_by": verified.who if verified else "",
    }


NOT_TOLD = dict.fromkeys(("owner", "success_measure", "brag", "reason", "updated_on", "note", "evidence", "verified_on", "verified_by"), "")


# Whoever works on an action reads its notes and verifications, so these are asked by the ids of the reader's own actions.


def _notes(own: list[ListedAction]) -> dict[int, str]:
    """The newest note on each of these that has one."""
    found = select(ProgressUpdate.action_id, ProgressUpdate.note).where(ProgressUpdate.action_id.in_([row.id for row in own]))
    return dict(map(tuple, db.session.execute(found.order_by(ProgressUpdate.on, ProgressUpdate.id).execution_options(own_verb=True))))


def _verifications(own: list[ListedAction]) -> dict[int, Verification]:
    """The newest verification of each of these that stands verified."""
    ids = [row.id for row in own if row.status in VERIFIED]
    found = select(Verification).where(Verification.action_id.in_(ids)).options(joinedload(Verification.by)).order_by(Verification.id)
    return {verification.action_id: verification for verification in db.session.scalars(found.execution_options(own_verb=True))}


def _iso(day) -> str:
    return day.isoformat() if day else ""
