"""Looking through a file for signs of personal data, in the child process where a parser could fail on it."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import BinaryIO

from tracker.checks.file_lines import file_lines
from tracker.checks.personal_data import Sign, signs_in
from tracker.isolated import SECONDS, Ended, run_apart

MOST_CHARACTERS = 4_000_000  # of one file; what follows is not searched
PLAIN = ("txt", "csv")  # nothing to parse, so no process is started for a short one
SHORT = 1 << 20  # bytes
PICTURES = ("jpg", "png", "tif", "heic")


@dataclass(frozen=True)
class SignSearch:
    """What was found. `whole` says that all of the file was searched; pictures and scanned pages cannot be."""

    signs: tuple[Sign, ...] = ()
    whole: bool = False

    def __bool__(self) -> bool:
        """Whether there is any sign of personal data."""
        return bool(self.signs)

    @property
    def as_json(self) -> dict:
        """What `from_json` reads back: kinds, counts and places."""
        return {"signs": [asdict(sign) for sign in self.signs], "whole": self.whole}

    @classmethod
    def from_json(cls, kept: dict | None) -> "SignSearch | None":
        """A search that was kept; None for a file that came before there were any."""
        if kept is None:
            return None
        return cls(tuple(Sign(**sign | {"places": tuple(sign["places"])}) for sign in kept["signs"]), kept["whole"])


def search_file(file: BinaryIO, extension: str, size: int, *, seconds: float = SECONDS) -> SignSearch:
    """The signs in an open file of this type and of so many bytes; never raises for what is in it. Moves its position."""
    if extension in PICTURES:
        return SignSearch()
    if extension in PLAIN and size <= SHORT:
        file.seek(0)
        return _search(file_lines(file, extension))
    try:
        return SignSearch.from_json(json.loads(run_apart("tracker.checks.file_search:searched", file, extension=extension, seconds=seconds)))
    except Ended:
        return SignSearch()


def searched(file: BinaryIO, extension: str) -> bytes:
    """In the child: the search as JSON."""
    file.seek(0)
    return json.dumps(_search(file_lines(file, extension)).as_json).encode()


def _search(lines: Iterable[tuple[str, str]]) -> SignSearch:
    """Where nothing could be read, nothing was searched; what was read before a parser failed counts."""
    taken, left, whole = [], MOST_CHARACTERS, True
    try:
        for place, text in lines:
            taken.append((place, text[:left]))
            left -= len(text)
            if left <= 0:
                break
    except Exception:  # NotSearched, or whatever a parser fails with on a damaged or hostile file
        whole = False
    return SignSearch(tuple(signs_in(taken)), whole and 0 < left < MOST_CHARACTERS)
