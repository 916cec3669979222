"""Whom a group addresses: other spellings, joint headings that must not be split blindly, names known elsewhere."""

from tests.reports.fenmarsh import CCG, HOSPITALS, LANTERN, SALTWAY, WILLOW, expecting, with_recommendation
from tests.reports.variant import Variant, text_variant

GROUP = "heading of a group"
HARBOUR = "Harbour, Quay and Coast NHS Trust"
MILL = "Mill and Stone Care"
COUNCIL = "Fenmarsh and Reedham Borough Council"
NHS_ENGLAND = "NHS England area team"
SHORT = {HOSPITALS: "FHFT", HARBOUR: "HQC", LANTERN: "LH"}


def heading(name: str, printed: str, *organisations: str, providers: tuple[str, ...] | None = None, **how) -> Variant:
    """The second group addressed in other words; `providers` replaces those of the front table."""
    expected = with_recommendation("2.", organisations=organisations)
    changes = [(f"2. {WILLOW} should:", f"2. {printed}:")]
    if providers:
        expected = expecting(expected, providers=providers)
        listed = f"{HOSPITALS} (FHFT) {WILLOW} (RWPT) {SALTWAY} (SCH) {LANTERN}"
        changes.append((listed, " ".join(f"{each} ({SHORT[each]})" for each in providers)))
    return text_variant(name, *changes, expected=expected, **how)


VARIANTS = (
    heading("CCG without NHS", "Fenmarsh CCG should", CCG),
    heading("CCG spelled out", "Fenmarsh Clinical Commissioning Group should", CCG),
    heading("CCG spelled out with NHS", "NHS Fenmarsh Clinical Commissioning Group (CCG) should", CCG),
    heading("CCG in capitals", "NHS FENMARSH CCG should", CCG),
    heading("C.I.C spelled out", "Saltway Community Health Community Interest Company should", SALTWAY),
    heading("C.I.C without dots", "Saltway Community Health CIC should", SALTWAY),
    heading("an abbreviation after the name", f"{WILLOW} (RWPT) should", WILLOW),
    heading("the abbreviation alone", "RWPT should", WILLOW, may=(GROUP,)),
    heading("ampersand for and", "Reed & Willow Partnership NHS Trust should", WILLOW),
    heading("with an article", f"The {WILLOW} should", WILLOW),
    heading("two known organisations", f"{WILLOW} and {HOSPITALS} should", WILLOW, HOSPITALS),
    heading("two organisations with an ampersand", f"{WILLOW} & {HOSPITALS} should", WILLOW, HOSPITALS),
    heading(
        "three organisations, one with and in its name", f"{HOSPITALS}, {WILLOW} and {SALTWAY} should",
        HOSPITALS, WILLOW, SALTWAY,
    ),
    heading(
        "and, ampersands and other spellings together",
        "Reed & Willow Partnership NHS Trust, Saltway Community Health CIC & Fenmarsh CCG should",
        WILLOW, SALTWAY, CCG,
    ),
    heading(
        "a name with commas and and in it", f"{HARBOUR} and {LANTERN} should", HARBOUR, LANTERN,
        providers=(HOSPITALS, HARBOUR, LANTERN),
    ),
    heading("a name with commas alone", f"{HARBOUR} should", HARBOUR, providers=(HOSPITALS, HARBOUR, LANTERN)),
    heading("an unknown name that has and in it", f"{MILL} should", MILL, must=(GROUP,)),
    heading("an unknown name with and beside a known one", f"{MILL} and {LANTERN} should", MILL, LANTERN, must=(GROUP,)),
    heading("an unknown name with and, known from the database", f"{MILL} should", MILL, known=(MILL,)),
    heading("joint names known from the database only", f"{MILL} and {COUNCIL} should", MILL, COUNCIL, known=(MILL, COUNCIL)),
    heading(
        "a name from the database beside one from the front table", f"{WILLOW} and {MILL} should", WILLOW, MILL, known=(MILL,)
    ),
    heading(
        "the database's spelling differs from the front table's", f"{WILLOW} and {SALTWAY} should", WILLOW, SALTWAY,
        known=("Reed & Willow Partnership NHS Trust", "Saltway Community Health Community Interest Company"),
    ),
    heading(
        "a known short name inside a longer one", f"{WILLOW} should", WILLOW, known=("Willow Partnership NHS Trust", "Reed"),
    ),
    heading("an unknown organisation", "Otherland NHS Trust should", "Otherland NHS Trust", must=(GROUP,)),
    heading("no organisation at all", "All providers should", must=(GROUP,), may=("recommendation 2.1", "recommendation 2.2")),
    heading("abbreviation in the heading of an unabbreviated provider", f"{LANTERN} (LH) should", LANTERN),
    heading("a heading in capitals", f"{WILLOW.upper()} SHOULD", WILLOW),
    heading("bold names with plain and between", f"**{WILLOW}** and **{HOSPITALS}** should", WILLOW, HOSPITALS),
    heading("both, as well as", f"{WILLOW}, as well as {HOSPITALS}, should", WILLOW, HOSPITALS, may=(GROUP,)),
    heading("jointly with", f"{WILLOW} jointly with {HOSPITALS} should", WILLOW, HOSPITALS, may=(GROUP,)),
    heading("a slash between", f"{WILLOW}/{HOSPITALS} should", WILLOW, HOSPITALS, may=(GROUP,)),
    heading("a misspelled name", "Reed and Wilow Partnership NHS Trust should", WILLOW, must=(GROUP,)),
    heading("words of a name in another order", "Fenmarsh NHS Hospitals Foundation Trust should", HOSPITALS, must=(GROUP,)),
    heading("a comma instead of and", f"{WILLOW}, {HOSPITALS} should", WILLOW, HOSPITALS),
    heading("together with", f"{WILLOW} together with {CCG} should", WILLOW, CCG),
    heading("in partnership with", f"{WILLOW}, in partnership with {CCG}, should", WILLOW, CCG, may=(GROUP,)),
    heading("NHS England together with the CCG", f"{NHS_ENGLAND} together with {CCG} should", NHS_ENGLAND, CCG, may=(GROUP,)),
    heading(
        "NHS England, known, together with the CCG", f"{NHS_ENGLAND} together with {CCG} should", NHS_ENGLAND, CCG,
        known=(NHS_ENGLAND,),
    ),
    heading("a joint heading over three lines", f"{WILLOW}\nand\n{HOSPITALS} should", WILLOW, HOSPITALS),
    text_variant("the same addressee in two groups", (f"3. {CCG} should", f"3. {WILLOW} should"),
                 expected=with_recommendation("3.1", organisations=(WILLOW,))),
    text_variant(
        "three CCGs without CCG named in one heading",
        (f"CCGs included:\t{CCG}", f"CCGs included:\t{CCG} NHS Saltway CCG NHS Reedham CCG"),
        (f"3. {CCG} should", "3. Fenmarsh CCG, Saltway CCG and Reedham CCG should"),
        expected=expecting(
            with_recommendation("3.1", organisations=(CCG, "NHS Saltway CCG", "NHS Reedham CCG")),
            commissioners=(CCG, "NHS Saltway CCG", "NHS Reedham CCG"),
        ),
    ),
)  # fmt: skip
