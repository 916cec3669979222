"""Evidence in a local folder: `incoming/` for what is on its way, `objects/<aa>/<sha256>` for what is kept."""

import hashlib
import os
import re
import secrets
from pathlib import Path
from typing import BinaryIO

from .arrival import Arrival
from .errors import CorruptObject, MissingObject, full_disk_named

_SHA256 = re.compile(r"[0-9a-f]{64}")


class FolderStore:
    """A store in the folder `root`, which only the user of this process may read."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root)
        self._incoming = self.root / "incoming"
        self._objects = self.root / "objects"
        is_new = not self.root.exists()
        for folder in (self.root, self._incoming, self._objects):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync_folder(self.root)
        if is_new:
            _sync_folder(self.root.parent)

    def incoming(self, limit: int | None = None) -> Arrival:
        """A new empty file to write to, of at most `limit` bytes; the caller keeps or discards it."""
        with full_disk_named():
            return Arrival(self._incoming / secrets.token_hex(16), limit)

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
            raise MissingObject(f"The file with the checksum {sha256} is missing from the store.") from error

    def open_checked(self, sha256: str) -> BinaryIO:
        """The kept bytes, read through once to prove the hash; MissingObject, or CorruptObject if it differs.

        What is returned is the open file that was read, so nothing put in its place later is served.
        """
        file = self.open(sha256)
        try:
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                raise CorruptObject(f"The stored file is damaged: its checksum is no longer {sha256}.")
            file.seek(0)
        except BaseException:
            file.close()
            raise
        return file

    def _path(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise ValueError("A SHA-256 is 64 lower-case hexadecimal digits.")
        return self._objects / sha256[:2] / sha256


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
