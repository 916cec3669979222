"""The plan as Excel: real tables with filters, and the legend. Every cell is text, a date or a number, never a formula."""

import io
from datetime import date

import xlsxwriter
from xlsxwriter.utility import xl_range

from tracker.documents.colours import BLUE, BRAG, INK, LINE, SECONDARY, tint
from tracker.documents.columns import table_rows, titles
from tracker.documents.contents import around
from tracker.documents.dates import document_date
from tracker.documents.excel_columns import A4, heading_height, pages_across, plan_columns
from tracker.documents.excel_sheets import legend_sections, tables
from tracker.documents.text import cut, readable

CELL_LIMIT = 32_767
CUT = " … [cut here: the whole text is in the PDF, Word and JSON copies]"
FIRST_DATE, NO_DATE = "1900-03-01", "A"  # Excel counts a 29 February 1900 that never was; words sort behind digits
ONE_PAGE = 50  # rows of the legend that can still be read on one sheet of paper
RUNNING_LENGTH = 120  # of the 255 characters that a header may have
LINE_HEIGHT, TALLEST_ROW = 13, 400  # points; Excel takes no row over 409
LETTERS_PER_UNIT = 1.1  # Arial 10: a column's width counts digits, and most letters are narrower
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def render_xlsx(plan: dict, sign_off: dict | None) -> bytes:
    """Write the sheets Plan, Evidence, Organisations, Changes (if any) and Legend; the same plan and sign-off give the same bytes."""
    plan, sign_off, output = readable(plan), readable(sign_off), io.BytesIO()
    said = around(plan, sign_off)
    with xlsxwriter.Workbook(output, OPTIONS) as book:
        made = document_date(plan, sign_off).replace(tzinfo=None)
        book.set_properties({"title": cut(f"{said['title']} – {said['review']}", 255), "created": made})
        formats = _formats(book)
        shown = titles(plan)
        _table(book, formats, said, "Plan", plan_columns(plan), [[row[name] for name in shown] for row in table_rows(plan)])
        for name, (columns, rows) in tables(said).items():
            _table(book, formats, said, name, columns, rows)
        _legend(book, formats, said)
    return output.getvalue()


def _formats(book) -> dict:
    base = {"font_name": "Arial", "font_size": 10, "font_color": f"#{INK}", "valign": "top"}
    cell = {**base, "indent": 1, "align": "left", "text_wrap": True, "bottom": 1, "bottom_color": f"#{LINE}"}
    wanted = {
        "title": {**base, "font_size": 18, "bold": True, "font_color": f"#{BLUE}"},
        "line": {**base, "font_color": f"#{SECONDARY}"},
        "mark": {**base, "bold": True},
        "head": {**base, "indent": 1, "text_wrap": True, "bold": True, "font_color": "#FFFFFF", "bg_color": f"#{BLUE}", "valign": "vcenter"},
        "text": cell,
        "date": {**cell, "num_format": "d mmm yyyy"},
        "number": {**cell, "align": "right", "num_format": "#,##0"},
        **{word: {**cell, "bold": True, "bg_color": f"#{tint(word)}"} for word in BRAG},
    }
    return {name: book.add_format(form) for name, form in wanted.items()}


def _table(book, formats: dict, said: dict, name: str, columns: dict, rows: list[list[str | int]]) -> None:
    sheet = book.add_worksheet(name)
    top = _heading(sheet, formats, said)
    for column, (width, _) in enumerate(columns.values()):
        sheet.set_column(column, column, width)
    heads = [{"header": _as_text(head), "header_format": formats["head"]} for head in columns]
    area = (top, 0, top + max(len(rows), 1), len(columns) - 1)  # a table needs one row below its header, even an empty one
    sheet.add_table(*area, {"name": name, "columns": heads, "style": None})
    sheet.set_row(top, heading_height(columns))
    for position, row in enumerate(rows, top + 1):
        _row(sheet, formats, position, row, list(columns.values()))
    sheet.freeze_panes(top + 1, 1)
    # 1.1 is the name of a recommendation: Excel need not mark it as "a number stored as text".
    sheet.ignore_errors({"number_stored_as_text": xl_range(*area)})
    _paper(sheet, said, top)
    _wide_paper(sheet, said, columns, area)


def _row(sheet, formats: dict, position: int, row: list[str | int], columns: list[tuple[int, str]]) -> None:
    lines = [sum(int(len(line) / (width * LETTERS_PER_UNIT)) + 1 for line in str(words).split("\n")) for words, (width, _) in zip(row, columns)]
    sheet.set_row(position, min(max(lines) * LINE_HEIGHT + 5, TALLEST_ROW))
    for column, (words, (_, kind)) in enumerate(zip(row, columns)):
        _cell(sheet, formats, position, column, kind, words)


def _heading(sheet, formats: dict, said: dict) -> int:
    """Write the lines above a table and give the row where it begins."""
    about, marked = f"{said['review']} · {said['area']}", " · ".join(said["marks"])
    lines = [("title", said["title"]), ("line", about), ("line", said["seals"]), ("mark", marked)]
    shown = [(kind, words) for kind, words in lines if words]
    sheet.set_row(0, 28)
    for position, (kind, words) in enumerate(shown):
        _cell(sheet, formats, position, 0, kind, words)
    return len(shown) + 1


def _cell(sheet, formats: dict, row: int, column: int, kind: str, words: str | int) -> None:
    if isinstance(words, int):
        sheet.write_number(row, column, words, formats[kind])
        return
    style = formats.get(words.lower(), formats["text"]) if kind == "brag" else formats[kind]
    if kind == "date" and FIRST_DATE <= words < NO_DATE:
        sheet.write_datetime(row, column, date.fromisoformat(words), style)
    elif words:
        sheet.write_string(row, column, cut(_as_text(words), CELL_LIMIT, CUT), style)
    else:
        sheet.write_blank(row, column, None, style)


def _as_text(words: str) -> str:
    # xlsxwriter passes text between <r> and </r> through as XML; with a space behind it is text again.
    return words + " " if words.startswith("<r>") and words.endswith("</r>") else words


def _paper(sheet, said: dict, top: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(0.4, 0.4, 0.6, 0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    sheet.hide_gridlines(2)
    sheet.set_header("&R&B" + " · ".join(said["marks"]))
    sheet.set_footer(f"&L{said['version']}&RPage &P of &N")


def _wide_paper(sheet, said: dict, columns: dict, area: tuple[int, int, int, int]) -> None:
    """Take the paper that the columns need; over two pages the lines above the table would be torn, so they go into the header."""
    paper, across = pages_across(columns)
    sheet.set_paper(paper)
    sheet.fit_to_pages(across, 0)
    if across > 1:
        sheet.repeat_columns(0)
        sheet.print_area(*area)
        running = cut(said["running_title"], RUNNING_LENGTH).replace("&", "&&")
        sheet.set_header(f"&L&B{running}&B · {said['version']}&R&B" + " · ".join(said["marks"]))


def _legend(book, formats: dict, said: dict) -> None:
    sheet = book.add_worksheet("Legend")
    position = _heading(sheet, formats, said)
    _paper(sheet, said, position)
    widths = [34, 60, 60]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for heads, rows in legend_sections(said):
        for column, words in enumerate(heads):
            _cell(sheet, formats, position, column, "head", words)
        for position, row in enumerate(rows, position + 1):
            _row(sheet, formats, position, row, [(width, "brag" if head == "Colour" else "text") for width, head in zip(widths, heads)])
        position += 2
    if position < ONE_PAGE:
        sheet.fit_to_pages(1, 1)
