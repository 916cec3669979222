"""Tables of a file that somebody sent: its sheets, or the tables of a Word document, with every cell in its place."""

import re
from dataclasses import dataclass, field
from datetime import date

Cell = str | date | float | bool | None
Position = tuple[int, int]  # row and column, each from 0, within `rows`

MOST_ROWS = 3_000  # of one file; the largest plan seen has 120 actions
MOST_BYTES = 5 * 2**20
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True)
class Table:
    """`first_row` is the number that the file itself gives to the first of `rows`; empty rows are kept, so that places are right.

    `refused` says of a cell why it has no value: "holds a formula". `merged` gives the range that a cell is a part of; all its cells
    have the value of the first. Texts are free of control characters and of spaces at the ends; a moment is the day that it shows.
    """

    name: str
    rows: list[list[Cell]]
    first_row: int = 1
    is_sheet: bool = True
    refused: dict[Position, str] = field(default_factory=dict)
    merged: dict[Position, str] = field(default_factory=dict)
    is_hidden: bool = False
    fills: dict[Position, str] = field(default_factory=dict)  # the colour of a cell's ground, as six hexadecimal digits, where it has one
    shown: dict[Position, str] = field(default_factory=dict)  # "1.10" where the format of the number 1.1 shows it so


class NotAWorkbook(Exception):
    """The file cannot be used; `problems` are sentences that say where, what and what to do."""

    def __init__(self, *problems: str):
        super().__init__(*problems)
        self.problems = list(problems)


def place(table: Table, row: int, column: int) -> str:
    """Where a cell stands, as a person finds it: "Actions!C7", or "Table 2, row 3" in a Word document; both numbers from 0."""
    number = table.first_row + row
    return f"{table.name}!{letters(column)}{number}" if table.is_sheet else f"{table.name}, row {number}"


def letters(column: int) -> str:
    """The letters of a column of a sheet: 0 is A, 26 is AA."""
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def read_tables(data: bytes, filename: str) -> list[Table]:
    """The tables of a workbook (.xlsx), read in a child process with limits. Raises only NotAWorkbook."""
    from tracker.workbooks.child import tables_apart

    return tables_apart(data, filename)


def tidy(text: str) -> str:
    """Text without control characters and spaces at the ends; Excel writes the end of a line as _x000D_ as well."""
    text = text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", text).strip()
