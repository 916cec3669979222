"""In the child process: the bytes of a file become tables, as JSON."""

import json
from collections.abc import Iterator
from importlib import import_module

from tracker.checks.personal_data import nhs_numbers_in
from tracker.workbooks.exchange import tables_to_json
from tracker.workbooks.tables import NotAWorkbook, Table

MOST_TEXT = 10_000_000  # letters of JSON; merged cells and shared texts may unpack to much more than the file
# By the ending of the file's name; each is imported when it is needed, as they take long to load.
READERS = {"xlsx": "xlsx:xlsx_tables", "csv": "csv_tables:csv_tables", "docx": "word_tables:word_tables"}


def opened(data: bytes, filename: str) -> bytes:
    """{"tables": …} or {"problems": …}."""
    module, function = READERS[filename.rpartition(".")[2].lower()].split(":")
    read = getattr(import_module(f"tracker.workbooks.{module}"), function)
    try:
        tables = read(data)
        answer = {"tables": tables_to_json(tables)}
        if len(answer["tables"]) > MOST_TEXT:
            answer = {"problems": ["The file holds more text than any plan. Take out what does not belong to the plan, then upload it again."]}
        elif sign := nhs_numbers_in(_lines(tables, filename)):  # nothing of a file with the number of a patient is kept
            answer = {"problems": [f"The file seems to hold {sign.words}. Take that out, then upload it again. Nothing was kept."]}
    except NotAWorkbook as refusal:
        answer = {"problems": refusal.problems}
    return json.dumps(answer).encode()


def _lines(tables: list[Table], filename: str) -> Iterator[tuple[str, str]]:
    """Each row with its place; it is told where something stands, and not what it is."""
    yield "the name of the file", filename
    for number, table in enumerate(tables, 1):
        kind = f"{'sheet' if table.is_sheet else 'table'} {number}"
        yield f"the name of {kind}", table.name
        yield from ((f"{kind}, row {table.first_row + at}", "\t".join(map(_written, row))) for at, row in enumerate(table.rows))


def _written(cell) -> str:
    return str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell if cell is not None else "")
