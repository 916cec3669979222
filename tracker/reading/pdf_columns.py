"""The pieces of a PDF page in the order in which a person reads them, also in two columns."""

import pypdfium2

from tracker.reading.pdf_page import Box, Piece, box_piece, boxes_in_rows

_LEAST_ROWS = 8  # with a gutter, before a page counts as printed in two columns
_BOXES_A_LINE = 1.5  # two columns drawn row by row come as lines of two boxes
_LEAST_SHARE = 0.3  # of the text's width, for each column
_GUTTER = 1.2  # times the height of a row


def in_reading_order(textpage: pypdfium2.PdfTextPage, pieces: list[Piece]) -> list[Piece]:
    """The pieces as they are, or column by column when the page has two of running text."""
    if len(pieces) < _LEAST_ROWS or textpage.count_rects() < _BOXES_A_LINE * len(pieces):
        return pieces
    rows = boxes_in_rows(textpage)
    gutter = _gutter(rows)
    return pieces if gutter is None else [box_piece(textpage, box) for box in _by_column(rows, gutter)]


def _gutter(rows: list[list[Box]]) -> float | None:
    """The x in the middle of the empty strip between two columns of running text."""
    gaps = [
        (a.right, b.left)
        for row in rows
        for a, b in zip(row, row[1:], strict=False)
        if b.left - a.right > _GUTTER * a.height
    ]
    if len(gaps) < _LEAST_ROWS:
        return None
    left, right = max(gap[0] for gap in gaps), min(gap[1] for gap in gaps)
    return (left + right) / 2 if left < right and _both_run(rows, left, right) else None


def _both_run(rows: list[list[Box]], left: float, right: float) -> bool:
    """Whether both sides are wide: the labels of a table and the page numbers of a list of contents are not."""
    boxes = [box for row in rows for box in row]
    width = max(box.right for box in boxes) - min(box.left for box in boxes)
    sides = ([b for b in boxes if b.right <= left], [b for b in boxes if b.left >= right])
    return all(side and sum(b.right - b.left for b in side) >= _LEAST_SHARE * width * len(side) for side in sides)


def _by_column(rows: list[list[Box]], gutter: float) -> list[Box]:
    """Left column, then right; a row that crosses the gutter closes the columns above it."""
    ordered: list[Box] = []
    waiting: list[Box] = []
    for row in rows:
        if any(box.left < gutter < box.right for box in row):
            ordered += [*waiting, *row]
            waiting = []
            continue
        ordered += [box for box in row if box.right <= gutter]
        waiting += [box for box in row if box.left >= gutter]
    return ordered + waiting
