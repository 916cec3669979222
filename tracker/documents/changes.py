"""What changed since the last version that was sent, as every document says it."""

import re

from tracker.documents.dates import short_date
from tracker.documents.text import sentence

DAY = re.compile(r"\d{4}-\d\d-\d\d")
NOTHING = "–"


def since(plan: dict) -> dict:
    """Give {"title", "said", "sha256", "rows"}; all empty where nothing was sent before, and in an older frozen plan.

    A row is {"about", "for", "numbers", "organisation", "field", "before", "after"}, all texts; "for" is "" where "about" says it already.
    """
    last = plan.get("since")
    if not last:
        return {"title": "", "said": "", "sha256": "", "rows": []}
    name, rows = _named(last), [_row(change) for change in last["changes"]]
    new = "is new" if plan["kind"] == "follow-up" else "changed"
    said = f"{len(rows)} {'change' if len(rows) == 1 else 'changes'} since {name}." if rows else f"Nothing has changed since {name}."
    return {"title": f"What {new} since {name}", "said": said, "sha256": last["plan_sha256"] or "", "rows": rows}


def _named(last: dict) -> str:
    return f"follow-up {last['number']}" if last["kind"] == "follow-up" else f"version {last['number']}"


def _row(change: dict) -> dict:
    numbers = ", ".join(change["recommendations"])
    return {
        "about": change["about"],
        "for": f"Recommendation{'s' if len(change['recommendations']) > 1 else ''} {numbers}" if numbers and numbers not in change["about"] else "",
        "numbers": numbers,
        "organisation": change["organisation"],
        "field": sentence(change["field"]),
        "before": _said(change["before"]),
        "after": _said(change["after"]),
    }


def _said(value: str | None) -> str:
    if not value:
        return NOTHING
    return short_date(value) if DAY.fullmatch(value) else value
