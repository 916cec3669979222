"""Corrections of a report: each does what it says, and whatever is corrected in whatever order stays whole or shows a problem."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.drafts import JOINT, REPORT, SOURCE
from tracker.demo.cast import ACUTE, CCG, COMMUNITY
from tracker.models import NotAllowed
from tracker.models.report_import import _check_whole
from tracker.reading import Doubt, ReadRecommendation, ReadReport
from tracker.reading import corrections as c
from tracker.reading.exchange import report_from_json, report_to_json
from tracker.reading.marking import around, marked_lines
from tracker.reading.places import place_of
from tracker.reading.problems import Place, counts, problems


def row(report: ReadReport, position: int, **changes) -> dict:
    """What `with_recommendation` is given to change only this."""
    old = report.recommendations[position - 1]
    cited = [f.number for f in report.findings if old.number in f.recommendations]
    return {"number": old.number, "text": old.text, "organisations": old.organisations, "findings": cited} | changes


def numbers(report: ReadReport) -> list[str]:
    """The numbers of the recommendations."""
    return [r.number for r in report.recommendations]


def links(report: ReadReport) -> dict[str, tuple[str, ...]]:
    """What each finding cites."""
    return {f.number: f.recommendations for f in report.findings}


def words(report: ReadReport) -> str:
    """Everything that does not add up."""
    return " ".join(problem.words for problem in problems(report))


# --- one by one ------------------------------------------------------------------------------------------------------


def test_a_new_number_takes_its_links_along_and_moves_the_row_to_its_place():
    report = c.with_recommendation(REPORT, 1, **row(REPORT, 1, number="1.4"))
    assert numbers(report) == ["1.3", "1.4", "2.1"]
    assert links(report) == {"1.1": ("1.4",), "1.2": ("1.4", "2.1"), "1.3": ()}


def test_links_are_set_and_taken_away():
    report = c.with_recommendation(REPORT, 1, **row(REPORT, 1, findings=("1.3",)))
    assert links(report) == {"1.1": (), "1.2": ("2.1",), "1.3": ("1.1",)}


def test_of_two_with_one_number_the_one_that_is_renumbered_takes_only_the_links_that_are_named():
    twice = replace(REPORT, recommendations=(*REPORT.recommendations, ReadRecommendation("1.1", (ACUTE,), "Count them.")))
    assert "The number of recommendation 1.1 stands twice." in words(twice)
    report = c.with_recommendation(twice, 4, **row(twice, 4, number="1.2", findings=("1.2",)))
    assert links(report) == {"1.1": ("1.1",), "1.2": ("1.2", "2.1"), "1.3": ()}
    assert "twice" not in words(report) and numbers(report) == ["1.1", "1.2", "1.3", "2.1"]


def test_what_is_added_under_a_number_that_is_taken_comes_after_it():
    report = c.with_new_recommendation(REPORT, **row(REPORT, 1, text="Count them.", findings=()), line=3)
    assert [r.text for r in report.recommendations][:2] == ["Write notes on the day.", "Count them."] and report.recommendations[1].line == 3
    assert links(report) == links(REPORT)


def test_a_split_keeps_whom_it_addresses():
    report = c.with_split(REPORT, 2, kept="Keep them.", number=c.free_number(REPORT, "1.3"), text="Be safe.", findings=("1.3",))
    assert numbers(report) == ["1.1", "1.3", "1.4", "2.1"] and report.recommendations[2].organisations == (ACUTE,)
    assert links(report)["1.3"] == ("1.4",)


def test_findings_of_a_lost_recommendation_are_known_by_their_doubts():
    doubts = (Doubt("finding 1.3, page 2", "1.2", "Recommendation 1.2 was not found.", 6), Doubt("recommendation 1.3", "1.1, then 1.3", "", 9))
    assert c.findings_of_lost(replace(REPORT, doubts=doubts), "1.2") == ("1.3",)
    assert c.free_number(REPORT, "1.1") == "1.2" and c.free_number(REPORT, "2.1") == "2.2"


def test_what_was_taken_out_leaves_links_that_show():
    report = c.without_recommendation(REPORT, 1)
    assert "Finding 1.1 cites recommendation 1.1, which does not exist." in words(report)
    assert "Recommendation 1.3 is the first." in words(report)


def test_a_group_is_readdressed_whole():
    report = c.with_group(REPORT, "1", (COMMUNITY, ACUTE, COMMUNITY))
    assert [r.organisations for r in report.recommendations] == [(COMMUNITY, ACUTE), (COMMUNITY, ACUTE), (JOINT,)]


def test_an_organisation_is_split_merged_and_renamed_wherever_it_stands():
    report = c.renamed(REPORT, JOINT, (COMMUNITY, ACUTE))
    assert report.recommendations[2].organisations == (COMMUNITY, ACUTE)
    assert c.renamed(report, COMMUNITY, (ACUTE,)).recommendations[2].organisations == (ACUTE,)
    moved = c.renamed(report, "Medway CCG", ("NHS Kent and Medway CCG",))  # written otherwise than in the report
    assert (moved.commissioners, moved.plan.submitted_by) == (("NHS Kent and Medway CCG",), "NHS Kent and Medway CCG")
    assert c.organisations_of(report) == (CCG, ACUTE, COMMUNITY)


def test_findings_are_corrected_added_and_taken_out():
    report = c.with_finding(REPORT, 3, number="1.2", recommendations=("9.9",))
    assert "The number of finding 1.2 stands twice." in words(report) and "recommendation 9.9, which does not exist" in words(report)
    heading = {"section": "", "text": "Notes", "recommendations": (), "drawn_to_attention_of": None, "is_heading": True, "line": None}
    report = c.with_new_finding(REPORT, number="1", **heading)
    assert [f.number for f in report.findings] == ["1", "1.1", "1.2", "1.3"] and counts(report).findings == 3
    assert len(c.without_finding(report, 4).findings) == 3


@pytest.mark.parametrize("position", [0, -1, 4])
def test_a_position_that_does_not_exist_is_an_error(position):
    for correct in (
        lambda: c.without_recommendation(REPORT, position), lambda: c.without_finding(REPORT, position),
        lambda: c.with_finding(REPORT, position, text=""), lambda: c.with_recommendation(REPORT, position, **row(REPORT, 1)),
    ):  # fmt: skip
        with pytest.raises(IndexError):
            correct()


@pytest.mark.parametrize(("changes", "said"), [
    ({"title": ""}, "no title"), ({"area": ""}, "no area"), ({"recommendations": ()}, "no recommendation"),
    ({"plan": replace(REPORT.plan, working_days=0)}, "within 0 working days"),
    ({"commissioners": ("x" * 201,)}, "longer than 200"), ({"area": "x" * 121}, "Area: “xx"),
    ({"plan": replace(REPORT.plan, submitted_by="x" * 201)}, "longer than 200"),
    ({"findings": (replace(REPORT.findings[0], drawn_to_attention_of="x" * 301),)}, "longer than 300"),
    ({"recommendations": (ReadRecommendation("1.1", (), "Whose?"),)}, "addressed to nobody"),
])  # fmt: skip
def test_what_stops_an_import_comes_first(changes, said):
    first = problems(replace(REPORT, **changes))[0]
    assert first.stops and said in first.words


def test_what_cannot_be_kept_is_refused_without_the_page_too():
    with pytest.raises(NotAllowed, match="longer than 300 letters. Correct the file"):
        _check_whole(replace(REPORT, title="x" * 301))


# --- places and marks ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("place", "line", "leads_to"), [
    ("recommendation 1.3, page 3", 9, Place("recommendation", 2)), ("recommendation 1.3", None, Place("recommendation", 2)),
    ("recommendation 9.9, page 3", 10, Place("recommendations", line=10)), ("recommendations, page 3", 10, Place("recommendation", 2)),
    ("finding 1.2, page 2", 5, Place("finding", 2)), ("findings, page 2", 1, Place("findings", line=1)),
    ("heading of a group, line 7", 7, Place("group", 1)), ("heading of a group, line 99", 99, Place("recommendations", line=99)),
    ("date of publication, line 3", 3, Place("details", field="published_on-day")), ("front table", None, Place("details", field="title")),
    ("CCGs included, line 3", 3, Place("details", field="commissioners")), ("next steps", None, Place("details", field="working_days")),
])  # fmt: skip
def test_a_doubt_leads_to_what_settles_it(place, line, leads_to):
    assert place_of(REPORT, Doubt(place, "", "", line)) == leads_to


def test_a_doubt_follows_a_row_that_was_renumbered():
    report = c.with_recommendation(REPORT, 2, **row(REPORT, 2, number="1.2"))
    assert place_of(report, REPORT.doubts[1]) == Place("recommendation", 2)


def test_marks_say_what_a_line_is_called_now():
    report = c.without_finding(c.with_recommendation(REPORT, 2, **row(REPORT, 2, number="1.2")), 1)
    marks = {line.number: (line.mark, line.place) for line in marked_lines(SOURCE, report)}
    assert marks[9] == ("recommendation 1.2", Place("recommendation", 2))
    assert marks[4][0] == "finding 1.1, not in the draft" and marks[2][1] == Place("details", field="visit_started_on-day")
    assert 3 not in marks  # nothing stands there
    lines = marked_lines(SOURCE, REPORT)
    assert [line.number for line in lines if line.opens_page] == [1, 4, 7] and [line.number for line in around(lines, 5)][:2] == [2, 4]
    assert around(lines, None) == []


# --- any sequence ----------------------------------------------------------------------------------------------------

NUMBERS = st.sampled_from(["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "3.1"])
NAMES = st.lists(st.sampled_from([ACUTE, COMMUNITY, JOINT, CCG]), max_size=3)
CITING = st.lists(st.sampled_from(["1.1", "1.2", "1.3", "1.4"]), max_size=3)
TEXT = st.sampled_from(["Count them.", "Ask.", "Train staff."])
POSITION = st.integers(1, 5)
STEPS = st.one_of(
    st.tuples(st.just(c.with_recommendation), st.tuples(POSITION),
              st.fixed_dictionaries({"number": NUMBERS, "text": TEXT, "organisations": NAMES, "findings": CITING})),
    st.tuples(st.just(c.with_new_recommendation), st.just(()),
              st.fixed_dictionaries({"number": NUMBERS, "text": TEXT, "organisations": NAMES, "findings": CITING})),
    st.tuples(st.just(c.with_split), st.tuples(POSITION),
              st.fixed_dictionaries({"kept": TEXT, "number": NUMBERS, "text": TEXT, "findings": CITING})),
    st.tuples(st.sampled_from([c.without_recommendation, c.without_finding]), st.tuples(POSITION), st.just({})),
    st.tuples(st.just(c.with_group), st.tuples(st.sampled_from("123"), NAMES), st.just({})),
    st.tuples(st.just(c.with_finding), st.tuples(POSITION), st.fixed_dictionaries({"number": NUMBERS, "recommendations": st.tuples(NUMBERS)})),
    st.tuples(st.just(c.renamed), st.tuples(st.sampled_from([ACUTE, COMMUNITY, JOINT]), NAMES.filter(bool)), st.just({})),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(STEPS, min_size=1, max_size=8))
def test_any_sequence_of_corrections_stays_whole_or_shows_a_problem(steps):
    report = _after(steps)
    found = problems(report)
    said = " ".join(problem.words for problem in found)
    stands = numbers(report)
    for noun, rows in (("recommendation", report.recommendations), ("finding", report.findings)):
        for number in {r.number for r in rows if [x.number for x in rows].count(r.number) > 1}:
            assert f"The number of {noun} {number} stands " in said
    for finding in report.findings:
        for cited in finding.recommendations:
            assert cited in stands or f"Finding {finding.number} cites recommendation {cited}, which does not exist" in said
    for recommendation in report.recommendations:
        is_cited = any(recommendation.number in f.recommendations for f in report.findings)
        assert is_cited or f"No finding cites recommendation {recommendation.number}." in said
        assert recommendation.organisations or f"Recommendation {recommendation.number} is addressed to nobody." in said
    assert stands == sorted(stands, key=c.order_of) or "order is wrong" in said
    assert report_from_json(report_to_json(report)) == report
    if not any(problem.stops for problem in found):
        _check_whole(report)  # what the page lets through, the import does not refuse


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(POSITION, NUMBERS), min_size=1, max_size=6))
def test_renumbering_loses_no_link_while_numbers_are_unique(steps):
    report = REPORT
    for position, number in steps:
        free = number not in numbers(report) and position <= len(report.recommendations)
        report = c.with_recommendation(report, position, **row(report, position, number=number)) if free else report
    assert _cited_texts(report) == _cited_texts(REPORT)


def _after(steps) -> ReadReport:
    """The report after these corrections; one of something that is not there changes nothing."""
    report = REPORT
    for correct, given_, values in steps:
        try:
            report = correct(report, *given_, **values)
        except IndexError:
            continue
    return report


def _cited_texts(report: ReadReport) -> dict[str, set[str]]:
    texts = {r.number: r.text for r in report.recommendations}
    return {f.text: {texts[number] for number in f.recommendations} for f in report.findings}
