"""Numbers with and without dots, bold or with bullets; headings with and without numbers; wrapped lines."""

import textwrap

from tests.reports.fenmarsh import CCG, HOSPITALS, RECOMMENDATIONS, TEXT, WILLOW, changed, with_finding, with_recommendation
from tests.reports.variant import Variant, text_variant

ITEMS = ("\n1.1 Check", "\n1.2 Write", "\n2.1 See", "\n2.2 Report", "\n3.1 Give")
GROUPS = (f"1. {HOSPITALS} should:", f"2. {WILLOW} should:", f"3. {CCG} should:")


def items(name: str, shape: str, places: tuple[str, ...] = ITEMS, **how) -> Variant:
    """The recommendations' numbers printed in another shape, "{} " being the plain one."""
    pieces = ((place, "\n" + shape.format(*place.split()) + place.split()[1]) for place in places)
    return text_variant(name, *pieces, **how)


def without_blank_lines() -> str:
    """The report's recommendations as one block of lines."""
    block = RECOMMENDATIONS.replace("\n\n", "\n").replace("Recommendations\n", "Recommendations\n\n")
    return TEXT.replace(RECOMMENDATIONS, block)


def wrapped_at_40() -> str:
    """Every line but the title and the tables' rows wrapped, with hanging indents."""
    lines = TEXT.split("\n")
    return "\n".join(
        line
        if "\t" in line or line.startswith("Review of")
        else textwrap.fill(line, 40, subsequent_indent="    ", break_on_hyphens=False)
        for line in lines
    )


VARIANTS = (
    items("final dots", "{}. "),
    items("bullets before the items", "- {} "),
    items("bullets and final dots, indented", " - {}. "),
    items("dot bullets before the items", "• {}\t"),
    items("brackets after the numbers", "{}) "),
    items("bold numbers", "**{}** "),
    items("middle dots before the items", "· {} "),
    items("a font's own bullets before the items", "\uf0b7 {} "),
    items("dashes before the items", "– {} "),
    items("stars before the items", "* {} "),
    items("hard spaces after the numbers", "{}\u00a0"),
    items("final dots in one group only", "{}. ", ITEMS[:2]),
    items("numbers parted by tabs", "{}\t"),
    items("numbers on lines of their own", "{}\n"),
    text_variant("bold in one group only", (GROUPS[0], f"**{GROUPS[0]}**")),
    text_variant("bold after the group's number", (GROUPS[1], f"2. **{WILLOW} should:**")),
    text_variant("group numbers without dots", *((group, group.replace(". ", " ", 1)) for group in GROUPS)),
    text_variant("groups without numbers", *((f"\n{group}", f"\n{group[3:]}") for group in GROUPS)),
    text_variant("one group's heading without its number", (GROUPS[1], GROUPS[1][3:])),
    text_variant("headings without colons", *((group, group[:-1]) for group in GROUPS)),
    text_variant("headings that end in must", (GROUPS[1], f"2. {WILLOW} must:"), may=("*",)),
    Variant("no blank lines", without_blank_lines().encode),
    text_variant("a heading over two lines", (GROUPS[1], "2. Reed and Willow Partnership\nNHS Trust should:")),
    text_variant("a heading parted from should", (GROUPS[0], f"1. {HOSPITALS}\nshould:")),
    text_variant("items wrapped at a number", ("within six weeks", "within\n6 weeks"),
                 expected=with_recommendation("2.1", text="See every young person within 6 weeks.")),
    text_variant("headings that say should ensure that", (f"{WILLOW} should:", f"{WILLOW} should ensure that:"), may=("*",)),
    Variant("every line wrapped at 40 letters", wrapped_at_40().encode),
    text_variant(
        "an item that names an organisation and should",
        ("Report to the board", f"Agree with {CCG} what the trust should report to the board"),
        expected=with_recommendation(
            "2.2", text=f"Agree with {CCG} what the trust should report to the board four times a year."
        ),
    ),
    text_variant(
        "a wrapped line that starts like a finding",
        ("Young people wait too long", "Young people wait too long: after six months the part of them rose by\n2.3 per cent"),
        expected=with_finding(
            "2.2",
            text="Young people wait too long: after six months the part of them rose by 2.3 per cent for a first appointment.",
        ),
        may=("finding 2.2", "finding 2.3", "findings"),
    ),
    text_variant(
        "a year at the start of a wrapped line", ("twice a year", "twice in\n2014. A year"),
        expected=with_finding("3.1.1", text="The board hears about safeguarding twice in 2014. A year."),
    ),
    text_variant("a section's heading without its number", ("\n2. Children in need\n", "\nChildren in need\n")),
    text_variant("section numbers without dots", ("\n1. Early", "\n1 Early"), ("\n2. Child", "\n2 Child")),
    text_variant("finding numbers with dots", ("\n1.2 Nurses", "\n1.2. Nurses"), ("\n3.1.1 The", "\n3.1.1. The")),
    text_variant("bullets before findings", ("\n2.1 Families", "\n- 2.1 Families"), ("\n2.2 Young", "\n- 2.2 Young")),
    Variant("indented", changed(("\n", "\n    "), text=TEXT).encode),
)  # fmt: skip
