"""One page of a PDF becomes a picture."""

from io import BytesIO

import pypdfium2

from tracker.reading.refusal import DAMAGED, NotAReport

_MOST_PIXELS = 20_000_000  # 60 MB while it is drawn


def draw_page(data: bytes, page: int, width: int) -> bytes:
    """A PNG of a page (from 1), `width` pixels wide; `NotAReport` when there is no such page or it cannot be drawn."""
    try:
        with pypdfium2.PdfDocument(data) as document:
            if not 1 <= page <= len(document):
                raise NotAReport("This file has no such page.")
            sheet = document[page - 1]
            scale = width / max(sheet.get_width(), 1)
            if width * sheet.get_height() * scale > _MOST_PIXELS:
                raise NotAReport(DAMAGED)
            picture = BytesIO()
            sheet.render(scale=scale).to_pil().save(picture, "PNG", optimize=False)
    except pypdfium2.PdfiumError as error:
        raise NotAReport(DAMAGED) from error
    return picture.getvalue()
