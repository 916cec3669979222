"""Opening a spreadsheet happens in a child process that is killed at its limits."""

import io
import json

from tracker.checks import Refused, check_file
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
    return tables_from_json(answer["tables"])


def _check(data: bytes, filename: str) -> None:
    """What the file is, before anything is unpacked: no bomb, no macros, no password, and what its name says."""
    try:
        kind = check_file(filename, io.BytesIO(data))
    except Refused as refusal:
        raise NotAWorkbook(f"{str(refusal).partition(':')[0]}: {AGAIN}") from None
    if f".{kind.extension}" not in KINDS:
        raise NotAWorkbook(f"This is a {kind.name}, and not one that can be read here: {AGAIN}")
