"""Running headers, footers and page numbers that fall into the text."""

from tests.reports.fenmarsh import CONTENTS, TITLE, changed, expecting, with_finding
from tests.reports.variant import Variant, text_variant

CAPITALISED = "Review of Health Services for Children Looked after and Safeguarding in Fenmarsh"
BREAKS = ("Women told us", "1.3 Letters", "say in every letter", "2.2 Report", "calls are made", "four times a year")


def paged(name: str, running: str) -> Variant:
    """The text with running lines between paragraphs and inside sentences, wherever a page could end."""
    lines = ((place, f"\n{running.format(number)}\n{place}") for number, place in enumerate(BREAKS, 2))
    return Variant(name, changed(*lines).encode)


VARIANTS = (
    paged("page numbers in mid-text", "Page {} of 9"),
    paged("page numbers between blank lines", "\nPage {} of 9\n"),
    paged("title and page number in mid-text", f"{TITLE}\nPage {{}} of 9"),
    paged("title capitalised otherwise in mid-text", f"{CAPITALISED}\nCare Quality Commission Page {{}} of 9"),
    paged("title and page number on one line", f"{CAPITALISED} Page {{}} of 9"),
    paged("footer before header", f"Care Quality Commission\nPage {{}} of 9\n\f{TITLE}"),
    paged("bare page numbers", "\n{}\n\f"),
    paged("form feeds", "\f"),
    text_variant(
        "page numbers inside the sentence's line",
        ("say in every letter", f"say in {CAPITALISED} Page 7 of 9 every letter"),
        ("welcome it.", f"welcome {CAPITALISED} Page 4 of 9 it."),
        ("follow-up calls", f"follow-up {CAPITALISED} Page 5 of 9 calls"),
    ),
    text_variant("contents without page numbers", (CONTENTS, CONTENTS.translate(dict.fromkeys(map(ord, "\t0123456789"))))),
    text_variant("contents with dots", ("\t3\n", " ......... 3\n"), ("\t6\n", ".....6\n"), ("\t9\n", " . . . . 9\n")),
    text_variant(
        "contents with numbers",
        ("Early help\t", "1. Early help\t"), ("Children in need\t", "2. Children in need\t"),
        ("Management\t", "3. Management\t"), ("Leadership\t", "3.1 Leadership\t"),
    ),
    text_variant("no contents", (CONTENTS, ""), may=("contents", "findings")),
    text_variant(
        "section names twice",
        ("Nine of us", "Recommendations\n\nSome things should get better.\n\nNext steps\n\nWe wait for a plan.\n\nNine of us"),
    ),
    text_variant(
        "last headings in capitals",
        ("\nRecommendations\n\n1", "\nRECOMMENDATIONS\n\n1"), ("\nNext steps\n\nAn", "\nNEXT STEPS\n\nAn"),
    ),
    text_variant(
        "an ampersand in the contents only",
        ("Leadership\t", "Leadership & management\t"), ("3.1 Leadership", "3.1 Leadership and management"),
        expected=with_finding(
            "3.1.1",
            with_finding("3.1.2", with_finding("3.1", text="Leadership and management"), section="Leadership and management"),
            section="Leadership and management",
        ),
    ),
    text_variant(
        "a subsection without its number in the contents",
        ("Leadership\t6\n", ""), expected=expecting(), may=("contents", "findings", "finding 3.1"),
    ),
)  # fmt: skip
