"""Bytes become one string of plain text."""

import re
from unicodedata import normalize

from tracker.reading.refusal import EMPTY, NOT_TEXT, NotAReport, refuse_other_formats
from tracker.reading.report import Doubt

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_LIGATURE = re.compile("[\ufb00-\ufb04]")  # ff, fi, fl, ffi, ffl


def read_text(data: bytes) -> tuple[str, tuple[Doubt, ...]]:
    """The text of a file in UTF-8, UTF-16 or Windows-1252; `NotAReport` when it is not text."""
    refuse_other_formats(data)
    text, doubts = _decode(data)
    if "\x00" in text:
        raise NotAReport(NOT_TEXT)
    text, controls = _CONTROL.subn("", text)
    text = _LIGATURE.sub(lambda found: normalize("NFKC", found.group()), _INVISIBLE.sub("", text))
    if not text.strip():
        raise NotAReport(EMPTY)
    return text, (*doubts, *_lost_characters(controls, text.count("\ufffd")))


def _decode(data: bytes) -> tuple[str, tuple[Doubt, ...]]:
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return data.decode("utf-16"), ()
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return _decode_windows(data)


def _decode_windows(data: bytes) -> tuple[str, tuple[Doubt, ...]]:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise NotAReport(NOT_TEXT) from None
    reason = "The file is not in UTF-8, so quotation marks and accents may be wrong."
    return text, (Doubt("the whole file", "", reason),)


def _lost_characters(controls: int, unreadable: int) -> tuple[Doubt, ...]:
    if not controls + unreadable:
        return ()
    reason = f"{controls + unreadable} characters could not be read, so words may be incomplete."
    return (Doubt("the whole file", "", reason),)
