"""What tests of both stores share: a look past the store, at what lies there, and a hand that damages it."""

from pathlib import Path

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
