"""The sheets of an Excel workbook as tables; its size is looked at before it is opened."""

import io
import re
import warnings
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from xml.parsers import expat

import openpyxl
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from tracker.workbooks.tables import MOST_ROWS, Cell, NotAWorkbook, Position, Table, tidy

MOST_CELLS = 200_000  # empty ones with a format included: each takes memory
MOST_PLACES = 1_000_000  # rows times columns up to the last that holds something
MOST_UNPACKED = 60 * 2**20  # bytes
DAMAGED = "The file is damaged: open it in Excel or LibreOffice, save it again, and upload the new copy."
MOST_CHARACTERS = 5_000_000  # a text that many cells share is stored once in the file
TOO_LONG = f"The workbook has more than {MOST_ROWS:,} filled rows or more text than any plan. Take out what does not belong to the plan."
TWO_PLACES = re.compile(r"(?:#,##)?0\.00(?![0#?%E])")
REFUSED = {"f": "holds a formula", "e": "holds an error"}


def xlsx_tables(data: bytes) -> list[Table]:
    """One table for each sheet, hidden ones too. Raises NotAWorkbook for a file that is damaged or too large."""
    rows, columns = _looked_at(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out, such as pictures, is nothing to us
            book = openpyxl.load_workbook(io.BytesIO(data))
    except Exception as error:  # a damaged file makes openpyxl, lxml and zlib raise whatever they meet
        raise NotAWorkbook(DAMAGED) from error
    tables = [_table(sheet, min(rows, sheet.max_row), min(columns, sheet.max_column)) for sheet in book.worksheets]
    if sum(len(cell) for table in tables for row in table.rows for cell in row if isinstance(cell, str)) > MOST_CHARACTERS:
        raise NotAWorkbook(TOO_LONG)
    return tables


def _looked_at(data: bytes) -> tuple[int, int]:
    """The last row and column with something in them, of all sheets together; the parts stream by and are not kept."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [m for m in archive.infolist() if m.filename.lower().endswith((".xml", ".rels"))]
        if sum(m.file_size for m in members) > MOST_UNPACKED:
            raise NotAWorkbook(TOO_LONG)
        seen = _Count()
        for member in members:
            with archive.open(member) as part:
                seen.read(part)
    if seen.last_row * seen.last_column > MOST_PLACES:
        raise NotAWorkbook(TOO_LONG)
    return seen.last_row, seen.last_column


class _Count:
    """What all parts so far add up to. openpyxl makes cells for every place of a merged or linked range, so these count too."""

    def __init__(self):
        self.rows = self.cells = self.last_row = self.last_column = 0
        self._row = self._column = 0
        self._is_filled = False

    def read(self, part) -> None:
        """Raises NotAWorkbook when it is too much, declares entities, which could grow or fetch, or is not well formed."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = self._refuse
        self._row = 0
        try:
            parser.ParseFile(part)
        except (expat.ExpatError, OSError, zipfile.BadZipFile, zlib.error, ValueError, TypeError, LookupError) as error:
            raise NotAWorkbook(DAMAGED) from error

    def _start(self, tag: str, attributes: dict) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self._row, self._column, self._is_filled = int(attributes.get("r", self._row + 1)), 0, False
        elif name == "c":
            self.cells += 1
            self._column = coordinate_to_tuple(attributes["r"])[1] if "r" in attributes else self._column + 1
        elif name in ("v", "is", "f"):
            self._fill()
        elif name in ("mergeCell", "hyperlink") and "ref" in attributes:
            left, top, right, bottom = range_boundaries(attributes["ref"])
            self.cells += (right - left + 1) * (bottom - top + 1)
        if self.rows > MOST_ROWS or self.cells > MOST_CELLS:
            raise NotAWorkbook(TOO_LONG)

    def _fill(self) -> None:
        self.rows += not self._is_filled
        self._is_filled = True
        self.last_row, self.last_column = max(self.last_row, self._row), max(self.last_column, self._column)

    def _refuse(self, *_declared) -> None:
        raise NotAWorkbook(DAMAGED)


def _table(sheet, rows: int, columns: int) -> Table:
    found = list(sheet.iter_rows(min_row=1, min_col=1, max_row=rows, max_col=columns)) if rows and columns else []
    cells = [[_value(cell) for cell in row] for row in found]
    refused = {(r, c): REFUSED[cell.data_type] for r, row in enumerate(found) for c, cell in enumerate(row) if cell.data_type in REFUSED}
    merged = _merged(sheet, cells)
    shown = {"refused": refused, "merged": merged, "fills": _fills(found), "shown": _shown(found)}
    return Table(sheet.title, _trimmed(cells, refused), is_hidden=sheet.sheet_state != "visible", **shown)


def _fills(rows: list[tuple]) -> dict[Position, str]:
    """The plain colours of grounds; those of a theme or a rule are not known here."""
    grounds = {(r, c): cell.fill for r, row in enumerate(rows) for c, cell in enumerate(row) if cell.has_style}
    solid = {at: fill.start_color.rgb for at, fill in grounds.items() if fill.fill_type == "solid" and fill.start_color.type == "rgb"}
    return {at: colour[-6:] for at, colour in solid.items() if isinstance(colour, str)}


def _shown(rows: list[tuple]) -> dict[Position, str]:
    """Numbers such as 1.1 that the cell shows as 1.10, as a recommendation may be called."""
    numbers = [((r, c), cell) for r, row in enumerate(rows) for c, cell in enumerate(row) if cell.data_type == "n" and isinstance(cell.value, float)]
    shown = {at: f"{cell.value:.2f}" for at, cell in numbers if 1 < cell.value < 100 and TWO_PLACES.match(cell.number_format)}
    return {at: words for at, words in shown.items() if words[-1] == "0" != words[-2]}


def _value(cell) -> Cell:
    value = cell.value
    if cell.data_type in REFUSED:
        return None
    if isinstance(value, datetime):
        return value.date()  # as the cell shows it, whatever the time zone
    if isinstance(value, str):
        return tidy(value) or None
    if isinstance(value, bool | date | None):
        return value
    return str(value) if isinstance(value, time | timedelta) else float(value)


def _merged(sheet, cells: list[list[Cell]]) -> dict[Position, str]:
    """Fill merged cells with the value of the first, and name the range of each."""
    found = {}
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row - 1, min(area.max_row, len(cells))):
            for column in range(area.min_col - 1, min(area.max_col, len(cells[row]))):
                cells[row][column] = cells[area.min_row - 1][area.min_col - 1]
                found[row, column] = area.coord
    return found


def _trimmed(cells: list[list[Cell]], refused: dict[Position, str]) -> list[list[Cell]]:
    """Without empty rows and columns at the end."""
    filled = [(r, c) for r, row in enumerate(cells) for c, cell in enumerate(row) if cell is not None] + list(refused)
    rows, columns = (max((place[axis] for place in filled), default=-1) + 1 for axis in (0, 1))
    return [row[:columns] for row in cells[:rows]]
