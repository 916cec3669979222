"""The compliance export as files: Excel with real tables, CSV, JSON. The same export gives the same bytes."""

import csv
import io
import json
from datetime import datetime

import xlsxwriter

from tracker.documents.compliance import harmless
from tracker.documents.compliance_table import ACTIONS, EVIDENCE, MOVES, about, action_rows, evidence_rows, move_rows
from tracker.documents.contents import DEMONSTRATION
from tracker.documents.excel import OPTIONS, RUNNING_LENGTH, _cell, _formats, _row
from tracker.documents.text import cut, readable

A3, A4 = 8, 9
NOT_SENT = "Not sent to CQC"
MOST_TITLE = 255


def compliance_xlsx(export: dict) -> bytes:
    """Write the sheets Compliance, Evidence, Dates moved and About. Every cell is text or a date, never a formula."""
    output, said = io.BytesIO(), readable(export)
    with xlsxwriter.Workbook(output, OPTIONS) as book:
        made = datetime.fromisoformat(export["standing"]["assembled_on"])
        book.set_properties({"title": cut(f"Compliance export – {said['review']['title']}", MOST_TITLE), "created": made})
        formats = _formats(book)
        _table(book, formats, said, "Compliance", ACTIONS, action_rows(export))
        _table(book, formats, said, "Evidence", EVIDENCE, evidence_rows(export))
        _table(book, formats, said, "Dates moved", MOVES, move_rows(export))
        _about(book, formats, said)
    return output.getvalue()


def compliance_export_csv(export: dict) -> bytes:
    """Write one row for each action under each recommendation: UTF-8 with a byte order mark, every cell quoted, no cell a formula."""
    output = io.StringIO(newline="")
    writer, said = csv.writer(output, quoting=csv.QUOTE_ALL), readable(export)
    writer.writerow([*ACTIONS, "Promised in", "Standing at", *(["Marks"] if marks(export) else [])])
    sides = [harmless(said[side]["label"]) for side in ("promised", "standing")]
    for row in action_rows(export):
        writer.writerow([harmless(cell) for cell in row.values()] + sides + (["; ".join(map(harmless, marks(said)))] if marks(export) else []))
    return b"\xef\xbb\xbf" + output.getvalue().encode()


def compliance_export_json(export: dict) -> bytes:
    """Write the export as its schema says: UTF-8, indented, keys sorted."""
    # A lone surrogate has no UTF-8; escaped with a backslash it is the JSON escape for itself.
    return json.dumps(export, ensure_ascii=False, indent=2, sort_keys=True).encode("utf-8", "backslashreplace") + b"\n"


def marks(export: dict) -> list[str]:
    """What must be marked on every sheet: that CQC does not have it, a demonstration, whose copy it is."""
    unsent = not (export["promised"]["sent_on"] and export["standing"]["sent_on"])
    copy = [f"Copy for {export['copy_for']}"] if export["copy_for"] else []
    return [NOT_SENT] * unsent + [DEMONSTRATION] * export["demonstration"] + copy


def _table(book, formats: dict, said: dict, name: str, columns: dict, rows: list[dict]) -> None:
    sheet, shapes = book.add_worksheet(name), list(columns.values())
    top = _heading(sheet, formats, said)
    for column, (width, _) in enumerate(shapes):
        sheet.set_column(column, column, width)
    heads = [{"header": head, "header_format": formats["head"]} for head in columns]
    # A table needs one row below its header, even an empty one.
    sheet.add_table(top, 0, top + max(len(rows), 1), len(columns) - 1, {"name": name.replace(" ", "_"), "columns": heads, "style": None})
    sheet.set_row(top, 30)
    for position, row in enumerate(rows, top + 1):
        _row(sheet, formats, position, list(row.values()), shapes)
    sheet.freeze_panes(top + 1, 1)
    _paper(sheet, said, top, wide=name == "Compliance")


def _heading(sheet, formats: dict, said: dict) -> int:
    """Write the lines above a table and give the row where it begins."""
    facts, narrowed = dict(about(said)), [said["part"][name] for name in ("organisation", "recommendation") if said["part"][name]]
    lines = [
        ("title", "Compliance export"), ("line", f"{said['review']['title']} · {said['review']['area']}"),
        ("line", f"Promised in {facts['Promised in']} · Standing at {facts['Standing at']}"), ("mark", " · ".join(narrowed)),
        ("mark", " · ".join(marks(said))),
    ]  # fmt: skip
    shown = [(kind, words) for kind, words in lines if words]
    sheet.set_row(0, 28)
    for position, (kind, words) in enumerate(shown):
        _cell(sheet, formats, position, 0, kind, words)
    return len(shown) + 1


def _paper(sheet, said: dict, top: int, *, wide: bool) -> None:
    sheet.set_landscape()
    sheet.set_paper(A3 if wide else A4)
    sheet.set_margins(0.4, 0.4, 0.6, 0.6)
    sheet.fit_to_pages(2 if wide else 1, 0)
    sheet.repeat_rows(top)
    if wide:
        sheet.repeat_columns(0)
    sheet.hide_gridlines(2)
    # Excel takes 255 characters, and a lone & for the beginning of a code.
    sheet.set_header("&R&B" + cut(" · ".join(marks(said)), RUNNING_LENGTH).replace("&", "&&"))
    sheet.set_footer("&RPage &P of &N")


def _about(book, formats: dict, said: dict) -> None:
    sheet = book.add_worksheet("About")
    position = _heading(sheet, formats, said)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    colours = [[entry["name"], f"{entry['meaning']} ({said['counts']['by_brag'].get(entry['brag'], 0)})"] for entry in said["legend"]]
    for heads, rows, kind in ((["About this export", ""], about(said), "text"), (["Colour", "Meaning and number of actions"], colours, "brag")):
        for column, words in enumerate(heads):
            _cell(sheet, formats, position, column, "head", words)
        for position, row in enumerate(rows, position + 1):
            _row(sheet, formats, position, list(row), [(28, kind), (90, "text")])
        position += 2
    _paper(sheet, said, 0, wide=False)
