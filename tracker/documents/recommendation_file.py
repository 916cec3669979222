"""The file on one recommendation as PDF/UA-1, laid out by Typst from `recommendation_file.typ`."""

from datetime import date, datetime, timezone
from pathlib import Path

from tracker.documents.appendices import size
from tracker.documents.contents import DEMONSTRATION, RUNNING_LENGTH
from tracker.documents.dates import long_date
from tracker.documents.glyphs import drawable
from tracker.documents.pdf import typeset
from tracker.documents.text import cut, readable, sentence

TEMPLATE = Path(__file__).with_name("recommendation_file.typ")


def render_recommendation_file(told: dict) -> bytes:
    """Lay out what `recommendation_file` of the models tells; the same dict gives the same bytes."""
    made = date.fromisoformat(told["printed_on"])
    words = drawable(_laid_out(readable(told)))
    words["audit_head"] = told.get("audit_head", "")
    for action, whole in zip(words["actions"], told["actions"], strict=True):
        _keep_checksums(action, whole)
    return typeset(TEMPLATE, words, datetime(made.year, made.month, made.day, tzinfo=timezone.utc))


def _laid_out(told: dict) -> dict:
    title = f"File on recommendation {told['number']}"
    return {
        "title": title, "text": told["text"], "organisations": ", ".join(told["organisations"]),
        "review": told["review"]["title"], "area": told["review"]["area"],
        "running_title": cut(f"{title} · {told['review']['title']}", RUNNING_LENGTH),
        "marks": [DEMONSTRATION] * bool(told["demonstration"]),
        "facts": _facts(told), "names": told["names"], "findings": told["findings"],
        "actions": [_action(a) for a in told["actions"]],
    }  # fmt: skip


def _facts(told: dict) -> list[dict]:
    versions = [f"{v['label']} on {long_date(v['sent_on'])}" for v in told["versions"]]
    found = {
        "Addressed to": ", ".join(told["organisations"]),
        "Commissioned by": ", ".join(told["commissioners"]),
        "Report published": long_date(told["review"]["published_on"]),
        "Report received": long_date(told["review"]["received_on"]),
        "Plan sent to CQC": "\n".join(versions),
        "Printed": f"{long_date(told['printed_on'])}, by {told['printed_by']}",
        "Copy for": told["copy_for"] and f"{told['copy_for']}: notes and evidence of other organisations are left out",
    }
    return [{"name": name, "value": value} for name, value in found.items() if value]


def _action(action: dict) -> dict:
    return {
        **action,
        "name": f"Action {action['number']}", "status": sentence(action["status"]),
        "also": f"It also answers other recommendations: {action['number']}" if ", " in action["number"] else "",
        "entries": [{**e, "on": long_date(e["on"]), "said": sentence(e["said"])} for e in action["entries"]],
        "evidence": [
            {**item, "dated": long_date(item["dated_on"]), "versions": [{**v, "size": size(v["size"]), "check": sentence(v["check"])} for v in item["versions"]]}
            for item in action["evidence"]
        ],
    }  # fmt: skip


def _keep_checksums(words: dict, whole: dict) -> None:
    """A checksum is printed unbroken, whatever was done to long words."""
    for item, other in zip(words["evidence"], whole["evidence"], strict=True):
        for version, kept in zip(item["versions"], other["versions"], strict=True):
            version["sha256"] = kept["sha256"]
