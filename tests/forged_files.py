"""Files that lie about themselves: bombs, links, passwords, members that overlap."""

import stat
import struct
import zipfile
import zlib

from tests.sample_files import office, office_members, zipped


def patched(data, position, value):
    return data[:position] + value + data[position + len(value) :]


def first_entry(data, offset):
    """Where a field of the directory's first entry lies."""
    return data.index(b"PK\1\2") + offset


def linked(name="word/link.xml"):
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info, "/etc/passwd"


def zeros(mebibytes):
    """A raw deflate stream of that many MiB of zeros: one block that stands alone, repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * mebibytes + packer.flush()


GIBIBYTE_OF_ZEROS = zeros(1024)


def with_member(name, packed, size, claim=None, where="both"):
    """A Word file with one deflated member more, whose size is understated in both headers or the directory alone."""
    plain = office("docx", (zipfile.ZipInfo(name), b""))
    start, directory, end = plain.rindex(b"PK\3\4"), plain.index(b"PK\1\2"), plain.rindex(b"PK\5\6")
    true, claimed = (struct.pack("<2L", len(packed), given) for given in (size, size if claim is None else claim))
    header = patched(patched(plain[start:directory], 8, b"\x08\0"), 18, claimed if where == "both" else true)
    entry = plain.rindex(b"PK\1\2")
    entries = plain[directory:entry] + patched(patched(plain[entry:end], 10, b"\x08\0"), 20, claimed)
    last = patched(plain[end:], 16, struct.pack("<L", start + len(header) + len(packed)))
    return plain[:start] + header + packed + entries + last


def listed_twice():
    """A Word file whose directory lists one member twice."""
    plain = office("docx", ("word/a.xml", "a" * 50), ("word/b.xml", "b" * 50))
    entry, other = plain.rindex(b"PK\1\2"), plain.index(b"word/a.xml") - 30
    return patched(plain, entry + 42, struct.pack("<L", other)).replace(b"word/b.xml", b"word/a.xml")


def one_inside_another():
    """A Word file of which one member lies inside another."""
    inner = zipped([("word/b.xml", "b")], zipfile.ZIP_STORED)
    plain = zipped([*office_members(), ("word/a.xml", inner), ("word/b.xml", "b")], zipfile.ZIP_STORED)
    return patched(plain, plain.rindex(b"PK\1\2") + 42, struct.pack("<L", plain.index(inner)))


def crowded():
    """A Word file whose directory has 100,000 entries, and says so in 64 bits."""
    plain = office()
    start, entry, end = plain.index(b"PK\1\2"), plain.rindex(b"PK\1\2"), plain.rindex(b"PK\5\6")
    return plain[:start] + zip64_directory(plain[entry:end] * 100_000, 100_000, start)


def nested(depth):
    data = GIBIBYTE_OF_ZEROS
    for _ in range(depth):
        data = zipped([("bomb.zip", data)])
    return data


def encrypted(data):
    """The file with the flag for a password set on its first member."""
    return patched(patched(data, 6, b"\1\0"), first_entry(data, 8), b"\1\0")


def renamed(old, new):
    """A Word file with a member under a name that zipfile does not write."""
    return office("docx", (old, "a")).replace(old.encode(), new.encode())


def resized(data, member, larger):
    """The file with both headers of one member giving its content as so many bytes larger than it is."""
    for place in (data.index(member) - 30 + 22, data.rindex(member) - 46 + 24):
        size = struct.unpack_from("<L", data, place)[0] + larger
        data = patched(data, place, struct.pack("<L", size))
        if data[data.rindex(member) - 36 : data.rindex(member) - 34] == bytes(2):
            data = patched(data, place - 4, struct.pack("<L", size))
    return data


def parted():
    """A Word file with bytes between its directory and what ends it."""
    plain = office()
    end = plain.rindex(b"PK\5\6")
    return plain[:end] + b"gap" + plain[end:]


def zip64_office(moved=0):
    """A Word file whose directory gives every size and position in 64 bits, as some Java programs write it."""
    plain = office()
    end = plain.rindex(b"PK\5\6")
    count, _, start = struct.unpack_from("<H2L", plain, end + 10)
    directory, position = b"", start
    while position < end:
        fields = list(struct.unpack_from("<4s6H3L5H2L", plain, position))
        name = plain[position + 46 : position + 46 + fields[10]]
        extra = struct.pack("<2H3Q", 1, 24, fields[9], fields[8], fields[16] + moved)
        position += 46 + fields[10] + fields[11] + fields[12]
        fields[8] = fields[9] = fields[16] = 0xFFFFFFFF
        fields[11], fields[12] = len(extra), 0
        directory += struct.pack("<4s6H3L5H2L", *fields) + name + extra
    return plain[:start] + zip64_directory(directory, count, start)


def zip64_directory(directory, count, start):
    """The directory's bytes and what follows them when numbers need 64 bits."""
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(directory), start)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, start + len(directory), 1)
    last = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return directory + end64 + locator + last
