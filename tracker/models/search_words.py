"""Search words: what somebody typed, read as numbers and words, and the places where they stand in a text. Pure."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 200  # characters of a search
MOST = 10  # words of a search
SHORTEST = 3  # letters of a word: the index knows no shorter pieces
AROUND = 80  # characters before and after the first match of a long text
PIECE = re.compile(r'"([^"]*)"?|(\S+)')
NUMBER = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2}){1,2}\.?")
APOSTROPHES = re.compile("['’]")


@dataclass(frozen=True)
class Sought:
    """`numbers` are numbers of recommendations and findings, `short` what is too short to be searched for."""

    typed: str
    words: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    cut: bool = False

    @classmethod
    def of(cls, typed: str) -> "Sought":
        """Read any text: what stands between quotation marks is one word; nothing that is typed is a command."""
        plain = "".join(" " if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in typed.translate({0x201C: '"', 0x201D: '"'}))
        plain = " ".join(plain.split())
        pieces = list(dict.fromkeys(_pieces(plain[:LONGEST])))
        long = [piece for piece in pieces if len(piece) >= SHORTEST][:MOST]
        numbers = [piece for piece in long if NUMBER.fullmatch(piece)]
        cut = len(plain) > LONGEST or len([p for p in pieces if len(p) >= SHORTEST]) > MOST
        return cls(
            plain[:LONGEST], tuple(w for w in long if w not in numbers), tuple(n.rstrip(".") for n in numbers),
            tuple(p for p in pieces if len(p) < SHORTEST), cut,
        )  # fmt: skip

    def __bool__(self) -> bool:
        return bool(self.words or self.numbers)

    def marked(self, text: str) -> list[tuple[str, bool]] | None:
        """The text around the first match as (piece, is it a match); None when no word stands in it."""
        matches = list(self._pattern.finditer(text)) if self else []
        if not matches:
            return None
        start, end = _stretch(text, matches[0].start(), matches[0].end())
        pieces, at = [("…", False)] if start else [], start
        for match in matches:
            if match.end() <= end:
                pieces += [(text[at : match.start()], False), (match.group(), True)]
                at = match.end()
        pieces += [(text[at:end], False)] + ([("…", False)] if end < len(text) else [])
        return [(words, is_match) for words, is_match in pieces if words]

    @property
    def _pattern(self) -> re.Pattern:
        words = [APOSTROPHES.sub("['’]", re.escape(word)) for word in sorted(self.words, key=len, reverse=True)]
        numbers = [rf"(?<![\d.]){re.escape(n)}(?!\d|\.\d)" for n in self.numbers]
        return re.compile("|".join(words + numbers), re.IGNORECASE)


def spellings(word: str) -> list[str]:
    """A word with straight and with curly apostrophes: reports have either, keyboards only one."""
    return list(dict.fromkeys([word, APOSTROPHES.sub("'", word), APOSTROPHES.sub("’", word)]))


def beginning(text: str) -> list[tuple[str, bool]]:
    """The first words of a text in which nothing is to be marked."""
    _, end = _stretch(text, 0, 0)
    return [(text[:end], False)] + ([("…", False)] if end < len(text) else [])


def _pieces(plain: str):
    for match in PIECE.finditer(plain):
        piece = (match[1] if match[2] is None else match[2].replace('"', "")).strip()
        if piece:
            yield piece


def _stretch(text: str, first: int, last: int) -> tuple[int, int]:
    """Where to cut a long text around a match: between words where there are any."""
    start = max(0, first - AROUND)
    end = min(len(text), last + 2 * AROUND)
    if start and " " in text[start:first]:
        start = text.index(" ", start, first) + 1
    if end < len(text) and " " in text[last:end]:
        end = text.rindex(" ", last, end)
    return start, end
