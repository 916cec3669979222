"""What the child process does: say what there is to show, or draw one page. Parsers of strangers' files are loaded here only."""

import json
from collections.abc import Iterator
from typing import BinaryIO

from tracker.checks.file_lines import file_lines
from tracker.checks.message_lines import NotSearched

MOST_LINES = 1500
MOST_CHARACTERS = 120_000
PICTURES = {"jpg", "jpeg", "png", "tif", "tiff"}


def shown_as_json(file: BinaryIO, extension: str, page: int) -> bytes:
    """{"pages": …, "lines": [[place, text], …], "whole": …}."""
    if extension in PICTURES:
        from .pictures import frames

        return json.dumps({"pages": frames(file), "lines": [], "whole": True}).encode()
    pages, found = _pdf(file, page) if extension == "pdf" else (0, file_lines(file, extension))
    lines, whole = _beginning(found)
    return json.dumps({"pages": pages, "lines": lines, "whole": whole}).encode()


def drawn_or_nothing(file: BinaryIO, extension: str, page: int, width: int) -> bytes:
    """The picture; no bytes when it cannot be drawn."""
    if extension in PICTURES:
        from .pictures import draw_frame

        return draw_frame(file, page, width)
    if extension != "pdf":
        return b""
    from tracker.reading.drawing import draw_page
    from tracker.reading.refusal import NotAReport

    try:
        return draw_page(file, page, width)
    except NotAReport:
        return b""


def _pdf(file: BinaryIO, page: int) -> tuple[int, Iterator[tuple[str, str]]]:
    import pypdfium2

    document = pypdfium2.PdfDocument(file)
    text = document[page - 1].get_textpage().get_text_range() if 1 <= page <= len(document) else ""
    return len(document), (("", line) for line in text.splitlines())


def _beginning(lines: Iterator[tuple[str, str]]) -> tuple[list, bool]:
    """As many lines as are shown, and whether these are all."""
    found, left = [], MOST_CHARACTERS
    try:
        for place, text in lines:
            found.append((place, text.rstrip("\r\n")[:left]))
            left -= len(text)
            if left <= 0 or len(found) == MOST_LINES:
                return found, False
    except NotSearched:
        return found, False
    return found, True
