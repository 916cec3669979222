"""The lead of a row: a post, or a person's name, which does not belong in a published plan."""

import re

_ROLES = frozenset("""
    adviser advisor associate audit board ccg chair chief clinical clinician commissioner commissioning committee consultant coordinator
    council deputy designated development director directorate division doctor emergency executive facilitator general governance gp gps
    group head health improvement information lead leads learning liaison manager managers matron maternity medical midwife midwifery
    mental named nhs nurse nurses nursing officer operations operational paediatric paediatrician partner partnership performance
    physician practice practitioner practitioners primary professional programme project quality representative safeguarding school
    secretary senior service services sister social specialist staff strategic supervisor team teams therapist training transformation
    accident administrator allied analyst assurance business company contracts corporate digital early experience estates family finance
    governor help human intelligence legal obstetrics outpatient outpatients paediatrics patient patients pharmacy police point public
    research resources risk safety sexual strategy systems therapies turning urgent wards ward
    trust visitor visiting worker workforce all each provider providers department unit community hospital children adult care
""".split())  # fmt: skip
_TITLE = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Miss|Prof|Professor|Sr|Sister|Cllr)\.? +[A-Z][a-z’'-]+")
_NAME = re.compile(r"(?<![A-Za-z])(?:[A-Z][a-z’'-]+|[A-Z]\.?)(?: +(?:[A-Z]\.? +)?[A-Z][a-z’'A-Z-]+){1,2}(?![A-Za-z])")
_INITIALS = re.compile(r"[A-Z]{2,3}")
_KNOWN_LETTERS = frozenset("GP CCG DN DD HON HV LAC ED MD CEO COO CNO DON CQC NHS MFT SN TBC CHC CFO GPS HOM DOM".split())
NO_NAMES = "Names of people do not belong in a published plan: put the post here."


def check_post(text: str) -> tuple[str, ...]:
    """What to say of a lead: nothing for a post, otherwise that it looks like a person."""
    name = person_in(text)
    return (f"“{name}” looks like a person. {NO_NAMES}",) if name else ()


def person_in(text: str) -> str:
    """What looks like a person's name or initials; "" for a post."""
    titled = _TITLE.search(text)
    if titled:
        return titled.group()
    for match in _NAME.finditer(text):
        words = re.findall(r"[a-z]+", match.group().lower())
        if not _ROLES & set(words) and any(len(word) > 1 for word in words):
            return match.group()
    pieces = [piece.strip() for piece in re.split(r"[/,&\n]| and ", text) if piece.strip()]
    if pieces and all(_INITIALS.fullmatch(piece) and piece not in _KNOWN_LETTERS for piece in pieces):
        return text.strip()
    return ""
