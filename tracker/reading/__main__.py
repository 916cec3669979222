"""The child process of `child.py`: reads one report or draws one page, within limits that end it."""

import gc
import json
import resource
import sys
from pathlib import Path
from types import ModuleType

MEMORY = 1 << 30  # bytes of address space; 38 pages take a tenth of it
PROCESSOR_SECONDS = 20


def main() -> None:
    """Read the request and the file from standard input, write the answer to standard output."""
    gc.disable()  # one file, then the process ends
    _limit()
    _be_alone()
    request = json.loads(sys.stdin.buffer.readline())
    answer = _drawn if "page" in request else _read
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read(), **request))


def _limit() -> None:
    for which, most in (
        (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, PROCESSOR_SECONDS), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        resource.setrlimit(which, (most, most))


def _be_alone() -> None:
    """Stand in for the package `tracker`, whose own file would import Flask and the models: 300 ms."""
    package = ModuleType("tracker")
    package.__path__ = [str(Path(__file__).parents[1])]
    sys.modules["tracker"] = package


def _read(data: bytes, known: list[str]) -> bytes:
    from tracker.reading import NotAReport, read
    from tracker.reading.exchange import reading_to_json

    try:
        return json.dumps({"reading": reading_to_json(read(data, known))}).encode()
    except NotAReport as refusal:
        return json.dumps({"refusal": str(refusal)}).encode()


def _drawn(data: bytes, page: int, width: int) -> bytes:
    from tracker.reading import NotAReport
    from tracker.reading.drawing import draw_page

    try:
        return draw_page(data, page, width)
    except NotAReport:
        return b""


if __name__ == "__main__":
    main()
