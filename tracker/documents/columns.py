"""The columns of the plan's table in Excel and Word: ours, or those that the CCG had chosen when the plan was frozen."""

from tracker.documents.colours import tint
from tracker.documents.dates import short_date
from tracker.documents.flat import COLUMNS, flat_rows
from tracker.documents.groups import NO_ORGANISATION, NOT_AGREED, organisation_names
from tracker.documents.text import cut, readable

AGREED = ("Action", "Accountable post", "Due", "Success measure")
LONGEST_TITLE = 200  # UTF-16 units; Excel takes 255 in the heading of a table
PLAIN = "auto"
# A row as the page shows it to whoever chooses columns.
EXAMPLE = {
    "Recommendation": "1.1", "CQC's recommendation": "Ask about safety at home in every assessment.", "Findings": "2.4, 3.1",
    "Organisation": "Example NHS Trust", "Action": "Add one question to the assessment form.", "Accountable post": "Named nurse",
    "Due": "2016-09-30", "First agreed": "2016-08-31", "Success measure": "Answered in 95 of 100 records.",
    "Monitored by": "Safeguarding committee", "Evidence expected": "Sample of records", "Evidence held": "Sample, June, version 1",
    "Progress on": "2016-08-12", "Progress": "The form is printed.", "Status": "Verified", "Completed": "2016-09-02",
    "Verified": "2016-09-14", "Verification": "Verified by the quality group (records dip-sample): 28 of 30 answered.",
    "BRAG": "Blue", "Reason": "", "Not yet agreed": "", "Action number": "7",
}  # fmt: skip


def titles(plan: dict) -> dict[str, str]:
    """Give the columns that are shown, in their order, as our name → title; an older plan, and one without a choice, has all of ours."""
    chosen = (plan.get("layout") or {}).get("columns") or []
    shown: dict[str, str] = {}
    for name, title in [(column["name"], _line(column["title"])) for column in chosen if column["name"] in COLUMNS]:
        taken = (title or name).casefold() in map(str.casefold, shown.values())  # Excel takes no title twice
        shown[name] = f"{title or name} ({name})" if taken else title or name
    return shown or dict(zip(COLUMNS, COLUMNS))


def is_own(plan: dict) -> bool:
    """Whether the CCG chose the columns of this plan."""
    return bool((plan.get("layout") or {}).get("columns"))


def table_rows(plan: dict) -> list[dict[str, str]]:
    """List the rows of the table, keyed by our names: what is not yet agreed says so, dates are ISO."""
    return [{name: words or (NOT_AGREED if name in AGREED else "") for name, words in row.items()} for row in flat_rows(plan)]


def own_table(plan: dict) -> dict:
    """Give {"titles", "groups"} of the Word table with the CCG's columns; no groups where Word keeps our table.

    A group is {"name", "rows"}, a row a list of cells {"words", "tint"}. There is one group for each organisation,
    or a single one where a column tells the organisation.
    """
    if not is_own(plan) or not plan["layout"]["in_word"]:
        return {"titles": [], "groups": []}
    shown = titles(plan)
    rows = table_rows(plan)
    names = [] if "Organisation" in shown else organisation_names(readable(plan))
    groups = {name: [row for row in rows if name == (row["Organisation"] or NO_ORGANISATION)] for name in names} or {"Actions": rows}
    return {
        "titles": list(shown.values()),
        "groups": [{"name": name, "rows": [_cells(row, shown) for row in own]} for name, own in groups.items() if own],
    }


def example(columns: list[dict]) -> list[dict[str, str]]:
    """Give one row as it would stand under these columns, as a list of {"title", "words"}."""
    shown = titles({"layout": {"columns": columns}})
    return [{"title": title, "words": _as_read(name, EXAMPLE[name])} for name, title in shown.items()]


def widths(shown: dict[str, str], total: float, *, least: dict[str, float], letter: float) -> list[float]:
    """Share `total` among columns: each gets its least and its title's longest word, the rest goes by how much text a column holds.

    `least` is by kind of cell, `letter` the width of one; all in the unit of `total`.
    """
    needed = [max(least[kind(name)], (longest_word(title) + 2) * letter) for name, title in shown.items()]
    needed = [min(width, total / 4) for width in needed]
    rest, wanted = total - sum(needed), [COLUMNS[name][0] if kind(name) == "text" else 0 for name in shown]
    if rest < 0:
        return [width * total / sum(needed) for width in needed]
    return [width + rest * share / (sum(wanted) or 1) for width, share in zip(needed, wanted)]


def kind(name: str) -> str:
    """What the cells of a column hold: "text", "date", "brag", or "short" for numbers and single words."""
    width, holds = COLUMNS[name]
    return "short" if holds == "text" and width < 16 else holds


def longest_word(title: str) -> int:
    """Characters of the longest word of a title, which a column should not break."""
    return max((len(word) for word in title.split()), default=0)


def _cells(row: dict[str, str], shown: dict[str, str]) -> list[dict[str, str]]:
    return [{"words": _as_read(name, row[name]), "tint": tint(row[name].lower()) if name == "BRAG" and row[name] else PLAIN} for name in shown]


def _as_read(name: str, words: str) -> str:
    is_date = COLUMNS[name][1] == "date" and words not in ("", NOT_AGREED)
    return short_date(words) if is_date else words


def _line(title: str) -> str:
    # A header is one line, in Excel's table and in its cell alike.
    return cut(" ".join(readable(title).split()), LONGEST_TITLE)
