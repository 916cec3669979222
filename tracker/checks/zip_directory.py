"""The table of contents of a ZIP file, read without unpacking anything (APPNOTE.TXT 4.3.12 to 4.3.16, 4.5.3)."""

import struct
from dataclasses import dataclass
from typing import BinaryIO

from .byte_range import read_range, size_of
from .refused import refuse_bomb, refuse_broken

MOST_MEMBERS = 5_000  # a presentation of 500 slides has about 2,500
LARGEST_DIRECTORY = 2 * 2**20  # bytes

_END = struct.Struct("<4s4H2LH")
_LOCATOR = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_IN_EXTRA = 0xFFFFFFFF
_ZIP64_EXTRA = 1
_UTF8 = 0x800


@dataclass(frozen=True)
class Member:
    """One entry of the directory; sizes and the position of its header in bytes."""

    name: str
    flags: int
    method: int
    packed: int
    unpacked: int
    start: int
    unix_mode: int


def read_directory(stream: BinaryIO) -> dict[str, Member]:
    """The members by name, in order; Refused when there are too many or the directory is broken."""
    count, length, start = _find(stream)
    if count > MOST_MEMBERS or length > LARGEST_DIRECTORY:
        refuse_bomb()
    data = read_range(stream, start, length)
    members: dict[str, Member] = {}
    position = 0
    while position < length and len(members) < count:
        member, position = _entry(data, position)
        members[member.name] = member
    if position != length or len(members) != count:
        refuse_broken()
    return members


def name_of(raw: bytes, flags: int) -> str:
    """A member's name as text."""
    return raw.decode("utf-8" if flags & _UTF8 else "cp437", "replace")


def _find(stream: BinaryIO) -> tuple[int, int, int]:
    """Number of members, and the directory's length and position."""
    end_at = size_of(stream) - _END.size
    if end_at < 0:
        refuse_broken()
    # No search for an earlier end record: Office writes no comment, and two records mean two readings.
    signature, _, _, _, count, length, start, _ = _END.unpack(read_range(stream, end_at, _END.size))
    if signature != b"PK\5\6":
        refuse_broken()
    if end_at >= _LOCATOR.size:
        locator = read_range(stream, end_at - _LOCATOR.size, _LOCATOR.size)
        if locator.startswith(b"PK\6\7"):
            end_at, count, length, start = _find_zip64(stream, _LOCATOR.unpack(locator)[2])
    if start + length != end_at:
        refuse_broken()
    return count, length, start


def _find_zip64(stream: BinaryIO, at: int) -> tuple[int, int, int, int]:
    record = read_range(stream, min(at, size_of(stream)), _END64.size)
    if len(record) < _END64.size or not record.startswith(b"PK\6\6"):
        refuse_broken()
    *_, count, length, start = _END64.unpack(record)
    return at, count, length, start


def _entry(data: bytes, position: int) -> tuple[Member, int]:
    if len(data) - position < _ENTRY.size or data[position : position + 4] != b"PK\1\2":
        refuse_broken()
    fields = _ENTRY.unpack_from(data, position)
    flags, method, name_length, extra_length, comment_length = fields[3], fields[4], *fields[10:13]
    name_at = position + _ENTRY.size
    extra_at = name_at + name_length
    comment_at = extra_at + extra_length
    unpacked, packed, start = _full_size([fields[9], fields[8], fields[16]], data[extra_at:comment_at])
    name = name_of(data[name_at:extra_at], flags)
    member = Member(name, flags, method, packed, unpacked, start, unix_mode=fields[15] >> 16)
    return member, comment_at + comment_length


def _full_size(values: list[int], extra: bytes) -> list[int]:
    """The values, those that need 64 bits taken from the extra field."""
    if _IN_EXTRA not in values:
        return values
    wide = iter(_wide_values(extra))
    full = [next(wide, None) if value == _IN_EXTRA else value for value in values]
    if None in full:
        refuse_broken()
    return full


def _wide_values(extra: bytes) -> tuple[int, ...]:
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<2H", extra)
        if kind == _ZIP64_EXTRA:
            field = extra[4 : 4 + length]
            return struct.unpack_from(f"<{len(field) // 8}Q", field)
        extra = extra[4 + length :]
    return ()
