"""Home addresses: a postcode close after somebody's name. Addresses of organisations stand in every paper and are left out."""

import re
from collections.abc import Iterator
from itertools import islice

from tracker.checks.table_columns import in_column

POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b")
_TITLED = re.compile(r"\b(?:Mrs|Mr|Ms|Miss|Master|Mx|Baby)\b\.? [A-Z][\w'’-]*")
_WHO = "child|patient|mother|father|parent|carer|baby|sibling|brother|sister|young person|service user|family"
_LIVES = re.compile(rf"\b(?:{_WHO})\b(?: name)? ?:|\b(?:{_WHO})\b[^.\n]{{0,60}}\b(?:lives?|lived|living|resides?|home address|(?:at|of) \d+)\b|\bhome address\b", re.IGNORECASE)
_NAME_ALONE = re.compile(r"(?:Name: ?)?[A-Z][a-z'’-]+(?: [A-Z]\.?)?(?: [A-Z][A-Za-z'’-]+){1,2},?")
_STREET = re.compile(r"(?:Flat \w+,? ?)?\d+[A-Za-z]?,? [A-Z]")
_ORGANISATION = re.compile(
    r"\b(?:hospitals?|trust|ccg|group|nhs|councils?|surger(?:y|ies)|cent(?:re|er)s?|clinics?|practice|schools?|academy|college|offices?|headquarters|"
    r"commission|cqc|universit(?:y|ies)|board|department|unit|nursery|library|limited|ltd|services?|police|court|business|floor|suite|team|"
    r"directorate|agency|charity|association|company|hub|station|chief|officer|director|nurse|manager|doctor|gp|consultant|chair|secretary|minister)\b",
    re.IGNORECASE,
)
_REACH = 4  # lines above a postcode
_NEAR = 200  # characters of a line
_MOST = 3_000  # postcodes of one file that are looked at
_HEADING = re.compile(r"\W*(?:home )?post ?code\W*", re.IGNORECASE)
_PERSON_HEADING = re.compile(rf"\W*(?:(?:{_WHO}|client)(?:['’]s)? )?(?:full |first |last |family )?(?:name|surname|forename|initials)s?\W*", re.IGNORECASE)


def home_postcodes(lines: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """(place, postcode) of each."""
    found = ((at, match) for at, (_, text) in enumerate(lines) for match in POSTCODE.finditer(text))
    for at, match in islice(found, _MOST):
        above = [line[-_NEAR:] for _, line in lines[max(0, at - _REACH) : at]]
        if _is_home([*above, match.string[max(0, match.start() - _NEAR) : match.end() + _NEAR]]):
            yield lines[at][0], match[0]
    yield from ((place, cell) for place, cell in in_column(lines, _HEADING, beside=_PERSON_HEADING) if POSTCODE.fullmatch(cell))


def _is_home(above: list[str]) -> bool:
    """Whether these lines, of which the last holds a postcode, begin with a person and name no organisation."""
    for start in range(len(above) - 1, -1, -1):
        if not above[start].strip() and start < len(above) - 1:
            return False  # another paragraph
        if _ORGANISATION.search(above[start]):
            return False
        if _TITLED.search(above[start]) or _LIVES.search(above[start]):
            return True
        if _NAME_ALONE.fullmatch(above[start].strip()) and len(above) > start + 2 and _STREET.match(above[start + 1].strip()):
            return True
    return False
