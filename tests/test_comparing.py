"""What changed between two plans: exactly the changes that were made, each in words."""

import copy
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.frozen_plans import TRUST, whole_plan
from tracker.documents.comparing import ACTION, PRIVATE, changes
from tracker.documents.schemas import current

PLAN = current(whole_plan())
DAY = st.integers(1, 400).map(lambda n: (date(2030, 1, 1) + timedelta(n)).isoformat())
WORDS = st.text("abc é<{=", min_size=1, max_size=9).map(lambda text: f"new {text}")
# the field as readers know it → the key in the plan, and values that no plan of the tests has
EDITS = {
    "what will be done": ("words", WORDS),
    "accountable post": ("post", WORDS),
    "due date": ("due_on", DAY),
    "success measure": ("success_measure", WORDS),
    "evidence expected": ("evidence_expected", WORDS),
    "monitored by": ("monitored_by", WORDS),
    "organisation": ("organisation", WORDS),
    "recommendations": ("recommendations", st.just(["9.9", "9.10"])),
    "status": ("status", st.just("another")),
    "how it is going": ("confidence", st.just("anyhow")),
    "completed": ("completed_on", DAY),
    "progress": ("progress", st.builds(lambda on, note: {"on": on, "note": note}, DAY, WORDS)),
    "verification": ("verification", st.builds(lambda on, found: {"on": on, "checked_by": "", "method": "data", "found": found}, DAY, WORDS)),
    "evidence accepted": ("evidence", st.builds(lambda title: [{"title": title, "version": 3}], WORDS)),
}
EDIT = st.one_of(*(st.tuples(st.sampled_from([a["id"] for a in PLAN["actions"]]), st.just(f), value) for f, (_, value) in EDITS.items()))


def test_every_field_is_tried():
    assert set(EDITS) == set(ACTION) and PRIVATE < set(ACTION)


@settings(max_examples=60, deadline=None)
@given(edits=st.lists(EDIT, max_size=8, unique_by=lambda edit: edit[:2]), gone=st.sets(st.sampled_from(range(1, 25)), max_size=3), backwards=st.booleans())
def test_exactly_the_changes_that_were_made_are_listed(edits, gone, backwards):
    edited = copy.deepcopy(PLAN)
    rows = {a["id"]: a for a in edited["actions"]}
    for id, field, value in edits:
        rows[id][EDITS[field][0]] = value
    edited["actions"] = [a for a in edited["actions"] if a["id"] not in gone]
    found = changes(edited, PLAN) if backwards else changes(PLAN, edited)
    expected = {(f"Action {id}", field) for id, field, _ in edits if id not in gone}
    expected |= {(f"Action {id}", "added" if backwards else "removed") for id in gone}
    assert {(c["about"], c["field"]) for c in found} == expected and len(found) == len(expected)
    assert all(isinstance(c[side], str) and c["before"] != c["after"] for c in found for side in ("before", "after"))


def test_each_change_is_said_in_words():
    edited = copy.deepcopy(PLAN)
    edited["actions"][0] |= {"due_on": "2016-10-31", "post": "", "progress": None}
    edited["recommendations"][0]["findings"] = []
    said = {(c["about"], c["field"]): (c["before"], c["after"]) for c in changes(PLAN, edited)}
    assert said == {
        ("Recommendation 1.1", "findings"): ("3.2", "None"),
        ("Action 1", "accountable post"): (PLAN["actions"][0]["post"], "Not yet agreed"),
        ("Action 1", "due date"): ("14 August 2016", "31 October 2016"),
        ("Action 1", "progress"): ("12 July 2016: Form agreed; training begins on Monday.", "None"),
    }
    first = changes(PLAN, edited)[1]
    assert (first["organisation"], first["recommendations"]) == (TRUST, ["1.1"])


def test_a_recommendation_that_came_or_went_is_told_by_its_words():
    fewer = PLAN | {"recommendations": PLAN["recommendations"][1:]}
    [gone], [came] = changes(PLAN, fewer), changes(fewer, PLAN)
    text = PLAN["recommendations"][0]["text"]
    assert (gone["field"], gone["before"], gone["after"]) == ("removed", text, "")
    assert (came["field"], came["before"], came["after"]) == ("added", "", text)


def test_a_colour_that_the_days_changed_is_no_change():
    later = PLAN | {"actions": [a | {"brag": "red", "brag_reason": "overdue"} for a in PLAN["actions"]]}
    assert changes(PLAN, later) == []
