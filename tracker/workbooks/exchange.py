"""Tables as JSON and back: between the child process and us, and in the row that keeps a plan."""

import json
from dataclasses import asdict
from datetime import date

from tracker.workbooks.tables import Table

PLACES = ("refused", "merged", "fills", "shown")  # what a table says of single cells


def tables_to_json(tables: list[Table]) -> str:
    """A text that `tables_from_json` reads back."""
    rows = [asdict(table) | {name: [[*at, words] for at, words in getattr(table, name).items()] for name in PLACES} for table in tables]
    return json.dumps(rows, default=lambda day: {"on": day.isoformat()}, ensure_ascii=False)


def tables_from_json(text: str) -> list[Table]:
    """The tables that `tables_to_json` was given."""
    return [_table(row) for row in json.loads(text)]


def _table(row: dict) -> Table:
    cells = [[date.fromisoformat(cell["on"]) if isinstance(cell, dict) else cell for cell in cells] for cells in row.pop("rows")]
    places = {name: {(r, c): words for r, c, words in row.pop(name, ())} for name in PLACES}
    return Table(**row, **places, rows=cells)
