"""The tables of a file that belong together: one sheet for each organisation, or one table that goes on after a heading."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.workbooks.headings import guess, heading_row, plain
from tracker.workbooks.plan_rows import written
from tracker.workbooks.tables import Table, letters

EXAMPLES, LONGEST = 3, 120


@dataclass(frozen=True)
class Column:
    """What a page shows of a column: its heading, its first different cells, and the kind that is guessed."""

    name: str
    examples: list[str]
    guessed: str


def groups(tables: Sequence[Table]) -> list[list[Table]]:
    """The tables with something in them, those with the same headings together; one without headings goes on with the one before."""
    found: dict[tuple, list[Table]] = {}
    last = None
    for table in tables:
        if not any(written(cell) for row in table.rows for cell in row):
            continue
        headings = tuple(plain(cell) for cell in table.rows[heading_row(table)])
        goes_on = last is not None and not any(guess(headings)) and len(headings) == len(last)
        last = last if goes_on else headings
        found.setdefault(last, []).append(table)
    return list(found.values())


def likeliest(found: Sequence[Sequence[Table]]) -> int:
    """The position of the group that looks most like a plan: with most kinds of columns, then with most rows."""
    def likely(group: Sequence[Table]) -> tuple:
        kinds = {kind for kind in guess(group[0].rows[heading_row(group[0])]) if kind}
        return "words" in kinds, len(kinds), sum(len(table.rows) for table in group)
    return max(range(len(found)), key=lambda at: likely(found[at]), default=0)  # fmt: skip


def name_of(group: Sequence[Table]) -> str:
    """What a page calls the group: "Plan", "MFT, KMPT and 2 more"."""
    names = [f"{table.name} (hidden)" if table.is_hidden else table.name for table in group]
    return ", ".join(names) if len(names) <= 3 else f"{', '.join(names[:2])} and {len(names) - 2} more"


def columns(group: Sequence[Table], heading: int) -> list[Column]:
    """The columns of a group below its row of headings (from 0)."""
    first = group[0]
    kinds = guess(first.rows[heading])
    below = [row for number, table in enumerate(group) for row in table.rows[heading + 1 if number == 0 else 0 :] if _is_no_title(row)]
    return [
        Column(written(cell) or (f"Column {letters(at)}" if first.is_sheet else f"Column {at + 1}"), _examples(below, at, cell), kinds[at])
        for at, cell in enumerate(first.rows[heading])
    ]


def _is_no_title(row: list) -> bool:
    """Whether a row says more than one thing; a heading over several columns does not."""
    return len({written(cell) for cell in row} - {""}) > 1


def _examples(rows: list[list], at: int, heading) -> list[str]:
    found: dict[str, None] = {}
    for row in rows:
        text = " ".join(written(row[at]).split()) if at < len(row) else ""
        if text and plain(text) != plain(heading):
            found[text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"] = None
        if len(found) == EXAMPLES:
            break
    return list(found)
