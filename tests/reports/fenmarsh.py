"""A small invented report of Fenmarsh in its plainest form, and what must be read from it."""

from dataclasses import replace
from datetime import date

from tracker.reading import ReadFinding, ReadPlan, ReadRecommendation, ReadReport, Signatory

TITLE = "Review of health services for Children Looked After and Safeguarding in Fenmarsh"
HOSPITALS = "Fenmarsh Hospitals NHS Foundation Trust"
WILLOW = "Reed and Willow Partnership NHS Trust"
SALTWAY = "Saltway Community Health C.I.C"
LANTERN = "Lantern House"
CCG = "NHS Fenmarsh CCG"
POST = "CQC Deputy Chief Inspector, Primary Medical Services and Integrated Care"
TOLD = "Fenmarsh Council's Public Health Team"

FRONT = f"""{TITLE}

Children Looked After and Safeguarding The role of health services in Fenmarsh

Date of review:\t11th May 2015 to 15th May 2015
Date of publication:\t3rd September 2015
Name(s) of CQC inspector:\tAda Birch, Tom Fell, Una Reeve
Provider services included:\t{HOSPITALS} (FHFT) {WILLOW} (RWPT) {SALTWAY} (SCH) {LANTERN}
CCGs included:\t{CCG}
NHS England area:\tMidlands and East
CQC region:\tCentral
{POST}:\tIris Holm
"""

CONTENTS = """Contents

Summary of the review\t3
Early help\t4
Children in need\t5
Management\t6
Leadership\t6
Recommendations\t8
Next steps\t9
"""

BODY = f"""Summary of the review

Nine of us came to Fenmarsh for a week and met 41 families.

1. Early help

1.1 Midwives ask every woman about worries at home. They do this:

- at the first visit
- again before the birth

Women told us that they welcome it.

1.2 Nurses in the emergency department don't always look for earlier visits. [Recommendation 1.1](#)

1.3 Letters to family doctors leave out what children said. [Recommendation 1.2](#) [Recommendation 3.1](#)

2. Children in need

2.1 Families wait for a school nurse. This has been drawn to the attention of {TOLD} as the commissioner.

2.2 Young people wait too long for a first appointment. [Recommendation 2.1](#)

3. Management

3.1 Leadership

3.1.1 The board hears about safeguarding twice a year. [Recommendation 2.2](#)

3.1.2 Nobody checks that follow-up calls are made. [Recommendation 1.1](#)
"""

RECOMMENDATIONS = f"""Recommendations

1. {HOSPITALS} should:

1.1 Check earlier visits whenever a child comes to the emergency department.

1.2 Write down what children say in every letter.

2. {WILLOW} should:

2.1 See every young person within six weeks.

2.2 Report to the board four times a year.

3. {CCG} should:

3.1 Give family doctors one form for reports to case conferences.
"""

NEXT_STEPS = f"""Next steps

An action plan for these recommendations is required from {CCG} within 20 working days of receipt.

Please send the plan to child-reviews@example.org. Our regional team will ask how it goes.
"""

TEXT = "\n".join((FRONT, CONTENTS, BODY, RECOMMENDATIONS, NEXT_STEPS))

EXPECTED = ReadReport(
    area="Fenmarsh",
    title=TITLE,
    visit_started_on=date(2015, 5, 11),
    visit_ended_on=date(2015, 5, 15),
    published_on=date(2015, 9, 3),
    inspectors=("Ada Birch", "Tom Fell", "Una Reeve"),
    providers=(HOSPITALS, WILLOW, SALTWAY, LANTERN),
    commissioners=(CCG,),
    nhs_england_area="Midlands and East",
    cqc_region="Central",
    signatory=Signatory("Iris Holm", POST),
    findings=(
        ReadFinding(
            "1.1",
            "Early help",
            "Midwives ask every woman about worries at home. They do this:\n\n"
            "- at the first visit\n- again before the birth\n\nWomen told us that they welcome it.",
            (),
            None,
        ),
        ReadFinding(
            "1.2",
            "Early help",
            "Nurses in the emergency department don't always look for earlier visits.",
            ("1.1",),
            None,
        ),
        ReadFinding(
            "1.3",
            "Early help",
            "Letters to family doctors leave out what children said.",
            ("1.2", "3.1"),
            None,
        ),
        ReadFinding(
            "2.1",
            "Children in need",
            f"Families wait for a school nurse. This has been drawn to the attention of {TOLD} as the commissioner.",
            (),
            TOLD,
        ),
        ReadFinding(
            "2.2", "Children in need", "Young people wait too long for a first appointment.", ("2.1",), None
        ),
        ReadFinding("3.1", "Management", "Leadership", (), None, True),
        ReadFinding("3.1.1", "Leadership", "The board hears about safeguarding twice a year.", ("2.2",), None),
        ReadFinding("3.1.2", "Leadership", "Nobody checks that follow-up calls are made.", ("1.1",), None),
    ),
    recommendations=(
        ReadRecommendation(
            "1.1",
            (HOSPITALS,),
            "Check earlier visits whenever a child comes to the emergency department.",
        ),
        ReadRecommendation("1.2", (HOSPITALS,), "Write down what children say in every letter."),
        ReadRecommendation("2.1", (WILLOW,), "See every young person within six weeks."),
        ReadRecommendation("2.2", (WILLOW,), "Report to the board four times a year."),
        ReadRecommendation("3.1", (CCG,), "Give family doctors one form for reports to case conferences."),
    ),
    plan=ReadPlan(20, "child-reviews@example.org", CCG),
    doubts=(),
)


def changed(*changes: tuple[str, str], text: str = TEXT) -> str:
    """The report's text with pieces exchanged, each of which must be there."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def expecting(expected: ReadReport = EXPECTED, **fields) -> ReadReport:
    """What is expected, with other fields."""
    return replace(expected, **fields)


def with_finding(number: str, expected: ReadReport = EXPECTED, **fields) -> ReadReport:
    """What is expected, with one finding's fields changed."""
    assert number in {each.number for each in expected.findings}
    findings = (replace(each, **fields) if each.number == number else each for each in expected.findings)
    return replace(expected, findings=tuple(findings))


def with_recommendation(number: str, expected: ReadReport = EXPECTED, **fields) -> ReadReport:
    """What is expected, with the fields changed of one recommendation ("1.2") or of a whole group ("1.")."""
    chosen = {each.number for each in expected.recommendations if f"{each.number}.".startswith(f"{number}".rstrip(".") + ".")}
    assert chosen
    each_of = expected.recommendations
    return replace(
        expected,
        recommendations=tuple(replace(each, **fields) if each.number in chosen else each for each in each_of),
    )
