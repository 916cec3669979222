"""The folder where files lie while they arrive."""

import os
import secrets
from collections.abc import Iterator
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

    def clear(self, before: float) -> Iterator[str]:
        """Remove what was last written to before this time (seconds since 1970), and name each file."""
        for entry in os.scandir(self.folder):
            try:
                if entry.stat(follow_symlinks=False).st_mtime < before:
                    os.unlink(entry)
                    yield entry.name
            except FileNotFoundError:
                continue  # its request has just ended, and took it along
