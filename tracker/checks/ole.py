"""OLE compound files ([MS-CFB]): Outlook messages, old Office files, and new ones behind a password."""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from .byte_range import read_range

_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
_HEADER_SIZE = 512
_ENTRY_SIZE = 128
_LARGEST_SECTOR = 0xFFFFFFFA
_TABLES_IN_HEADER = 109
_LONGEST_CHAIN = 4_096  # sectors; 16,000 entries, as many as a message with some 500 attachments has


def is_ole(stream: BinaryIO) -> bool:
    """Whether the file begins as every compound file does."""
    return read_range(stream, 0, len(_SIGNATURE)) == _SIGNATURE


def is_message(stream: BinaryIO) -> bool:
    """Whether this is an Outlook message ([MS-OXMSG] 2.4)."""
    return is_ole(stream) and has_entry(stream, "__properties_version1.0")


def has_entry(stream: BinaryIO, name: str) -> bool:
    """Whether the directory has an entry of this name; False as well when the directory is broken."""
    wanted = name.encode("utf-16-le") + bytes(2)
    return any(entry.startswith(wanted) for entry in _entries(stream))


def _entries(stream: BinaryIO) -> Iterator[bytes]:
    header = read_range(stream, 0, _HEADER_SIZE)
    if len(header) < _HEADER_SIZE or header[30] not in (9, 12):
        return
    size = 1 << header[30]
    sector = struct.unpack_from("<L", header, 48)[0]
    for _ in range(_LONGEST_CHAIN):
        data = _sector(stream, sector, size)
        if not data:  # beyond the file: following such a number could take minutes
            return
        yield from (data[at : at + _ENTRY_SIZE] for at in range(0, len(data), _ENTRY_SIZE))
        sector = _next_sector(stream, header, sector, size)


def _next_sector(stream: BinaryIO, header: bytes, sector: int, size: int) -> int:
    """What the allocation table says comes after `sector`."""
    table, place = divmod(sector, size // 4)
    return _number(_sector(stream, _table_sector(stream, header, table, size), size), place)


def _table_sector(stream: BinaryIO, header: bytes, table: int, size: int) -> int:
    """Where part number `table` of the allocation table lies: 109 are in the header, a chain lists the rest."""
    if table < _TABLES_IN_HEADER:
        return _number(header, 19 + table)
    link = size // 4 - 1
    steps, place = divmod(table - _TABLES_IN_HEADER, link)
    sector = _number(header, 17)
    for _ in range(min(steps, _LONGEST_CHAIN)):
        sector = _number(_sector(stream, sector, size), link)
    return _number(_sector(stream, sector, size), place)


def _sector(stream: BinaryIO, sector: int, size: int) -> bytes:
    return read_range(stream, (sector + 1) * size, size) if sector <= _LARGEST_SECTOR else b""


def _number(data: bytes, place: int) -> int:
    """The little-endian number at `place`, counted in fours; past the end, a number that ends every chain."""
    return int.from_bytes(data[place * 4 : place * 4 + 4] or b"\xff\xff\xff\xff", "little")
