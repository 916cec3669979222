"""A child process with limits, for files of strangers: a hostile one can neither hold nor crash a worker.

Source: four threads in pdfium crashed in two of three runs; starting the child costs about 50 ms.
"""

import gc
import importlib
import json
import resource
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

SECONDS = 20
MEMORY = 1 << 30  # bytes of address space; a report of 38 pages takes a tenth of it
_CHILD = Path(__file__)


class Ended(Exception):
    """The child raised, or a limit killed it."""


class TooSlow(Ended):
    """The child was killed because it took too long."""


def run_apart(task: str, data: bytes | BinaryIO, *, seconds: float = SECONDS, **given) -> bytes:
    """What `task`, "package.module:function", gives for the bytes and the keywords (as JSON); raises only Ended and TooSlow.

    An open file goes to the task as it is, so that a large one takes no memory here; the task may move its position.
    """
    open_files = () if isinstance(data, bytes) else (data.fileno(),)
    message = json.dumps({"task": task, "files": open_files} | given).encode() + b"\n" + (b"" if open_files else data)
    try:
        done = subprocess.run(
            [sys.executable, "-I", _CHILD], input=message, capture_output=True, timeout=seconds, env={}, check=True, pass_fds=open_files
        )
    except subprocess.TimeoutExpired:
        raise TooSlow from None
    except subprocess.CalledProcessError:
        raise Ended from None
    return done.stdout


def main() -> None:
    """In the child: read the request and the file from standard input, write the answer to standard output."""
    gc.disable()  # one file, then the process ends
    _limit()
    _be_alone()
    given = json.loads(sys.stdin.buffer.readline())
    module, function = given.pop("task").split(":")
    answer = getattr(importlib.import_module(module), function)
    files = [open(number, "rb") for number in given.pop("files")]
    sys.stdout.buffer.write(answer(*files or [sys.stdin.buffer.read()], **given))


def _limit() -> None:
    for which, most in (
        (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        resource.setrlimit(which, (most, most))


def _be_alone() -> None:
    """Stand in for the package `tracker`, whose own file would import Flask and the models: 300 ms."""
    package = ModuleType("tracker")
    package.__path__ = [str(Path(__file__).parent)]
    sys.modules["tracker"] = package


if __name__ == "__main__":
    main()
