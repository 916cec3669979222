"""A PDF becomes lines: markers stand before their text again, columns follow one another, running lines go."""

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pypdfium2

from tracker.reading.lines import RawLine
from tracker.reading.pdf_columns import in_reading_order
from tracker.reading.pdf_page import Piece, page_pieces
from tracker.reading.refusal import DAMAGED, ENCRYPTED, MAX_PAGES, SCANNED, TOO_MANY_PAGES, NotAReport

_MARKER = re.compile(r"[•▪◦‣·●○■\uf0b7\uf0a7*–—o-]|\(?[a-z]\)|[0-9]{1,2}(\.[0-9]{1,2}){0,2}[.)]?")
_LONGEST_MARKER = 9  # letters: "10.10.10."
_EDGE = 3  # lines at the top and at the bottom of a page among which running ones are looked for
_LEAST_SHARE = 3  # a running line stands on one page of three, and on two pages at least
_WIDE_GAP = 1.25  # times the usual distance between lines
_RAISED = 0.6  # of the letters' size; less is on the same line
_FEW_LETTERS = 40  # a page; a scanned report may carry a stamp


def pdf_lines(data: bytes) -> list[RawLine]:
    """The lines of all pages; `NotAReport` when the file is damaged, locked, too long or only pictures."""
    pages = _pages(data)
    if sum(len(piece.text) for page in pages for piece in page) < _FEW_LETTERS * len(pages):
        raise NotAReport(SCANNED)
    running = _running(pages)
    heights = {height for _, height in running}
    pages = [[p for p in page if not (round(p.y) in heights and _key(p) in running)] for page in pages]
    usual = _usual_step(pages)
    return [line for number, page in enumerate(pages, start=1) for line in _lines(page, number, usual)]


def _pages(data: bytes) -> list[list[Piece]]:
    try:
        with pypdfium2.PdfDocument(data) as document:
            if len(document) > MAX_PAGES:
                raise NotAReport(TOO_MANY_PAGES)
            return [_with_markers(_downward(in_reading_order(*page_pieces(page)))) for page in document]
    except pypdfium2.PdfiumError as error:
        raise NotAReport(ENCRYPTED if "password" in str(error).lower() else DAMAGED) from error


def _downward(pieces: list[Piece]) -> list[Piece]:
    """The pieces, turned round when the file draws its lines from the foot of the page."""
    rising = sum(after.y > before.y for before, after in pairwise(pieces))
    return sorted(pieces, key=lambda piece: (-round(piece.y), piece.left)) if rising > len(pieces) / 2 else pieces


def _with_markers(pieces: list[Piece]) -> list[Piece]:
    """A bullet or number that the file draws apart goes to the front of the text on its right."""
    texts = [piece for piece in pieces if len(piece.text) > _LONGEST_MARKER or not _MARKER.fullmatch(piece.text)]
    if len(texts) == len(pieces):
        return pieces
    marked: dict[Piece, str] = {}
    placed: set[Piece] = set()
    for marker in pieces:
        if len(marker.text) <= _LONGEST_MARKER and _MARKER.fullmatch(marker.text):
            nearest = min((p for p in texts if _is_beside(marker, p)), key=lambda p: p.left, default=None)
            if nearest:
                marked[nearest] = marker.text
                placed.add(marker)
    return [replace(p, text=f"{marked[p]} {p.text}") if p in marked else p for p in pieces if p not in placed]


def _is_beside(marker: Piece, piece: Piece) -> bool:
    return abs(marker.y - piece.y) < piece.size / 2 and 0 < piece.left - marker.left < 6 * piece.size


def _key(piece: Piece) -> tuple[str, int]:
    return re.sub("[0-9]+", "#", piece.text.casefold()), round(piece.y)


def _running(pages: list[list[Piece]]) -> set[tuple[str, int]]:
    """What stands at the same height at the edge of many pages, but for its digits."""
    counts: Counter[tuple[str, int]] = Counter()
    for page in pages:
        by_height = sorted(page, key=lambda piece: piece.y)
        counts.update({_key(piece) for piece in (*by_height[:_EDGE], *by_height[-_EDGE:])})
    return {key for key, count in counts.items() if count >= 2 and count * _LEAST_SHARE >= len(pages)}


def _usual_step(pages: list[list[Piece]]) -> float:
    """The distance between the lines of a paragraph, as a share of the letters' size."""
    steps = sorted(step for page in pages for step in _steps(page) if step > 0)
    return steps[len(steps) // 4] if steps else 0


def _steps(pieces: list[Piece]) -> list[float]:
    return [(before.y_end - piece.y) / max(before.size, piece.size, 1) for before, piece in pairwise(pieces)]


def _lines(pieces: list[Piece], page: int, usual: float) -> list[RawLine]:
    """The lines of one page; a wider gap or another size of letters opens a paragraph."""
    steps = _steps(pieces)
    sizes = (abs(a.size - b.size) > b.size / 10 for a, b in pairwise(pieces))
    # "22nd" with a raised ending is one line in two sizes
    opens = (step > _WIDE_GAP * usual or (size and step > _RAISED) for step, size in zip(steps, sizes, strict=True))
    return [RawLine(piece.text, new, page) for piece, new in zip(pieces, (False, *opens), strict=False)]
