"""The compliance export: the frozen plan as CSV for people's tools and as JSON for machines."""

import csv
import io
import json
import re

from tracker.documents.contents import marks, version
from tracker.documents.flat import COLUMNS, flat_rows

# A spreadsheet would run a cell that begins so (OWASP, CSV injection); a semicolon begins a cell where it is the separator.
FORMULA = re.compile("""^(?=[\\s"',\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\r])|(?<=;)(?=[\\s"']*[=+\\-@])""")


def compliance_csv(plan: dict, sign_off: dict | None) -> bytes:
    """Write one row for each action under each recommendation as UTF-8 with a byte order mark, every cell quoted and no cell a formula."""
    output = io.StringIO(newline="")
    writer = csv.writer(output, quoting=csv.QUOTE_ALL)
    writer.writerow([*COLUMNS, "Plan"])
    standing = "; ".join(marks(plan, sign_off)) or f"{version(plan)}, signed off on {sign_off['on']}"
    for row in flat_rows(plan):
        writer.writerow([harmless(cell) for cell in row.values()] + [standing])
    return b"\xef\xbb\xbf" + output.getvalue().encode()


def compliance_json(plan: dict, sign_off: dict | None) -> bytes:
    """Write both frozen records as {"plan", "sign_off"}: UTF-8, indented, keys sorted."""
    text = json.dumps({"plan": plan, "sign_off": sign_off}, ensure_ascii=False, indent=2, sort_keys=True)
    # A lone surrogate has no UTF-8; escaped with a backslash it is the JSON escape for itself.
    return text.encode("utf-8", "backslashreplace") + b"\n"


def harmless(cell: str) -> str:
    """Put an apostrophe before whatever a spreadsheet would take for a formula."""
    return FORMULA.sub("'", cell)
