"""The rows of a plan that could not be placed, as CSV for whoever looks after them."""

import csv
import io
from collections.abc import Iterable

from tracker.documents.compliance import harmless
from tracker.workbooks.existing_plan import Unplaced


def left_out_csv(rows: Iterable[Unplaced]) -> bytes:
    """Place, reason and words of each row: UTF-8 with a byte order mark, every cell quoted and no cell a formula."""
    output = io.StringIO(newline="")
    writer = csv.writer(output, quoting=csv.QUOTE_ALL)
    writer.writerow(["Place", "Reason", "Words"])
    writer.writerows([harmless(cell) for cell in (row.place, row.reason, row.words)] for row in rows)
    return b"\xef\xbb\xbf" + output.getvalue().encode()
