"""What happened to an action of the large world: its plan, five updates, evidence, an extension, a verification."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from tests.conftest import TODAY
from tracker.models.action_status import Status
from tracker.models.audit import sha256
from tracker.models.evidence import Check
from tracker.models.extension import Decision, Reason
from tracker.models.verification import Method

UPDATES = 5
LASTS = (Status.VERIFIED, Status.EMBEDDED)
WORDS = """records children team midwives referral health visitors plan risk supervision every month staff training audit
assessment school nurses share with safeguarding practice quality information protection before discharge when a young
person attends emergency department and of to in the is are that form pathway reviewed strengthened""".split()


def said(dice: Random, least: int, most: int) -> str:
    """So many invented words, as a sentence."""
    return " ".join(dice.choices(WORDS, k=dice.randint(least, most))).capitalize() + "."


def at(day: date) -> datetime:
    """Noon of a day."""
    return datetime.combine(day, time(12), UTC)


def history(action: dict, by: int, dice: Random, rows: dict) -> None:
    """Add the rows that hang on one action."""
    planned = TODAY - timedelta(60)
    changes = {"words": ["", action["words"]], "due_on": [None, action["first_due_on"].isoformat()]}
    rows["plan_changes"].append({"action_id": action["id"], "on": planned, "at": at(planned), "by_id": by, "added": True, "changes": changes})
    for n in range(UPDATES):
        day = action["updated_on"] - timedelta(7 * (UPDATES - 1 - n))
        last = n == UPDATES - 1
        status = action["status"] if last and action["status"] in (Status.COMPLETE, Status.WITHDRAWN) else Status.IN_PROGRESS
        rows["progress_updates"].append({
            "action_id": action["id"], "on": day, "at": at(day), "status": status, "confidence": action["confidence"], "note": said(dice, 8, 40), "by_id": by,
        })  # fmt: skip
    if dice.random() < 0.4 or action["status"] in LASTS:
        _evidence(action, by, said(dice, 3, 8), dice, rows)
    if action["times_moved"] or (action["status"] is Status.IN_PROGRESS and dice.random() < 0.05):
        _extension(action, by, said(dice, 8, 20), rows)
    if action["status"] in LASTS:
        rows["verifications"].append({"action_id": action["id"], "on": action["updated_on"], "at": at(action["updated_on"]), "by_id": 1,
                                      "method": dice.choice(list(Method)), "found": said(dice, 8, 30)})  # fmt: skip


def _evidence(action: dict, by: int, title: str, dice: Random, rows: dict) -> None:
    id = len(rows["evidence"]) + 1
    state = Check.ACCEPTED if action["status"] in LASTS else dice.choice(list(Check))
    rows["evidence"].append({"id": id, "review_id": action["review_id"], "organisation_id": action["organisation_id"], "title": title, "dated_on": action["updated_on"]})
    rows["evidence_actions"].append({"evidence_id": id, "action_id": action["id"]})
    rows["blobs"].append({"sha256": sha256(f"evidence {id}"), "size": 1000 + id})
    checked = {} if state is Check.WAITING else {"checked_at": at(TODAY), "checked_by_id": 1}
    rows["evidence_versions"].append({
        "evidence_id": id, "number": 1, "filename": f"audit-{id}.pdf", "mimetype": "application/pdf", "sha256": sha256(f"evidence {id}"),
        "request_id": f"request-{id}", "at": at(action["updated_on"]), "by_id": by, "check": state,
        "checked_at": None, "checked_by_id": None, "reason": "Not the whole audit." if state is Check.RETURNED else "", **checked,
    })  # fmt: skip


def _extension(action: dict, by: int, words: str, rows: dict) -> None:
    day, moved = TODAY - timedelta(10), bool(action["times_moved"])
    decided = {"decision": Decision.AGREED, "agreed_on": action["due_on"], "decided_on": day, "decided_at": at(day), "decided_by_id": 1}
    waits = {"decision": Decision.WAITING, "agreed_on": None, "decided_on": None, "decided_at": None, "decided_by_id": None}
    rows["extensions"].append({
        "action_id": action["id"], "on": day, "at": at(day), "by_id": by, "from_on": action["first_due_on"],
        "proposed_on": action["due_on"] + timedelta(0 if moved else 28), "reason": Reason.DEMAND, "words": words, **(decided if moved else waits),
    })  # fmt: skip
