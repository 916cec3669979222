"""What changed between two frozen plans of one review, field by field, in words that a board member reads. Pure."""

from tracker.documents.dates import long_date
from tracker.documents.text import sentence

NOT_AGREED, NONE = "Not yet agreed", "None"
ADDED, GONE = "added", "removed"
REMOVED = "Personal data was removed."  # in place of a text that was redacted
PRIVATE = frozenset({"progress", "evidence accepted", "verification"})  # of an action, its own organisation's alone. Source: design §2

# What comes from lists and calendars, and can name nobody.
PLAIN = frozenset({"organisations", "findings", "organisation", "recommendations", "due date", "status", "how it is going", "completed"})


def changes(old: dict, new: dict) -> list[dict]:
    """List what is different in `new`: recommendations first, then actions, each in the plan's order.

    Takes two frozen plans in the newest schema. Gives {"about": "Action 4" or "Recommendation 1.1", "organisation",
    "recommendations": ["1.1"], "field": "due date", "before", "after"}; what came or went has the field "added" or "removed".
    Colours are left out: they change with the days, and nobody changes them. Who checked is left out where one of both names nobody.
    """
    if not (old["names"] and new["names"]):
        old, new = _without_names(old), _without_names(new)
    told = [(RECOMMENDATION, _recommendation, "recommendations", "number"), (ACTION, _action, "actions", "id")]
    return [
        change for fields, about, rows, key in told for before, after in _pairs(old[rows], new[rows], key)
        for change in _changed(before, after, fields, about)
    ]  # fmt: skip


def without_old_texts(found: list[dict]) -> list[dict]:
    """The same changes, and nothing that somebody wrote into the older plan: it is closed to reading."""
    return [c if c["field"] in PLAIN or not c["before"] else c | {"before": REMOVED} for c in found]


def _without_names(plan: dict) -> dict:
    return plan | {"actions": [a | {"verification": a["verification"] and a["verification"] | {"checked_by": ""}} for a in plan["actions"]]}


def _pairs(old: list[dict], new: list[dict], key: str) -> list[tuple[dict | None, dict | None]]:
    """Each row before and after, None where it was not; what is gone stands at the end."""
    before, after = {row[key]: row for row in old}, {row[key]: row for row in new}
    return [(before.get(id), row) for id, row in after.items()] + [(row, None) for id, row in before.items() if id not in after]


def _changed(before: dict | None, after: dict | None, fields: dict, about) -> list[dict]:
    first = next(iter(fields.values()))
    if before is None:
        return [about(after) | {"field": ADDED, "before": "", "after": first(after)}]
    if after is None:
        return [about(before) | {"field": GONE, "before": first(before), "after": ""}]
    said = ((field, words(before), words(after)) for field, words in fields.items())
    return [about(after) | {"field": field, "before": one, "after": other} for field, one, other in said if one != other]


def _recommendation(row: dict) -> dict:
    return {"about": f"Recommendation {row['number']}", "organisation": ", ".join(row["organisations"]), "recommendations": [row["number"]]}


def _action(row: dict) -> dict:
    return {"about": f"Action {row['id']}", "organisation": row["organisation"], "recommendations": row["recommendations"]}


def _progress(action: dict) -> str:
    told = action["progress"]
    return f"{long_date(told['on'])}: {told['note'] or REMOVED}" if told else NONE


def _verification(action: dict) -> str:
    told = action["verification"]
    if not told:
        return NONE
    who = f", by {told['checked_by']}" if told["checked_by"] else ""
    without = f" Without evidence: {told['without_evidence']}" if told.get("without_evidence") else ""
    return f"{long_date(told['on'])}{who} ({told['method']}): {told['found'] or REMOVED}{without}"


def _evidence(action: dict) -> str:
    items = [f"{e['title']}, version {e['version']}" + (" (withheld)" if e.get("withheld") else "") for e in action["evidence"]]
    return "; ".join(items) or NONE


# the field as readers know it → its words; the first one is what an added or removed row is told by
RECOMMENDATION = {
    "words": lambda r: r["text"],
    "organisations": lambda r: ", ".join(r["organisations"]) or NONE,
    "findings": lambda r: ", ".join(f["number"] for f in r["findings"]) or NONE,
}
ACTION = {
    "what will be done": lambda a: a["words"] or NOT_AGREED,
    "organisation": lambda a: a["organisation"],
    "recommendations": lambda a: ", ".join(a["recommendations"]) or "Immediate action",
    "accountable post": lambda a: a["post"] or NOT_AGREED,
    "due date": lambda a: long_date(a["due_on"]) or NOT_AGREED,
    "success measure": lambda a: a["success_measure"] or NOT_AGREED,
    "evidence expected": lambda a: a["evidence_expected"] or NONE,
    "monitored by": lambda a: a["monitored_by"] or NONE,
    "status": lambda a: sentence(a["status"]),
    "how it is going": lambda a: sentence(a["confidence"]) or "Not said",
    "completed": lambda a: long_date(a["completed_on"]) or "Not yet",
    "verification": _verification,
    "progress": _progress,
    "evidence accepted": _evidence,
}
