"""The child process that opens a file to show it: see `isolated`."""

import json
from typing import BinaryIO

from tracker.isolated import Ended, TooSlow, run_apart

from .shown import Shown

SECONDS = 15
WIDTH = 1200  # pixels
TOO_SLOW = "This file takes too long to show here."
NOT_HERE = "This file cannot be shown here."


class NotShown(Exception):
    """Why a file is not shown, as a sentence."""


def show_apart(file: BinaryIO, filename: str, page: int = 1, *, seconds: float = SECONDS) -> Shown:
    """What there is to show of an open file, with the text of one page (from 1) where it has pages; raises only NotShown."""
    answer = json.loads(_asked("shown_as_json", file, filename, seconds, page=page))
    if not answer["pages"] and not answer["lines"]:
        raise NotShown(NOT_HERE)
    return Shown(answer["pages"], [tuple(line) for line in answer["lines"]], answer["whole"])


def draw_apart(file: BinaryIO, filename: str, page: int, *, width: int = WIDTH, seconds: float = SECONDS) -> bytes:
    """A PNG picture, at most `width` pixels wide, of a page (from 1) of a PDF or an image; raises only NotShown."""
    picture = _asked("drawn_or_nothing", file, filename, seconds, page=page, width=width)
    if not picture:
        raise NotShown(NOT_HERE)
    return picture


def _asked(function: str, file: BinaryIO, filename: str, seconds: float, **given) -> bytes:
    extension = filename.rpartition(".")[2].lower()
    try:
        return run_apart(f"tracker.showing.in_child:{function}", file, seconds=seconds, extension=extension, **given)
    except TooSlow:
        raise NotShown(TOO_SLOW) from None
    except Ended:
        raise NotShown(NOT_HERE) from None
