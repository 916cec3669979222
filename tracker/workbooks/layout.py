"""How our own workbook is laid out: what `writing` writes and `part` finds again."""

from tracker.workbooks.fields import FIELDS

FORMAT = "1"
GUIDANCE, ACTIONS, BASE = "How to fill this in", "Actions", "Tracker"  # the sheets; the last is hidden
MARK = "action plan tracker"  # first cell of the hidden sheet
KEY, NUMBER, SAID = "Key", "Recommendation", "What CQC says"
FIXED = {KEY: 8, NUMBER: 16, SAID: 42}  # titles of the columns that stay as they are, and their widths in characters
NEW_ROWS = 10  # for further actions
TITLES = {field.title: name for name, field in FIELDS.items()}


def key_of(action_id: int) -> str:
    """What stands in the first column: "A17"."""
    return f"A{action_id}"
