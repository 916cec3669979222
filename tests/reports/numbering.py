"""Numbers with and without dots, bold, bullets, lists inside items; numbers lost, doubled or skipped."""

import textwrap
from dataclasses import replace

from tests.reports.fenmarsh import (
    CCG, EXPECTED, HOSPITALS, RECOMMENDATIONS, TEXT, WILLOW, changed, expecting, with_finding, with_recommendation,
)
from tests.reports.judge import listed_anyhow
from tests.reports.variant import Variant, text_variant
from tracker.reading import ReadRecommendation

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


def recommendations_but(*numbers: str):
    """What is expected when items are not there to be read."""
    return expecting(recommendations=tuple(each for each in EXPECTED.recommendations if each.number not in numbers))


TWICE = replace(
    EXPECTED,
    recommendations=tuple(
        replace(each, number="1.1") if each.number == "1.2" else each for each in EXPECTED.recommendations
    ),
    findings=with_finding("1.3", recommendations=("3.1",)).findings,
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
    items("a space inside the numbers' dot", "{}\u00a0"),
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
    text_variant(
        "letters inside an item",
        ("in every letter.", "in every letter:\n\n(a) in their own words\n\n(b) with the date."),
        expected=with_recommendation(
            "1.2", text="Write down what children say in every letter: (a) in their own words (b) with the date."
        ),
        look=listed_anyhow,
    ),
    text_variant(
        "bullets inside an item",
        ("in every letter.", "in every letter:\n\n- in their own words\n- with the date."),
        expected=with_recommendation(
            "1.2", text="Write down what children say in every letter:\n\n- in their own words\n- with the date."
        ),
    ),
    text_variant(
        "numbers in brackets inside an item",
        ("in every letter.", "in every letter:\n\n(1) in their own words\n\n(2) with the date."),
        expected=with_recommendation(
            "1.2", text="Write down what children say in every letter: (1) in their own words (2) with the date."
        ),
        look=listed_anyhow,
    ),
    text_variant(
        "a second paragraph in an item", ("in every letter.", "in every letter.\n\nThis includes letters to schools."),
        expected=with_recommendation(
            "1.2", text="Write down what children say in every letter.\n\nThis includes letters to schools."
        ),
        may=("recommendation 1.2", "recommendations"),
    ),
    text_variant(
        "an item that names an organisation and should",
        ("Report to the board", f"Agree with {CCG} what the trust should report to the board"),
        expected=with_recommendation(
            "2.2", text=f"Agree with {CCG} what the trust should report to the board four times a year."
        ),
    ),
    text_variant(
        "bullets of a font's own", ("- at the", "\uf0b7 at the"), ("- again", "\uf0b7 again"),
    ),
    text_variant("dot bullets with tabs", ("- at the", "•\tat the"), ("- again", "•\tagain")),
    text_variant("square bullets", ("- at the", "▪ at the"), ("- again", "▪ again")),
    text_variant("letter o as bullet", ("- at the", "o at the"), ("- again", "o again")),
    text_variant("dash bullets", ("- at the", "– at the"), ("- again", "– again")),
    text_variant("bullets on lines of their own", ("- at the", "•\nat the"), ("- again", "•\nagain"), may=("finding 1.1", "findings")),
    text_variant("wrapped bullets", ("at the first visit", "at the\n  first visit")),
    text_variant("a finding's number without its text", ("Letters to family doctors leave out what children said. [Recommendation 1.2](#) [Recommendation 3.1](#)", ""),
                 must=("finding 1.3|findings",), may=("finding 1.2", "recommendation 1.2", "recommendation 3.1", "recommendations")),
    text_variant("a recommendation's number without its text", ("Write down what children say in every letter.", ""),
                 must=("recommendation 1.2|recommendations",), may=("recommendation 1.1", "finding 1.3")),
    text_variant("a nought before a finding's number", ("\n1.1 Midwives", "\n1.01 Midwives"), may=("finding 1.01", "finding 1.1", "finding 1.2", "findings")),
    text_variant("a nought before a recommendation's number", ("\n1.1 Check", "\n1.01 Check"),
                 may=("recommendation 1.1", "finding 1.2", "finding 3.1.2")),
    text_variant("headings that say should ensure that", (f"{WILLOW} should:", f"{WILLOW} should ensure that:"), may=("*",)),
    Variant("the report twice", (TEXT + TEXT).encode, may=("*",)),
    Variant("every line wrapped at 40 letters", "\n".join(
        line if "\t" in line or line.startswith("Review of") else textwrap.fill(line, 40, subsequent_indent="    ", break_on_hyphens=False) for line in TEXT.split("\n")
    ).encode),
    text_variant("a recommendation's number twice", ("\n1.2 Write", "\n1.1 Write"), expected=TWICE,
                 must=("recommendation 1.1|recommendations",), may=("finding 1.2", "finding 1.3", "finding 3.1.2")),
    text_variant(
        "a recommendation's number left out", ("\n2.1 See", "\n2.3 See"),
        expected=replace(
            with_finding("2.2", recommendations=()),
            recommendations=tuple(
                replace(each, number="2.3") if each.number == "2.1" else each for each in EXPECTED.recommendations
            ),
        ),
        must=("recommendation 2.1|recommendation 2.3|recommendation 2.2|recommendations",),
        may=("finding 2.2", "recommendation 2.2", "recommendation 2.3"),
    ),
    text_variant(
        "a recommendation lost between two", ("\n1.2 Write", "\n1.3 Write"),
        expected=replace(
            with_finding("1.3", recommendations=("3.1",)),
            recommendations=tuple(
                replace(each, number="1.3") if each.number == "1.2" else each for each in EXPECTED.recommendations
            ),
        ),
        must=("recommendation 1.2|recommendation 1.3|recommendations", "finding 1.3"),
    ),
    text_variant(
        "a group lost between two", (f"{GROUPS[1]}\n\n2.1 See every young person within six weeks.\n\n2.2 Report to the board four times a year.\n\n", ""),
        expected=expecting(
            with_finding("2.2", with_finding("3.1.1", recommendations=()), recommendations=()),
            recommendations=recommendations_but("2.1", "2.2").recommendations,
        ),
        must=("recommendation 2.1|recommendation 3.1|recommendations|heading of a group", "finding 2.2", "finding 3.1.1"),
    ),
    text_variant(
        "an item of another group", ("\n2.2 Report", "\n3.2 Report"),
        expected=replace(
            with_finding("3.1.1", recommendations=()),
            recommendations=tuple(
                ReadRecommendation("3.2", (WILLOW,), each.text) if each.number == "2.2" else each
                for each in EXPECTED.recommendations
            ),
        ),
        must=("recommendation 3.2|recommendation 3.1|recommendations",), may=("finding 3.1.1", "recommendation 3.1", "heading of a group"),
    ),
    text_variant(
        "a finding's number twice", ("\n1.3 Letters", "\n1.2 Letters"),
        expected=expecting(findings=tuple(replace(e, number="1.2") if e.number == "1.3" else e for e in EXPECTED.findings)),
        must=("finding 1.2|findings",),
    ),
    text_variant(
        "a finding's number left out", ("\n1.3 Letters", "\n1.4 Letters"),
        expected=expecting(findings=tuple(replace(e, number="1.4") if e.number == "1.3" else e for e in EXPECTED.findings)),
        must=("finding 1.3|finding 1.4|findings",),
    ),
    text_variant(
        "a finding that lost its number", ("\n1.2 Nurses", "\nNurses"), must=("finding 1.2|finding 1.3|findings",),
        may=("finding 1.1",),
    ),
    text_variant("a section's heading without its number", ("\n2. Children in need\n", "\nChildren in need\n")),
    text_variant("section numbers without dots", ("\n1. Early", "\n1 Early"), ("\n2. Child", "\n2 Child")),
    text_variant("finding numbers with dots", ("\n1.2 Nurses", "\n1.2. Nurses"), ("\n3.1.1 The", "\n3.1.1. The")),
    text_variant("bullets before findings", ("\n2.1 Families", "\n- 2.1 Families"), ("\n2.2 Young", "\n- 2.2 Young")),
    Variant("indented", changed(("\n", "\n    "), text=TEXT).encode),
)  # fmt: skip
