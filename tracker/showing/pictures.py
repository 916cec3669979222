"""Images become pictures of a size that a page can hold."""

from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "TIFF")  # what the door lets in; pillow knows many more
MOST_PIXELS = 100_000_000  # a camera makes 50; in three colours it takes 300 MB
HIGHEST = 8  # times the width


def frames(file: BinaryIO) -> int:
    """How many pictures an image holds: a scanned TIFF may have several pages; 0 when it is too large to draw."""
    with Image.open(file, formats=FORMATS) as image:
        return getattr(image, "n_frames", 1) if image.width * image.height <= MOST_PIXELS else 0


def draw_frame(file: BinaryIO, number: int, width: int) -> bytes:
    """A PNG of the picture with this number (from 1), upright, at most `width` pixels wide; no bytes when it cannot be drawn."""
    with Image.open(file, formats=FORMATS) as image:
        if not 1 <= number <= getattr(image, "n_frames", 1):
            return b""
        image.seek(number - 1)
        if image.width * image.height > MOST_PIXELS:
            return b""
        image.draft("RGB", (width, width * HIGHEST))  # a JPEG is read smaller, which is quicker
        upright = ImageOps.exif_transpose(image).convert("RGB")
        upright.thumbnail((width, width * HIGHEST))
        picture = BytesIO()
        upright.save(picture, "PNG")
    return picture.getvalue()
