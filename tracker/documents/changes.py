"""What changed since the last version that was sent, as every document says it."""

import re

from tracker.documents.dates import short_date
from tracker.documents.text import sentence

DAY = re.compile(r"\d{4}-\d\d-\d\d")
NOTHING = "–"


def since(plan: dict) -> str:
    """Name what the plan was compared with, "version 1" or "follow-up 2"; "" where nothing was sent before, and in an older frozen plan."""
    last = plan.get("since")
    if not last:
        return ""
    return f"follow-up {last['number']}" if last["kind"] == "follow-up" else f"version {last['number']}"


def changes(plan: dict) -> list[dict]:
    """List what changed since then as {"about", "for", "recommendations", "organisation", "field", "before", "after"}, all texts.

    "for" names the recommendations, and is "" where "about" does already.
    """
    return [_change(change) for change in (plan.get("since") or {}).get("changes", [])]


def comparison(plan: dict) -> dict | None:
    """Give {"title", "said", "sha256"} of the list of changes; None where there is nothing to compare with."""
    name, count = since(plan), len(changes(plan))
    if not name:
        return None
    new = "is new" if plan["kind"] == "follow-up" else "changed"
    said = f"{count} {'change' if count == 1 else 'changes'} since {name}." if count else f"Nothing has changed since {name}."
    return {"title": f"What {new} since {name}", "said": said, "sha256": plan["since"]["plan_sha256"] or ""}


def _change(change: dict) -> dict:
    numbers = ", ".join(change["recommendations"])
    noun = "Recommendations" if len(change["recommendations"]) > 1 else "Recommendation"
    return {
        "about": change["about"],
        "for": f"{noun} {numbers}" if numbers and numbers not in change["about"] else "",
        "recommendations": numbers,
        "organisation": change["organisation"],
        "field": sentence(change["field"]),
        "before": _said(change["before"]),
        "after": _said(change["after"]),
    }


def _said(value: str | None) -> str:
    if not value:
        return NOTHING
    return short_date(value) if DAY.fullmatch(value) else value
