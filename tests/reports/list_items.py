"""Lists inside findings and recommendations: bullets of every shape, letters, numbers in brackets, more paragraphs."""

from tests.reports.fenmarsh import with_recommendation
from tests.reports.judge import listed_anyhow
from tests.reports.variant import text_variant

VARIANTS = (
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
    text_variant("bullets of a font's own", ("- at the", "\uf0b7 at the"), ("- again", "\uf0b7 again")),
    text_variant("dot bullets with tabs", ("- at the", "•\tat the"), ("- again", "•\tagain")),
    text_variant("square bullets", ("- at the", "▪ at the"), ("- again", "▪ again")),
    text_variant("letter o as bullet", ("- at the", "o at the"), ("- again", "o again")),
    text_variant("dash bullets", ("- at the", "– at the"), ("- again", "– again")),
    text_variant(
        "bullets on lines of their own", ("- at the", "•\nat the"), ("- again", "•\nagain"), may=("finding 1.1", "findings")
    ),
    text_variant("wrapped bullets", ("at the first visit", "at the\n  first visit")),
)  # fmt: skip
