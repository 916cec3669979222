"""The plan by organisation: each recommendation with the actions that answer it there."""

from tracker.documents.colours import solid, tint
from tracker.documents.comparing import REMOVED
from tracker.documents.dates import short_date
from tracker.documents.text import sentence

NOT_AGREED = "Not yet agreed"
NO_ORGANISATION = "No organisation named"
SHORT_CHECKSUM = 12


def groups(plan: dict) -> list[dict]:
    """List {"name", "blocks"} for every organisation; a joint recommendation stands with each, an immediate action at the end."""
    answered = [(recommendation, actions_of(plan, recommendation)) for recommendation in plan["recommendations"]]
    found = [{"name": name, "blocks": _blocks(plan, answered, name)} for name in organisation_names(plan)]
    return [group for group in found if group["blocks"]]


def organisation_names(plan: dict) -> list[str]:
    """Name every organisation once, in the plan's order, those that only a recommendation or an action names included."""
    names = [organisation["name"] for organisation in plan["organisations"]]
    for recommendation in plan["recommendations"]:
        names += recommendation["organisations"] or [NO_ORGANISATION]
    names += [action["organisation"] for action in plan["actions"]]
    return list(dict.fromkeys(names))


def actions_of(plan: dict, recommendation: dict) -> list[dict]:
    """List the actions that answer a recommendation, in the plan's order."""
    return [action for action in plan["actions"] if action["id"] in recommendation["action_ids"]]


def row(action: dict, within: str | None) -> dict:
    """Turn one action into the texts of a table row, as it stands under recommendation number `within`."""
    tied = [number for number in action["recommendations"] if number != within]
    return {
        "name": f"Action {action['id']}",
        "words": action["words"] or NOT_AGREED,
        "also": f"Also answers {', '.join(tied)}" if tied else "",
        "post": action["post"] or NOT_AGREED,
        "due": short_date(action["due_on"]) or NOT_AGREED,
        "first_due": _moved_from(action),
        "measure": action["success_measure"] or NOT_AGREED,
        "monitored": action["monitored_by"],
        "expected": action["evidence_expected"],
        "held": [_held(item) for item in action["evidence"]],
        **_progress(action),
        "status": sentence(action["status"]),
        "reached": _reached(action),
        "brag": sentence(action["brag"]),
        "reason": action["brag_reason"] or "",
        "tint": tint(action["brag"]),
        "solid": solid(action["brag"]),
    }


def _blocks(plan: dict, answered: list[tuple[dict, list[dict]]], organisation: str) -> list[dict]:
    """List one organisation's recommendations, each with its rows, then its immediate actions."""
    found = []
    for recommendation, actions in answered:
        own = [action for action in actions if action["organisation"] == organisation]
        if own or organisation in (recommendation["organisations"] or [NO_ORGANISATION]):
            found.append(_recommendation(recommendation, own, organisation))
    immediate = [action for action in plan["actions"] if action["organisation"] == organisation and not action["recommendations"]]
    if immediate:
        found.append(_immediate(immediate))
    return found


def _recommendation(recommendation: dict, own: list[dict], organisation: str) -> dict:
    return {
        "heading": f"Recommendation {recommendation['number']}",
        "text": recommendation["text"],
        "notes": _notes(recommendation, organisation),
        "rows": [row(action, recommendation["number"]) for action in own] or [_no_action()],
    }


def _notes(recommendation: dict, organisation: str) -> str:
    others = [name for name in recommendation["organisations"] if name != organisation]
    numbers = [finding["number"] for finding in recommendation["findings"]]
    notes = [f"Status: {recommendation['status']}"]
    if numbers:
        notes.append(f"{'Finding' if len(numbers) == 1 else 'Findings'} {', '.join(numbers)}")
    if others:
        notes.append(f"Joint with {', '.join(others)}")
    return " · ".join(notes)


def _immediate(actions: list[dict]) -> dict:
    return {
        "heading": "Immediate action" if len(actions) == 1 else "Immediate actions",
        "text": "Agreed without waiting for a recommendation.",
        "notes": "",
        "rows": [row(action, None) for action in actions],
    }


def _no_action() -> dict:
    unsaid = ("name", "also", "first_due", "monitored", "expected", "progress_on", "progress", "reached", "brag", "reason")
    texts = dict.fromkeys(unsaid, "")
    agreed = dict.fromkeys(("words", "post", "due", "measure"), NOT_AGREED)
    return {**texts, **agreed, "held": [], "status": "No action yet", "tint": tint(None), "solid": solid(None)}


def _moved_from(action: dict) -> str:
    moved = action["first_due_on"] and action["first_due_on"] != action["due_on"]
    return f"First agreed {short_date(action['first_due_on'])}" if moved else ""


def _held(item: dict) -> dict:
    return {
        "title": f"{item['title']}, version\u00a0{item['version']}",
        "dated": short_date(item["dated_on"]),
        "checksum": item["sha256"][:SHORT_CHECKSUM],
    }


def _progress(action: dict) -> dict:
    progress = action["progress"] or {"on": None, "note": ""}
    said = filter(None, (note_of(action), verification(action)))
    return {"progress_on": short_date(progress["on"]), "progress": "\n\n".join(said)}


def note_of(action: dict) -> str:
    """The newest note, or that it was redacted, as none is empty for another reason; "" while there is none."""
    return (action["progress"]["note"] or REMOVED) if action.get("progress") else ""


def verification(action: dict) -> str:
    """Say who verified an action, how, what was found, and why without evidence where there is none; "" while nobody has."""
    found = action["verification"]
    if not found:
        return ""
    by = f" by {found['checked_by']}" if found["checked_by"] else ""  # nobody is named in a plan without names
    without = f" Without evidence: {found['without_evidence']}" if found.get("without_evidence") else ""
    return f"Verified{by} ({found['method']}): {found['found'] or REMOVED}{without}"


def _reached(action: dict) -> str:
    if action["verified_on"]:
        return f"Verified {short_date(action['verified_on'])}"
    return f"Completed {short_date(action['completed_on'])}" if action["completed_on"] else ""
