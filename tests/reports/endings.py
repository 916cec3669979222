"""Next steps: days in words and bold, e-mail addresses broken or last, who must send the plan; the file as one line."""

from dataclasses import replace

from tests.reports.fenmarsh import BODY, CCG, CONTENTS, EXPECTED, FRONT, NEXT_STEPS, RECOMMENDATIONS, TEXT, changed
from tests.reports.judge import spaced_anyhow
from tests.reports.variant import Variant, text_variant
from tracker.reading import ReadPlan

ADDRESS = "child-reviews@example.org"
LAST = f"{ADDRESS}. Our regional team will ask how it goes.\n"
STEPS = ("next steps",)


def planned(name: str, *changes: tuple[str, str], days=20, to: str | None = ADDRESS, by: str | None = CCG, **how) -> Variant:
    """The report with changed next steps."""
    return text_variant(name, *changes, expected=replace(EXPECTED, plan=ReadPlan(days, to, by)), **how)


def one_line(text: str) -> bytes:
    """The text without any line break."""
    return " ".join(text.split()).encode()


VARIANTS = (
    planned("bold around the days", ("20 working days", "**20 working days**")),
    planned("days in words", ("20 working days", "twenty working days")),
    planned("days in words and digits", ("20 working days", "twenty (20) working days")),
    planned("days over two lines", ("20 working days", "20\nworking days")),
    planned("days joined by a hyphen", ("20 working days", "20-working-days")),
    planned("another number of days", ("20 working days", "25 working days"), days=25, may=STEPS),
    planned("no number of days", ("20 working days", "good time"), must=STEPS),
    planned("the address ends the file", (LAST, ADDRESS)),
    planned("the address and a dot end the file", (LAST, f"{ADDRESS}.")),
    planned("the address in angle brackets", (ADDRESS, f"<{ADDRESS}>")),
    planned("the address as a link", (ADDRESS, f"[{ADDRESS}](mailto:{ADDRESS})")),
    planned("the address in capitals", (ADDRESS, "Child-Reviews@example.org"), to="Child-Reviews@example.org"),
    planned("the address broken after its at", (ADDRESS, "child-reviews@\nexample.org")),
    planned("the address broken before its at", (ADDRESS, "child-reviews\n@example.org"), may=STEPS),
    planned("the address broken after its hyphen", (ADDRESS, "child-\nreviews@example.org"), may=STEPS),
    planned("the address broken at its dot", (LAST, "child-reviews@example.\norg"), may=STEPS),
    planned("the address broken inside a word", (ADDRESS, "child-reviews@exam\nple.org"), may=STEPS),
    planned("the address with stray spaces", (ADDRESS, "child-reviews @ example.org"), may=STEPS),
    planned("no address", (ADDRESS, "the usual place"), to=None, must=STEPS),
    planned("two addresses", (ADDRESS, f"{ADDRESS} and copy it to help@example.org"), may=STEPS),
    planned("sent by the CCG without NHS", (f"from {CCG} within", "from Fenmarsh CCG within")),
    planned("sent by the CCG spelled out", (f"from {CCG} within", "from NHS Fenmarsh Clinical Commissioning Group within")),
    planned("sender over two lines", (f"from {CCG} within", "from NHS Fenmarsh\nCCG within")),
    planned("no sender", (f" from {CCG}", ""), by=None, must=STEPS),
    planned(
        "days before the sender",
        (f"from {CCG} within 20 working days of receipt", f"within 20 working days of receipt from {CCG}"),
    ),
    planned("next steps lost", (NEXT_STEPS, ""), to=None, by=None, must=STEPS, may=("contents",)),
    Variant("no line breaks at all", lambda: one_line(TEXT), may=("*",), look=spaced_anyhow),
    Variant(
        "one line a part",
        lambda: b"\n".join(one_line(part) for part in (FRONT, CONTENTS, BODY, RECOMMENDATIONS, NEXT_STEPS)),
        may=("*",), look=spaced_anyhow,
    ),
    Variant(
        "blank lines lost",
        lambda: TEXT.replace("\n\n", "\n").encode(),
        look=spaced_anyhow, may=("finding 1.1",),
    ),
    Variant("cut off inside the next steps", changed(("Please send", "\0")).partition("\0")[0].encode,
            replace(EXPECTED, plan=ReadPlan(20, None, CCG)), must=STEPS),
    Variant(
        "a list of words after the next steps",
        (TEXT + "\nGlossary\n\nCCG: clinical commissioning group\n\n1.1 is a number.\n").encode,
        may=("next steps", "recommendations"),
    ),
)  # fmt: skip
