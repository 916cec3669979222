"""Bulk assign and date from the list of actions: what is ticked, all of it or nothing, across reviews and organisations."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.conftest import TODAY, action, person
from tests.test_bulk_plans import OCTOBER, entries
from tracker.demo.cast import CCG, MENTAL_HEALTH
from tracker.extensions import db
from tracker.models import Action, Closure, Organisation, Part, Participation, PlanChange, Review

URL = "/actions/bulk-plan"
BACK = "/actions?status=open&sort=-due"


@pytest.fixture
def elsewhere(app) -> Action:
    """An action of a second review of the lead, which was not sent yet."""
    review = Review(area="Northmere", title="A second review", working_days=20)
    trust = Organisation.matching(MENTAL_HEALTH)
    parts = ((CCG, Part.COMMISSIONER), (MENTAL_HEALTH, Part.ADDRESSED))
    review.participations = [Participation(organisation=Organisation.matching(name), part=part) for name, part in parts]
    row = Action(review=review, organisation=trust, words="Train everybody")
    db.session.add_all([review, row])
    db.session.commit()
    return row


def ticked(browser, *chosen: Action, back: str = BACK):
    """The page that comes after ticking these."""
    query = "&".join(f"actions={a.id}" for a in chosen)
    return browser.get(f"{URL}?{query}&back={back.replace('&', '%26')}")


def fill(page, expect: int, **typed):
    """Fill the form in and send it; the ticks stay as the page has them."""
    form = page.form(URL)
    fields = [(name, value) for name, value in form.form_values() if name != "actions"]
    ticks = page.tree.xpath("//input[@name='actions'][@checked]/@value")
    return page.browser.post(URL, dict(fields) | {"actions": ticks} | {n.replace("__", "-"): v for n, v in typed.items()}, expect)


def test_what_is_ticked_gets_a_date_and_one_is_back_on_the_same_list(app, open_as, elsewhere):
    lead, before = open_as("lead"), entries()
    undated = action("1.6")
    undated.due_on = undated.first_due_on = None
    db.session.commit()
    page = ticked(lead, undated, elsewhere)
    assert "2 actions" in page.words and "Northmere" in page.words and page.tree.xpath("count(//input[@name='actions'][@checked])") == 2
    done = fill(page, 303, **OCTOBER)
    assert done.response.location == BACK and "2 actions are saved." in done.follow().words
    assert {db.session.get(Action, a.id).due_on for a in (undated, elsewhere)} == {date(2016, 10, 31)}
    assert sorted(entries()[len(before):]) == sorted(("action.plan", a.id) for a in (undated, elsewhere))
    kept = db.session.scalars(select(PlanChange).where(PlanChange.action_id == elsewhere.id)).all()
    assert kept and kept[-1].on_behalf_of.name == MENTAL_HEALTH


def test_dates_that_cqc_has_are_all_named_and_nothing_is_overwritten(app, open_as, elsewhere):
    sent, before = [action("1.6"), action("1.7")], entries()
    page = fill(ticked(open_as("lead"), *sent, elsewhere), 409, post="Matron", **OCTOBER | {"due_on__month": "11", "due_on__day": "30"})
    for number in ("1.6", "1.7"):
        assert f"Action {number} (Medway, Medway NHS Foundation Trust): CQC has the plan." in page.words
    assert "Nothing was saved" in page.words and entries() == before
    assert db.session.get(Action, elsewhere.id).due_on is None and action("1.6").post != "Matron"
    assert page.tree.xpath("//input[@name='due_on-day']/@value") == ["30"]


def test_an_owner_must_belong_to_the_organisation_of_every_action(app, open_as, elsewhere):
    lead, nurse, governance = open_as("lead"), person("owner"), person("outsider")
    page = ticked(lead, action("1.6"), elsewhere)
    assert f"Governance lead, {MENTAL_HEALTH}" in page.words and "Named nurse, Medway NHS Foundation Trust" in page.words
    refused = fill(page, 409, owner_id=nurse.id)
    assert f"(Northmere, {MENTAL_HEALTH}): The owner must be an owner in the organisation" in refused.words
    assert "Action 1.6 (" not in refused.tree.xpath("string(//div[contains(@class, 'nhsuk-error-summary')])")
    fill(ticked(lead, elsewhere), 303, owner_id=governance.id)
    assert db.session.get(Action, elsewhere.id).owner_id == governance.id


def test_a_closed_review_and_a_stale_action_stand_in_the_way_by_name(app, open_as, elsewhere):
    lead, own = open_as("lead"), action("1.6")
    page = ticked(lead, own, elsewhere)
    elsewhere.plan(version=elsewhere.version, by=person("lead"), on=TODAY, post="What somebody else wrote")
    db.session.commit()
    stale = fill(page, 409, post="Matron")
    assert "Somebody changed immediate action (Northmere" in stale.words and "What somebody else wrote" in stale.words
    review = db.session.get(Review, 1)
    Closure.close(review, reason="Over.", version=review.version, by=person("lead"), on=TODAY)
    db.session.commit()
    assert "This review is closed." in fill(stale, 409, post="Matron").words
    assert db.session.get(Action, elsewhere.id).post == "What somebody else wrote"


def test_only_what_is_mine_can_be_ticked_or_sent(app, open_as):  # checks 6
    owner, theirs, own = open_as("owner"), action("3.1"), action("1.6")
    ids = {int(id) for id in owner.get("/actions").tree.xpath("//tbody//input[@name='actions']/@value")}
    rows = db.session.scalars(select(Action).where(Action.id.in_(ids))).all()
    assert len(rows) == 12 and {a.organisation_id for a in rows} == {own.organisation_id} and all(a.status.is_open for a in rows)
    page = ticked(owner, own, theirs)
    assert "1 action that you ticked cannot be planned by you" in page.words and theirs.words not in page.words
    before = entries()
    fields = dict(page.form(URL).form_values()) | {"actions": [theirs.id], "seen": f"{theirs.id}:{theirs.version}", "post": "Mine now"}
    assert "not open any more" in owner.post(URL, fields, 422).words
    sent = dict(page.form(URL).form_values()) | {"actions": [own.id], "post": "Matron", "status": "verified", "organisation_id": 1, "words": "Gone"}
    owner.post(URL, sent, 303)
    assert entries()[len(before):] == [("action.plan", own.id)]
    assert (own.post, own.status.value) == ("Matron", "not started") and own.words != "Gone"


def test_nothing_ticked_nothing_filled_in_and_a_way_back_to_this_site_only(app, open_as):
    lead = open_as("lead")
    assert "No action is ticked." in lead.get(URL).words
    assert "No action is ticked." in lead.get(f"{URL}?actions=x&actions={10**30}&actions=9999").words
    page = ticked(lead, action("1.6"), back="//evil.example/")
    assert "evil" not in page.tree.xpath("string(//a[@class='nhsuk-back-link']/@href)")
    assert "Fill in what the actions get" in fill(page, 422).words
    assert fill(page, 303, post="Matron").response.location == "/actions"


def test_all_of_a_page_can_be_ticked_at_once(app, open_as):
    page = open_as("lead").get("/actions?status=open&tick=page")
    assert page.tree.xpath("count(//input[@name='actions'][@checked])") == page.tree.xpath("count(//input[@name='actions'])") == 22
    assert page.tree.xpath("//input[@name='back']/@value") == ["/actions?status=open"]
