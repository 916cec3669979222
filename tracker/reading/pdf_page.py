"""One page of a PDF becomes pieces of text with their places, turned upright."""

from ctypes import byref, c_double
from dataclasses import dataclass, replace
from math import cos, radians, sin
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

_BREAK = "\r\n"
_HYPHENS = frozenset("\x02\ufffe")  # joins two lines in pdfium's text
_LEAST_TURN = 0.1  # radians; less is a scanner's tilt


@dataclass(frozen=True, slots=True)
class Piece:
    """A line's text, or the part of it in one column; lengths in points, y grows upwards."""

    text: str
    left: float
    y: float  # base line where it begins
    y_end: float  # and where it ends, lower when a hyphen joined two lines
    size: float  # of the font


class Box(NamedTuple):
    """The place of a run of text that the file draws on its own, in points."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """In points."""
        return self.top - self.bottom


def page_pieces(page: pypdfium2.PdfPage) -> tuple[pypdfium2.PdfTextPage, list[Piece]]:
    """The page's text, and its lines in the order of the file; from top to bottom when the page is turned."""
    turned = page.get_rotation()
    if turned:
        page.set_rotation(0)  # pdfium orders the lines of a turned page backwards
    textpage = page.get_textpage()
    text = textpage.get_text_range()
    angle = pdfium.FPDFText_GetCharAngle(textpage, 0) if text else 0
    upright = angle < _LEAST_TURN or angle > radians(360) - _LEAST_TURN
    pieces = _pieces(textpage, text) if upright else _turned(_pieces(textpage, text), angle)
    return textpage, pieces if upright and not turned else sorted(pieces, key=lambda piece: (-round(piece.y), piece.left))


def boxes_in_rows(textpage: pypdfium2.PdfTextPage) -> list[list[Box]]:
    """The boxes of a page, a list for each row from the top, each from the left."""
    boxes = [Box(*textpage.get_rect(index)) for index in range(textpage.count_rects())]
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: -(box.bottom + box.top)):
        if rows and rows[-1][0].bottom - box.bottom < box.height / 2:
            rows[-1].append(box)
        else:
            rows.append([box])
    return [sorted(row) for row in rows]


def box_piece(textpage: pypdfium2.PdfTextPage, box: Box) -> Piece:
    """The text of a box."""
    text = textpage.get_text_bounded(*box).strip()
    return Piece(text, box.left, box.bottom, box.bottom, box.height)


def _pieces(textpage: pypdfium2.PdfTextPage, text: str) -> list[Piece]:
    x, y = c_double(), c_double()

    def origin(index: int) -> tuple[float, float]:
        pdfium.FPDFText_GetCharOrigin(textpage, index, byref(x), byref(y))
        return x.value, y.value

    pieces, start = [], 0
    for line in text.split(_BREAK):
        stripped = line.strip()
        if stripped:
            first = start + line.index(stripped[0])
            left, begins = origin(first)
            ends = begins if _HYPHENS.isdisjoint(stripped) else origin(start + len(line.rstrip()) - 1)[1]
            pieces.append(Piece(stripped, left, begins, ends, pdfium.FPDFText_GetFontSize(textpage, first)))
        start += len(line) + len(_BREAK)
    return pieces


def _turned(pieces: list[Piece], angle: float) -> list[Piece]:
    """The places as they are when the writing is level; `angle` is the writing's, in radians clockwise."""
    along, across = cos(angle), -sin(angle)

    def turn(piece: Piece) -> Piece:
        left, y = piece.left * along + piece.y * across, piece.y * along - piece.left * across
        return replace(piece, left=left, y=y, y_end=y)

    return [turn(piece) for piece in pieces]
