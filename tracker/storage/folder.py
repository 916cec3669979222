"""Evidence in a local folder: `incoming/` for what is on its way, `objects/<aa>/<sha256>` for what is kept."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from .arrival import Arrival
from .errors import CorruptObject, MissingObject, StoreUnavailable, full_disk_named
from .incoming import Incoming
from .names import is_sha256, object_name


class FolderStore:
    """A store in the folder `root`, which only the user of this process may read."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root)
        self._objects = self.root / "objects"
        is_new = not self.root.exists()
        for folder in (self.root, self._objects):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.spool = Incoming(self.root / "incoming")
        _sync_folder(self.root)
        if is_new:
            _sync_folder(self.root.parent)

    def check_ready(self) -> None:
        """StoreUnavailable when files cannot be kept and read here now."""
        if not all(os.access(folder, os.R_OK | os.W_OK | os.X_OK) for folder in (self._objects, self.spool.folder)):
            raise StoreUnavailable

    def incoming(self, limit: int | None = None) -> Arrival:
        """A new empty file to write to, of at most `limit` bytes; the caller keeps or discards it."""
        return self.spool.new(limit)

    def stage(self, arrival: Arrival) -> None:
        """The slow part of keeping, before the database's write lock is taken: the bytes are on the disk."""
        arrival.sync()

    def keep(self, arrival: Arrival) -> str:
        """Makes an arrival durable under its hash and returns that; StoreFull when there is no room.

        The order is the guarantee: bytes on disk, then the name, then the folders that hold the name.
        """
        arrival.sync()
        target = self._path(arrival.sha256)
        with full_disk_named():
            target.parent.mkdir(mode=0o700, exist_ok=True)
            # Same hash, same bytes: these are known to be whole and on disk, an older copy is not.
            arrival.move_to(target)
            # The folder above too, each time: another process may have just made this one, unsynced.
            for folder in (target.parent, self._objects):
                _sync_folder(folder)
        return arrival.sha256

    def put(self, data: bytes) -> str:
        """Keeps `data` and returns its hash."""
        with self.incoming() as arrival:
            arrival.write(data)
            return self.keep(arrival)

    def open(self, sha256: str) -> BinaryIO:
        """The kept bytes, unchecked; MissingObject when there are none."""
        try:
            return self._path(sha256).open("rb")
        except FileNotFoundError as error:
            raise MissingObject(sha256) from error

    def open_checked(self, sha256: str) -> BinaryIO:
        """The kept bytes, read through once to prove the hash; MissingObject, or CorruptObject if it differs.

        What is returned is the open file that was read, so nothing put in its place later is served.
        """
        file = self.open(sha256)
        try:
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                raise CorruptObject.under(sha256)
            file.seek(0)
        except BaseException:
            file.close()
            raise
        return file

    def check(self, sha256: str) -> None:
        """Reads the kept bytes through; MissingObject, or CorruptObject if their hash differs."""
        self.open_checked(sha256).close()

    def listed(self) -> Iterator[tuple[str, datetime]]:
        """The hash of everything kept, and when it was written."""
        for shelf in sorted(self._objects.iterdir()):
            for path in sorted(shelf.iterdir()) if shelf.is_dir() else ():
                with suppress(FileNotFoundError):  # removed meanwhile
                    if is_sha256(path.name):
                        yield path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def remove(self, sha256: str) -> None:
        """Removes the bytes for good; harmless when they are gone."""
        self._path(sha256).unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        return self.root / object_name(sha256)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
