"""Bytes become plain text, and text becomes lines."""

from tracker.reading.lines import RawLine
from tracker.reading.refusal import NOT_TEXT, NotAReport
from tracker.reading.report import Doubt


def decoded(data: bytes) -> tuple[str, tuple[Doubt, ...]]:
    """The text of a file in UTF-8, UTF-16 or Windows-1252; `NotAReport` when it is not text."""
    try:
        text, doubts = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"), ()
    except UnicodeDecodeError:
        text, doubts = _decoded_windows(data)
    if "\x00" in text:
        raise NotAReport(NOT_TEXT)
    return text, doubts


def text_lines(text: str) -> list[RawLine]:
    """All lines, blank ones too, so that the number of a line is that of the file; form feeds part pages."""
    pages = text.replace("\u2029", "\n\n").split("\f")
    return [
        RawLine(line, opens=False, page=number if len(pages) > 1 else None)
        for number, page in enumerate(pages, start=1)
        for line in page.splitlines()
    ]


def _decoded_windows(data: bytes) -> tuple[str, tuple[Doubt, ...]]:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise NotAReport(NOT_TEXT) from None
    reason = "The file is not in UTF-8, so quotation marks and accents may be wrong."
    return text, (Doubt("the whole file", "", reason),)
