"""Cross-references from findings: alone on a line, in any brackets, as lists and as ranges."""

from tests.reports.fenmarsh import EXPECTED, with_finding
from tests.reports.variant import Variant, text_variant

LINK = "first appointment. [Recommendation 2.1](#)"


def cited(name: str, printed: str, *numbers: str, **how) -> Variant:
    """Finding 2.2 with another citation after its sentence."""
    expected = with_finding("2.2", recommendations=numbers)
    return text_variant(name, (LINK, f"first appointment.{printed}"), expected=expected, **how)


VARIANTS = (
    cited("citation in square brackets", " [Recommendation 2.1]", "2.1"),
    cited("citation in round brackets", " (Recommendation 2.1)", "2.1"),
    cited("citation in round brackets with a dot inside", " (Recommendation 2.1.)", "2.1"),
    cited("citation without brackets", " Recommendation 2.1", "2.1"),
    cited("citation in bold", " **Recommendation 2.1**", "2.1"),
    cited("citation in italics", " *(Recommendation 2.1)*", "2.1"),
    cited("citation in small letters", " (recommendation 2.1)", "2.1"),
    cited("citation alone on the next line", "\n[Recommendation 2.1]", "2.1"),
    cited("citation alone after a blank line", "\n\n[Recommendation 2.1](#)", "2.1"),
    cited("citation alone in round brackets", "\n\n(Recommendation 2.1)", "2.1"),
    cited("citation alone without brackets", "\nRecommendation 2.1", "2.1"),
    cited("citation wrapped before its number", " [Recommendation\n2.1]", "2.1"),
    cited("citation with a hard space", " [Recommendation\u00a02.1]", "2.1"),
    cited("citation without a space", " [Recommendation2.1]", "2.1"),
    cited("citation of two with and", " (Recommendations 1.1 and 2.1)", "1.1", "2.1"),
    cited("citation of two with an ampersand", " [Recommendations 1.1 & 2.1]", "1.1", "2.1"),
    cited("citation of three in square brackets", " [Recommendations 1.1, 2.1 & 3.1]", "1.1", "2.1", "3.1"),
    cited("citation of three with commas and and", " (Recommendations 1.1, 2.1, and 3.1)", "1.1", "2.1", "3.1"),
    cited("citation of two, one word each", " [Recommendation 1.1] [Recommendation 2.1]", "1.1", "2.1"),
    cited("citation of two in one bracket", " (Recommendation 1.1, Recommendation 2.1)", "1.1", "2.1"),
    cited("citation of two in the singular", " (Recommendation 1.1 and 2.1)", "1.1", "2.1"),
    cited("citation of a range with a dash", " (Recommendations 1.1 – 1.2)", "1.1", "1.2"),
    cited("citation of a range with a hyphen", " [Recommendations 1.1-1.2]", "1.1", "1.2"),
    cited("citation of a range with to", " (Recommendations 1.1 to 1.2)", "1.1", "1.2"),
    cited("citation of a range and one more", " (Recommendations 1.1 – 1.2 and 3.1)", "1.1", "1.2", "3.1"),
    cited("citation of a range over groups", " (Recommendations 1.2 – 2.1)", "1.2", "2.1", may=("finding 2.2",)),
    cited("citation with a semicolon", " (Recommendations 1.1; 2.1)", "1.1", "2.1"),
    cited("citation in the plural of one", " [Recommendations 2.1]", "2.1"),
    cited("citations in brackets of their own", " (Recommendation 1.1)(Recommendation 2.1)", "1.1", "2.1"),
    cited("citation with a colon", " [Recommendation: 2.1]", "2.1", may=("finding 2.2",)),
    cited("citation with no.", " (Recommendation no. 2.1)", "2.1", may=("finding 2.2",)),
    cited("citation cut short", " (Rec. 2.1)", "2.1", may=("finding 2.2",)),
    cited("citation in capitals", " [RECOMMENDATION 2.1]", "2.1"),
    cited("citation with a link target", " [Recommendation 2.1](https://example.org/a_(b)#r-1.1)", "2.1"),
    cited("citation with brackets inside a link", " [[Recommendation 2.1]](#r)", "2.1", may=("finding 2.2",)),
    cited("citation broken inside the word", " [Recommenda-\ntion 2.1]", "2.1"),
    cited("citation broken inside the number", " [Recommendation 2.\n1]", "2.1", may=("finding 2.2",)),
    cited("citation that says see", " (see Recommendation 2.1)", "2.1"),
    cited("citation of what does not exist", " [Recommendation 9.9]", must=("finding 2.2",)),
    cited("citation of a whole group", " [Recommendation 2]", must=("finding 2.2",)),
    cited("citation with a letter for a digit", " [Recommendation 2.l]", "2.1", must=("finding 2.2",)),
    text_variant(
        "a sentence that speaks of a recommendation",
        (LINK, "first appointment. We welcome the board's recommendation 7 of last year. [Recommendation 2.1]"),
        expected=with_finding(
            "2.2",
            text="Young people wait too long for a first appointment. We welcome the board's recommendation 7 of last year.",
        ),
        may=("finding 2.2",),
    ),
    text_variant(
        "the same recommendation cited twice in a finding",
        ("[Recommendation 1.2](#)", "[Recommendation 1.2](#) [Recommendation 1.2](#)"),
    ),
    text_variant("citation before the full stop", (LINK, "first appointment (Recommendation 2.1).")),
    text_variant(
        "a citation in the middle of a finding", ("Nobody checks", "[Recommendation 2.1] Nobody checks"),
        expected=with_finding("3.1.2", recommendations=("2.1", "1.1")),
    ),
    text_variant(
        "a recommendation that nothing cites", (" [Recommendation 2.2](#)", ""),
        expected=with_finding("3.1.1", EXPECTED, recommendations=()), may=("recommendation 2.2", "recommendations"),
    ),
)  # fmt: skip
