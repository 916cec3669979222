"""A Word document becomes lines: paragraphs with their automatic numbers, table rows, no deleted or hidden text."""

import zipfile
from collections.abc import Iterator
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn

from tracker.reading.lines import RawLine
from tracker.reading.refusal import DAMAGED, NOT_WORD, OTHER_OFFICE, SPREADSHEET, TOO_LONG, NotAReport
from tracker.reading.word_numbering import Numbering

_MOST_BYTES = 60_000_000  # unpacked; a report with pictures has 5
_MOST_MEMBERS = 2_000
_SKIPPED = frozenset(map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:txbxContent", "w:footnoteReference", "w:object"))) | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_OTHERS = {"xl/workbook.xml": SPREADSHEET, "content.xml": OTHER_OFFICE, "ppt/presentation.xml": OTHER_OFFICE}
_WRITTEN = {qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-", qn("w:softHyphen"): "\u00ad", qn("w:cr"): "\n"}
_HIDDEN = f"{qn('w:rPr')}/{qn('w:vanish')}"
_P, _TBL, _TR, _TC, _T, _BR = map(qn, ("w:p", "w:tbl", "w:tr", "w:tc", "w:t", "w:br"))


def word_lines(data: bytes) -> list[RawLine]:
    """The lines of a .docx file; `NotAReport` when it is damaged, too large or no Word document."""
    _check_members(data)
    try:
        document = Document(BytesIO(data))
        return [line for block in _blocks(document.element.body, Numbering.of(document)) for line in block]
    except Exception as error:  # a damaged file makes python-docx, lxml and zlib raise whatever they meet
        raise NotAReport(DAMAGED) from error


def _check_members(data: bytes) -> None:
    """Before anything is unpacked, the directory of the ZIP is read."""
    try:
        members = zipfile.ZipFile(BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:  # ValueError: a negative offset
        raise NotAReport(DAMAGED) from error
    names = {member.filename for member in members}
    if "word/document.xml" not in names:
        raise NotAReport(next((reason for name, reason in _OTHERS.items() if name in names), NOT_WORD))
    if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _MOST_BYTES:
        raise NotAReport(TOO_LONG)


def _blocks(parent, numbering: Numbering) -> Iterator[list[RawLine]]:
    """The lines of each paragraph and table, also inside content controls."""
    for child in parent.iterchildren():
        if child.tag == _P:
            yield _paragraph(child, numbering)
        elif child.tag == _TBL:
            for row in child.iter(_TR):
                yield _row(row, numbering)
        elif child.tag not in _SKIPPED:
            yield from _blocks(child, numbering)


def _paragraph(paragraph, numbering: Numbering) -> list[RawLine]:
    lines = "".join(_texts(paragraph)).split("\n")
    if not "".join(lines).strip():
        return []
    label = numbering.label(paragraph)
    written = [f"{label} {lines[0]}" if label else lines[0], *lines[1:]]
    return [RawLine(text, opens=index == 0) for index, text in enumerate(written) if text.strip()]


def _row(row, numbering: Numbering) -> list[RawLine]:
    """The cells side by side; further paragraphs of the last cell stand below, as in a printed table."""
    cells = [[line for p in cell.iterchildren(_P) for line in _paragraph(p, numbering)] for cell in row.iterchildren(_TC)]
    filled = [cell for cell in cells if cell]
    if not filled:
        return []
    beginning = [" ".join(line.text for line in cell) for cell in filled[:-1]]
    first = "\t".join([*beginning, filled[-1][0].text])
    return [RawLine(first, opens=True), *(RawLine(line.text, opens=False) for line in filled[-1][1:])]


def _texts(element) -> Iterator[str]:
    for child in element.iterchildren():
        if child.tag == _T:
            yield child.text or ""
        elif child.tag == _BR:
            yield "" if child.get(qn("w:type")) else "\n"
        elif child.tag in _WRITTEN:
            yield _WRITTEN[child.tag]
        elif child.tag not in _SKIPPED and child.find(_HIDDEN) is None:
            yield from _texts(child)
