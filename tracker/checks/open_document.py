"""OpenDocument files (ISO/IEC 26300-2): a ZIP file whose member `mimetype` says what it is."""

import re
from typing import BinaryIO

from .archive import safe_members
from .byte_range import read_range
from .refused import refuse_macros, refuse_password
from .zip_member import read_member

_MANIFEST = "META-INF/manifest.xml"
# LibreOffice writes the two index files of an empty library into files that never had a macro.
_MACRO_PART = re.compile(r"^(Basic|Dialogs)/(?!([^/]+/)?(script|dialog)-l[bc]\.xml$).*[^/]$|^Scripts/.*[^/]$")


def is_open_document(stream: BinaryIO, mimetype: str) -> bool:
    """Whether this is an OpenDocument file of that type; Refused for macros, passwords and unsafe archives."""
    if read_range(stream, 0, 4) != b"PK\3\4":
        return False
    members = safe_members(stream)
    if not {"mimetype", _MANIFEST} <= members.keys():
        return False
    if b"encryption-data" in read_member(stream, members[_MANIFEST]) or "encrypted-package" in members:
        refuse_password()
    if any(_MACRO_PART.search(name) for name in members):
        refuse_macros()
    return read_member(stream, members["mimetype"]).strip() == mimetype.encode()
