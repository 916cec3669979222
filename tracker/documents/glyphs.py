"""The letters that the PDF's font can draw; PDF/UA allows no others, so they are spelled out."""

import atexit
import importlib.util
import re
import shutil
import struct
import tempfile
import unicodedata
from functools import lru_cache
from pathlib import Path

WEIGHTS = ("SourceSansPro-Regular.otf", "SourceSansPro-Semibold.otf", "SourceSansPro-Bold.otf")
LONG_WORD = re.compile(r"\S{40}")
BREAK_HERE = "\u200b"


def drawable(value):
    """Give the same dict, list or text with every letter that the font lacks written by its name, as in "[grinning face]"."""
    if isinstance(value, str):
        composed = unicodedata.normalize("NFC", value)
        drawn = composed if _letters().issuperset(composed) else "".join(map(_drawn, composed))
        return LONG_WORD.sub(lambda word: word.group() + BREAK_HERE, drawn)
    if isinstance(value, dict):
        return {key: drawable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [drawable(item) for item in value]
    return value


@lru_cache(maxsize=1)
def font_folder() -> str:
    """Copy the three weights to a folder of their own, once: among all files of the package Typst's choice follows the disk's order."""
    folder = tempfile.mkdtemp(prefix="fonts-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in WEIGHTS:
        shutil.copyfile(_package() / name, Path(folder, name))
    return folder


def _drawn(character: str) -> str:
    if character in _letters():
        return character
    if unicodedata.category(character) == "Cf":
        return ""
    return f"[{unicodedata.name(character, f'U+{ord(character):04X}').lower()}]"


@lru_cache(maxsize=1)
def _letters() -> frozenset[str]:
    shared = frozenset.intersection(*(frozenset(_mapped((_package() / name).read_bytes())) for name in WEIGHTS))
    return frozenset("\n\t") | frozenset(map(chr, shared))


def _mapped(font: bytes):
    """Read the code points of an OpenType font from its character map, format 12 (OpenType 1.9, "cmap")."""
    tables = {tag: offset for tag, _, offset, _ in struct.iter_unpack(">4sIII", font[12 : 12 + 16 * int.from_bytes(font[4:6])])}
    start = tables[b"cmap"]
    encodings = struct.iter_unpack(">HHI", font[start + 4 : start + 4 + 8 * int.from_bytes(font[start + 2 : start + 4])])
    full = start + next(offset for platform, encoding, offset in encodings if (platform, encoding) == (3, 10))
    count = int.from_bytes(font[full + 12 : full + 16])
    for first, last, _ in struct.iter_unpack(">III", font[full + 16 : full + 16 + 12 * count]):
        yield from range(first, last + 1)


def _package() -> Path:
    return Path(importlib.util.find_spec("font_source_sans_pro").submodule_search_locations[0], "files")
