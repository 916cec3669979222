"""A small invented report of Exampleshire, and copies of it with pieces changed."""

from tracker.reading import ReadReport, read_report

EXAMPLE = """
Review of health services for Children Looked After and Safeguarding in Exampleshire

Date of review: 30th November 2015 to 4th December 2015
Date of publication: 14 March 2016
Name(s) of CQC inspector: Ann Oak and Bob Ash
Provider services included: Oak and Ash NHS Trust (OAT) Elm Health C.I.C (EH) Birch House
CCGs included: NHS Exampleshire CCG
NHS England area: Midlands
CQC region: Central
CQC Deputy Chief Inspector, Primary Medical Services: Cy Yew

Contents

Early help 3
Management 5
Recommendations 7
Next steps 8

What we did

We talked to 2.1 million people.

1. Early help

This part is about help that comes early.

1.1 Midwives listen well. They do so:

- at *every* visit
- by phone

Families liked this.

1.2 Records are late. [Recommendation 1.1](#)

2. Management

2.1 Training & supervision

2.1.1 Nobody keeps a list. *This has been drawn to the attention of Exampleshire Council's Public Health Team as the commissioner.*

[Recommendation 2.1](#)

Recommendations

1. **Oak & Ash NHS Trust should:**
 - 1.1. Write records on the day.
 - 1.2. Bring late records to the attention of managers.

2. Exampleshire Clinical Commissioning Group and Oak and Ash NHS Trust should:

2.1 Keep a list.

Next steps

An action plan is required from NHS Exampleshire CCG within **20 working days** of receipt.

Please send it to plans@example.org.
"""


def read(text: str) -> ReadReport:
    return read_report(text.encode())


def changed(*changes: tuple[str, str]) -> str:
    """EXAMPLE with pieces of its text exchanged, each of which must be there."""
    text = EXAMPLE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text
