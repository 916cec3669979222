"""Formats that their first bytes, and a little of what follows, give away."""

import re
from typing import BinaryIO

from .byte_range import read_range, read_tail, size_of

_HEVC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
_END_OF_PDF = 16 * 2**10  # bytes; readers find the end mark although some scanners write more after it


def is_pdf(stream: BinaryIO) -> bool:
    """Whether the file begins as a PDF and has a PDF's end (ISO 32000-1, 7.5)."""
    begins = re.match(rb"(\xef\xbb\xbf)?\s*%PDF-\d\.\d", read_range(stream, 0, 64))
    return bool(begins) and b"%%EOF" in read_tail(stream, _END_OF_PDF)


def is_jpeg(stream: BinaryIO) -> bool:
    """Whether the file begins as a JPEG: start of image, then another marker."""
    return re.match(rb"\xff\xd8\xff[\xc0-\xfe]", read_range(stream, 0, 4)) is not None


def is_png(stream: BinaryIO) -> bool:
    """Whether the file begins as a PNG with its image header."""
    return re.match(rb"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", read_range(stream, 0, 16)) is not None


def is_tiff(stream: BinaryIO) -> bool:
    """Whether the file begins as a TIFF of either byte order and its first directory lies inside it."""
    head = read_range(stream, 0, 8)
    order = {b"II*\0": "little", b"MM\0*": "big"}.get(head[:4])
    return order is not None and 8 <= int.from_bytes(head[4:], order) < size_of(stream)


def is_heic(stream: BinaryIO) -> bool:
    """Whether the file begins with a type box that names HEIC (ISO/IEC 23008-12, annex B)."""
    head = read_range(stream, 0, 256)
    if head[4:8] != b"ftyp":
        return False
    length = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[8:12]} | {head[at : at + 4] for at in range(16, length, 4)}
    return bool(brands & _HEVC_BRANDS)
