"""The audit log as CSV, row by row. No cell is a formula, and none holds a word of a review."""

import csv
import io
from collections.abc import Iterable, Iterator

from tracker.documents.compliance import harmless

COLUMNS = ("Entry", "When (UTC)", "Who", "Verb", "Kind", "Number", "Previous head", "Head")


def log_csv(rows: Iterable[tuple]) -> Iterator[bytes]:
    """Write rows of COLUMNS as UTF-8 with a byte order mark, every cell quoted."""
    yield b"\xef\xbb\xbf" + _line(COLUMNS)
    yield from map(_line, rows)


def _line(cells: Iterable) -> bytes:
    output = io.StringIO(newline="")
    csv.writer(output, quoting=csv.QUOTE_ALL).writerow([harmless(str(cell)) for cell in cells])
    return output.getvalue().encode()
