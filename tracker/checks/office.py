"""Word, Excel and PowerPoint files since 2007 (ECMA-376): a ZIP file whose [Content_Types].xml names the parts."""

import re
from typing import BinaryIO
from xml.parsers import expat

from .archive import safe_members
from .byte_range import read_range
from .ole import has_entry, is_ole
from .refused import refuse_broken, refuse_macros, refuse_old_office, refuse_password
from .zip_directory import Member
from .zip_member import read_member

_CONTENT_TYPES = "[Content_Types].xml"
_MACRO_TYPE = re.compile(r"macroEnabled|vbaProject|vbaData|macrosheet", re.IGNORECASE)
_MACRO_PART = re.compile(r"(^|/)(vbaProject|vbaData)[^/]*$|(^|/)macrosheets/", re.IGNORECASE)


def is_office(stream: BinaryIO, mimetype: str) -> bool:
    """Whether this is an Office file of that type; Refused for macros, passwords and unsafe archives."""
    if is_ole(stream):
        if has_entry(stream, "EncryptedPackage"):
            refuse_password()
        refuse_old_office()
    if read_range(stream, 0, 4) != b"PK\3\4":
        return False
    members = safe_members(stream)
    if not {_CONTENT_TYPES, "_rels/.rels"} <= members.keys():
        return False
    types = _content_types(read_member(stream, members[_CONTENT_TYPES]))
    _refuse_macro_parts(members, types)
    main = f"{mimetype}.main+xml"
    return any(kind == main and (not part or part in members) for part, kind in types)


def _refuse_macro_parts(members: dict[str, Member], types: list[tuple[str, str]]) -> None:
    if any(_MACRO_PART.search(name) for name in members) or any(_MACRO_TYPE.search(kind) for _, kind in types):
        refuse_macros()


def _content_types(xml: bytes) -> list[tuple[str, str]]:
    """Pairs of part ("" for a rule that covers every part with some extension) and content type."""
    types = []

    def start_element(tag: str, attributes: dict[str, str]) -> None:
        types.append((attributes.get("PartName", "").removeprefix("/"), attributes.get("ContentType", "")))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start_element
    parser.StartDoctypeDeclHandler = lambda *_: refuse_broken()  # entities could grow or fetch
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError, LookupError):
        refuse_broken()
    return types
