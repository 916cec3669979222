"""Apostrophes, stray spaces, ligatures, hyphens at line ends and encodings."""

from tests.reports.fenmarsh import (
    HOSPITALS, TEXT, TOLD, WILLOW, changed, expecting, with_finding, with_recommendation,
)
from tests.reports.variant import Variant, text_variant

CURLY = changed(("'", "\u2019"))
CHILDRENS = "Fenmarsh Children's Hospital NHS Foundation Trust"
CHILDRENS_EXPECTED = with_recommendation(
    "1.", expecting(providers=(CHILDRENS, *expecting().providers[1:])), organisations=(CHILDRENS,)
)
LOST = "Fenmarsh Councils Public Health Team"
WHOLE = ("the whole file",)


def childrens(name: str, heading: str) -> Variant:
    """A hospital with an apostrophe in its name, which the group's heading spells otherwise."""
    return text_variant(
        name, (HOSPITALS, CHILDRENS), (f"1. {CHILDRENS} should", f"1. {heading} should"), expected=CHILDRENS_EXPECTED
    )


def hyphened(name: str, *changes: tuple[str, str], **how) -> Variant:
    """Words divided at line ends; elsewhere in the report they stand whole, so that nobody need guess."""
    whole = ("Nine of us", "Safeguarding needs follow-up, early appointments and co-ordinated work. Nine of us")
    return text_variant(name, whole, *changes, **how)


VARIANTS = (
    Variant("curly apostrophes", CURLY.encode),
    text_variant(
        "lost apostrophe",
        (TOLD, LOST),
        expected=with_finding(
            "2.1",
            text=f"Families wait for a school nurse. This has been drawn to the attention of {LOST} as the commissioner.",
            drawn_to_attention_of=LOST,
        ),
    ),
    childrens("curly apostrophe in a heading only", CHILDRENS.replace("'", "\u2019")),
    childrens("lost apostrophe in a heading", CHILDRENS.replace("'", "")),
    childrens("space for the apostrophe in a heading", CHILDRENS.replace("'s", " s")),
    text_variant("stray space in a label", ("Date of publication:", "Date of publi cation:"), ("CCGs included", "CCGs inclu ded")),
    text_variant("stray space in a heading", (f"1. {HOSPITALS} should", "1. Fenmarsh Hospi tals NHS Found ation Trust should")),
    text_variant("stray space in should", (f"{WILLOW} should", f"{WILLOW} sho uld")),
    text_variant("stray space in a citation", ("visits. [Recommendation 1.1]", "visits. [Recommen dation 1.1]")),
    text_variant("stray space in a citation's number", ("visits. [Recommendation 1.1]", "visits. [Recommendation 1. 1]")),
    text_variant("stray space in Recommendations", ("\nRecommendations\n\n1", "\nRecommen dations\n\n1")),
    text_variant("stray space in Next steps", ("\nNext steps\n\nAn", "\nNext st eps\n\nAn")),
    text_variant("doubled and hard spaces", (" ", "\u00a0 ")),
    text_variant("zero-width spaces", ("should:", "should\u200b:"), ("1.1 ", "1.1\u200b "), ("Trust", "Tru\u200bst")),
    text_variant(
        "ligatures",
        ("first", "\ufb01rst"),
        ("Young people wait", "O\ufb03ces that are a\ufb00ected by \ufb02ooding \ufb01nd that young people wait"),
        expected=with_finding(
            "2.2",
            text="Offices that are affected by flooding find that young people wait too long for a first appointment.",
        ),
    ),
    hyphened("soft hyphens inside lines", ("appointment.", "appoint\u00adment."), ("safeguarding", "safe\u00adguard\u00ading")),
    hyphened("soft hyphens at line ends", ("appointment.", "appoint\u00ad\nment."), ("safeguarding", "safe\u00ad\nguarding")),
    hyphened(
        "words divided at line ends", ("first appointment.", "first appoint-\nment."),
        ("safeguarding twice", "safe-\nguarding twice"), ("early appointments", "an early appointment"),
    ),
    hyphened("a real hyphen at a line end", ("follow-up calls", "follow-\nup calls")),
    hyphened("U+0002 in a divided word", ("safeguarding twice", "safe\x02guarding twice")),
    hyphened("U+0002 for a real hyphen", ("follow-up calls", "follow\x02up calls")),
    text_variant(
        "U+0002 in a word that stands nowhere else", ("conferences", "con\x02ferences"),
        may=("recommendation 3.1", "the whole file"),
    ),
    text_variant(
        "a word divided that stands nowhere else", ("conferences", "con-\nferences"),
        may=("recommendation 3.1", "the whole file"),
    ),
    text_variant(
        "a real hyphen at a line end, the word standing nowhere else", ("calls are made", "hand-held calls are made"),
        ("hand-held", "hand-\nheld"),
        expected=with_finding("3.1.2", text="Nobody checks that follow-up hand-held calls are made."),
        may=("finding 3.1.2", "the whole file"),
    ),
    Variant("Windows-1252", lambda: CURLY.encode("cp1252"), may=WHOLE),
    Variant("UTF-16 with its mark", lambda: CURLY.encode("utf-16")),
    Variant("UTF-16, big end first", lambda: b"\xfe\xff" + CURLY.encode("utf-16-be")),
    Variant("UTF-8 with its mark", lambda: CURLY.encode("utf-8-sig")),
    Variant("old Mac line ends", lambda: TEXT.replace("\n", "\r").encode()),
    Variant("line and paragraph separators", lambda: TEXT.replace("\n\n", "\u2029").replace("\n", "\u2028").encode()),
    text_variant(
        "a character that was lost", ("one form for", "one f\ufffdrm for"),
        expected=with_recommendation("3.1", text="Give family doctors one f\ufffdrm for reports to case conferences."),
        must=("the whole file|recommendation 3.1",),
    ),
)  # fmt: skip
