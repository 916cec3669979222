"""What stands behind the plan: what is not yet in place, the evidence and the findings."""

import re

from tracker.documents.dates import short_date
from tracker.documents.groups import organisation_names
from tracker.documents.text import sentence


def gaps(plan: dict) -> list[dict]:
    """List what is not yet agreed as {"name", "organisation", "missing"}."""
    return [{"name": _gap_name(gap), "organisation": gap["organisation"], "missing": ", ".join(gap["missing"])} for gap in plan["gaps"]]


def evidence_list(plan: dict) -> list[dict]:
    """List every piece of evidence once, with all the actions and recommendations that it speaks for."""
    found = {}
    for organisation in organisation_names(plan):
        for action in plan["actions"]:
            if action["organisation"] == organisation:
                for item in action["evidence"]:
                    _add(found, action, item)
    return list(found.values())


def findings(plan: dict) -> list[dict]:
    """List every finding behind a recommendation once, with the recommendations that cite it."""
    found = {}
    for recommendation in plan["recommendations"]:
        for finding in recommendation["findings"]:
            entry = found.setdefault(finding["number"], {**finding, "cited": []})
            entry["cited"].append(recommendation["number"])
    in_order = sorted(found.values(), key=lambda entry: _as_counted(entry["number"]))
    return [{**entry, "cited": _numbered("Recommendation", entry["cited"])} for entry in in_order]


def size(octets: int) -> str:
    """Write a number of bytes for people: "812 bytes", "14 kB", "3.2 MB"."""
    if octets < 1000:
        return f"{octets}\u00a0bytes"
    return f"{octets / 1000:.0f}\u00a0kB" if octets < 1_000_000 else f"{octets / 1_000_000:.1f}\u00a0MB"


def _add(found: dict, action: dict, item: dict) -> None:
    entry = found.setdefault((item["id"], item["version"]), _entry(action, item))
    entry["recommendations"] += [number for number in action["recommendations"] if number not in entry["recommendations"]]
    entry["actions"].append(action["id"])
    entry["for"] = _purpose(entry)


def _entry(action: dict, item: dict) -> dict:
    return {
        "id": item["id"],
        "title": f"{item['title']} (file withheld)" if "withheld" in item else item["title"],
        "version": item["version"],
        "shows": item["shows"],
        "dated_on": item["dated_on"],
        "dated": short_date(item["dated_on"]),
        "filename": item["filename"],
        "octets": item["size"],
        "size": size(item["size"]),
        "sha256": item["sha256"],
        "organisation": action["organisation"],
        "recommendations": [],
        "actions": [],
    }


def _as_counted(number: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (0, part) for part in number.split(".")]


def _purpose(entry: dict) -> str:
    numbers = ", ".join(entry["recommendations"]) or "Immediate"
    return f"{numbers} ({_numbered('action', [str(number) for number in entry['actions']])})"


def _numbered(noun: str, numbers: list[str]) -> str:
    return f"{noun if len(numbers) == 1 else noun + 's'} {', '.join(numbers)}"


def _gap_name(gap: dict) -> str:
    where = _numbered("Recommendation", gap["recommendations"]) if gap["recommendations"] else "Immediate action"
    return f"{where} (action {gap['action_id']})" if gap["action_id"] else where
