"""What tests of uploads share: files that nobody has sent yet, forms filled in, and what an upload leaves behind."""

import hashlib
import secrets
from contextlib import contextmanager

from tests.client import request_id
from tests.stores import kept, on_their_way


def text(size: int) -> bytes:
    """A text of so many bytes that nobody has uploaded yet."""
    return (secrets.token_hex(16).encode() + b" audited, a line each\n" * (size // 22))[:size]


def filled(visitor) -> dict:
    """The fields of the form for new evidence, as somebody fills them in."""
    return {"csrf_token": visitor.token(), "request_id": request_id(), "title": "Audit of records"}


def picture(server) -> tuple:
    """Everything that an upload changes."""
    tables, store = ("evidence", "evidence_versions", "blobs", "audit_entries"), server.store
    return [server.rows(f"SELECT count(*) FROM {table}") for table in tables], kept(store), on_their_way(store), server.files("tmp")


@contextmanager
def nothing_kept(server):
    """No row, no file, no temporary file comes of what is done inside."""
    before = picture(server)
    yield
    assert picture(server) == before


def is_kept(server, data: bytes) -> bool:
    """Whether one version names these bytes, and they are there."""
    sha256 = hashlib.sha256(data).hexdigest()
    named = server.rows("SELECT size FROM evidence_versions JOIN blobs USING (sha256) WHERE sha256 = ?", sha256)
    return named == [(len(data),)] and _read(server.store, sha256) == data


def _read(store, sha256: str) -> bytes:
    with store.open_checked(sha256) as file:
        return file.read()


def newest(server) -> tuple:
    """The item, the number and the hash of the newest version."""
    return server.rows("SELECT evidence_id, number, sha256 FROM evidence_versions ORDER BY id DESC")[0]
