"""One file of a gigabyte, uploaded to a real server as a form; the floor writes, hashes and syncs the same bytes and nothing else."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from tests.bench.compare import Result
from tests.bench.export import MEBIBYTE, memory
from tests.bench.world import World
from tests.server import Server

SIZE = 1024 * MEBIBYTE
PIECE = secrets.token_bytes(MEBIBYTE)
SCAN = b"II*\0" + (8).to_bytes(4, "little")  # how a TIFF begins: paper, scanned
ROUNDS = 3


def results(world: World, folder: Path) -> Iterator[Result]:  # checks 42
    """Milliseconds of the best of a few rounds by turns, of twice the floor; and the mebibytes that the workers grew by, of 20."""
    with Server(world.file.parent, folder / "upload", app="tests.small_files:app", EVIDENCE_LIMIT=str(2 * SIZE)) as server:
        owner = server.visitor("owner")
        for _ in range(4):  # each worker has taken a file
            _upload(owner, [SCAN + secrets.token_bytes(1000)])
        before, ours, floor = memory(server), [], []
        for _ in range(ROUNDS):
            ours.append(_timed(lambda: _upload(owner, _pieces())))
            floor.append(_timed(lambda: _bare(folder / "bare")))
        grown = (memory(server) - before) / MEBIBYTE
    note = "a form of 1 GiB to a real server, kept; floor: the same bytes written, hashed and synced"
    yield Result("upload of 1 GiB", min(ours) * 1000, min(floor) * 1000, "ms", note).held(2.0)
    yield Result("memory of that upload", max(grown, 0.001), 20, "MiB", "growth of the workers' largest resident size; floor: the most it may be").held(1.0)


def _pieces() -> Iterator[bytes]:
    """Never the same file twice, or it would be kept already."""
    yield SCAN + secrets.token_bytes(MEBIBYTE - len(SCAN))
    for _ in range(SIZE // MEBIBYTE - 1):
        yield PIECE


def _upload(owner, pieces) -> None:
    boundary = secrets.token_hex(16)
    fields = {"csrf_token": owner.token(), "request_id": secrets.token_urlsafe(16)}
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
    head = "".join(parts) + f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="minutes.tiff"\r\nContent-Type: image/tiff\r\n\r\n'
    tail = f"\r\n--{boundary}--\r\n".encode()
    size = sum(map(len, pieces)) if isinstance(pieces, list) else SIZE
    body = _joined(head.encode(), pieces, tail)
    length = str(len(head.encode()) + size + len(tail))
    answer = owner.send("POST", "/evidence/4/versions", body, **{"Content-Type": f"multipart/form-data; boundary={boundary}", "Content-Length": length})
    assert answer.status == 303, answer.text[:600]


def _joined(head: bytes, pieces, tail: bytes) -> Iterator[bytes]:
    yield head
    yield from pieces
    yield tail


def _bare(path: Path) -> None:
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for piece in _pieces():
            file.write(piece)
            digest.update(piece)
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


def _timed(way) -> float:
    begun = perf_counter()
    way()
    return perf_counter() - begun
