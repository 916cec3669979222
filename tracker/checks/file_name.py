"""The name that somebody gave a file: text to show and to offer at download, never a path."""

import re
import unicodedata

from .refused import Refused

LONGEST = 150  # characters

REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")  # they turn the rest of a line around
_SEPARATORS = re.compile(r"[/\\]")
_INVISIBLE = re.compile("[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NOT_ON_WINDOWS = re.compile(r'[<>:"|?*]')
_EXTENSION = re.compile(r"[A-Za-z0-9]{1,10}")
_RESERVED_ON_WINDOWS = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])", re.IGNORECASE)


def tidy_filename(name: str) -> str:
    """The name as it is stored and offered: one line of at most 150 characters, safe on every system.

    Folders, control characters and characters that change the direction of writing go; accents and emoji
    stay. The extension is kept however long the name is.
    """
    text = unicodedata.normalize("NFC", one_line(_last_part(name)))
    stem, extension = _split(_NOT_ON_WINDOWS.sub("_", text).rstrip(" ."))
    stem = stem.strip(" .") or "file"
    if _RESERVED_ON_WINDOWS.fullmatch(stem.split(".")[0].strip()):
        stem = f"_{stem}"
    return stem[: LONGEST - len(extension)].rstrip(" .") + extension


def extension_of(name: str) -> str:
    """What stands behind the last dot, in lower case and without the dot; Refused when the name misleads."""
    name = _last_part(name)
    if _CONTROLS.search(name) or REORDERING.search(name):
        raise Refused("The file's name holds hidden characters: rename the file and upload it again.")
    if name.endswith((".", " ")):
        raise Refused("The file's name ends in a dot or a space: rename the file and upload it again.")
    if ":" in name.rpartition(".")[2]:
        raise Refused("The file's name has a colon in its ending: rename the file and upload it again.")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        raise Refused("The file's name has no ending such as .pdf: save the file with its ending and upload it again.")
    return extension.lower()


def one_line(text: str) -> str:
    """The same text on one line, without what cannot be seen or breaks a header."""
    text = _CONTROLS.sub(" ", _INVISIBLE.sub("", text))
    return " ".join(text.encode("utf-8", "ignore").decode().split())


def _last_part(name: str) -> str:
    parts = [part for part in _SEPARATORS.split(name) if part.strip(" .")]
    return parts[-1] if parts else ""


def _split(name: str) -> tuple[str, str]:
    stem, dot, extension = name.rpartition(".")
    return (stem, dot + extension) if dot and _EXTENSION.fullmatch(extension) else (name, "")
