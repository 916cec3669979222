"""The tables of a Word document: accepted text, automatic numbers, merged cells filled, tables within cells as lines."""

from collections.abc import Iterator
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn

from tracker.reading.word_numbering import Numbering
from tracker.workbooks.tables import MOST_ROWS, Cell, NotAWorkbook, Table, tidy

_P, _TBL, _TR, _TC, _TCPR, _T, _BR, _PPR = map(qn, ("w:p", "w:tbl", "w:tr", "w:tc", "w:tcPr", "w:t", "w:br", "w:pPr"))
_SKIPPED = frozenset(map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:txbxContent", "w:footnoteReference", "w:object", "w:tblPr"))) | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_WRITTEN = {qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-", qn("w:cr"): "\n"}
_HIDDEN = f"{qn('w:rPr')}/{qn('w:vanish')}"
_DELETED_ROW = f"{qn('w:trPr')}/{qn('w:del')}"
_DEEPEST, _MOST_COLUMNS = 30, 100


def word_tables(data: bytes) -> list[Table]:
    """The tables of a .docx file in their order, named "Table 1", "Table 2"; NotAWorkbook when there is none, or it is damaged."""
    try:
        document = Document(BytesIO(data))
        numbering = Numbering.of(document)
        found = [_Grid(element, numbering) for element in _few(_tables(document.element.body, numbering))]
    except NotAWorkbook:
        raise
    except Exception as error:  # a damaged file makes python-docx, lxml and zlib raise whatever they meet
        raise NotAWorkbook("This Word document is damaged. Open it in Word, save it again, and upload the new copy.") from error
    tables = [grid.table(f"Table {number}") for number, grid in enumerate(found, 1) if grid.rows]
    if not tables:
        raise NotAWorkbook("This Word document has no table. The plan must stand in a table, with one row for each action.")
    return tables


def _tables(parent, numbering: Numbering, depth: int = 0) -> Iterator:
    """The outermost tables; the paragraphs between them are passed in order, so that numbered lists count on."""
    for child in parent.iterchildren():
        if child.tag == _TBL:
            yield child
        elif child.tag == _P:
            numbering.label(child)
        elif child.tag not in _SKIPPED and depth < _DEEPEST:
            yield from _tables(child, numbering, depth + 1)


def _few(tables: Iterator) -> Iterator:
    """The tables while they are not too many."""
    rows = 0
    for table in tables:
        rows += sum(1 for _ in table.iter(_TR))
        if rows > MOST_ROWS:
            raise NotAWorkbook(f"The tables of this document have more than {MOST_ROWS:,} rows, which no plan has.")
        yield table


class _Grid:
    """The cells of one table in their columns, merged ones filled."""

    def __init__(self, element, numbering: Numbering):
        self.rows: list[list[Cell]] = []
        self.fills: dict[tuple[int, int], str] = {}
        self.merged: dict[tuple[int, int], str] = {}
        self._numbering = numbering
        for row in _rows(element):
            self._add(row)

    def table(self, name: str) -> Table:
        """The rows, all of one width."""
        width = max(map(len, self.rows))
        rows = [row + [""] * (width - len(row)) for row in self.rows]
        return Table(name, rows, is_sheet=False, merged=self.merged, fills=self.fills)

    def _add(self, row) -> None:
        cells: list[Cell] = [""] * _number(row, "w:trPr/w:gridBefore")
        at = len(self.rows)
        for cell in _cells(row):
            text = self._text(cell)
            for _ in range(min(max(_number(cell, "w:tcPr/w:gridSpan"), 1), _MOST_COLUMNS - len(cells))):
                column = len(cells)
                if _continues(cell) and self.rows and column < len(self.rows[-1]):
                    cells.append(self.rows[-1][column])
                    self.merged[at, column] = self.merged[at - 1, column] = f"rows up to {at + 1}"
                else:
                    cells.append(text)
                if fill := _fill(cell):
                    self.fills[at, column] = fill
        self.rows.append(cells)

    def _text(self, cell) -> str:
        return tidy("\n".join(line for line in _lines(cell, self._numbering) if line.strip()))


def _rows(table) -> Iterator:
    for row in table.iterchildren():
        if row.tag == _TR and row.find(_DELETED_ROW) is None:
            yield row
        elif row.tag not in (_TR, *_SKIPPED):  # content controls, tracked insertions
            yield from (inner for inner in row.iter(_TR) if inner.find(_DELETED_ROW) is None)


def _cells(row) -> Iterator:
    for cell in row.iterchildren():
        if cell.tag == _TC:
            yield cell
        elif cell.tag not in _SKIPPED:
            yield from cell.iterchildren(_TC)
            yield from (inner for content in cell.iterchildren() for inner in content.iterchildren(_TC))


def _lines(parent, numbering: Numbering, depth: int = 0) -> Iterator[str]:
    """The paragraphs of a cell with their automatic numbers, also of tables within it."""
    for child in parent.iterchildren():
        if child.tag == _P:
            text = "".join(_texts(child))
            if text.strip():
                label = numbering.label(child)
                yield f"{label} {text}" if label else text
        elif child.tag not in _SKIPPED and child.tag != _TCPR and depth < _DEEPEST:
            yield from _lines(child, numbering, depth + 1)


def _texts(element, depth: int = 0) -> Iterator[str]:
    for child in element.iterchildren():
        if child.tag == _T:
            yield child.text or ""
        elif child.tag == _BR:
            yield "\n"
        elif child.tag in _WRITTEN:
            yield _WRITTEN[child.tag]
        elif child.tag not in _SKIPPED and child.find(_HIDDEN) is None and depth < _DEEPEST:
            yield from _texts(child, depth + 1)


def _continues(cell) -> bool:
    """Whether the cell is a lower part of one that is merged over several rows."""
    merge = cell.find(f"{_TCPR}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val"), "continue") == "continue"


def _fill(cell) -> str:
    shade = cell.find(f"{_TCPR}/{qn('w:shd')}")
    fill = shade.get(qn("w:fill"), "") if shade is not None else ""
    return "" if fill in ("auto", "FFFFFF") else fill


def _number(element, path: str) -> int:
    found = element.find("/".join(qn(step) for step in path.split("/")))
    value = found.get(qn("w:val"), "") if found is not None else ""
    return min(int(value), _MOST_COLUMNS) if value.isascii() and value.isdecimal() else 0
