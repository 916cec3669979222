"""The compliance export as tables: a row for each action under each recommendation, its evidence, the dates that moved."""

from tracker.documents.dates import long_date, short_date
from tracker.documents.flat import IMMEDIATE
from tracker.documents.groups import NOT_AGREED, note_of, verification
from tracker.documents.text import readable, sentence

# column name → (width in Excel, in characters; kind of cell)
ACTIONS = {
    "Recommendation": (15, "text"), "CQC's recommendation": (40, "text"), "Organisation": (22, "text"),
    "Promised: action": (42, "text"), "Promised: accountable post": (19, "text"), "Promised: due": (13, "date"),
    "Promised: success measure": (30, "text"), "Status": (13, "text"), "BRAG": (9, "brag"), "Reason": (15, "text"), "Due now": (13, "date"),
    "Dates moved": (34, "text"), "Changed since": (34, "text"), "Completed": (13, "date"), "Verified": (13, "date"), "Verification": (32, "text"),
    "Progress on": (13, "date"), "Progress": (36, "text"), "Evidence accepted": (32, "text"), "Action number": (10, "text"),
}  # fmt: skip
EVIDENCE = {
    "Recommendations": (18, "text"), "Action number": (10, "text"), "Organisation": (28, "text"), "Evidence": (36, "text"), "Version": (9, "text"),
    "What it shows": (40, "text"), "Date": (14, "date"), "File": (32, "text"), "Size in bytes": (14, "text"), "SHA-256": (68, "text"),
    "Withheld": (32, "text"),
}  # fmt: skip
MOVES = {
    "Recommendations": (18, "text"), "Action number": (10, "text"), "Organisation": (28, "text"), "From": (14, "date"), "To": (14, "date"),
    "Agreed on": (14, "date"), "Reason": (24, "text"), "In the organisation's words": (50, "text"), "In the CCG's words": (40, "text"), "Meeting": (30, "text"),
}  # fmt: skip
NO_ACTION, GONE, ADDED = "No action yet", "No longer in the plan", "Added since"


def action_rows(export: dict) -> list[dict[str, str]]:
    """Rows keyed by ACTIONS, dates in ISO: each action once per recommendation, a recommendation without actions, then immediate ones."""
    export = readable(export)
    rows = []
    for recommendation in export["recommendations"]:
        own = [a for a in export["actions"] if recommendation["number"] in a["recommendations"]]
        rows += [_action(recommendation, a) for a in own] or [_complete(ACTIONS, _recommendation(recommendation) | {"Status": NO_ACTION})]
    return rows + [_action(None, a) for a in export["actions"] if not a["recommendations"]]


def evidence_rows(export: dict) -> list[dict[str, str]]:
    """Rows keyed by EVIDENCE, a row for each piece of evidence of each action."""
    export = readable(export)
    return [
        _complete(EVIDENCE, _whose(a) | {
            "Evidence": e["title"], "Version": str(e["version"]), "What it shows": e["shows"], "Date": e["dated_on"], "File": e["filename"],
            "Size in bytes": str(e["size"]), "SHA-256": e["sha256"], "Withheld": e["withheld"],
        }) for a in export["actions"] for e in a["evidence"]
    ]  # fmt: skip


def move_rows(export: dict) -> list[dict[str, str]]:
    """Rows keyed by MOVES, a row for each due date that moved."""
    export = readable(export)
    return [
        _complete(MOVES, _whose(a) | {
            "From": m["from_on"], "To": m["agreed_on"], "Agreed on": m["decided_on"], "Reason": sentence(m["reason"]),
            "In the organisation's words": m["words"], "In the CCG's words": m["decision_words"], "Meeting": _meeting(m),
        }) for a in export["actions"] for m in a["dates_moved"]
    ]  # fmt: skip


def moved(move: dict) -> str:
    """One moved date as a sentence: from when to when, when it was agreed, and why."""
    decided = f"Agreed on {long_date(move['decided_on'])}{f' at {_meeting(move)}' if move['meeting'] else ''}"
    words = ". ".join(words.rstrip(".") for words in (sentence(move["reason"]), move["words"], move["decision_words"]) if words)
    return f"{short_date(move['from_on'])} to {short_date(move['agreed_on'])}. {decided}. {words}."


