"""The list of actions as Excel or CSV, row by row, so that many thousands need no more memory than a few. No cell is a formula."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import xlsxwriter

from tracker.documents.compliance import harmless
from tracker.documents.excel import OPTIONS, _cell, _formats, _row
from tracker.documents.text import readable, sentence

# column name → (key of a row, width in Excel, kind of cell)
COLUMNS = {
    "Review": ("review", 24, "text"),
    "Recommendation": ("number", 15, "text"),
    "Organisation": ("organisation", 24, "text"),
    "Action": ("words", 44, "text"),
    "Accountable post": ("post", 20, "text"),
    "Owner": ("owner", 18, "text"),
    "Due": ("due_on", 13, "date"),
    "First agreed": ("first_due_on", 13, "date"),
    "Promised to CQC": ("promised_on", 13, "date"),
    "Success measure": ("success_measure", 30, "text"),
    "Status": ("status", 13, "text"),
    "BRAG": ("brag", 9, "brag"),
    "Reason": ("reason", 16, "text"),
    "Last update": ("updated_on", 13, "date"),
    "Last note": ("note", 36, "text"),
    "Evidence items": ("evidence", 10, "text"),
    "Verified": ("verified_on", 13, "date"),
    "Verified by": ("verified_by", 24, "text"),
    "Action number": ("id", 9, "text"),
}
FORMATS = {
    "csv": {"name": "CSV", "mimetype": "text/csv"},
    "xlsx": {"name": "Excel", "mimetype": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
}
A3 = 8
SMALL = {**OPTIONS, "in_memory": False, "constant_memory": True}


def list_csv(rows: Iterable[dict]) -> Iterator[bytes]:
    """One line for each row, as it comes: UTF-8 with a byte order mark, every cell quoted. Rows are keyed as COLUMNS says, dates in ISO."""
    yield b"\xef\xbb\xbf" + _line(COLUMNS)
    for row in rows:
        yield _line([harmless(words) for words in _words(row)])


def list_xlsx(rows: Iterable[dict], about: dict, file: BinaryIO) -> None:
    """Write the sheets Actions and Legend into an open file. `about`: {"chosen", "on", "legend": [{"name", "meaning"}]}."""
    with xlsxwriter.Workbook(file, SMALL) as book:
        formats, sheet = _formats(book), book.add_worksheet("Actions")
        shapes = [(width, kind) for _, width, kind in COLUMNS.values()]
        for column, (width, _) in enumerate(shapes):
            sheet.set_column(column, column, width)
        top = _heading(sheet, formats, about)
        last = top
        for last, row in enumerate(rows, top + 1):
            _row(sheet, formats, last, _words(row), shapes)
        sheet.autofilter(top, 0, last, len(COLUMNS) - 1)
        sheet.freeze_panes(top + 1, 2)
        _paper(sheet, top)
        _legend(book, formats, about["legend"])


def _words(row: dict) -> list[str]:
    row = readable({key: value or "" for key, value in row.items()})
    row = row | {key: sentence(row[key]) for key in ("status", "brag")}
    return [row[key] for key, _, _ in COLUMNS.values()]


def _line(cells: Iterable[str]) -> bytes:
    output = io.StringIO(newline="")
    csv.writer(output, quoting=csv.QUOTE_ALL).writerow(cells)
    return output.getvalue().encode()


def _heading(sheet, formats: dict, about: dict) -> int:
    """Write what the list shows, and the names of the columns; gives the row of those."""
    sheet.set_row(0, 28)
    sheet.set_row(4, 30)
    for position, (kind, words) in enumerate([("title", "Actions"), ("line", about["chosen"]), ("line", f"As it stood on {about['on']}")]):
        _cell(sheet, formats, position, 0, kind, words)
    for column, name in enumerate(COLUMNS):
        _cell(sheet, formats, 4, column, "head", name)
    return 4


def _paper(sheet, top: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.set_margins(0.4, 0.4, 0.6, 0.6)
    sheet.fit_to_pages(2, 0)
    sheet.repeat_rows(top)
    sheet.repeat_columns(0, 1)
    sheet.hide_gridlines(2)
    sheet.set_footer("&RPage &P of &N")


def _legend(book, formats: dict, legend: list[dict]) -> None:
    sheet = book.add_worksheet("Legend")
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 90)
    for column, words in enumerate(["Colour", "Meaning"]):
        _cell(sheet, formats, 0, column, "head", words)
    for position, entry in enumerate(legend, 1):
        _row(sheet, formats, position, [entry["name"], entry["meaning"]], [(14, "brag"), (90, "text")])
