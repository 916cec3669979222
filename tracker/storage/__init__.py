"""Evidence bytes, kept under their SHA-256 so that none is lost, mixed up or changed unseen.

    arrival = store.incoming(limit)     bytes are written once, hashed and counted on the way
    store.stage(arrival)                the slow part of keeping, before the database's write lock is taken
    sha256 = store.keep(arrival)        durable under its hash; only now, under that lock, may a row name it
    arrival.discard()                   when the request fails: nothing stays behind
    store.put(document)                 the same for bytes that are already in memory
    store.open(sha256)                  the bytes as they are
    store.open_checked(sha256)          the bytes, proven to have this hash: for downloads
    store.check(sha256)                 the same proof, without the bytes
    store.check_ready()                 whether it answers
    store.listed()  store.remove(sha256)  store.spool.clear(before)      for `flask evidence`
"""

from pathlib import Path

from .arrival import Arrival
from .errors import CorruptObject, MissingObject, StorageError, StoreFull, StoreUnavailable, TooLarge
from .folder import FolderStore
from .interface import Store

__all__ = [
    "Arrival",
    "CorruptObject",
    "FolderStore",
    "MissingObject",
    "StorageError",
    "Store",
    "StoreFull",
    "StoreUnavailable",
    "TooLarge",
    "open_store",
]


def open_store(location: str | Path, spool: str | Path | None = None) -> Store:
    """The store at `location`: a folder, made when it does not exist, or `s3://bucket/prefix`, with `spool` for files on their way.

    ValueError for a bucket without a name or a spool. No bucket is asked anything yet.
    """
    scheme, separator, place = str(location).partition("://")
    if not separator:
        return FolderStore(Path(location))
    bucket, _, prefix = place.partition("/")
    if scheme != "s3" or not bucket or spool is None:
        raise ValueError("Files are kept in a folder, or in s3://bucket/prefix with a folder for files on their way.")
    from .s3 import S3Store  # boto3 takes a while to import, which a folder need not wait for

    return S3Store(bucket, prefix.strip("/"), Path(spool))
