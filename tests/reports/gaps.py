"""Numbers that are lost, doubled, skipped or empty, and records that are lost with them."""

from dataclasses import replace

from tests.reports.fenmarsh import EXPECTED, TEXT, WILLOW, with_finding
from tests.reports.variant import Variant, text_variant
from tracker.reading import ReadRecommendation, ReadReport

GROUP = TEXT[TEXT.index(f"2. {WILLOW} should") : TEXT.index("3. NHS Fenmarsh CCG should")]
CITED = "Letters to family doctors leave out what children said. [Recommendation 1.2](#) [Recommendation 3.1](#)"


def renumbered(records: str, old: str, new: str, expected: ReadReport = EXPECTED) -> ReadReport:
    """What is expected when one finding or recommendation ("findings", "recommendations") has another number."""
    changed = (replace(each, number=new) if each.number == old else each for each in getattr(expected, records))
    return replace(expected, **{records: tuple(changed)})


def without_group() -> ReadReport:
    """What is expected without the second group."""
    uncited = with_finding("2.2", with_finding("3.1.1", recommendations=()), recommendations=())
    return replace(uncited, recommendations=tuple(e for e in EXPECTED.recommendations if e.number[0] != "2"))


def in_another_group() -> ReadReport:
    """What is expected when an item of the second group has a number of the third."""
    items = (
        ReadRecommendation("3.2", (WILLOW,), each.text) if each.number == "2.2" else each for each in EXPECTED.recommendations
    )
    return replace(with_finding("3.1.1", recommendations=()), recommendations=tuple(items))


VARIANTS = (
    text_variant(
        "a recommendation's number twice", ("\n1.2 Write", "\n1.1 Write"),
        expected=renumbered("recommendations", "1.2", "1.1", with_finding("1.3", recommendations=("3.1",))),
        must=("recommendation 1.1|recommendations",), may=("finding 1.2", "finding 1.3", "finding 3.1.2"),
    ),
    text_variant(
        "a recommendation's number left out", ("\n2.1 See", "\n2.3 See"),
        expected=renumbered("recommendations", "2.1", "2.3", with_finding("2.2", recommendations=())),
        must=("recommendation 2.1|recommendation 2.3|recommendation 2.2|recommendations",),
        may=("finding 2.2", "recommendation 2.2", "recommendation 2.3"),
    ),
    text_variant(
        "a recommendation lost between two", ("\n1.2 Write", "\n1.3 Write"),
        expected=renumbered("recommendations", "1.2", "1.3", with_finding("1.3", recommendations=("3.1",))),
        must=("recommendation 1.2|recommendation 1.3|recommendations", "finding 1.3"),
    ),
    text_variant(
        "a group lost between two", (GROUP, ""), expected=without_group(),
        must=("recommendation 2.1|recommendation 3.1|recommendations|heading of a group", "finding 2.2", "finding 3.1.1"),
    ),
    text_variant(
        "an item of another group", ("\n2.2 Report", "\n3.2 Report"), expected=in_another_group(),
        must=("recommendation 3.2|recommendation 3.1|recommendations",),
        may=("finding 3.1.1", "recommendation 3.1", "heading of a group"),
    ),
    text_variant(
        "a recommendation's number without its text", ("Write down what children say in every letter.", ""),
        must=("recommendation 1.2|recommendations",), may=("recommendation 1.1", "finding 1.3"),
    ),
    text_variant(
        "a nought before a recommendation's number", ("\n1.1 Check", "\n1.01 Check"),
        may=("recommendation 1.1", "finding 1.2", "finding 3.1.2"),
    ),
    text_variant(
        "a finding's number twice", ("\n1.3 Letters", "\n1.2 Letters"),
        expected=renumbered("findings", "1.3", "1.2"), must=("finding 1.2|findings",),
    ),
    text_variant(
        "a finding's number left out", ("\n1.3 Letters", "\n1.4 Letters"),
        expected=renumbered("findings", "1.3", "1.4"), must=("finding 1.3|finding 1.4|findings",),
    ),
    text_variant(
        "a finding that lost its number", ("\n1.2 Nurses", "\nNurses"),
        must=("finding 1.2|finding 1.3|findings",), may=("finding 1.1",),
    ),
    text_variant(
        "a finding's number without its text", (CITED, ""), must=("finding 1.3|findings",),
        may=("finding 1.2", "recommendation 1.2", "recommendation 3.1", "recommendations"),
    ),
    text_variant(
        "a nought before a finding's number", ("\n1.1 Midwives", "\n1.01 Midwives"),
        may=("finding 1.01", "finding 1.1", "finding 1.2", "findings"),
    ),
    Variant("the report twice", (TEXT + TEXT).encode, may=("*",)),
)  # fmt: skip
