"""Evidence bytes, kept under their SHA-256 so that none is lost, mixed up or changed unseen.

    arrival = store.incoming(limit)     bytes are written once, hashed and counted on the way
    sha256 = store.keep(arrival)        durable under its hash; only now may a row name it
    arrival.discard()                   when the request fails: nothing stays behind
    store.put(document)                 the same for bytes that are already in memory
    store.open(sha256)                  the bytes as they are
    store.open_checked(sha256)          the bytes, proven to have this hash: for downloads
"""

from pathlib import Path

from .arrival import Arrival
from .errors import CorruptObject, MissingObject, StorageError, StoreFull, TooLarge
from .folder import FolderStore

__all__ = [
    "Arrival",
    "CorruptObject",
    "FolderStore",
    "MissingObject",
    "StorageError",
    "StoreFull",
    "TooLarge",
    "open_store",
]


def open_store(location: str | Path) -> FolderStore:
    """The store at `location`, a folder that is made when it does not exist; ValueError for a bucket."""
    if str(location).lower().startswith("s3://"):
        raise ValueError("Evidence can only be kept in a folder so far: give the path of a folder.")
    return FolderStore(Path(location))
