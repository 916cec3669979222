"""The sheets of an Excel workbook as tables; its size is looked at before it is opened."""

import io
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from xml.parsers import expat

import openpyxl

from tracker.workbooks.tables import MOST_ROWS, Cell, NotAWorkbook, Position, Table, tidy

MOST_CELLS = 200_000  # empty ones with a format included: each takes memory
MOST_UNPACKED = 60 * 2**20  # bytes
DAMAGED = "The file is damaged: open it in Excel or LibreOffice, save it again, and upload the new copy."
TOO_LONG = f"The workbook has more than {MOST_ROWS:,} filled rows, which no plan has. Take out what does not belong to the plan."
REFUSED = {"f": "holds a formula", "e": "holds an error"}


def xlsx_tables(data: bytes) -> list[Table]:
    """One table for each sheet, hidden ones too. Raises NotAWorkbook for a file that is damaged or too large."""
    _look(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out, such as pictures, is nothing to us
            book = openpyxl.load_workbook(io.BytesIO(data))
    except Exception as error:  # a damaged file makes openpyxl, lxml and zlib raise whatever they meet
        raise NotAWorkbook(DAMAGED) from error
    return [_table(sheet) for sheet in book.worksheets]


def _look(data: bytes) -> None:
    """Count rows and cells while the parts stream by; no part may declare entities, which could grow or fetch."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [m for m in archive.infolist() if m.filename.lower().endswith((".xml", ".rels"))]
        if sum(m.file_size for m in members) > MOST_UNPACKED:
            raise NotAWorkbook(TOO_LONG)
        seen = _Count()
        for member in members:
            with archive.open(member) as part:
                seen.read(part)


class _Count:
    """Rows with something in them, and cells, of all parts so far."""

    def __init__(self):
        self.rows = self.cells = 0
        self._is_filled = False

    def read(self, part) -> None:
        """Raises NotAWorkbook when it is too much, or not well formed."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = self._refuse
        try:
            parser.ParseFile(part)
        except (expat.ExpatError, OSError, zipfile.BadZipFile, ValueError, LookupError) as error:
            raise NotAWorkbook(DAMAGED) from error

    def _start(self, tag: str, _attributes: dict) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self._is_filled = False
        elif name == "c":
            self.cells += 1
        elif name in ("v", "is", "f") and not self._is_filled:
            self._is_filled = True
            self.rows += 1
        if self.rows > MOST_ROWS or self.cells > MOST_CELLS:
            raise NotAWorkbook(TOO_LONG)

    def _refuse(self, *_declared) -> None:
        raise NotAWorkbook(DAMAGED)


def _table(sheet) -> Table:
    cells = [[_value(cell) for cell in row] for row in sheet.iter_rows(min_row=1, min_col=1)]
    refused = {
        (r, c): REFUSED[cell.data_type]
        for r, row in enumerate(sheet.iter_rows(min_row=1, min_col=1)) for c, cell in enumerate(row) if cell.data_type in REFUSED
    }  # fmt: skip
    merged = _merged(sheet, cells)
    shown = {"refused": refused, "merged": merged, "fills": _fills(sheet)}
    return Table(sheet.title, _trimmed(cells, refused), is_hidden=sheet.sheet_state != "visible", **shown)


def _fills(sheet) -> dict[Position, str]:
    """The plain colours of grounds; those of a theme or a rule are not known here."""
    grounds = {(r, c): cell.fill for r, row in enumerate(sheet.iter_rows(min_row=1, min_col=1)) for c, cell in enumerate(row) if cell.has_style}
    solid = {at: fill.start_color.rgb for at, fill in grounds.items() if fill.fill_type == "solid" and fill.start_color.type == "rgb"}
    return {at: colour[-6:] for at, colour in solid.items() if isinstance(colour, str)}


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
