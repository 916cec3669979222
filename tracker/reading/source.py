"""Bytes become raw lines: the format is told by the content, never by the name."""

from collections.abc import Callable, Sequence

from tracker.reading.flattened import with_line_breaks
from tracker.reading.html_lines import html_lines, looks_like_html
from tracker.reading.lines import RawLine
from tracker.reading.pdf_lines import pdf_lines
from tracker.reading.refusal import (
    EMPTY, MAX_LINES, MAX_TEXT, TOO_LONG, NotAReport, refuse_other_formats,
)  # fmt: skip
from tracker.reading.report import Doubt
from tracker.reading.text import decoded, text_lines
from tracker.reading.word_lines import word_lines

_BINARY: tuple[tuple[bytes, Callable[[bytes], list[RawLine]]], ...] = (
    (b"%PDF-", pdf_lines),
    (b"PK\x03\x04", word_lines),
)


def raw_lines(data: bytes) -> tuple[Sequence[RawLine], tuple[Doubt, ...]]:
    """The lines of a PDF, Word, HTML, Markdown or text file, with single spaces; `NotAReport` when it is none of these."""
    refuse_other_formats(data)
    lines, doubts = _lines(data)
    lines = [RawLine(" ".join(line.text.split()), line.opens, line.page) for line in lines]
    if not any(line.text for line in lines):
        raise NotAReport(EMPTY)
    if len(lines) > MAX_LINES or sum(len(line.text) for line in lines) > MAX_TEXT:
        raise NotAReport(TOO_LONG)
    lines, flat_doubts = with_line_breaks(lines)
    return lines, (*doubts, *flat_doubts)


def _lines(data: bytes) -> tuple[list[RawLine], tuple[Doubt, ...]]:
    for signature, step in _BINARY:
        if data[:1024].lstrip().startswith(signature):
            return step(data), ()
    text, doubts = decoded(data)
    return html_lines(text) if looks_like_html(text) else text_lines(text), doubts
