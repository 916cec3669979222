"""File names that every system takes: Windows with its reserved names, Linux with its 255 bytes."""

import re
import unicodedata

FORBIDDEN = re.compile(r'[<>:"/\\|?*%]')
RESERVED = re.compile(r"^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)", re.IGNORECASE)
EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,8}$")


def safe_name(text: str, limit: int) -> str:
    """Turn any text into one part of a path: at most `limit` UTF-8 bytes, its extension kept, never empty, a dot name or reserved."""
    visible = "".join(filter(_visible, unicodedata.normalize("NFC", text)))
    name = re.sub(" +", " ", FORBIDDEN.sub("_", visible)).strip(" .")
    extension = EXTENSION.search(name)
    ending = extension.group() if extension else ""
    stem = name[: len(name) - len(ending)].encode()[: limit - len(ending) - 1].decode(errors="ignore").strip(" .")
    return RESERVED.sub(r"\1_", stem + ending) or "unnamed"


def _visible(character: str) -> bool:
    return character == " " or unicodedata.category(character)[0] not in "CZ"


class UniquePaths:
    """Paths given out so far, compared as Windows and macOS compare them: without case and composed."""

    def __init__(self):
        self._taken = set()

    def claim(self, path: str) -> str:
        """Give `path`, or the first of "path (2)", "path (3)" … that is free; the extension stays last."""
        extension = EXTENSION.search(path)
        ending = extension.group() if extension else ""
        candidate, count = path, 1
        while self._key(candidate) in self._taken:
            count += 1
            candidate = f"{path[: len(path) - len(ending)]} ({count}){ending}"
        self._taken.add(self._key(candidate))
        return candidate

    @staticmethod
    def _key(path: str) -> str:
        return unicodedata.normalize("NFKC", path).casefold()
