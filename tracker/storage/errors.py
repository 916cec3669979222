"""What can go wrong in a store; each message can be shown to the person who uploads or downloads."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager


# Not a ValueError: Werkzeug's form parser swallows those and would answer as if no file had come.
class StorageError(Exception):
    """Any failure of a store that it can name."""


class TooLarge(StorageError):
    """More bytes came than `limit`, the number that is allowed."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"The file is larger than {limit / 2**20:.3g} MB, the most that is accepted.")
        self.limit = limit


class StoreFull(StorageError):
    """The disk, or the quota on it, has no room."""


class MissingObject(StorageError):
    """No bytes are kept under this hash."""

    def __init__(self, sha256: str) -> None:
        super().__init__(f"The file with the checksum {sha256} is missing from the store.")


class CorruptObject(StorageError):
    """The bytes kept under this hash have another hash."""

    @classmethod
    def under(cls, sha256: str) -> "CorruptObject":
        """The bytes in a store that are not what their name says."""
        return cls(f"The stored file is damaged: its checksum is no longer {sha256}.")


class StoreUnavailable(StorageError):
    """The store did not answer, or not in time, or with an error of its own; the cause says which."""

    def __init__(self) -> None:
        super().__init__("Files cannot be reached now.")


@contextmanager
def full_disk_named() -> Iterator[None]:
    """Turns the operating system's "no space left" into StoreFull; other errors pass."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise StoreFull("There is no room left to store files. Nothing was saved.") from error
