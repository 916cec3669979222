"""What a cell says in one of the fields: a text, a day, one of the choices. What cannot be read is a sentence that names the cell."""

from datetime import date

from tracker.workbooks.days import day_of
from tracker.workbooks.fields import Field, Kind
from tracker.workbooks.tables import Cell, Table, place

LONGEST_QUOTE = 40  # characters


class Unreadable(Exception):
    """The cell cannot be read as its field; str() says where, what and what to do."""


def value_at(table: Table, row: int, column: int, field: Field) -> str | date | None:
    """The value of a cell: "" or None when it is empty. Raises Unreadable."""
    at = (row, column)
    if at in table.refused:
        raise Unreadable(f"{place(table, row, column)}: the cell {table.refused[at]}. Type the {_kind(field)} itself.")
    cell = cell_at(table, row, column)
    if at in table.merged and cell is not None:
        raise Unreadable(f"{place(table, row, column)}: the cells {table.merged[at]} are merged. Split them, and fill in each row.")
    try:
        return READ[field.kind](cell, field)
    except ValueError as error:
        raise Unreadable(f"{place(table, row, column)}: {error}") from None


def cell_at(table: Table, row: int, column: int) -> Cell:
    """The cell; None beyond the end of its row."""
    return table.rows[row][column] if column < len(table.rows[row]) else None


def text_of(cell: Cell) -> str:
    """What a cell says as text: a day as "18 July 2016", a whole number without its point."""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, date):
        return f"{cell.day} {cell:%B %Y}"
    if isinstance(cell, int | float):
        return f"{cell:.15g}"
    return cell or ""


def _text(cell: Cell, field: Field) -> str:
    words = text_of(cell)
    if len(words) > field.longest:
        raise ValueError(f"“{field.title}” has {len(words):,} characters. Shorten it to {field.longest:,}.")
    return words


def _day(cell: Cell, field: Field) -> date | None:
    if text_of(cell) == "":
        return None
    try:
        return day_of(cell)
    except (ValueError, OverflowError):
        raise ValueError(f"“{_cut(text_of(cell))}” is no day. Enter day, month and year, for example 30/09/2016.") from None


def _choice(cell: Cell, field: Field) -> str:
    words = " ".join(text_of(cell).lower().split())
    if words and words not in (*field.choices, *field.others):
        raise ValueError(f"“{_cut(text_of(cell))}” is no answer to “{field.title}”. Choose {', '.join(field.choices[:-1])} or {field.choices[-1]}.")
    return words


READ = {Kind.TEXT: _text, Kind.DAY: _day, Kind.CHOICE: _choice}


def _kind(field: Field) -> str:
    return {Kind.DAY: "day", Kind.CHOICE: "answer"}.get(field.kind, "text")


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST_QUOTE else words[:LONGEST_QUOTE].rstrip() + "…"
