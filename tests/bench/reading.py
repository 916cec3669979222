"""Reading alone: the report's text becomes a ReadReport."""

import re

from tests.bench.compare import Case
from tests.conftest import REAL_REPORT, SAMPLE
from tracker.reading import read_report

REPORT = REAL_REPORT if REAL_REPORT.exists() else SAMPLE
WHICH = f"the {'real' if REPORT is REAL_REPORT else 'demonstration’s'} report, {REPORT.stat().st_size} bytes"
NUMBERED = re.compile(r"^\s*(\d+(?:\.\d+)+)\s+(.*)$")


def case() -> Case:
    """The floor decodes, splits into lines, and looks for numbers in one pass."""
    data = REPORT.read_bytes()
    return Case(
        "read the report", f"{WHICH}; floor: decode, split, one regular expression a line",
        ours=lambda: read_report(data),
        floor=lambda: [NUMBERED.match(line) for line in data.decode().splitlines()],
    )  # fmt: skip