def changed(change: dict) -> str:
    """One changed part of the promise: what it was, and what it is now."""
    before, after = (_shown(change["field"], change[side]) or "nothing" for side in ("before", "after"))
    return f"{sentence(change['field'])}: before “{before}”, now “{after}”"


def about(export: dict) -> list[tuple[str, str]]:
    """What the export is of, as (name, value): the two sides, the part, the copy."""
    found = [
        ("Promised in", _side(export["promised"])), ("Standing at", _side(export["standing"])),
        ("Organisation", export["part"]["organisation"]), ("Recommendation", export["part"]["recommendation"]),
        ("Copy for", export["copy_for"] and f"{export['copy_for']}: notes and evidence of other organisations are left out"),
        ("Commissioned by", ", ".join(export["review"]["commissioners"])), ("Report received", long_date(export["review"]["received_on"])),
        ("SHA-256 of the plan", export["promised"]["plan_sha256"]), ("SHA-256 of the follow-up", _other_hash(export)),
        ("Head of the audit log", export["standing"]["audit_head"]),
        ("Actions", str(export["counts"]["actions"])), ("Evidence accepted", str(export["counts"]["evidence"])),
        ("Dates moved", str(export["counts"]["dates_moved"])),
    ]  # fmt: skip
    return [(name, value) for name, value in found if value]


def _side(side: dict) -> str:
    return side["label"] + (f", sent on {long_date(side['sent_on'])}" if side["sent_on"] else "")


def _other_hash(export: dict) -> str | None:
    own, other = (export[side]["plan_sha256"] for side in ("promised", "standing"))
    return other if other != own else None


def _action(recommendation: dict | None, action: dict) -> dict[str, str]:
    now = action["standing"] or {}
    progress = now.get("progress") or {}
    return _complete(ACTIONS, _recommendation(recommendation) | {
        "Organisation": action["organisation"], "Action number": str(action["id"]),
        **_promised(action["promised"]),
        "Status": sentence(now.get("status")) or GONE, "BRAG": sentence(now.get("brag")), "Reason": now.get("brag_reason"), "Due now": now.get("due_on"),
        "Dates moved": "\n".join(map(moved, action["dates_moved"])), "Changed since": "\n".join(map(changed, action["changed"])),
        "Completed": now.get("completed_on"), "Verified": now.get("verified_on"), "Verification": verification({"verification": now.get("verification")}),
        "Progress on": progress.get("on"), "Progress": note_of(now),
        "Evidence accepted": "\n".join(f"{e['title']}, version {e['version']}" for e in action["evidence"]),
    })  # fmt: skip


def _promised(then: dict | None) -> dict[str, str]:
    if then is None:
        return {"Promised: action": ADDED}
    names = {"action": "words", "accountable post": "post", "due": "due_on", "success measure": "success_measure"}
    return {f"Promised: {said}": then[name] or NOT_AGREED for said, name in names.items()}


def _recommendation(recommendation: dict | None) -> dict[str, str]:
    if recommendation is None:
        return {"Recommendation": IMMEDIATE}
    return {"Recommendation": recommendation["number"], "CQC's recommendation": recommendation["text"],
            "Organisation": ", ".join(recommendation["organisations"])}  # fmt: skip


def _whose(action: dict) -> dict[str, str]:
    return {"Recommendations": ", ".join(action["recommendations"]) or IMMEDIATE, "Action number": str(action["id"]), "Organisation": action["organisation"]}


def _meeting(move: dict) -> str:
    return f"{move['meeting']}, {long_date(move['meeting_on'])}" if move["meeting"] else ""


def _shown(field: str, words: str) -> str:
    return long_date(words) if field == "due date" else words


def _complete(columns: dict, row: dict) -> dict[str, str]:
    return {name: row.get(name) or "" for name in columns}
