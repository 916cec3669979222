"""In the child process: the bytes of a file become tables, as JSON."""

import json
from importlib import import_module

from tracker.workbooks.exchange import tables_to_json
from tracker.workbooks.tables import NotAWorkbook

MOST_TEXT = 10_000_000  # letters of JSON; merged cells and shared texts may unpack to much more than the file
# By the ending of the file's name; each is imported when it is needed, as they take long to load.
READERS = {"xlsx": "xlsx:xlsx_tables", "csv": "csv_tables:csv_tables", "docx": "word_tables:word_tables"}


def opened(data: bytes, filename: str) -> bytes:
    """{"tables": …} or {"problems": …}."""
    module, function = READERS[filename.rpartition(".")[2].lower()].split(":")
    read = getattr(import_module(f"tracker.workbooks.{module}"), function)
    try:
        answer = {"tables": tables_to_json(read(data))}
        if len(answer["tables"]) > MOST_TEXT:
            answer = {"problems": ["The file holds more text than any plan. Take out what does not belong to the plan, then upload it again."]}
    except NotAWorkbook as refusal:
        answer = {"problems": refusal.problems}
    return json.dumps(answer).encode()
