"""In the child process: the bytes of a file become tables, as JSON."""

import json
from dataclasses import asdict
from datetime import date

from tracker.workbooks.tables import NotAWorkbook, Table
from tracker.workbooks.xlsx import xlsx_tables

READERS = {"xlsx": xlsx_tables}  # by the ending of the file's name


def opened(data: bytes, filename: str) -> bytes:
    """{"tables": …} or {"problems": …}."""
    read = READERS[filename.rpartition(".")[2].lower()]
    try:
        answer = {"tables": [_plain(table) for table in read(data)]}
    except NotAWorkbook as refusal:
        answer = {"problems": refusal.problems}
    return json.dumps(answer, default=_day).encode()


def _plain(table: Table) -> dict:
    places = {name: [[*at, words] for at, words in getattr(table, name).items()] for name in ("refused", "merged")}
    return asdict(table) | places


def _day(day: date) -> dict:
    return {"on": day.isoformat()}
