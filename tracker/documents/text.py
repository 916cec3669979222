"""Text as documents may hold it: no character that a format forbids, nothing lost in silence."""

import re
import unicodedata

# Overrides and embeddings make a line read differently from what was typed; marks such as U+200F stay.
REORDERING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
NEW_LINES = re.compile("\r\n|[\r\x85\u2028\u2029]")


def readable(value):
    """Give the same dict, list or text with every string free of control characters, lone surrogates and reordering marks."""
    if isinstance(value, str):
        if value.isprintable() or value.replace("\n", "").isprintable():  # as nearly all are; the rest is looked at character by character
            return value
        return "".join(filter(_allowed, NEW_LINES.sub("\n", value)))
    if isinstance(value, dict):
        return {key: readable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [readable(item) for item in value]
    return value


def cut(text: str, limit: int, ending: str = "…") -> str:
    """Shorten `text` to at most `limit` UTF-16 units, the unit that Office counts in; `ending` says that it was cut."""
    if 2 * len(text) <= limit:  # as nearly all are: no letter has more than two units
        return text
    encoded = text.encode("utf-16-le")
    if len(encoded) <= 2 * limit:
        return text
    kept = encoded[: 2 * (limit - len(ending))]
    return kept.decode("utf-16-le", "ignore").rstrip() + ending


def sentence(text: str | None) -> str:
    """Begin with a capital letter and leave the rest as it is."""
    return text[:1].upper() + text[1:] if text else ""


def _allowed(character: str) -> bool:
    if character in "\n\t":
        return True
    noncharacter = ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
    return not noncharacter and character not in REORDERING and unicodedata.category(character) not in ("Cc", "Cs")
