"""Parts of a file, by position in bytes."""

import os
from typing import BinaryIO


def read_range(stream: BinaryIO, start: int, length: int) -> bytes:
    """At most `length` bytes from `start`; fewer at the end of the file, none beyond it."""
    if start >= size_of(stream):  # a forged position may be larger than any that can be sought
        return b""
    stream.seek(start)
    return stream.read(length)


def read_tail(stream: BinaryIO, length: int) -> bytes:
    """The last `length` bytes, or all when there are fewer."""
    return read_range(stream, max(0, size_of(stream) - length), length)


def size_of(stream: BinaryIO) -> int:
    """Size in bytes."""
    return stream.seek(0, os.SEEK_END)
