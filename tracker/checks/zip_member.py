"""One member of a ZIP file: its header, and its content when that is small (APPNOTE.TXT 4.3.7)."""

import struct
import zlib
from typing import BinaryIO

from .byte_range import read_range
from .refused import refuse_bomb, refuse_broken
from .zip_directory import Member, name_of

LARGEST_READ = 2**20  # bytes
STORED, DEFLATED = 0, 8

_HEADER = struct.Struct("<4s5H3L2H")
_ENCRYPTED, _SIZES_FOLLOW, _HIDDEN_DIRECTORY = 0x1, 0x8, 0x2000
_IN_EXTRA = 0xFFFFFFFF


def is_encrypted(member: Member) -> bool:
    """Whether a password is needed to read the member."""
    return bool(member.flags & (_ENCRYPTED | _HIDDEN_DIRECTORY))


def content_start(stream: BinaryIO, member: Member) -> int:
    """Where the content begins; Refused when the header before it and the directory disagree."""
    header = read_range(stream, member.start, _HEADER.size)
    if len(header) < _HEADER.size:
        refuse_broken()
    signature, _, flags, method, _, _, _, packed, unpacked, name_length, extra_length = _HEADER.unpack(header)
    name = name_of(stream.read(name_length), flags)
    if (signature, name, method) != (b"PK\3\4", member.name, member.method):
        refuse_broken()
    sizes_are_here = not flags & _SIZES_FOLLOW and _IN_EXTRA not in (packed, unpacked)
    if sizes_are_here and (packed, unpacked) != (member.packed, member.unpacked):
        refuse_broken()
    return member.start + _HEADER.size + name_length + extra_length


def read_member(stream: BinaryIO, member: Member) -> bytes:
    """The whole content; Refused when it is over 1 MiB or not as long as the directory says."""
    if max(member.packed, member.unpacked) > LARGEST_READ:
        refuse_bomb()
    data = read_range(stream, content_start(stream, member), member.packed)
    if member.method == DEFLATED:
        data = _inflated(data)
    if len(data) != member.unpacked:
        refuse_broken()
    return data


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, LARGEST_READ + 1)
    except zlib.error:
        refuse_broken()
