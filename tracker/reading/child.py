"""Reading happens in a child process that is killed at its limits: see `isolated`."""

import json
from collections.abc import Iterable

from tracker.isolated import SECONDS, Ended, TooSlow, run_apart
from tracker.reading.exchange import reading_from_json
from tracker.reading.refusal import BROKEN, NOT_DRAWN, TOO_SLOW, NotAReport
from tracker.reading.report import Reading


def read_apart(data: bytes, known: Iterable[str] = (), *, seconds: float = SECONDS) -> Reading:
    """Like `read`, in a child process; raises only `NotAReport`, also when the child was killed."""
    answer = json.loads(_asked("read_as_json", data, seconds, known=list(known)))
    if "refusal" in answer:
        raise NotAReport(answer["refusal"])
    return reading_from_json(answer["reading"])


def draw_apart(data: bytes, page: int, *, width: int, seconds: float = SECONDS) -> bytes:
    """A PNG picture, `width` pixels wide, of a page (from 1) of a PDF; `NotAReport` when it cannot be drawn."""
    picture = _asked("drawn_or_nothing", data, seconds, page=page, width=width)
    if not picture:
        raise NotAReport(NOT_DRAWN)
    return picture


def _asked(function: str, data: bytes, seconds: float, **given) -> bytes:
    try:
        return run_apart(f"tracker.reading.in_child:{function}", data, seconds=seconds, **given)
    except TooSlow:
        raise NotAReport(TOO_SLOW) from None
    except Ended:
        raise NotAReport(BROKEN) from None
