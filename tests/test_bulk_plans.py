"""Bulk plan: the same words, post, date or success measure for several actions, all or none."""

from datetime import date

import pytest
from sqlalchemy import func, select

from tests.bench.queries import statements
from tests.conftest import TODAY, action, person
from tests.test_queries import KEPT, _counted, _triple
from tracker.demo.cast import ACUTE, COMMUNITY
from tracker.extensions import db
from tracker.models import Action, AuditEntry, NotAllowed, Review, Stale
from tracker.models.bulk_plan import named, plan_together

URL = "/reviews/1/bulk-plan"
OCTOBER = {"due_on__day": "31", "due_on__month": "10", "due_on__year": "2016"}


def entries() -> list[tuple]:
    """The verb and the row of every audit entry."""
    return db.session.execute(select(AuditEntry.verb, AuditEntry.noun_id).order_by(AuditEntry.id)).all()


def ids(*numbers: str) -> list[int]:
    """The ids of the actions for these recommendations."""
    return [action(number).id for number in numbers]


def fill(page, chosen: list[int], expect: int, **typed):
    """Tick these actions, fill the form in, and send it."""
    form = page.form(URL)
    fields = {name: value for name, value in form.form_values() if name != "actions"}
    return page.browser.post(URL, fields | {"actions": chosen} | {n.replace("__", "-"): v for n, v in typed.items()}, expect)


def test_only_what_is_filled_in_changes_and_each_action_has_its_entry(app, open_as):
    chosen, before = ids("1.6", "1.7", "3.1"), entries()
    kept = [(db.session.get(Action, id).words, db.session.get(Action, id).due_on) for id in chosen]
    page = fill(open_as("lead").get(URL), chosen, 303, post="Matron A", success_measure="Nine\r\nof ten.").follow()
    assert "3 actions are saved." in page.words
    rows = [db.session.get(Action, id) for id in chosen]
    assert {(r.post, r.success_measure) for r in rows} == {("Matron A", "Nine\nof ten.")}
    assert [(r.words, r.due_on) for r in rows] == kept
    assert sorted(entries()[len(before):]) == sorted(("action.plan", id) for id in chosen)


def test_a_stale_action_is_named_nothing_is_saved_and_pressing_again_keeps_mine(app, open_as):  # checks 63
    page, stale = open_as("lead").get(URL), action("1.7")
    stale.plan(version=stale.version, on=TODAY, by=person("owner"), words="What the owner wrote")
    db.session.commit()
    chosen, before = ids("1.6", "1.7"), entries()
    lost = fill(page, chosen, 409, words="The same words for both")
    assert "Somebody changed action 1.7 while you were writing." in lost.words and "What the owner wrote" in lost.words
    assert "action 1.6 while" not in lost.words and entries() == before
    assert sorted(map(int, lost.tree.xpath("//input[@type='checkbox'][@checked]/@value"))) == sorted(chosen)
    fill(lost, chosen, 303, words="The same words for both")
    assert [db.session.get(Action, id).words for id in chosen] == ["The same words for both"] * 2


def test_an_owner_plans_his_own_but_moves_no_date_that_was_sent(app, open_as):
    page = open_as("owner").get(URL)
    assert "CQC has the plan. Ask a lead" in page.words and not page.tree.xpath("//input[@name='due_on-day']")
    fill(page, ids("1.6", "1.7"), 303, post="Matron B")
    before = entries()
    refused = fill(page.browser.get(URL), ids("1.6", "1.7"), 409, post="Matron C", **OCTOBER)
    assert "Action 1.6: CQC has the plan. From then on a due date is moved by an extension, with a reason." in refused.words
    assert action("1.6").post == "Matron B" and entries() == before


def test_an_owner_may_date_what_has_no_date_yet(app, open_as):
    chosen = ids("1.6", "1.7")
    for id in chosen:
        db.session.get(Action, id).due_on = db.session.get(Action, id).first_due_on = None
    db.session.commit()
    fill(open_as("owner").get(URL), chosen, 303, **OCTOBER)
    assert {db.session.get(Action, id).first_due_on for id in chosen} == {date(2016, 10, 31)}


@pytest.mark.parametrize("typed, told", [
    ({}, "Fill in what the actions get"),
    ({"due_on__day": "31"}, "Due date must include a month and a year"),
    ({"post": "x" * 201}, "Accountable post must be 200 characters or fewer"),
])  # fmt: skip
def test_what_is_missing_is_named_and_what_was_typed_stays(app, open_as, typed, told):
    before = entries()
    page = fill(open_as("lead").get(URL), ids("1.6"), 422, **typed)
    assert told in page.words and entries() == before
    assert page.tree.xpath("//input[@type='checkbox'][@checked]/@value") == [str(action("1.6").id)]


def test_without_an_action_nothing_is_saved(app, open_as):
    assert "Choose the actions" in fill(open_as("lead").get(URL), [], 422, post="Matron").words


@pytest.mark.parametrize("number, owner_of", [("1.6", ACUTE), ("5.1", COMMUNITY), ("1.2", ACUTE)])
def test_nobody_plans_another_organisations_action_or_one_that_is_not_open(app, open_as, number, owner_of):
    other, page = action(number, owner_of), open_as("outsider").get(URL)
    assert str(other.id) not in page.tree.xpath("//input[@type='checkbox']/@value")
    before = entries()
    assert "not open any more" in fill(page, [other.id], 422, post="Mine now").words and entries() == before


def test_the_page_offers_an_owner_his_own_and_a_lead_all(app, open_as):
    offered = {who: open_as(who).get(URL).tree.xpath("count(//input[@type='checkbox'])") for who in ("lead", "owner")}
    assert offered["lead"] > offered["owner"] == 12
    assert URL in open_as("owner").get("/reviews/1").links


@pytest.mark.parametrize("wrong", ["", "x", "0:1", f"{10**30}:1", "6:999"])
def test_a_page_that_nobody_was_shown_is_stale(app, open_as, wrong):
    page, before = open_as("lead").get(URL), entries()
    fill(page, ids("1.6"), 409, post="Matron", seen=wrong)
    assert entries() == before


def test_the_rules_hold_without_a_page(app):
    own = action("1.6")
    with pytest.raises(Stale):
        plan_together([own], versions={own.id: own.version + 1}, by=person("lead"), on=TODAY, for_whom={}, post="x")
    with pytest.raises(NotAllowed, match="Action 1.6: CQC has the plan"):
        plan_together([own], versions={own.id: own.version}, by=person("owner"), on=TODAY, for_whom={}, due_on=date(2017, 1, 1))
    assert named([action("1.1"), action("1.3"), own]) == "action 1.1, action 1.3 and action 1.6"


def test_a_longer_plan_asks_the_database_as_often(app, open_as):
    lead = open_as("lead")
    with statements(db.engine) as short:
        lead.get(URL)
    _triple(KEPT | {"users", "organisations", "memberships", "participations"})
    with statements(db.engine) as long:
        lead.get(URL)
    assert db.session.scalar(select(func.count(Action.id)).where(Action.review_id == db.session.get(Review, 1).id)) > 60
    assert _counted(long) == _counted(short)
