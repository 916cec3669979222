"""The first sheet: what to fill in, and what happens with it."""

from datetime import date


def guidance(part: dict) -> list[tuple[str, str]]:
    """Lines from top to bottom as (style, words)."""
    due = f" CQC must have the whole plan by {_day(part['due_on'])}." if part["due_on"] else ""
    kept = any("due_on" not in action["open"] and "words" in action["open"] for action in part["actions"])
    lines = [
        ("title", "How to fill this in"),
        ("plain", f"{part['organisation']['name']} · {part['review']['title']} · {part['review']['area']}"),
        ("plain", ""),
        ("plain", f"This workbook holds the actions of your organisation, one row each.{due}"),
        ("heading", "Four steps"),
        ("plain", "1. Open the sheet “Actions”. Each row begins with what CQC says."),
        ("plain", "2. Fill in the white cells: what will be done, who answers for it, and by when. Leave a cell as it is where you have nothing to add."),
        ("plain", "3. Save the file as an Excel workbook (.xlsx). You may use Excel or LibreOffice."),
        ("plain", "4. Send it back, or upload it in the tracker. You or the CCG will see every change before it is accepted."),
        ("heading", "Good to know"),
        ("plain", "Grey cells cannot be changed. Please leave the first column as it is: by it the tracker knows which action a row is."),
        ("plain", "An accountable post is a job title. Do not name staff, children or families anywhere."),
        ("plain", "Dates can be typed as 30/09/2016 or 30 September 2016. Formulas are not read."),
        ("plain", "When an action is done, choose “complete”, enter the completion date and say what was done."),
    ]
    if part["numbers"]:
        lines.append(("plain", "One more action for a recommendation? Use an empty row at the end: choose the number, then fill in the row."))
    if kept:
        lines.append(("plain", "A grey due date was sent to CQC. It moves only by an extension, with a reason: ask for it in the tracker or ask the CCG."))
    lines.append(("plain", "If somebody changes the same cell in the tracker meanwhile, both answers are shown side by side. Nothing is overwritten."))
    return lines


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
