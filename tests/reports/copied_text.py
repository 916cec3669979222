"""Text as it comes out of a PDF or a word processor by copying: numbers, bullets, values and headers on lines of their own."""

import re

from tests.reports.fenmarsh import CCG, HOSPITALS, LANTERN, SALTWAY, TEXT, TITLE, WILLOW, changed
from tests.reports.judge import spaced_anyhow
from tests.reports.variant import Variant, text_variant

HEADER = "Review of Health Services for Children Looked after and Safeguarding in Fenmarsh"
PLAIN = TEXT.replace("](#)", "").replace("[", "")
PROVIDERS = f"{HOSPITALS} (FHFT) {WILLOW} (RWPT) {SALTWAY} (SCH) {LANTERN}"
NUMBER = re.compile(r"(?m)^(\d(?:\.\d)*\.?) (?=[A-Z])")
LABELS = ("Date of review:", "Date of publication:", "Name(s) of CQC inspector:", "CCGs included:", "CQC region:")
CITED = "Recommendation 1.2 Recommendation 3.1"


def headed(text: str) -> str:
    """The text with a header above the cover and two page ends."""
    for number, place in enumerate(("2.2 Young", "2.1 See"), 1):
        text = changed((place, f"Care Quality Commission Page {number} of 3\n\n\f{HEADER}\n\n{place}"), text=text)
    return f"{HEADER}\n\n{text}"


def once_headed(text: str) -> str:
    """The text on two pages, the cover without a header."""
    page_end = f"Care Quality Commission Page 1 of 2\n\n\f{HEADER}\n\n"
    return changed(("2.2 Young", f"{page_end}2.2 Young"), text=text)


VARIANTS = (
    Variant("copied: running header above the cover's title", headed(PLAIN).encode),
    Variant("copied: running header once, behind a form feed", once_headed(PLAIN).encode),
    Variant("copied: title as running header above the cover", headed(PLAIN).replace(HEADER, TITLE).encode),
    Variant("copied: numbers on lines of their own", NUMBER.sub(r"\1\n", PLAIN).encode),
    Variant("copied: numbers parted from their texts by blank lines", NUMBER.sub(r"\1\n\n", PLAIN).encode),
    text_variant(
        "copied: bullets before all their texts",
        ("- at the first visit\n- again before the birth", "•\n•\n\nat the first visit\nagain before the birth"),
        may=("finding 1.1", "findings"),
    ),
    text_variant(
        "copied: bullets parted from their texts by blank lines",
        ("- at the first visit\n- again before the birth", "•\n\nat the first visit\n\n•\n\nagain before the birth"),
        may=("finding 1.1", "findings"),
    ),
    text_variant(
        "copied: bullets lost",
        ("- at the first visit\n- again before the birth", "at the first visit\nagain before the birth"),
        may=("finding 1.1", "findings"), look=spaced_anyhow,
    ),
    text_variant("copied: providers parted by blank lines", (PROVIDERS, PROVIDERS.replace(") ", ")\n\n"))),
    text_variant("copied: front table in columns of spaces", *((f"{label}\t", f"{label:<45}") for label in LABELS)),
    text_variant(
        "copied: providers in a column of spaces",
        (f"Provider services included:\t{PROVIDERS}",
         f"Provider services included:          {HOSPITALS.replace(' Found', chr(10) + ' ' * 37 + 'Found')} (FHFT)\n\n"
         + "\n\n".join(" " * 37 + name for name in (f"{WILLOW} (RWPT)", f"{SALTWAY}\n{' ' * 37}(SCH)", LANTERN)) + "\n"),
    ),
    Variant("copied: page numbers of the contents on lines of their own", re.sub(r"\t(\d)$", r"\n\1", PLAIN, flags=re.M).encode),
    Variant(
        "copied: contents' page numbers apart, section numbers without dots",
        re.sub(r"(?m)^(\d)\. ", r"    \1 ", re.sub(r"\t(\d)$", r"\n\1", PLAIN, flags=re.M)).encode,
    ),
    Variant("copied: contents' page numbers after all names", re.sub(
        r"Contents\n\n.*?\n\n", "Contents\n\nSummary of the review\nEarly help\nChildren in need\nManagement\nLeadership\n"
        "Recommendations\nNext steps\n\n3\n4\n5\n6\n6\n8\n9\n\n", PLAIN, flags=re.S).encode, may=("contents", "findings")),
    Variant("copied: citation wrapped before its number", changed((CITED, CITED[:-4] + "\n3.1"), text=PLAIN).encode),
    Variant(
        "copied: first citation wrapped before its number",
        changed((CITED, "Recommendation\n1.2 Recommendation 3.1"), text=PLAIN).encode,
    ),
    Variant("copied: citations one a line", changed((CITED, CITED.replace(" Rec", "\nRec")), text=PLAIN).encode),
    text_variant(
        "copied: citation in brackets wrapped before its number", ("[Recommendation 3.1](#)", "[Recommendation\n3.1]")
    ),
    Variant("copied: without blank lines", re.sub(r"\n+", "\n", PLAIN).encode, may=("finding 1.1",), look=spaced_anyhow),
    text_variant("copied: sender wrapped", (f"from {CCG} within", "from NHS\nFenmarsh CCG\nwithin")),
)  # fmt: skip
