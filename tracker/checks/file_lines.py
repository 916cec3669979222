"""The text of a file, line by line with the place where each stands; for the child process, as hostile files make parsers fail.

Gives what a search needs and no more: hidden text, notes, headers and earlier versions are in it too. Pictures are not, nor are
the comments and headers of a workbook: NotSearched says so of the first two.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import BinaryIO
from xml.etree import ElementTree

from tracker.checks.message_lines import eml_lines, msg_lines
from tracker.checks.not_searched import NotSearched

LONGEST_LINE = 10_000  # characters; a longer one comes in pieces
_PARTS = {
    "docx": (re.compile(r"word/(document|(header|footer)\d*|footnotes|endnotes|comments)\.xml"), "paragraph"),
    "pptx": (re.compile(r"ppt/(slides/slide|notesSlides/notesSlide|comments/comment)\d+\.xml"), "paragraph"),
    "odt": (re.compile(r"(content|styles)\.xml"), "paragraph"),
    "ods": (re.compile(r"content\.xml"), "row"),
    "odp": (re.compile(r"content\.xml"), "paragraph"),
    "xlsx": (re.compile(r"xl/drawings/drawing\d+\.xml"), "text box"),
}
_UNREAD = re.compile(r"(\w+/media|Pictures|\w+/embeddings)/.|xl/(threadedC|c)omments")
_ROWS = {"tr", "table-row"}
_GAPS = {"tab": "\t", "br": "\v", "cr": "\v", "tc": "\t", "table-cell": "\t", "p": " "}


def file_lines(file: BinaryIO, extension: str) -> Iterator[tuple[str, str]]:
    """(place, text) of each line of a file of this type; in the end NotSearched when something in it could not be read."""
    if extension not in _LINES:
        raise NotSearched
    yield from _LINES[extension](file)


def _text(file: BinaryIO) -> Iterator[tuple[str, str]]:
    head = file.read(4)
    file.seek(0)
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    reader, number = io.TextIOWrapper(file, encoding, errors="replace"), 1
    try:
        while line := reader.readline(LONGEST_LINE):
            yield f"line {number}", line
            number += line.endswith("\n")
    finally:
        reader.detach()  # the file is its opener's to close


def _pdf(file: BinaryIO) -> Iterator[tuple[str, str]]:
    import pypdfium2

    scanned = False
    with pypdfium2.PdfDocument(file) as document:
        for number, page in enumerate(document, 1):
            text = page.get_textpage().get_text_range()
            yield from ((f"page {number}", line) for line in text.splitlines())
            # An empty page, as many stand between two chapters, hides nothing.
            scanned = scanned or not text.strip() and any(True for _ in page.get_objects(max_depth=1))
    if scanned:
        raise NotSearched


def _workbook(file: BinaryIO) -> Iterator[tuple[str, str]]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(file)
    for number in range(len(book.sheet_names)):
        # By its number: its name may be somebody's.
        sheet = book.get_sheet_by_index(number)
        first = sheet.start[0] if sheet.start else 0
        for row, cells in enumerate(sheet.to_python(), first + 1):
            if any(cell != "" for cell in cells):
                yield f"sheet {number + 1}, row {row}", "\t".join(map(_cell, cells))
    yield from _archive("xlsx")(file)


def _cell(value) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _archive(extension: str) -> Callable[[BinaryIO], Iterator[tuple[str, str]]]:
    wanted, one = _PARTS[extension]

    def lines(file: BinaryIO) -> Iterator[tuple[str, str]]:
        with zipfile.ZipFile(file) as archive:
            for name in sorted(filter(wanted.fullmatch, archive.namelist())):
                with archive.open(name) as part:
                    where = _where(name)
                    yield from ((f"{where}{one} {number}", text) for number, text in enumerate(_paragraphs(part), 1))
            if any(map(_UNREAD.match, archive.namelist())):
                raise NotSearched

    return lines


def _where(name: str) -> str:
    """ "slide 3, ", "header 1, "; nothing for the document itself."""
    if name in ("word/document.xml", "content.xml"):
        return ""
    stem = re.sub(r"(?<=[a-z])(?=\d)", " ", name.rpartition("/")[2].removesuffix(".xml"))
    return f"{stem.replace('notesSlide', 'notes of slide')}, "


def _paragraphs(part: BinaryIO) -> Iterator[str]:
    """The text of each paragraph, and of each row of a table as one line with tabs between its cells."""
    rows = 0
    for event, element in ElementTree.iterparse(part, ("start", "end")):
        tag = element.tag.rpartition("}")[2]
        rows += (event == "start") - (event == "end") if tag in _ROWS else 0
        if event == "end" and rows == 0 and tag in _ROWS | {"p", "h"}:
            yield _inner(element)
            element.clear()


def _inner(element) -> str:
    return "".join(_texts(element)).strip()


def _texts(element) -> Iterator[str]:
    yield _GAPS.get(element.tag.rpartition("}")[2], "")
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


_LINES = {"txt": _text, "csv": _text, "pdf": _pdf, "xlsx": _workbook, "eml": eml_lines, "msg": msg_lines} | {
    extension: _archive(extension) for extension in _PARTS if extension != "xlsx"
}
