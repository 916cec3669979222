"""One organisation's part as a workbook: guidance, its actions, and hidden what stood in each field. No cell is ever a formula."""

import io
import json
from datetime import date, datetime

import xlsxwriter

from tracker.documents.colours import BLUE, INK, LINE, SECONDARY
from tracker.documents.text import cut, readable
from tracker.workbooks.fields import FIELDS, Field, Kind
from tracker.workbooks.guidance import guidance
from tracker.workbooks.layout import ACTIONS, BASE, FIXED, FORMAT, GUIDANCE, KEY, MARK, NEW_ROWS, NUMBER, key_of

CELL_LIMIT, LIST_LIMIT = 32_767, 255  # characters, as Excel counts
CREATED = datetime(2016, 1, 1)  # the same part gives the same bytes
HEAD = 4  # the row of the titles, from 0
A3, A4 = 8, 9
LINE_HEIGHT, SHORTEST_ROW, TALLEST_ROW = 13, 44, 400  # points; Excel takes no row over 409
LETTERS_PER_UNIT = 1.1  # Arial 10: a column's width counts digits, and most letters are narrower
GUIDANCE_WIDTH = 84
LOCKED = "E1E6E8"
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
DAYS = {name for name, field in FIELDS.items() if field.kind is Kind.DAY}
# A column's width counts digits of the workbook's own font: with one that an office lacks, lines run over the edge of the paper.
FONT = {"font_name": "Arial", "font_size": 10, "font_scheme": "none"}
OPTIONS = {"default_format_properties": FONT, "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def written(part: dict) -> bytes:
    """The xlsx file of what `models.workbook.part_of` gives."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, OPTIONS) as book:
        book.set_properties({"title": cut(f"Actions of {part['organisation']['name']}", 255), "created": CREATED})
        formats = _formats(book)
        _guidance(book.add_worksheet(GUIDANCE), formats, part)
        actions = book.add_worksheet(ACTIONS)
        _actions(actions, formats, part)
        _base(book.add_worksheet(BASE), part)
        actions.activate()
    return output.getvalue()


def _formats(book) -> dict:
    base = {**FONT, "font_color": f"#{INK}", "valign": "top"}
    cell = {**base, "text_wrap": True, "border": 1, "border_color": f"#{LINE}"}
    head = {**base, "text_wrap": True, "bold": True, "border": 1, "border_color": f"#{LINE}"}
    wanted = {
        "title": {**base, "font_size": 18, "bold": True, "font_color": f"#{BLUE}"},
        "heading": {**base, "font_size": 12, "bold": True, "font_color": f"#{BLUE}", "valign": "bottom"},
        "line": {**base, "font_color": f"#{SECONDARY}"},
        "plain": {**base, "text_wrap": True},
        "bold": {**base, "bold": True},
        "head": {**head, "font_color": "#FFFFFF", "bg_color": f"#{BLUE}"},
        "hint": {**base, "font_color": "#FFFFFF"},
        "kept head": {**head, "bg_color": f"#{LINE}"},
        "kept": {**cell, "bg_color": f"#{LOCKED}"},
        "kept day": {**cell, "bg_color": f"#{LOCKED}", "num_format": "d mmm yyyy", "align": "left"},
        "open": {**cell, "locked": False},
        "open number": {**cell, "locked": False, "num_format": "@"},  # so that 1.10 does not become 1.1
        "open day": {**cell, "locked": False, "num_format": "d mmm yyyy", "align": "left"},
    }
    return {name: book.add_format(form) for name, form in wanted.items()}


def _guidance(sheet, formats: dict, part: dict) -> None:
    sheet.set_column(0, 0, GUIDANCE_WIDTH)
    sheet.hide_gridlines(2)
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    for row, (style, words) in enumerate(guidance(part)):
        sheet.set_row(row, 28 if style in ("title", "heading") else _height([(words, GUIDANCE_WIDTH)]) + 3)
        _write(sheet, row, 0, words, formats[style])
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _actions(sheet, formats: dict, part: dict) -> None:
    _heading(sheet, formats, part)
    for row, action in enumerate(part["actions"], HEAD + 1):
        _row(sheet, formats, row, [key_of(action["id"]), action["number"], action["text"]], action["values"], action["open"])
    last = HEAD + len(part["actions"]) + NEW_ROWS * bool(part["numbers"])
    for row in range(HEAD + 1 + len(part["actions"]), last + 1):
        _row(sheet, formats, row, ["", "", ""], {}, list(FIELDS))
        sheet.write_blank(row, 1, None, formats["open number"])
    _validations(sheet, part, last)
    sheet.freeze_panes(HEAD + 1, 2)
    sheet.protect("", {"format_columns": True, "format_rows": True, "format_cells": True})
    sheet.ignore_errors({"number_stored_as_text": f"A1:B{last + 1}"})
    _paper(sheet, part)


def _heading(sheet, formats: dict, part: dict) -> None:
    about = f"{part['review']['title']} · {part['review']['area']}" + (f" · as it stood on {_day(part['on'])}" if part["on"] else "")
    sheet.set_row(0, 28)
    sheet.set_row(HEAD, 60)
    _write(sheet, 0, 0, part["organisation"]["name"], formats["title"])
    _write(sheet, 1, 0, about, formats["line"])
    _write(sheet, HEAD - 1, 0, "Stays as it is", formats["bold"])
    _write(sheet, HEAD - 1, len(FIXED), "Fill in the white cells. Grey cells stay as they are.", formats["bold"])
    for column, (title, width) in enumerate(FIXED.items()):
        sheet.set_column(column, column, width)
        _write(sheet, HEAD, column, title, formats["kept head"])
    for column, field in enumerate(FIELDS.values(), len(FIXED)):
        sheet.set_column(column, column, field.width)
        sheet.write_rich_string(HEAD, column, formats["head"], field.title, formats["hint"], f"\n{field.hint}", formats["head"])


def _row(sheet, formats: dict, row: int, fixed: list[str], values: dict, opened: list[str]) -> None:
    widths = [*FIXED.values(), *(field.width for field in FIELDS.values())]
    texts = [*fixed, *(values.get(name) if name not in DAYS else "" for name in FIELDS)]
    sheet.set_row(row, min(max(_height(zip(texts, widths)), SHORTEST_ROW if opened else 0), TALLEST_ROW))
    for column, words in enumerate(fixed):
        _write(sheet, row, column, words, formats["kept"])
    for column, field in enumerate(FIELDS.values(), len(FIXED)):
        style = formats[("open" if field.name in opened else "kept") + (" day" if field.kind is Kind.DAY else "")]
        _write(sheet, row, column, values.get(field.name), style)


def _height(cells) -> int:
    """How high a row is with these (text, width), in points; Office does not work it out for itself when it opens a file."""
    lines = [sum(int(len(line) / (width * LETTERS_PER_UNIT)) + 1 for line in (words or "").split("\n")) for words, width in cells]
    return max(lines) * LINE_HEIGHT + 5


def _write(sheet, row: int, column: int, value, style) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    elif value:
        words = cut(readable(value), CELL_LIMIT)
        # xlsxwriter passes text between <r> and </r> through as XML; with a space behind it is text again.
        sheet.write_string(row, column, f"{words} " if words.startswith("<r>") else words, style)
    else:
        sheet.write_blank(row, column, None, style)


def _validations(sheet, part: dict, last: int) -> None:
    for column, field in enumerate(FIELDS.values(), len(FIXED)):
        sheet.data_validation(HEAD + 1, column, max(last, HEAD + 1), column, _rule(field))
    first_new, numbers = HEAD + 1 + len(part["actions"]), part["numbers"]
    if numbers and len(",".join(numbers)) <= LIST_LIMIT:
        told = {"input_title": "A further action", "input_message": "Choose the recommendation that it answers, then fill in the row."}
        sheet.data_validation(first_new, 1, last, 1, {"validate": "list", "source": numbers, **told})


def _rule(field: Field) -> dict:
    """What a cell takes; the last word has the tracker, which reads the cell again."""
    if field.kind is Kind.CHOICE:
        return {"validate": "list", "source": list(field.choices), "error_title": field.title, "error_message": "Choose from the list."}
    if field.kind is Kind.DAY:
        told = {"error_title": field.title, "error_message": "Enter a day, for example 30/09/2016."}
        return {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY, **told}
    told = {"error_title": cut(field.title, 32), "error_message": f"At most {field.longest:,} characters."}
    return {"validate": "length", "criteria": "<=", "value": field.longest, **told}


def _base(sheet, part: dict) -> None:
    """What stood in each field, as JSON: an upload tells from it what was edited, and what somebody changed here meanwhile."""
    rows = [[MARK, FORMAT], ["review", str(part["review"]["id"])], ["organisation", str(part["organisation"]["id"]), readable(part["organisation"]["name"])], [KEY, NUMBER, *FIELDS]]
    rows += [[key_of(a["id"]), a["number"], *(_kept(a["values"].get(name)) for name in FIELDS)] for a in part["actions"]]
    for row, cells in enumerate(rows):
        for column, words in enumerate(cells):
            sheet.write_string(row, column, words)
    sheet.protect()
    sheet.very_hidden()


def _kept(value) -> str:
    return json.dumps(readable(value) if isinstance(value, str) else value, default=date.isoformat, ensure_ascii=False)


def _paper(sheet, part: dict) -> None:
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.set_margins(0.4, 0.4, 0.6, 0.6)
    sheet.fit_to_pages(2, 0)
    sheet.repeat_rows(HEAD)
    sheet.repeat_columns(0, 1)
    sheet.hide_gridlines(2)
    name = cut(part["organisation"]["name"], 120).replace("&", "&&")
    sheet.set_footer(f"&L{name}&RPage &P of &N")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
