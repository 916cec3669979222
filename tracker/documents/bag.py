"""A ZIP written as a stream, whose members are hashed while they pass: the skeleton of a BagIt bag (RFC 8493)."""

import hashlib
import struct
import zipfile
from collections.abc import Iterable, Iterator

FIRST_ZIP_YEAR = 1980
# For an archive that breaks off: tools take the last end record they find, which could be that of a workbook inside. This one leads nowhere.
NO_END = bytes(46) + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, 46, 0, 0)


class WrongBytes(Exception):
    """A member is not what was announced."""


class StreamedBag:
    """One top folder in a ZIP, members stored as they are; memory does not grow with the size of the members."""

    def __init__(self, folder: str, day):
        self._folder = folder
        self._date = (max(day.year, FIRST_ZIP_YEAR), day.month, day.day, 0, 0, 0)
        self._sink = _Sink()
        self._zip = zipfile.ZipFile(self._sink, "w", zipfile.ZIP_STORED)
        self.payload = {}  # path in the bag → checksum
        self.tags = {}
        self.octets = 0

    def add(self, path: str, chunks: Iterable[bytes], *, size: int, sha256: str | None = None) -> Iterator[bytes]:
        """Send one member of `size` bytes, never more, and remember its SHA-256 under `path`. Raises WrongBytes."""
        digest, sent = hashlib.sha256(), 0
        with self._zip.open(self._member(path, size), "w") as member:
            for chunk in chunks:
                digest.update(chunk)
                sent += len(chunk)
                if sent > size:
                    raise WrongBytes(path)
                member.write(chunk)
                yield self._sink.take()
        if sent != size or sha256 not in (None, digest.hexdigest()):
            raise WrongBytes(path)
        self._remember(path, digest.hexdigest(), size)
        yield self._sink.take()

    def add_bytes(self, path: str, content: bytes) -> Iterator[bytes]:
        """Send one small member."""
        return self.add(path, [content], size=len(content))

    def finish(self) -> bytes:
        """Close the archive and give its last bytes: without them no tool opens it."""
        self._zip.close()
        return self._sink.take()

    def _member(self, path: str, size: int) -> zipfile.ZipInfo:
        member = zipfile.ZipInfo(f"{self._folder}/{path}", self._date)
        member.external_attr, member.file_size, member.create_system = 0o644 << 16, size, 3
        return member

    def _remember(self, path: str, checksum: str, sent: int) -> None:
        if path.startswith("data/"):
            self.payload[path] = checksum
            self.octets += sent
        else:
            self.tags[path] = checksum


class MeasuredBag(StreamedBag):
    """The same walk without the bytes: `length` is that of the archive, to the byte, once it is finished."""

    def __init__(self, folder: str, day):
        super().__init__(folder, day)
        self.length = 0
        self._directory, self._count = 0, 0

    def add(self, path: str, chunks: Iterable[bytes], *, size: int, sha256: str | None = None) -> Iterator[bytes]:
        """Count one member as `zipfile` writes it to a stream (APPNOTE 4.3 and 4.5.3); its chunks stay unread."""
        limit, name = zipfile.ZIP64_LIMIT, len(f"{self._folder}/{path}".encode())
        wide = 2 * (size > limit) + (self.length > limit)
        self._directory += 46 + name + (4 + 8 * wide if wide else 0)
        self.length += 30 + name + size + (20 + 24 if size * 1.05 > limit else 16)
        self._count += 1
        self._remember(path, sha256 or "0" * 64, size)
        return iter(())

    def finish(self) -> bytes:
        """Count the directory and the end record; there are no bytes."""
        wide = self._count > zipfile.ZIP_FILECOUNT_LIMIT or max(self.length, self._directory) > zipfile.ZIP64_LIMIT
        self.length += self._directory + 22 + (56 + 20 if wide else 0)
        return b""


def manifest(checksums: dict[str, str]) -> bytes:
    """Write checksums as `sha256sum -c` reads them, and as RFC 8493 wants them."""
    return "".join(f"{checksum}  {path}\n" for path, checksum in checksums.items()).encode()


def tag_file(fields: Iterable[tuple[str, str]]) -> bytes:
    """Write bag-info lines, each value on one line."""
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, value in fields if value).encode()


class _Sink:
    """A file that can only be written: what was written is taken away at once."""

    def __init__(self):
        self._parts = []

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken
