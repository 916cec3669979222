"""Corrections of a draft on its pages: each works, is refused, is never lost to a second tab, and is audited without words."""

from datetime import date

import pytest
from sqlalchemy import func, select

from tests.drafts import REPORT, SOURCE, draft_of, keep_draft
from tests.dump import dump
from tracker.demo.cast import ACUTE, COMMUNITY
from tracker.extensions import db
from tracker.models import AuditEntry
from tracker.reading import ReadRecommendation

CORRECTIONS = [
    ("/import/details", {"area": "Medway and Swale"}, {"area": ""}, "Enter the area"),
    ("/import/organisations/3", {"names": f"{COMMUNITY}\n{ACUTE}"}, {"names": " "}, "Enter the name"),
    ("/import/groups/2", {"organisations": [ACUTE, COMMUNITY]}, {"organisations": []}, "Tick or enter whom"),
    ("/import/recommendations/2", {"number": "1.2"}, {"number": "one"}, "must look like 1.4"),
    ("/import/recommendations/2/split", {"kept": "Keep them.", "text": "Safe."}, {"text": ""}, "Enter the text of the new one"),
    ("/import/recommendations/2/removal", {}, None, ""),
    ("/import/findings/3", {"recommendations": "1.3"}, {"recommendations": "9.9"}, "There is no recommendation 9.9"),
    ("/import/findings/3/removal", {}, None, ""),
]  # fmt: skip
ADDED = {"number": "1.2", "text": "Count them.", "others": ACUTE, "findings": "1.3"}
ADDITIONS = [
    ("/import/recommendations/new?line=9", ADDED, {"findings": "9.9"}, "There is no finding 9.9"),
    ("/import/findings/new", {"number": "1.4", "text": "Clerks are few.", "recommendations": "1.1, 1.3"}, {"number": ""}, "Enter the number"),
]  # fmt: skip


def test_without_a_draft_there_is_nothing_to_correct(app, open_as):
    lead = open_as("lead")
    for url, *_ in CORRECTIONS + ADDITIONS:
        lead.get(url, expect=404)
        lead.post(url, {"csrf_token": lead.token()}, expect=404)


@pytest.mark.parametrize("noun", ["recommendations", "findings", "organisations", "groups"])
def test_a_position_that_cannot_be_is_not_found(app, open_as, noun):  # checks 10
    keep_draft("lead")
    lead = open_as("lead")
    for position in ("0", "-1", "4", "abc", str(10**30)):
        lead.get(f"/import/{noun}/{position}", expect=404)


@pytest.mark.parametrize(("url", "good", "bad", "words"), CORRECTIONS + ADDITIONS)
def test_the_ladder_of_every_correction(app, open_as, url, good, bad, words):  # checks 56, 63
    lead = open_as("lead")
    keep_draft("lead")
    entries, page = _entries(), lead.get(url)
    if bad is not None:
        before = dump()
        refused = page.submit(url, 422, **good | bad)
        assert words in refused.words and dump() == before
    assert "The correction is saved." in page.submit(url, 303, **good).follow().words
    draft = draft_of("lead")
    assert draft.report != REPORT and _entries() == entries + 1 and draft.source == SOURCE
    before = dump()
    stale = page.submit(url, 409, **good)
    assert "Somebody saved a change while you were writing" in stale.words and dump() == before


def test_the_loser_of_two_tabs_sees_both_texts_and_can_decide(app, open_as):  # checks 63
    lead = open_as("lead")
    keep_draft("lead")
    first, second = lead.get("/import/recommendations/1"), lead.get("/import/recommendations/1")
    first.submit("/import/recommendations/1", 303, text="The first text.")
    stale = second.submit("/import/recommendations/1", 409, text="The second text.")
    assert "The first text." in stale.words and "The second text." in stale.words
    stale.submit("/import/recommendations/1", 303)
    assert draft_of("lead").report.recommendations[0].text == "The second text."


def test_what_was_typed_for_something_that_is_gone_is_shown_again(app, open_as):
    lead = open_as("lead")
    keep_draft("lead")
    late = lead.get("/import/recommendations/3")
    lead.get("/import/recommendations/1/removal").submit("/import/recommendations/1/removal", 303)
    stale = late.submit("/import/recommendations/3", 409, text="Typed for nothing.")
    assert "Typed for nothing." in stale.words
    gone = stale.submit("/import/recommendations/3", 409)
    assert "no longer there" in gone.words and "Typed for nothing." in gone.words


def test_audit_entries_of_corrections_hold_no_words(app, open_as):
    lead = open_as("lead")
    keep_draft("lead")
    lead.get("/import/recommendations/1").submit("/import/recommendations/1", 303, text="Canary words.")
    entry = db.session.scalar(select(AuditEntry).order_by(AuditEntry.id.desc()))
    assert entry.verb == "import_draft.correct_recommendation" and "Canary" not in str(entry.fields)
    assert all(len(hashed) == 64 for hashed in entry.fields.values()) and not list(AuditEntry.broken())


def test_details_become_what_the_form_says(app, open_as):
    lead = open_as("lead")
    keep_draft("lead")
    lead.get("/import/details").submit(
        "/import/details", 303, inspectors="- Ann Oak\nBob Ash\n", working_days="15", signatory_name="Cy Yew", signatory_post="Director",
        published_on__day="18", received_on__day="21", submitted_by="", cqc_region="South",
    )  # fmt: skip
    draft = draft_of("lead")
    report = draft.report
    assert report.inspectors == ("Ann Oak", "Bob Ash") and report.signatory.post == "Director" and report.cqc_region == "South"
    assert (report.plan.working_days, report.plan.submitted_by) == (15, None)
    assert (report.published_on, draft.received_on) == (date(2016, 6, 18), date(2016, 6, 21))


@pytest.mark.parametrize(("field", "value", "words"), [
    ("working_days", "61", "number from 1 to 60"), ("send_to", "nobody", "Enter an email address"),
    ("visit_ended_on__day", "1", "cannot be before the first"), ("title", "x" * 301, "300 characters or fewer"),
])  # fmt: skip
def test_details_that_cannot_be_are_refused_at_their_field(app, open_as, field, value, words):
    keep_draft("lead")
    page = open_as("lead").get("/import/details").submit("/import/details", 422, **{field: value})
    assert words in page.words


def test_a_day_of_receipt_in_the_future_is_refused_with_everything_that_was_typed(app, open_as):
    keep_draft("lead")
    page = open_as("lead").get("/import/details").submit("/import/details", 409, received_on__year="2017", area="Elsewhere")
    assert "in the future" in page.words and "Saved meanwhile" not in page.words
    assert page.tree.get_element_by_id("area").get("value") == "Elsewhere" and draft_of("lead").report.area == "Medway"


def test_an_organisation_is_merged_with_another(app, open_as):
    lead = open_as("lead")
    keep_draft("lead", recommendations=(*REPORT.recommendations, ReadRecommendation("2.2", ("Medway Hospital",), "Tell them.")))
    page = lead.get("/import/organisations/4")
    assert "Medway Hospital" in page.words
    page.submit("/import/organisations/4", 303, same_as=ACUTE)
    assert draft_of("lead").report.recommendations[3].organisations == (ACUTE,)


def test_the_report_stands_beside_the_form(app, open_as):
    keep_draft("lead")
    page = open_as("lead").get("/import/recommendations/2")
    beside = page.tree.find_class("tracker-source")[0].text_content()
    assert "1.3 Keep them safe." in beside and "2.1 Share them." in beside and "Notes are late" not in beside
    assert "/import#line-9" in page.links


def _entries() -> int:
    return db.session.scalar(select(func.count()).select_from(AuditEntry))
