"""What tests of both stores share: a look past the store, at what lies there, and a hand that damages it."""

import secrets
from pathlib import Path

import pytest

from tests.conftest import settings
from tests.server import Server
from tracker import create_app
from tracker.storage import FolderStore, Store
from tracker.storage.names import object_name


def kept(store: Store) -> list[str]:
    """The hashes of all that is kept."""
    return sorted(sha256 for sha256, _at in store.listed())


def on_their_way(store: Store) -> list[Path]:
    """The files that arrive, or were left over."""
    return sorted(store.spool.folder.iterdir())


def damage(store: Store, sha256: str, data: bytes) -> None:
    """Put other bytes where those of this hash lie; a reader that has the old ones open keeps them."""
    if not isinstance(store, FolderStore):
        store.client.put_object(Bucket=store.bucket, Key=store.prefix + object_name(sha256), Body=data)
        return
    other = store.root / "other"
    other.write_bytes(data)
    other.replace(store.root / object_name(sha256))


def move(old: Store, new: Store) -> None:
    """Copy everything kept from one store to another."""
    for sha256 in kept(old):
        with old.open(sha256) as file:
            assert new.put(file.read()) == sha256


def in_bucket(app, request) -> Store:
    """The app's store is a part of the bucket from now on, with the same files; until the test ends."""
    store = request.getfixturevalue("bucket_store")
    move(app.extensions["store"], store)
    request.getfixturevalue("monkeypatch").setitem(app.extensions, "store", store)
    return store


def server_over(kind: str, world, folder, request, **options) -> Server:
    """A server whose files lie in the folder, or moved to the bucket."""
    if kind == "folder":
        return Server(world, folder, **options)
    bucket = request.getfixturevalue("bucket")
    place = {"EVIDENCE_STORE": bucket.location(secrets.token_hex(8)), "EVIDENCE_SPOOL": str(folder / "spool")}
    server = Server(world, folder, **bucket.environment, **place, **options)
    with pytest.MonkeyPatch.context() as patched:
        for name, value in bucket.environment.items():
            patched.setenv(name, value)
        moved = create_app(settings(folder, DEMO="DEMO" in options, **place))
    move(server.tracker.extensions["store"], moved.extensions["store"])
    server.tracker = moved
    return server
