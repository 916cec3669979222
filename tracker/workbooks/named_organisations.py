"""Which organisations a cell names, in full, without NHS, or by their letters: "MFT", "KMPT", "the CCG"."""

import re
from collections.abc import Sequence
from functools import lru_cache

from tracker.reading import organisation_key

_LETTERS = re.compile(r"\b[A-Z]{3,8}\b")
_SMALL = frozenset({"and", "of", "the", "for", "in"})
_NO_NAMES = frozenset({"NHS", "CCG", "RAG", "TBC", "CQC", "FGM", "CSE", "LAC", "CEO", "COO", "CNO", "DON", "HON", "HOM"})


def named_in(text: str, organisations: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """(the organisations that a text names, in their order; how letters were read)."""
    key = f" {_key(text)} "
    spoken = {name for name in organisations if f" {_key(name)} " in key}
    # a name within a longer name that is there as well is not meant by itself
    spoken = {name for name in spoken if not any(name != other and _key(name) in _key(other) for other in spoken)}
    said = []
    for letters in dict.fromkeys(_LETTERS.findall(text)):
        meant = [name for name in organisations if letters not in _NO_NAMES and _may_stand_for(letters, name)]
        if len(meant) == 1 and meant[0] not in spoken:
            spoken.add(meant[0])
            said.append(f"“{letters}” was read as {meant[0]}.")
    if not spoken and re.search(r"\bccg\b", key):
        spoken = _only_ccg(organisations)
    return [name for name in organisations if name in spoken], tuple(said)


@lru_cache(maxsize=1024)
def _key(name: str) -> str:
    return organisation_key(name)


def _may_stand_for(letters: str, name: str) -> bool:
    """Whether the letters are the first ones of the name's words, some of them left out, the first and the last not."""
    words = [word for word in re.findall(r"[A-Za-z]+", name) if word.lower() not in _SMALL]
    initials = "".join(word[0].upper() if not word.isupper() or word == "NHS" else word for word in words).replace("CIC", "")
    rest = iter(initials)
    return bool(initials) and letters[0] == initials[0] and all(letter in rest for letter in letters)


def _only_ccg(organisations: Sequence[str]) -> set[str]:
    groups = {name for name in organisations if _key(name).endswith(" ccg")}
    return groups if len(groups) == 1 else set()
