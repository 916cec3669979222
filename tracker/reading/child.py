"""Reading happens in a child process that is killed at its limits: a hostile file can neither hold nor crash a worker.

Source: four threads in pdfium crashed in two of three runs; starting the child costs about 50 ms.
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tracker.reading.exchange import reading_from_json
from tracker.reading.refusal import BROKEN, NOT_DRAWN, TOO_SLOW, NotAReport
from tracker.reading.report import Reading

SECONDS = 20
_CHILD = Path(__file__).with_name("__main__.py")


def read_apart(data: bytes, known: Iterable[str] = (), *, seconds: float = SECONDS) -> Reading:
    """Like `read`, in a child process; raises only `NotAReport`, also when the child was killed."""
    answer = json.loads(_asked({"known": list(known)}, data, seconds))
    if "refusal" in answer:
        raise NotAReport(answer["refusal"])
    return reading_from_json(answer["reading"])


def draw_apart(data: bytes, page: int, *, width: int, seconds: float = SECONDS) -> bytes:
    """A PNG picture, `width` pixels wide, of a page (from 1) of a PDF; `NotAReport` when it cannot be drawn."""
    picture = _asked({"page": page, "width": width}, data, seconds)
    if not picture:
        raise NotAReport(NOT_DRAWN)
    return picture


def _asked(request: dict, data: bytes, seconds: float) -> bytes:
    """What the child printed; it gets one line of JSON and then the file."""
    message = json.dumps(request).encode() + b"\n" + data
    try:
        done = subprocess.run([sys.executable, "-I", _CHILD], input=message, capture_output=True, timeout=seconds, env={}, check=True)
    except subprocess.TimeoutExpired:
        raise NotAReport(TOO_SLOW) from None
    except subprocess.CalledProcessError:  # it raised, or a limit killed it
        raise NotAReport(BROKEN) from None
    return done.stdout
