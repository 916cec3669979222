"""What a template may say: every name that `contents.contents` gives, with what it means. The page prints this list, the checks go by it."""

from dataclasses import dataclass


class Colour(str):
    """A name that holds a colour, for the background of a cell; the text says what it means."""


@dataclass(frozen=True, eq=False)
class Rows:
    """A list that a template walks through: what it is, and what each of its items `holds`: names, a text or another list."""

    means: str
    holds: "dict | str | Rows"
    few: bool = False  # so short that it may be printed again in every round of another list


FACT = {"name": "For example “Report received”", "value": "For example “20 June 2016”"}
COUNT = {"name": "What is counted", "count": "How many"}
TINT, SOLID = Colour("The pale colour, as a background"), Colour("The strong colour, as a background")
CELL = {"words": "The text", "tint": Colour("The background")}
HELD = {"title": "Title and version", "dated": "Its date", "checksum": "The first 12 characters of its checksum"}
ACTION = {
    "name": "“Action 7”; empty where there is no action yet",
    "words": "What will be done",
    "also": "The other recommendations that it answers",
    "post": "Accountable post",
    "due": "Due date",
    "first_due": "The date agreed first, where it moved",
    "measure": "Success measure",
    "monitored": "Who monitors it",
    "expected": "Evidence expected",
    "held": Rows("Evidence held", HELD),
    "progress_on": "Date of the newest progress note",
    "progress": "The note, and who verified the action",
    "status": "For example “In progress”",
    "reached": "When it was completed or verified",
    "brag": "The name of its colour",
    "reason": "Why it has that colour",
    "tint": TINT,
    "solid": SOLID,
}
BLOCK = {
    "heading": "“Recommendation 1.1”, or “Immediate actions”",
    "text": "CQC's words",
    "notes": "Status, findings, and with whom it is joint",
    "rows": Rows("The actions", ACTION),
}
EVIDENCE = {
    "id": "Its number", "title": "Title", "version": "Version", "shows": "What it shows", "dated_on": "Its date as 2016-06-30", "dated": "Its date",
    "filename": "Name of the file", "octets": "Size in bytes", "size": "Size in words", "sha256": "Checksum", "organisation": "Whose it is",
    "recommendations": Rows("Numbers of its recommendations", "A number"), "actions": Rows("Numbers of its actions", "A number"),
    "for": "Recommendations and actions in words",
}  # fmt: skip
FINDING = {"number": "Number", "section": "Section of the report", "text": "CQC's words", "cited": "The recommendations that rest on it"}
CHANGE = {
    "about": "For example “Action 4”", "for": "“Recommendation 1.4”, empty where “about” says it", "numbers": "Numbers of the recommendations",
    "organisation": "Whose it is", "field": "What changed", "before": "What it said before", "after": "What it says now",
}  # fmt: skip
NAMES = {
    "title": "“Action plan”, “Revised action plan” or “Follow-up on progress”",
    "version": "“Version 1”, “Follow-up 1” or “Draft”",
    "review": "Title of the review",
    "area": "The area that CQC reviewed",
    "running_title": "Title and review, short enough for a header",
    "marks": Rows("What every page must say: a draft, a demonstration", "The words", few=True),
    "facts": Rows("Dates, versions, sign-off", FACT),
    "audit_head": "Head of the audit log",
    "plan_sha256": "Checksum of the plan, once it is signed off",
    "seals": "Version, checksum and head of the audit log in one line, for a footer",
    "totals": Rows("How many recommendations, actions and findings", COUNT, few=True),
    "statuses": Rows("How many actions of each status", COUNT, few=True),
    "legend": Rows("The colours", {"name": "The colour", "meaning": "What it means", "count": "How many actions have it", "tint": TINT, "solid": SOLID,
                                   "brag": "The colour in small letters"}, few=True),
    "organisations": Rows("The organisations", {"name": "Name", "recommendations": "How many recommendations", "actions": "How many actions",
                                                "brags": Rows("How many actions of each colour, in the order of the legend", "A number")}),
    "groups": Rows("The plan, by organisation", {"name": "The organisation", "blocks": Rows("Its recommendations", BLOCK)}),
    "gaps": Rows("What is not yet agreed", {"name": "Recommendation and action", "organisation": "Whose it is", "missing": "What is missing"}),
    "gap_reason": "Why the plan goes with gaps",
    "drawn_to_attention": Rows("Findings drawn to the attention of others", {"finding": "Number", "section": "Section of the report", "of": "Of whom"}),
    "evidence": Rows("All evidence", EVIDENCE),
    "findings": Rows("The findings behind the recommendations", FINDING),
    "since": {"title": "“What changed since version 1”; empty in a first version", "said": "How many changes there are, as a sentence",
              "sha256": "Checksum of that version", "rows": Rows("What changed since then", CHANGE)},
    "own": {
        "titles": Rows("The titles of the columns that you chose for Word", "A title", few=True),
        "groups": Rows("The plan in these columns; empty while Word has the tracker's own", {
            "name": "The organisation", "rows": Rows("The actions", Rows("The cells", CELL))}),
    },
}  # fmt: skip


def published(names: dict | None = None, of: str = "") -> list[dict]:
    """Every name, as {"of", "names"} for the top ("") and then for each list whose items have names; `names` are {"name", "means", "is_list"}."""
    own, deeper = [], []
    for name, holds in _flat(NAMES if names is None else names):
        own.append({"name": name, "means": str(holds.means if isinstance(holds, Rows) else holds), "is_list": isinstance(holds, Rows)})
        while isinstance(holds, Rows):
            holds = holds.holds
        if isinstance(holds, dict):
            deeper += published(holds, f"{of} → {name}" if of else name)
    return [{"of": of, "names": own}, *deeper]


def _flat(names: dict) -> list[tuple]:
    """The names of a group that is no list, such as `own`, stand with their dot."""
    found = []
    for name, holds in names.items():
        found += [(f"{name}.{inside}", rows) for inside, rows in holds.items()] if isinstance(holds, dict) else [(name, holds)]
    return found
