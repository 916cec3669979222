"""A published report as text becomes a ReadReport: right, or with a doubt."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from tests.invented_report import EXAMPLE, changed, read

from tracker.reading import (
    ReadFinding,
    ReadPlan,
    ReadRecommendation,
    ReadReport,
    Signatory,
    read_report,
)

ROOT = Path(__file__).parent.parent
PUBLISHED = ROOT.parent / "shared" / "reviews" / "medway-2016.txt"
SAMPLE = ROOT / "tracker" / "demo" / "medway-2016.txt"

MFT = "Medway NHS Foundation Trust"
MCH = "Medway Community Healthcare C.I.C"
KMPT = "Kent and Medway NHS and Social Care Partnership Trust"
SPFT = "Sussex Partnership NHS Foundation Trust"
KCHT = "Kent Community Health NHS Foundation Trust"
CCG = "NHS Medway CCG"


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(
            PUBLISHED,
            id="published",
            marks=pytest.mark.skipif(not PUBLISHED.exists(), reason="not part of the project"),
        ),
        pytest.param(SAMPLE, id="sample"),
    ],
)
def test_the_medway_report_is_read_whole(path):
    report = read_report(path.read_bytes())

    assert report.doubts == ()
    assert (report.area, report.published_on) == ("Medway", date(2016, 6, 20))
    assert (report.visit_started_on, report.visit_ended_on) == (date(2016, 2, 22), date(2016, 2, 26))
    assert set(report.providers) == {MFT, MCH, KMPT, SPFT, KCHT, "Turning Point"}
    assert report.commissioners == (CCG,)
    assert (report.nhs_england_area, report.cqc_region) == ("South", "South")
    assert report.plan == ReadPlan(20, "childrens-services-inspection@cqc.org.uk", CCG)

    assert len(report.recommendations) == 23
    assert Counter(each.organisations for each in report.recommendations) == {
        (MFT,): 13, (CCG,): 4, (KMPT,): 3, (SPFT,): 1, (MCH, MFT): 1, (KCHT,): 1,
    }  # fmt: skip
    joint = next(each for each in report.recommendations if each.number == "5.1")
    assert joint.organisations == (MCH, MFT)

    assert len(report.findings) == 160
    assert sum(len(finding.recommendations) for finding in report.findings) == 27
    cited = {number for finding in report.findings for number in finding.recommendations}
    assert cited == {each.number for each in report.recommendations}
    assert Counter(finding.section for finding in report.findings) == {
        "Early help": 28, "Children in need": 11, "Child protection": 35,
        "Looked after children": 11, "Management": 3, "Leadership and management": 28,
        "Governance": 18, "Training and supervision": 26,
    }  # fmt: skip
    told = {each.number: each.drawn_to_attention_of for each in report.findings}
    assert {number for number, whom in told.items() if whom} == {
        "1.16", "1.28", "2.4", "3.11", "3.33", "5.1.16", "5.1.23", "5.3.9",
    }  # fmt: skip
    assert set(told.values()) == {None, "Medway Council's Public Health Directorate"}
    texts = [each.text for each in (*report.findings, *report.recommendations)]
    assert all(texts) and not any("](" in text or "*" in text for text in texts)


def test_every_field_of_a_small_report():
    told = "Exampleshire Council's Public Health Team"
    assert read(EXAMPLE) == ReadReport(
        area="Exampleshire",
        title="Review of health services for Children Looked After and Safeguarding in Exampleshire",
        visit_started_on=date(2015, 11, 30),
        visit_ended_on=date(2015, 12, 4),
        published_on=date(2016, 3, 14),
        inspectors=("Ann Oak", "Bob Ash"),
        providers=("Oak and Ash NHS Trust", "Elm Health C.I.C", "Birch House"),
        commissioners=("NHS Exampleshire CCG",),
        nhs_england_area="Midlands",
        cqc_region="Central",
        signatory=Signatory("Cy Yew", "CQC Deputy Chief Inspector, Primary Medical Services"),
        findings=(
            ReadFinding(
                "1.1",
                "Early help",
                "Midwives listen well. They do so:\n\n- at every visit\n- by phone\n\nFamilies liked this.",
                (),
                None,
            ),
            ReadFinding("1.2", "Early help", "Records are late.", ("1.1",), None),
            ReadFinding("2.1", "Management", "Training & supervision", (), None, True),
            ReadFinding(
                "2.1.1",
                "Training & supervision",
                f"Nobody keeps a list. This has been drawn to the attention of {told} as the commissioner.",
                ("2.1",),
                told,
            ),
        ),
        recommendations=(
            ReadRecommendation("1.1", ("Oak and Ash NHS Trust",), "Write records on the day."),
            ReadRecommendation(
                "1.2", ("Oak and Ash NHS Trust",), "Bring late records to the attention of managers."
            ),
            ReadRecommendation(
                "2.1", ("NHS Exampleshire CCG", "Oak and Ash NHS Trust"), "Keep a list."
            ),
        ),
        plan=ReadPlan(20, "plans@example.org", "NHS Exampleshire CCG"),
        doubts=(),
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(EXAMPLE.replace("\n", "\r\n"), id="windows line ends"),
        pytest.param("\ufeff" + EXAMPLE, id="byte order mark"),
        pytest.param(changed(("\n\n", "\n\n\n \n")), id="more blank lines"),
        pytest.param(changed((" ", "\u00a0 ")), id="hard spaces"),
        pytest.param(changed(("Keep a list", "Keep\na list")), id="wrapped lines"),
        pytest.param(changed(("Group and Oak", "Group\nand Oak")), id="wrapped group heading"),
        pytest.param(changed((" - 1.1. W", "1.1 W"), (" - 1.2. B", "1.2 B")), id="no bullets, no dots"),
        pytest.param(changed(("**Oak & Ash NHS Trust should:**", "Oak & Ash NHS Trust should")), id="not bold"),
        pytest.param(changed(("1. **Oak", "**Oak"), ("2. Example", "Example")), id="groups without numbers"),
        pytest.param(changed((" - 1.2", "\n\nPage 8 of 9\n\n - 1.2")), id="page break in a group"),
        pytest.param(changed(("late. [Recommendation 1.1](#)", "late.\n\n(Recommendation 1.1)")), id="alone, round"),
        pytest.param(changed(("[Recommendation 2.1](#)", "Recommendation 2.1")), id="no brackets"),
        pytest.param(changed(("late. [Recommendation 1.1](#)", "late. Recommendation 1.1")), id="plain at the end"),
        pytest.param(changed(("30th November 2015 to 4th", "30 November – 4 th")), id="range over months"),
        pytest.param(changed(("30th November 2015 to 4th December 2015", "30/11/2015-04/12/2015")), id="numeric dates"),
        pytest.param(changed(("**20 working days**", "twenty working days")), id="twenty in words"),
        pytest.param(changed((": ", ":\n")), id="values below their labels"),
        pytest.param(changed(("Date of review", "DATE OF REVIEW"), ("CQC region", "CQC Region")), id="capitals"),
        pytest.param(changed((" 3\n", " ..... 3\n"), (" 8\n", " ..... 8\n")), id="dotted contents"),
        pytest.param(changed((" 3\n", "\n"), (" 5\n", "\n"), (" 7\n", "\n"), (" 8\n", "\n")), id="no page numbers"),
        pytest.param(changed(("Recommendations\n\n1", "## RECOMMENDATIONS:\n\n1")), id="marked heading"),
        pytest.param(changed(("1. Early help", "Early help")), id="heading known from the contents"),
    ],
)  # fmt: skip
def test_other_looks_of_a_report_read_the_same(text):
    assert read(text) == read(EXAMPLE)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_encodings_that_say_what_they_are(encoding):
    assert read_report(EXAMPLE.encode(encoding)) == read(EXAMPLE)


def test_windows_text_is_read_with_a_doubt():
    report = read_report(changed(("Council's", "Council’s")).encode("cp1252"))
    assert report.findings[-1].drawn_to_attention_of == "Exampleshire Council’s Public Health Team"
    assert [doubt.place for doubt in report.doubts] == ["the whole file"]


@pytest.mark.parametrize(
    ("citation", "numbers"),
    [
        ("[Recommendation 1.1](#) [Recommendation 1.2](#)", ("1.1", "1.2")),
        ("(Recommendations 1.1 and 2.1)", ("1.1", "2.1")),
        ("(see recommendations 1.1, 1.2 & 2.1)", ("1.1", "1.2", "2.1")),
        ("(Recommendations 1.1 – 1.2)", ("1.1", "1.2")),
        ("Recommendations 1.1 and 1.2", ("1.1", "1.2")),
        ("[Recommendation 1.1](#) [Recommendation 1.1](#)", ("1.1",)),
    ],
)
def test_citations_of_several_recommendations(citation, numbers):
    finding = read(changed(("[Recommendation 1.1](#)", citation))).findings[1]
    assert (finding.text, finding.recommendations) == ("Records are late.", numbers)


@pytest.mark.parametrize(
    ("sentence", "whom"),
    [
        ("We have drawn this to the attention of Public Health, who pay.", "Public Health"),
        ("This has also been drawn to the attention of St. Ann's Council.", "St. Ann's Council"),
        ("One nurse brought a worry to the attention of social care.", None),
        ("Staff pay attention to the attention of others.", None),
    ],
)
def test_what_cqc_drew_to_the_attention_of_others(sentence, whom):
    report = read(changed(("Records are late.", f"Records are late. *{sentence}*")))
    assert report.findings[1].drawn_to_attention_of == whom
    assert report.findings[1].text == f"Records are late. {sentence}"
    assert report.doubts == ()
