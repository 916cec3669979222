"""Bytes in the store that no row needs any more."""

from tracker.extensions import db, writing
from tracker.models import Blob


def remove_orphan(store, sha256: str) -> bool:
    """Remove the bytes of a hash unless a row names them by now, and say whether they went; nothing may be left to commit. Raises StorageError."""
    writing()  # under the lock no upload can be between the two
    is_orphan = not Blob.is_named(sha256)
    if is_orphan:
        store.remove(sha256)
    db.session.rollback()
    return is_orphan
