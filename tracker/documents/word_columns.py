"""The widths of the plan's table in Word when a CCG chose its columns."""

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from tracker.documents.columns import widths

OWN_COLUMNS = "The plan"  # the caption of the table in the template, by which it is found again
WIDTH = 269  # millimetres between the margins
LEAST = {"text": 24, "short": 17, "date": 24, "brag": 17}  # millimetres, with the margins of a cell
LETTER = 1.9  # millimetres of a bold letter


def set_widths(body, shown: dict[str, str], across: float = WIDTH) -> None:
    """Give every table with the caption OWN_COLUMNS the widths that fit the columns `shown` (our name → title), `across` millimetres together."""
    shared = [Mm(width).twips for width in widths(shown, across, least=LEAST, letter=LETTER)]
    for caption in body.iter(qn("w:tblCaption")):
        if caption.get(qn("w:val")) == OWN_COLUMNS:
            _set(caption.getparent().getparent(), shared)


def _set(table, shared: list[int]) -> None:
    grid = table.find(qn("w:tblGrid"))
    for column in list(grid):
        grid.remove(column)
    for width in shared:
        grid.append(parse_xml(f'<w:gridCol {nsdecls("w")} w:w="{width}"/>'))
    for row in table.iter(qn("w:tr")):
        for cell, width in zip(row.iter(qn("w:tc")), shared):
            cell.width = width * 635
