"""What the sheets beside the plan hold: evidence, organisations, changes, legend."""

from tracker.documents.flat import IMMEDIATE

EVIDENCE = {
    "Recommendations": (18, "text"),
    "Actions": (10, "text"),
    "Organisation": (28, "text"),
    "Evidence": (36, "text"),
    "Version": (11, "number"),
    "What it shows": (40, "text"),
    "Date": (14, "date"),
    "File": (32, "text"),
    "Size in bytes": (14, "number"),
    "SHA-256": (68, "text"),
}
ORGANISATIONS = {"Organisation": (44, "text"), "Recommendations": (19, "number"), "Actions": (12, "number")}
CHANGES = {
    "What": (18, "text"),
    "Recommendations": (18, "text"),
    "Organisation": (28, "text"),
    "Changed": (18, "text"),
    "Before": (40, "text"),
    "After": (40, "text"),
}


def tables(said: dict) -> dict[str, tuple[dict, list[list[str | int]]]]:
    """Give sheet name → (columns, rows); what nobody has, as changes in a first plan, has no sheet."""
    found = {"Evidence": (EVIDENCE, _evidence(said)), "Organisations": (_organisation_columns(said), _organisations(said))}
    return found | ({"Changes": (CHANGES, _changes(said))} if said["comparison"] else {})


def legend_sections(said: dict) -> list[tuple[list[str], list[list[str | int]]]]:
    """Give (heads, rows) of the parts of the sheet Legend, those without a row left out."""
    totals = [[total["name"], total["count"]] for total in said["totals"]]
    statuses = [[f"Actions: {one['name'].lower()}", one["count"]] for one in said["statuses"]]
    gaps = [[gap["name"], gap["organisation"], gap["missing"]] for gap in said["gaps"]]
    compared = said["comparison"] or {"title": "", "said": ""}
    sections = [
        (["Colour", "Meaning", "Actions"], [[entry["name"], entry["meaning"], entry["count"]] for entry in said["legend"]]),
        (["About this plan", ""], [[fact["name"], fact["value"]] for fact in said["facts"]] + totals + statuses),
        ([compared["title"], ""], [[compared["said"], ""]] if compared["said"] else []),
        (["What is not yet in place", "Organisation", "Not yet agreed"], gaps and gaps + [["Reason", said["gap_reason"], ""]]),
        (["Outside this plan: finding", "Section of the report", "Drawn to the attention of"],
         [[one["finding"], one["section"], one["of"]] for one in said["drawn_to_attention"]]),
    ]
    return [(heads, rows) for heads, rows in sections if rows]


def _evidence(said: dict) -> list[list[str | int]]:
    return [
        [", ".join(item["recommendations"]) or IMMEDIATE, ", ".join(map(str, item["actions"])), item["organisation"], item["title"],
         item["version"], item["shows"], item["dated_on"] or "", item["filename"], item["octets"], item["sha256"]]
        for item in said["evidence"]
    ]


def _organisation_columns(said: dict) -> dict[str, tuple[int, str]]:
    return ORGANISATIONS | {entry["name"]: (11, "number") for entry in said["legend"]}


def _organisations(said: dict) -> list[list[str | int]]:
    return [[one["name"], one["recommendations"], one["actions"], *one["brags"]] for one in said["organisations"]]


def _changes(said: dict) -> list[list[str | int]]:
    return [[row["about"], row["recommendations"], row["organisation"], row["field"], row["before"], row["after"]] for row in said["changes"]]
