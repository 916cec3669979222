"""A CSV file becomes a table, whichever way Excel, Numbers or a database wrote it."""

import codecs
import csv
import io
from collections import Counter

from tracker.workbooks.tables import MOST_ROWS, NotAWorkbook, Table, tidy

_MARKS = ",;\t|"
_MOST_COLUMNS = 100
_MOST_IN_CELL = 33_000  # characters; Excel takes 32,767
_SAVE = "Open it in Excel, save it as CSV UTF-8 or as an Excel workbook (.xlsx), and upload that."


def csv_tables(data: bytes, name: str = "CSV") -> list[Table]:
    """The one table of a CSV file, as texts; NotAWorkbook for what is no text, or has too much of it."""
    text = _text(data)
    rows = max((_rows(text, mark) for mark in _possible_marks(text)), key=_evenness)
    if not any(cell for row in rows for cell in row):
        raise NotAWorkbook("The file is empty. Choose the file that holds the plan.")
    width = max(map(len, rows))
    return [Table(name, [row + [""] * (width - len(row)) for row in rows])]


def _text(data: bytes) -> str:
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return _decoded(data, encoding)
    if data[1:200:2].count(0) > len(data[:200]) // 4:
        return _decoded(data, "utf-16-le")
    try:
        return _plain(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _decoded(data, "cp1252")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return _plain(data.decode(encoding))
    except UnicodeDecodeError:
        raise NotAWorkbook(f"This file cannot be read as text. {_SAVE}") from None


def _plain(text: str) -> str:
    if "\0" in text:
        raise NotAWorkbook(f"This file cannot be read as text. {_SAVE}")
    return text


def _possible_marks(text: str) -> str:
    """Excel may say in the first line which mark it used; otherwise all are tried."""
    first = text[:8].lower()
    if first.startswith("sep=") and first[4:5] in tuple(_MARKS):
        return first[4]
    return _MARKS


def _rows(text: str, mark: str) -> list[list[str]]:
    """The rows by this mark; a file that does not read so has none."""
    csv.field_size_limit(_MOST_IN_CELL)
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            rows.append([_cell(cell) for cell in row])
            _check(rows)
    except csv.Error:
        raise NotAWorkbook(f"Row {len(rows) + 1} of this file cannot be read, for example because a cell is too long. {_SAVE}") from None
    return rows[1:] if rows and rows[0] and rows[0][0].lower().startswith("sep=") else rows


def _check(rows: list[list[str]]) -> None:
    if len(rows) > MOST_ROWS:
        raise NotAWorkbook(f"The file has more than {MOST_ROWS:,} rows, which no plan has. Keep the rows of the plan only.")
    if len(rows[-1]) > _MOST_COLUMNS:
        raise NotAWorkbook(f"Row {len(rows)} has more than {_MOST_COLUMNS} columns, which no plan has. Keep the columns of the plan only.")


def _cell(text: str) -> str:
    """Without control characters; an apostrophe that keeps Excel from calculating is taken off again."""
    text = tidy(text)
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


def _evenness(rows: list[list[str]]) -> tuple[int, int]:
    """How many cells stand in rows of the commonest length of two or more: the right mark makes the rows alike."""
    lengths = Counter(len(row) for row in rows if any(row))
    lengths.pop(1, None)
    if not lengths:
        return 0, 0
    length, times = lengths.most_common(1)[0]
    return times * (length > 1), length
