"""Files without a structure of their own: plain text, CSV and e-mail messages."""

import codecs
import re
from typing import BinaryIO

from .byte_range import read_range
from .refused import Refused

_BLOCK = 2**18  # bytes
_BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SOMETHING_ELSE = re.compile(
    rb"(\xef\xbb\xbf)?\s*(%PDF-|\{\\rtf|<!doctype|<html|<script|<svg|<\?xml|<\?php)", re.IGNORECASE
)
_HEADERS = re.compile(rb"(From [^\r\n]*\r?\n)?([!-9;-~]+:[^\r\n]*(\r?\n|$)([ \t][^\r\n]*(\r?\n|$))*)+")
_MESSAGE_HEADER = re.compile(rb"^(From|Date|Received|Message-ID):", re.IGNORECASE | re.MULTILINE)


def is_text(stream: BinaryIO) -> bool:
    """Whether this is text in UTF-8, UTF-16 or Windows-1252; Refused when it is text of another kind."""
    head = read_range(stream, 0, 64)
    if _SOMETHING_ELSE.match(head):
        raise Refused("The file is a web page or another document, not plain text: save it as a PDF and upload that.")
    return _reads_as_text(stream, head)


def is_email(stream: BinaryIO) -> bool:
    """Whether this is text that begins with the headers of a message (RFC 5322)."""
    found = _HEADERS.match(read_range(stream, 0, _BLOCK).removeprefix(codecs.BOM_UTF8))
    return bool(found and _MESSAGE_HEADER.search(found[0])) and _reads_as_text(stream, b"")


def _reads_as_text(stream: BinaryIO, head: bytes) -> bool:
    encodings = ("utf-16",) if head.startswith(_BYTE_ORDER_MARKS) else ("utf-8", "cp1252")
    return any(_decodes(stream, encoding) for encoding in encodings)


def _decodes(stream: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    stream.seek(0)
    try:
        while block := stream.read(_BLOCK):
            if _CONTROLS.search(decoder.decode(block)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
