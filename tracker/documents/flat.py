"""The plan as a flat list: one row for each action under each recommendation, for Excel and CSV."""

from tracker.documents.groups import actions_of, note_of, verification
from tracker.documents.text import readable, sentence

# column name → (width in Excel, in characters; kind of cell)
COLUMNS = {
    "Recommendation": (15, "text"),
    "CQC's recommendation": (42, "text"),
    "Findings": (11, "text"),
    "Organisation": (22, "text"),
    "Action": (42, "text"),
    "Accountable post": (18, "text"),
    "Due": (12, "date"),
    "First agreed": (12, "date"),
    "Success measure": (30, "text"),
    "Monitored by": (18, "text"),
    "Evidence expected": (22, "text"),
    "Evidence held": (24, "text"),
    "Progress on": (12, "date"),
    "Progress": (30, "text"),
    "Status": (12, "text"),
    "Completed": (12, "date"),
    "Verified": (12, "date"),
    "Verification": (30, "text"),
    "BRAG": (9, "brag"),
    "Reason": (16, "text"),
    "Not yet agreed": (16, "text"),
    "Action number": (9, "text"),
}
IMMEDIATE = "Immediate action"


def flat_rows(plan: dict) -> list[dict[str, str]]:
    """List rows keyed by COLUMNS, dates in ISO: each action once per recommendation, a recommendation without actions, then the rest."""
    plan = readable(plan)
    missing = {gap["action_id"]: ", ".join(gap["missing"]) for gap in plan["gaps"] if gap["action_id"]}
    rows = [row for recommendation in plan["recommendations"] for row in _of(plan, recommendation, missing)]
    return rows + [_row(None, action, missing) for action in plan["actions"] if not action["recommendations"]]


def _of(plan: dict, recommendation: dict, missing: dict) -> list[dict[str, str]]:
    found = [_row(recommendation, action, missing) for action in actions_of(plan, recommendation)]
    answering = {row["Organisation"] for row in found}
    unanswered = [name for name in recommendation["organisations"] or [""] * (not found) if name not in answering]
    return found + [_unanswered(recommendation, name) for name in unanswered]


def _row(recommendation: dict | None, action: dict, missing: dict) -> dict[str, str]:
    progress = action["progress"] or {"on": "", "note": ""}
    said = {
        "Organisation": action["organisation"],
        "Action": action["words"],
        "Accountable post": action["post"],
        "Due": action["due_on"],
        "First agreed": action["first_due_on"],
        "Success measure": action["success_measure"],
        "Monitored by": action["monitored_by"],
        "Evidence expected": action["evidence_expected"],
        "Evidence held": "\n".join(f"{item['title']}, version {item['version']}" for item in action["evidence"]),
        "Progress on": progress["on"],
        "Progress": note_of(action),
        "Status": sentence(action["status"]),
        "Completed": action["completed_on"],
        "Verified": action["verified_on"],
        "Verification": verification(action),
        "BRAG": sentence(action["brag"]),
        "Reason": action["brag_reason"],
        "Not yet agreed": missing.get(action["id"]),
        "Action number": str(action["id"]),
    }
    return _complete({**_recommendation(recommendation), **said})


def _unanswered(recommendation: dict, organisation: str) -> dict[str, str]:
    return _complete({**_recommendation(recommendation), "Organisation": organisation, "Status": "No action yet"})


def _recommendation(recommendation: dict | None) -> dict[str, str]:
    if recommendation is None:
        return {"Recommendation": IMMEDIATE}
    return {
        "Recommendation": recommendation["number"],
        "CQC's recommendation": recommendation["text"],
        "Findings": ", ".join(finding["number"] for finding in recommendation["findings"]),
    }


def _complete(row: dict) -> dict[str, str]:
    return {name: row.get(name) or "" for name in COLUMNS}
