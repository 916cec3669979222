"""Opening a spreadsheet happens in a child process that is killed at its limits."""

import io
import json

from tracker.checks import Refused, check_file
from tracker.checks.personal_data import NHS_NUMBER, signs_in
from tracker.isolated import SECONDS, Ended, TooSlow, run_apart
from tracker.workbooks.exchange import tables_from_json
from tracker.workbooks.tables import MOST_BYTES, NotAWorkbook, Table

KINDS = (".xlsx", ".csv", ".docx")  # what `opening` can read
AGAIN = "open it in Excel or LibreOffice, save it as an Excel workbook (.xlsx) without macros or a password, and upload that."
TOO_LARGE = f"The file is larger than {MOST_BYTES // 2**20} MB, which no plan is. Take pictures and other sheets out, then upload it again."
TOO_SLOW = f"Reading this file took longer than {SECONDS} seconds, so it was stopped. Take out what does not belong to the plan."
BROKEN = f"Reading stopped, because the file is damaged or needs too much memory: {AGAIN}"


def tables_apart(data: bytes, filename: str, *, seconds: float = SECONDS) -> list[Table]:
    """As `tables.read_tables`; raises only NotAWorkbook, also when the child was killed."""
    if len(data) > MOST_BYTES:
        raise NotAWorkbook(TOO_LARGE)
    _check(data, filename)
    try:
        answer = json.loads(run_apart("tracker.workbooks.opening:opened", data, filename=filename, seconds=seconds))
    except TooSlow:
        raise NotAWorkbook(TOO_SLOW) from None
    except Ended:
        raise NotAWorkbook(BROKEN) from None
    if "problems" in answer:
        raise NotAWorkbook(*answer["problems"])
    tables = tables_from_json(answer["tables"])
    _refuse_nhs_numbers(tables, filename)
    return tables


def _check(data: bytes, filename: str) -> None:
    """What the file is, before anything is unpacked: no bomb, no macros, no password, and what its name says."""
    try:
        kind = check_file(filename, io.BytesIO(data))
    except Refused as refusal:
        raise NotAWorkbook(f"{str(refusal).partition(':')[0]}: {AGAIN}") from None
    if f".{kind.extension}" not in KINDS:
        raise NotAWorkbook(f"This is a {kind.name}, and not one that can be read here: {AGAIN}")


def _refuse_nhs_numbers(tables: list[Table], filename: str) -> None:
    """Nothing of a file with the number of a patient is kept; it is told where they stand, and not what they are."""
    lines = [("the name of the file", filename)]
    for number, table in enumerate(tables, 1):
        kind = f"{'sheet' if table.is_sheet else 'table'} {number}"
        lines.append((f"the name of {kind}", table.name))
        lines += [(f"{kind}, row {table.first_row + at}", "\t".join(map(_written, row))) for at, row in enumerate(table.rows)]
    for sign in signs_in(lines):
        if sign.kind == NHS_NUMBER:
            raise NotAWorkbook(f"The file seems to hold {sign.words}. Take that out, then upload it again. Nothing was kept.")


def _written(cell) -> str:
    return str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell if cell is not None else "")
