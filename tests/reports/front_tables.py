"""Front tables as files flatten them: label by label, labels first, values inside wrapped labels."""

from datetime import date

from tests.reports.fenmarsh import CCG, FRONT, HOSPITALS, LANTERN, POST, SALTWAY, WILLOW, expecting
from tests.reports.variant import text_variant
from tracker.reading import Signatory

TABLE = FRONT.partition("Fenmarsh\n\nDate")[2].join(("Date", ""))
ROWS = tuple(tuple(row.split("\t")) for row in TABLE.splitlines())
LABELS = "\n".join(label for label, _ in ROWS)
VALUES = "\n".join(value for _, value in ROWS)
PROVIDERS = f"{HOSPITALS} (FHFT) {WILLOW} (RWPT) {SALTWAY} (SCH) {LANTERN}"

VARIANTS = (
    text_variant("front table label by label", (":\t", ":\n")),
    text_variant("front table label by label with blank lines", (TABLE, TABLE.replace("\n", "\n\n").replace(":\t", ":\n\n"))),
    text_variant("front table all labels then all values", (TABLE, f"{LABELS}\n{VALUES}\n")),
    text_variant("front table all labels then all values, parted", (TABLE, f"{LABELS}\n\n{VALUES}\n".replace("\n", "\n\n"))),
    text_variant("front table in one paragraph", (TABLE, TABLE.replace("\n", " ").replace("\t", " ") + "\n")),
    text_variant("front table without colons", (TABLE, TABLE.replace(":\t", "\t")), may=("signatory",)),
    text_variant("front table in capitals", *((f"{label}\t", f"{label.upper()}\t") for label, _ in ROWS[:7])),
    text_variant(
        "value in the middle of a wrapped label",
        (f"{POST}:\tIris Holm", "CQC Deputy Chief Inspector,\nIris Holm\nPrimary Medical Services\nand Integrated Care:"),
    ),
    text_variant(
        "value beside the first line of a wrapped label",
        (f"{POST}:\tIris Holm", "CQC Deputy Chief Inspector, Iris Holm\nPrimary Medical Services\nand Integrated Care:"),
    ),
    text_variant(
        "wrapped value in the middle of a wrapped label",
        (
            f"Provider services included:\t{PROVIDERS}",
            f"{HOSPITALS} (FHFT)\nProvider services {WILLOW} (RWPT)\nincluded: {SALTWAY} (SCH)\n{LANTERN}",
        ),
        may=("provider services included", "names of inspectors"),
    ),
    text_variant("label wrapped before its end", ("Name(s) of CQC inspector:\t", "Name(s) of CQC\ninspector: ")),
    text_variant("several inspectors' label", ("Name(s) of CQC inspector:", "Names of CQC inspectors:")),
    text_variant("inspectors joined by and", ("Ada Birch, Tom Fell, Una Reeve", "Ada Birch, Tom Fell and Una Reeve")),
    text_variant("inspectors one a line", ("Ada Birch, Tom Fell, Una Reeve", "Ada Birch\nTom Fell\nUna Reeve")),
    text_variant("providers one a line", (PROVIDERS, PROVIDERS.replace(") ", ")\n"))),
    text_variant(
        "providers one a line without abbreviations",
        (PROVIDERS, f"{HOSPITALS}\n{WILLOW}\n{SALTWAY}\n{LANTERN}"),
    ),
    text_variant("providers parted by semicolons", (PROVIDERS, f"{HOSPITALS}; {WILLOW}; {SALTWAY}; {LANTERN}")),
    text_variant("providers as bullets", (PROVIDERS, f"\n- {HOSPITALS}\n- {WILLOW}\n- {SALTWAY}\n- {LANTERN}")),
    text_variant("providers parted by tabs", (PROVIDERS, PROVIDERS.replace(") ", ")\t"))),
    text_variant("a long provider wrapped", (f"{WILLOW} (", "Reed and Willow\nPartnership NHS Trust (")),
    text_variant(
        "providers run together without abbreviations",
        (PROVIDERS, f"{HOSPITALS} {WILLOW} {SALTWAY} {LANTERN}"),
        may=("provider services included", "front table"),
    ),
    text_variant(
        "providers run together, names known from the database",
        (PROVIDERS, f"{HOSPITALS} {WILLOW} {SALTWAY} {LANTERN}"),
        known=(HOSPITALS, WILLOW, SALTWAY, LANTERN),
    ),
    text_variant(
        "signed by a regional director",
        (POST, "CQC Regional Director"),
        expected=expecting(signatory=Signatory("Iris Holm", "CQC Regional Director")),
    ),
    text_variant(
        "nobody signed", (f"{POST}:\tIris Holm\n", ""), expected=expecting(signatory=None), must=("signatory|front table",)
    ),
    text_variant(
        "two CCGs", (f"CCGs included:\t{CCG}", f"CCGs included:\t{CCG} NHS Saltway CCG"),
        expected=expecting(commissioners=(CCG, "NHS Saltway CCG")),
    ),
    text_variant(
        "three CCGs joined by comma and and",
        (f"CCGs included:\t{CCG}", f"CCGs included:\t{CCG}, NHS Saltway CCG and NHS Reedham CCG"),
        expected=expecting(commissioners=(CCG, "NHS Saltway CCG", "NHS Reedham CCG")),
    ),
    text_variant(
        "three CCGs, one a line, two without CCG",
        (f"CCGs included:\t{CCG}", f"CCGs included:\t{CCG}\nNHS Saltway\nNHS Reedham"),
        expected=expecting(commissioners=(CCG, "NHS Saltway", "NHS Reedham")),
    ),
    text_variant(
        "a CCG whose name has and in it",
        (f"CCGs included:\t{CCG}", f"CCGs included:\t{CCG} NHS Hill and Dale CCG"),
        expected=expecting(commissioners=(CCG, "NHS Hill and Dale CCG")),
    ),
    text_variant(
        "inspectors with hyphens, apostrophes and titles",
        ("Ada Birch, Tom Fell, Una Reeve", "Ada-May O'Birch, Dr Tom Fell, Una Reeve MBE"),
        expected=expecting(inspectors=("Ada-May O'Birch", "Dr Tom Fell", "Una Reeve MBE")),
    ),
    text_variant("inspectors wrapped inside a name", ("Una Reeve", "Una\nReeve")),
    text_variant("one inspector", ("Ada Birch, Tom Fell, Una Reeve", "Ada Birch"), expected=expecting(inspectors=("Ada Birch",))),
    text_variant("a CCG with its abbreviation", (f"CCGs included:\t{CCG}", f"CCGs included:\t{CCG} (FCCG)")),
    text_variant("providers joined by and at the end", (f"(SCH) {LANTERN}", f"(SCH) and {LANTERN}")),
    text_variant("providers parted by commas and abbreviations", (PROVIDERS, PROVIDERS.replace(") ", "), "))),
    text_variant("an abbreviation wrapped away from its name", ("NHS Trust (RWPT)", "NHS Trust\n(RWPT)")),
    text_variant("stray space in a wrapped label", ("Provider services included:", "Provider serv ices\nincluded:")),
    text_variant("dotted front table", (":\t", ": ")),
    text_variant("front table of bars", *((row, f"| {row.replace(':' + chr(9), ' | ')} |") for row in TABLE.splitlines())),
    text_variant("one CCG's label", ("CCGs included:", "CCG included:")),
    text_variant(
        "CCGs spelled out in the label", ("CCGs included:", "Clinical Commissioning Groups (CCGs) included:"),
    ),
    text_variant(
        "a label is missing with its value", ("CQC region:\tCentral\n", ""),
        expected=expecting(cqc_region=None), must=("CQC region|front table",),
    ),
    text_variant(
        "the title over two lines",
        ("Looked After and Safeguarding in Fenmarsh\n\nC", "Looked\nAfter and Safeguarding in Fenmarsh\n\nC"),
    ),
    text_variant(
        "an area of several words", ("Safeguarding in Fenmarsh", "Safeguarding in Fenmarsh and the Isle of Reed"),
        ("services in Fenmarsh", "services in Fenmarsh and the Isle of Reed"),
        expected=expecting(
            area="Fenmarsh and the Isle of Reed",
            title="Review of health services for Children Looked After and Safeguarding in Fenmarsh and the Isle of Reed",
        ),
    ),
    text_variant(
        "published in the year after the visit", ("3rd September 2015", "7th January 2016"),
        expected=expecting(published_on=date(2016, 1, 7)),
    ),
)  # fmt: skip
