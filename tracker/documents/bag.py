"""A ZIP written as a stream, whose members are hashed while they pass: the skeleton of a BagIt bag (RFC 8493)."""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator

FIRST_ZIP_YEAR = 1980


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

    def add(self, path: str, chunks: Iterable[bytes], *, size: int) -> Iterator[bytes]:
        """Send one member, `size` bytes or about, and remember its SHA-256 under `path`."""
        digest, sent = hashlib.sha256(), 0
        with self._zip.open(self._member(path, size), "w") as member:
            for chunk in chunks:
                digest.update(chunk)
                sent += len(chunk)
                member.write(chunk)
                yield self._sink.take()
        self._remember(path, digest.hexdigest(), sent)
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
