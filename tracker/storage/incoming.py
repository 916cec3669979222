"""The folder where files lie while they arrive."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from .arrival import Arrival
from .errors import full_disk_named


class Incoming:
    """New files in `folder`, under names that nobody can guess; what a crash leaves there can be cleared."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def new(self, limit: int | None = None) -> Arrival:
        """An empty file to write to, of at most `limit` bytes; StoreFull when there is no room."""
        with full_disk_named():
            return Arrival(self.folder / secrets.token_hex(16), limit)

    def clear(self, before: datetime) -> Iterator[str]:
        """Remove what nobody has open and was last written to before this time, and name each file."""
        for path in sorted(self.folder.iterdir()):
            with suppress(FileNotFoundError, BlockingIOError), path.open("rb") as left:
                fcntl.flock(left, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if os.fstat(left.fileno()).st_mtime < before.timestamp():
                    path.unlink()
                    yield path.name
