"""A VBA project with one empty macro, as Office keeps it: a compound file with three streams. Sources: MS-CFB, MS-OVBA."""

import struct

FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
STREAM = 4096  # bytes: shorter ones would need a second table
MODULE = "Module1"


def vba_project() -> bytes:
    """The file that Office calls vbaProject.bin."""
    streams = {"dir": compressed(_directory()), MODULE: compressed(b"Sub AutoOpen()\r\nEnd Sub\r\n"), "_VBA_PROJECT": b"\xcc\x61"}
    table, entries = [TABLE, END], [_entry("Root Entry", 5, child=1)]
    for number, name in enumerate(streams, start=1):
        first = len(table)
        table += [*range(first + 1, first + STREAM // 512), END]
        entries.append(_entry(name, 2, right=number + 1 if number < len(streams) else FREE, start=first, size=STREAM))
    numbers = struct.pack("<128L", *table, *[FREE] * (128 - len(table)))
    return _header() + numbers + b"".join(entries) + b"".join(data.ljust(STREAM, b"\0") for data in streams.values())


def compressed(data: bytes) -> bytes:
    """One chunk in which nothing is shortened: a zero before every eight bytes."""
    body = b"".join(b"\0" + data[at : at + 8] for at in range(0, len(data), 8))
    return b"\1" + struct.pack("<H", 0xB000 | (len(body) - 1)) + body


def _header() -> bytes:
    start = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    return start + struct.pack("<9L", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<109L", 0, *[FREE] * 108)


def _entry(name: str, kind: int, *, right: int = FREE, child: int = FREE, start: int = END, size: int = 0) -> bytes:
    words = f"{name}\0".encode("utf-16-le")
    return struct.pack("<64sHBB3L36xLQ", words, len(words), kind, 1, FREE, right, child, start, size)


def _directory() -> bytes:
    """The records that say which modules there are."""
    name, nothing = MODULE.encode(), struct.pack("<L", 0)
    records = (
        (0x0F, b"\1\0"), (0x13, b"\0\0"), (0x19, name), (0x47, MODULE.encode("utf-16-le")), (0x1A, name), (0x32, MODULE.encode("utf-16-le")),
        (0x1C, b""), (0x48, b""), (0x31, nothing), (0x1E, nothing), (0x2C, b"\0\0"), (0x21, b""), (0x2B, b""), (0x10, b""),
    )  # fmt: skip
    return b"".join(struct.pack("<HL", id, len(data)) + data for id, data in records)
