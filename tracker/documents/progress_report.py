"""The progress report for a committee: how the plan stands on a day, what changed since another, what needs attention. Pure: plans in, a paper out."""

from tracker.documents.colours import BRAG
from tracker.documents.contents import DEMONSTRATION
from tracker.documents.dates import long_date, short_date
from tracker.documents.flat import IMMEDIATE
from tracker.documents.groups import NOT_AGREED, note_of, verification
from tracker.documents.paper import coloured, facts, section
from tracker.documents.text import cut, readable, sentence

CLOSED = ("verified", "embedded", "withdrawn")
NO_COMPARISON = ("progress",)  # the newest note stands with its action; as a change it would be told twice
SUMMARY = {"Organisation": 89, "Recommendations": 35, "Actions": 25, **{name.capitalize(): 24 for name in BRAG}}
CHANGED = {"What": 30, "Number": 19, "Organisation": 48, "Field": 34, "Before": 65, "After": 65}
ATTENTION = {"Number": 19, "Organisation": 40, "Action": 70, "Accountable post": 36, "Due": 30, "Colour": 26, "Newest note": 60}
ACTIONS = {"Number": 19, "Organisation": 44, "Action": 84, "Accountable post": 40, "Due": 32, "Status": 30, "Colour": 28}
LONGEST = 400  # UTF-16 units of a note in the paper; the whole note stands with its action


def progress_report(plan: dict, *, on: str, since: str | None, changes: list[dict], sent: list[dict], not_known: list[str]) -> dict:
    """The paper. `on` and `since` are ISO dates; `changes` is what `comparing.changes` gives.

    `sent` has {"label", "sent_on"} of what CQC has by then, `not_known` sentences about what the records do not tell of this day.
    """
    plan = readable(plan)
    review = plan["review"]
    told = [change for change in readable(changes) if change["field"] not in NO_COMPARISON]
    known = {
        "As at": long_date(on), "Compared with": long_date(since), "Report received": long_date(review["received_on"]),
        "Sent to CQC": "\n".join(f"{s['label']}, {long_date(s['sent_on'])}" for s in sent) or "Nothing yet",
        "Commissioned by": ", ".join(review["commissioners"]), "Actions": _statuses(plan),
    }  # fmt: skip
    sections = [section("Summary", _legend(plan), SUMMARY, _summary(plan))]
    if since:
        nothing = [] if told else ["Nothing was changed."]
        sections.append(section(f"What changed since {long_date(since)}", nothing, CHANGED, [_change(c) for c in told]))
    urgent = [_attention(n, a) for n, a in in_order(plan) if a["brag"] in ("red", "amber")]
    sections.append(section("What needs attention", [] if urgent else ["No action is red or amber."], ATTENTION, urgent))
    sections.append(section("All actions", [], ACTIONS, [_line(n, a) for n, a in in_order(plan)]))
    if not_known:
        sections.append(section("How this day was told", not_known))
    return frame(plan, "Progress report", on, known, sections)


def frame(plan: dict, title: str, on: str, known: dict, sections: list[dict]) -> dict:
    """A paper about a review, as at a day."""
    review = plan["review"]
    return {
        "title": title, "review": review["title"], "area": review["area"], "made": on, "marks": [DEMONSTRATION] * bool(plan["demonstration"]),
        "facts": facts(known | {"Head of the audit log": plan["audit_head"]}), "foot": f"{title}, {review['area']}, as at {long_date(on)}", "sections": sections,
    }  # fmt: skip


def in_order(plan: dict) -> list[tuple[str, dict]]:
    """Every action once, with the numbers that it answers, as the report orders its recommendations; immediate actions last."""
    place = {r["number"]: position for position, r in enumerate(plan["recommendations"])}
    ordered = sorted(plan["actions"], key=lambda a: (min((place.get(n, 0) for n in a["recommendations"]), default=len(place)), a["id"]))
    return [(", ".join(a["recommendations"]) or IMMEDIATE, a) for a in ordered]


def due(action: dict) -> str:
    """The due date, and the one first agreed where it moved."""
    moved = action["first_due_on"] and action["first_due_on"] != action["due_on"]
    return (short_date(action["due_on"]) or NOT_AGREED) + (f"\nFirst agreed {short_date(action['first_due_on'])}" if moved else "")


def colour(action: dict) -> dict:
    """The colour as a word, with its reason, on its pale background."""
    reason = action["brag_reason"] if action["brag_reason"] not in (None, "", action["status"]) else ""
    return coloured(sentence(action["brag"]) + (f": {reason}" if reason else ""), action["brag"])


def note(action: dict) -> str:
    """The newest note with its day, cut where it is long."""
    told = action["progress"]
    return f"{short_date(told['on'])}: {cut(note_of(action), LONGEST, ' …')}" if told else ""


def _statuses(plan: dict) -> str:
    counts = plan["counts"]
    return f"{counts['actions']}: " + ", ".join(f"{n} {status}" for status, n in counts["by_status"].items()) if counts["actions"] else "None"


def _legend(plan: dict) -> list[str]:
    return [" · ".join(f"{entry['name']}: {entry['meaning']}" for entry in plan["legend"])]


def _summary(plan: dict) -> list[list]:
    rows = []
    for organisation in plan["organisations"]:
        own = [a["brag"] for a in plan["actions"] if a["organisation"] == organisation["name"]]
        rows.append([organisation["name"], str(organisation["recommendations"]), str(organisation["actions"]), *_counted(own)])
    counts = plan["counts"]
    return [*rows, ["Whole plan", str(counts["recommendations"]), str(counts["actions"]), *_counted([a["brag"] for a in plan["actions"]])]]


def _counted(brags: list[str]) -> list[dict]:
    return [coloured(str(brags.count(name)), name if brags.count(name) else None) for name in BRAG]


def _change(change: dict) -> list[str]:
    return [change["about"], ", ".join(change["recommendations"]) or IMMEDIATE, change["organisation"], sentence(change["field"]),
            cut(change["before"], LONGEST, " …"), cut(change["after"], LONGEST, " …")]  # fmt: skip


def _attention(number: str, action: dict) -> list:
    words = cut(action["words"], LONGEST, " …") or NOT_AGREED  # whole in the list of all actions
    return [number, action["organisation"], words, action["post"] or NOT_AGREED, due(action), colour(action), note(action)]


def _line(number: str, action: dict) -> list:
    status = "\n".join(filter(None, [sentence(action["status"]), cut(verification(action), LONGEST, " …")]))
    return [number, action["organisation"], action["words"] or NOT_AGREED, action["post"] or NOT_AGREED, due(action), status, colour(action)]
