"""NHS numbers: ten digits, as people write them, whose last one is the right check digit."""

import re
import unicodedata
from collections.abc import Iterator

import nhs_number

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-") | dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
# In groups of 3, 3 and 4 or in one; not inside a longer number, a decimal, a checksum or a number with a country's code.
_START = r"(?:(?<![^\W_])(?<![+])(?<!\d[.-])|(?<=NHS)|(?<=(?i:NHSNo))|(?<=(?i:NHSNumber)))"
_GAP = r"(?:[^\S\t]|[_()-]){0,3}"  # a tab parts two cells
_MARK = r" ?[./] ?"  # where it parts the first two groups it parts the others too: "943.476 5919" are two numbers
_END = r"(?![^\W_]|[.-]\d)"
_TEN_DIGITS = re.compile(rf"{_START}(\d{{3}})(?:(?P<mark>{_MARK})|{_GAP})(\d{{3}})(?(mark)(?P=mark)|{_GAP})(\d{{4}}){_END}")
_OTHER = re.compile(r"(isbn(-10)?:? *|\+\d{1,3}[ ()0]*)$", re.IGNORECASE)  # books have the same check digit; a telephone number


def nhs_numbers(lines: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """(place, number) of each."""
    for place, text in lines:
        for found in _TEN_DIGITS.finditer(_plain(text)):
            number = "".join(found.group(1, 3, 4))
            if nhs_number.is_valid(number) and len(set(number)) > 1 and not _OTHER.search(found.string[max(0, found.start() - 20) : found.start()]):
                yield place, number


def _plain(text: str) -> str:
    """Every kind of digit, space and dash as ASCII has it, and nothing invisible between them."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_DASHES)
