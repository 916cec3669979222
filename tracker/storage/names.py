"""What kept bytes are called, in a folder and in a bucket alike: one can be copied to the other as it is."""

import re

_SHA256 = re.compile(r"[0-9a-f]{64}")


def is_sha256(name: str) -> bool:
    """Whether it is 64 lower-case hexadecimal digits."""
    return _SHA256.fullmatch(name) is not None


def object_name(sha256: str) -> str:
    """The place below the store's root; ValueError for anything but a hash, so that nothing else becomes a path."""
    if not is_sha256(sha256):
        raise ValueError("A SHA-256 is 64 lower-case hexadecimal digits.")
    return f"objects/{sha256[:2]}/{sha256}"
