"""A file on its way in."""

import fcntl
import hashlib
import io
import os
from pathlib import Path

from .errors import TooLarge, full_disk_named


class Arrival(io.FileIO):
    """A new file that is hashed and counted while it is written, and removed unless it is kept.

    Werkzeug's form parser takes it as the stream of a FileStorage. Every write goes to the end, so
    `sha256` and `size` (in bytes) hold for what is on disk even after somebody has read or sought.
    Raises TooLarge beyond `limit` bytes and StoreFull on a full disk; both discard it.
    """

    def __init__(self, path: Path, limit: int | None = None) -> None:
        super().__init__(path, "x+", opener=_private_appending)
        # Held as long as the file is open, and no longer than the process lives: see Incoming.clear.
        fcntl.flock(self.fileno(), fcntl.LOCK_EX)
        self.path = path
        self.limit = limit
        self.size = 0
        self.kept = False
        self._hash = hashlib.sha256()
        self._synced = False

    @property
    def sha256(self) -> str:
        """SHA-256 of everything written so far, in lower-case hex."""
        return self._hash.hexdigest()

    def write(self, data: bytes) -> int:
        """Appends all of `data` and returns its length; ValueError once kept."""
        if self.kept:
            raise ValueError("A kept file is never written to again.")
        try:
            self._append(memoryview(data).cast("B"))
        except BaseException:
            self.discard()
            raise
        return len(data)

    def sync(self) -> None:
        """Waits until the bytes are on the disk; StoreFull when they find no room."""
        if not self._synced:
            with full_disk_named():
                os.fsync(self.fileno())
            self._synced = True

    def move_to(self, target: Path) -> None:
        """Gives the file its lasting place, from which closing no longer removes it."""
        os.rename(self.path, target)
        self.path = target
        self.kept = True

    def leave(self) -> None:
        """The store has a copy of its own: the name goes, and the open file can still be read."""
        self.path.unlink()
        self.kept = True

    def discard(self) -> None:
        """Closes the file and, unless it was kept, removes it; may be called again."""
        self.close()

    def close(self) -> None:
        """The same as discard, for `with` and for Werkzeug, which closes what it was given."""
        if not self.closed and not self.kept:
            self.path.unlink(missing_ok=True)
        super().close()

    def _append(self, data: memoryview) -> None:
        if self.limit is not None and self.size + len(data) > self.limit:
            raise TooLarge(self.limit)
        self._synced = False
        while data:
            with full_disk_named():
                written = super().write(data)
            self._hash.update(data[:written])
            self.size += written
            data = data[written:]


def _private_appending(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_APPEND | os.O_NOFOLLOW, 0o600)
