"""Whether a ZIP file, as every newer Office file is one, is safe to keep and to hand out."""

import re
import stat
from typing import BinaryIO

from .refused import Refused, refuse_bomb, refuse_broken, refuse_password
from .zip_directory import Member, read_directory
from .zip_member import DEFLATED, STORED, content_start, is_encrypted

MOST_UNPACKED = 2 * 2**30  # bytes, all members together
BOMB_SIZE = 50 * 2**20  # bytes; smaller things may pack as well as they like, an empty formatted sheet does
BOMB_RATIO = 100

_LEAVES_ITS_FOLDER = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|[\x00-\x1f]")
_ARCHIVE_OR_PROGRAM = re.compile(
    r"\.(zip|7z|rar|gz|tgz|bz2|xz|tar|cab|iso|jar|exe|dll|com|scr|msi|lnk|bat|cmd|ps1|vbs|js|hta)$", re.IGNORECASE
)


def safe_members(stream: BinaryIO) -> dict[str, Member]:
    """The members by name; Refused for bombs, passwords, links, names that leave the folder, nested archives."""
    members = read_directory(stream)
    if len({name.casefold() for name in members}) != len(members):
        refuse_broken()
    _refuse_bombs(list(members.values()))
    for member in members.values():
        _refuse_member(member)
    _refuse_overlaps(stream, list(members.values()))
    return members


def _refuse_bombs(members: list[Member]) -> None:
    packed = sum(member.packed for member in members)
    unpacked = sum(member.unpacked for member in members)
    if unpacked > MOST_UNPACKED or _is_bomb(packed, unpacked):
        refuse_bomb()
    if any(_is_bomb(member.packed, member.unpacked) for member in members):
        refuse_bomb()


def _is_bomb(packed: int, unpacked: int) -> bool:
    return unpacked > BOMB_SIZE and unpacked > BOMB_RATIO * packed


def _refuse_member(member: Member) -> None:
    if is_encrypted(member):
        refuse_password()
    if _LEAVES_ITS_FOLDER.search(member.name) or stat.S_ISLNK(member.unix_mode):
        raise Refused("The file points to places outside itself: save it as a PDF and upload that.")
    if _ARCHIVE_OR_PROGRAM.search(member.name):
        raise Refused("The file has another archive or a program inside: take it out and upload the files one by one.")
    if not _has_possible_size(member):
        refuse_broken()


def _has_possible_size(member: Member) -> bool:
    if member.method == STORED:
        return member.packed == member.unpacked
    # Deflate never makes data longer than this: a larger one hides its true size.
    return member.method == DEFLATED and member.packed <= member.unpacked + member.unpacked // 100 + 64


def _refuse_overlaps(stream: BinaryIO, members: list[Member]) -> None:
    end = 0
    for member in sorted(members, key=lambda member: member.start):
        if member.start < end:
            refuse_bomb()
        end = content_start(stream, member) + member.packed
    if end > stream.seek(0, 2):
        refuse_broken()
