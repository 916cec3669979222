"""What the child process of `child.py` does: read one report, or draw one page."""

import json

from tracker.reading import NotAReport, read
from tracker.reading.exchange import reading_to_json


def read_as_json(data: bytes, known: list[str]) -> bytes:
    """{"reading": …} or {"refusal": …}."""
    try:
        return json.dumps({"reading": reading_to_json(read(data, known))}).encode()
    except NotAReport as refusal:
        return json.dumps({"refusal": str(refusal)}).encode()


def drawn_or_nothing(data: bytes, page: int, width: int) -> bytes:
    """The picture; no bytes when it cannot be drawn."""
    from tracker.reading.drawing import draw_page  # pillow and pdfium: nothing that reading Word or text should wait for

    try:
        return draw_page(data, page, width)
    except NotAReport:
        return b""
