"""What every document says, in its order: the frozen plan turned into words, ready to be laid out."""

from tracker.documents import appendices
from tracker.documents.changes import since
from tracker.documents.colours import solid, tint
from tracker.documents.dates import date_range, long_date
from tracker.documents.groups import groups
from tracker.documents.text import cut, readable, sentence

DRAFT = "Draft – not submitted"
DEMONSTRATION = "Demonstration – not a real plan"
RUNNING_LENGTH = 120
TITLES = {"plan": "Action plan", "revised plan": "Revised action plan", "follow-up": "Follow-up on progress"}
NO_NAMES = "Roles, no names"


def contents(plan: dict, sign_off: dict | None) -> dict:
    """Turn a frozen plan and its sign-off (None for a draft) into the words of a document, as a dict of texts, lists and counts."""
    plan, sign_off = readable(plan), readable(sign_off)
    return {**around(plan, sign_off), "groups": groups(plan), "findings": appendices.findings(plan)}


def around(plan: dict, sign_off: dict | None) -> dict:
    """Give the same without the plan's own rows and the findings; both records must be readable already."""
    return {
        **_front(plan, sign_off),
        **_seals(plan, sign_off),
        "totals": _totals(plan),
        "statuses": [{"name": sentence(name), "count": count} for name, count in plan["counts"]["by_status"].items()],
        "legend": _legend(plan),
        "since": since(plan),
        "organisations": _organisations(plan),
        "gaps": appendices.gaps(plan),
        "gap_reason": plan["gap_reason"] or "",
        "drawn_to_attention": plan["drawn_to_attention"],
        "evidence": appendices.evidence_list(plan),
    }


def title(plan: dict) -> str:
    """Name the document by what it is: the action plan, or a follow-up."""
    return TITLES.get(plan["kind"], sentence(plan["kind"]))


def version(plan: dict) -> str:
    """Say "Version 1" or "Follow-up 1", or "Draft" while there is no number."""
    noun = "Follow-up" if plan["kind"] == "follow-up" else "Version"
    return f"{noun} {plan['number']}" if plan["number"] else "Draft"


def marks(plan: dict, sign_off: dict | None) -> list[str]:
    """List what must be marked on every page: a draft, a demonstration."""
    return [DRAFT] * (sign_off is None) + [DEMONSTRATION] * bool(plan["demonstration"])


def facts(plan: dict, sign_off: dict | None) -> list[dict]:
    """List who, when and how as {"name", "value"}, leaving out what is not known."""
    review = plan["review"]
    found = {
        "Visit": date_range(review["visit_started_on"], review["visit_ended_on"]),
        "Report published": long_date(review["published_on"]),
        "Report received": long_date(review["received_on"]),
        "Plan due": _due(review),
        "Commissioned by": ", ".join(review["commissioners"]),
        "Submitted by": review["submitted_by"],
        "For": review["send_to"],
        "Assembled": f"{long_date(plan['assembled_on'])}, by {plan['assembled_by']}",
        "Version": version(plan),
        "People": "" if plan.get("names", True) else NO_NAMES,
        "Copy for": plan.get("copy_for") and f"{plan['copy_for']}: notes and evidence of other organisations are left out",
        "Signed off": _signed(plan, sign_off, plan.get("names", True)),
    }
    return [{"name": name, "value": value} for name, value in found.items() if value]


def _front(plan: dict, sign_off: dict | None) -> dict:
    return {
        "title": title(plan),
        "version": version(plan),
        "review": plan["review"]["title"],
        "area": plan["review"]["area"],
        "running_title": cut(f"{title(plan)} · {plan['review']['title']}", RUNNING_LENGTH),
        "marks": marks(plan, sign_off),
        "facts": facts(plan, sign_off),
    }


def _seals(plan: dict, sign_off: dict | None) -> dict:
    return {
        "audit_head": plan["audit_head"] or "",
        "plan_sha256": (sign_off or {}).get("plan_sha256") or "",
        "seals": " · ".join(seals(plan, sign_off)),
    }


def seals(plan: dict, sign_off: dict | None) -> list[str]:
    """List what ties a page to its record: version, checksum of the plan, head of the audit log."""
    found = [version(plan)]
    if sign_off:
        found.append(f"SHA-256 of the plan {sign_off['plan_sha256']}")
    if plan["audit_head"]:
        found.append(f"Head of the audit log {plan['audit_head']}")
    return found


def _due(review: dict) -> str:
    if not review["due_on"]:
        return ""
    return f"{long_date(review['due_on'])} ({review['working_days']} working days after receipt)"


def _signed(plan: dict, sign_off: dict | None, names: bool) -> str:
    if sign_off is None:
        return "Not yet signed off"
    who = [sign_off["name"], sign_off["role"]] if names else [sign_off["role"]]
    return f"{long_date(sign_off['on'])}, by {', '.join(who)}"


def _totals(plan: dict) -> list[dict]:
    counts = plan["counts"]
    return [{"name": sentence(name), "count": counts[name]} for name in ("recommendations", "actions", "findings")]


def _legend(plan: dict) -> list[dict]:
    counts = plan["counts"]["by_brag"]
    return [
        {
            "name": entry["name"],
            "meaning": entry["meaning"],
            "count": counts.get(entry["brag"], 0),
            "tint": tint(entry["brag"]),
            "solid": solid(entry["brag"]),
            "brag": entry["brag"],
        }
        for entry in plan["legend"]
    ]


def _organisations(plan: dict) -> list[dict]:
    return [{**organisation, "brags": _brag_counts(plan, organisation["name"])} for organisation in plan["organisations"]]


def _brag_counts(plan: dict, organisation: str) -> list[int]:
    own = [action["brag"] for action in plan["actions"] if action["organisation"] == organisation]
    return [own.count(entry["brag"]) for entry in plan["legend"]]
