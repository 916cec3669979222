"""The rows of an existing plan: headings, repeated headings, groups and rows that continue the one above are told apart."""

import re
from dataclasses import dataclass, replace

from tracker.workbooks.headings import plain
from tracker.workbooks.tables import Cell, Table, place

_GROUP = re.compile(r"(?:^\s*[1-9][0-9]?\s*[.):]?\s+\S|\bshould\b\s*:?\s*$|:\s*$)", re.IGNORECASE)
CONTINUES = "No recommendation stands in this row: it continues {}."


@dataclass(frozen=True)
class PlanRow:
    """One row by the kinds of its columns; `notes` pairs the heading of a progress column with its cell."""

    place: str
    table: str
    group: str
    cells: dict[str, Cell]
    notes: tuple[tuple[str, str], ...] = ()
    fill: str = ""  # the ground of the RAG cell
    shown: str = ""  # how the cell shows its number, where that is more than the number itself
    refused: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()

    def text(self, kind: str) -> str:
        """The cell of a kind as text, "" when it is empty."""
        return written(self.cells.get(kind))


def written(cell: Cell) -> str:
    """A cell as a person would type it."""
    if isinstance(cell, float):
        return f"{cell:g}"
    return "" if cell is None or isinstance(cell, bool) else str(cell).strip()


def plan_rows(table: Table, heading: int, kinds: list[str]) -> tuple[list[PlanRow], list[str]]:
    """(the rows below the headings that say something, what was read as a heading for rows below it).

    `heading` counts from 0; `kinds` has one entry a column, "" for an unused one.
    """
    headings, formulas = [plain(cell) for cell in table.rows[heading]], {row for row, _ in table.refused}
    rows, said, group, above = [], [], "", None
    for at in range(heading + 1, len(table.rows)):
        cells = table.rows[at]
        if _is_empty(cells) and at not in formulas or _repeats(cells, headings):
            continue
        title, is_recommendation = ("", False) if at in formulas else _title(cells, kinds)
        if title and is_recommendation:
            above = PlanRow(_place(table, at), table.name, group, {"number": title, "recommendation": title})
            rows.append(above)
        elif title:
            group, above = title, None
            said.append(f"{_place(table, at)} “{title[:120]}”")
        else:
            above = _continued(_row(table, at, heading, kinds, group), above)
            rows.append(above)
    return rows, said


def _place(table: Table, at: int) -> str:
    return f"{table.name}!{table.first_row + at}" if table.is_sheet else place(table, at, 0)


def _row(table: Table, at: int, heading: int, kinds: list[str], group: str) -> PlanRow:
    headings, cells, notes, refused, fill = table.rows[heading], {}, [], [], ""
    for column, kind in enumerate(kinds):
        cell = table.rows[at][column] if column < len(table.rows[at]) else None
        if kind and (why := table.refused.get((at, column))):
            refused.append(f"{place(table, at, column)} {why}, so it was left out.")
        if kind == "note":
            if written(cell):
                notes.append((written(headings[column]) if column < len(headings) else "", written(cell)))
        elif kind:
            cells[kind] = cell
            fill = getattr(table, "fills", {}).get((at, column), "") if kind == "rating" else fill
    shown = "".join(table.shown.get((at, column), "") for column, kind in enumerate(kinds) if kind == "number")
    return PlanRow(_place(table, at), table.name, group, cells, tuple(notes), fill, shown, tuple(refused))


def _continued(row: PlanRow, above: PlanRow | None) -> PlanRow:
    """A row without number and recommendation belongs to the recommendation of the row above."""
    own = row.text("number") or row.text("recommendation")
    if own or above is None:
        return row
    taken = {kind: above.cells[kind] for kind in ("number", "recommendation") if kind in above.cells}
    if not row.text("organisation"):
        taken |= {kind: above.cells[kind] for kind in ("organisation",) if kind in above.cells}
    return replace(row, cells=row.cells | taken, shown=above.shown, assumptions=(CONTINUES.format(above.place),))


def _title(cells: list[Cell], kinds: list[str]) -> tuple[str, bool]:
    """(the one text of a row that stands above others, whether it is a recommendation and not a group of them); "" for any other row."""
    filled = [column for column, cell in enumerate(cells) if written(cell)]
    texts = list(dict.fromkeys(written(cells[column]) for column in filled))
    if len(texts) == 2 and re.fullmatch(r"[1-9][0-9]?\.?", texts[0]):
        filled, texts = filled[1:], texts[1:]
    if len(texts) != 1 or (len(filled) == 1 and _kind(kinds, filled[0]) not in ("", "number", "recommendation")):
        return "", False
    if re.match(r"\D{0,20}[1-9][0-9]?\s?\.\s?[1-9]", texts[0]):
        return texts[0], True
    return texts[0], len(filled) == 1 and _kind(kinds, filled[0]) == "recommendation" and not _GROUP.search(texts[0])


def _kind(kinds: list[str], column: int) -> str:
    return kinds[column] if column < len(kinds) else ""


def _is_empty(cells: list[Cell]) -> bool:
    return not any(written(cell) or cell is True for cell in cells)


def _repeats(cells: list[Cell], headings: list[str]) -> bool:
    """Whether a row is the headings again."""
    return [plain(cell) for cell in cells] == headings and all(plain(cell) or not written(cell) for cell in cells)
