"""Addressing: an action comes and goes with whom a recommendation addresses, and what was recorded is never lost."""

import pytest
from sqlalchemy import func, select

from tests.conftest import action, person
from tests.dump import dump
from tests.test_recommendations import entries, rec, untouched
from tracker.demo.cast import CCG, MENTAL_HEALTH
from tracker.extensions import db
from tracker.models import Action, AuditEntry, NotAllowed, Organisation, Part, Recommendation, Review

KENT = "Kent Community Health NHS Foundation Trust"


# --- readdressing ---------------------------------------------------------------------------------------------------


def test_an_organisation_that_is_added_gets_an_action_and_sees_the_review(app, open_as):
    row, before = rec("6.1"), entries()
    url = f"/recommendations/{row.id}/organisations"
    kent, sight = (db.session.scalar(select(Organisation.id).where(Organisation.name == name)) for name in (KENT, MENTAL_HEALTH))
    page = open_as("lead").get(url)
    form = dict(page.form(url).form_values())
    assert form["organisations"] == str(kent)
    lead = page.browser
    done = lead.post(url, form | {"organisations": [str(kent), str(sight)], "new_name": "Elm Health C.I.C"}, 303).follow()
    assert "Elm Health C.I.C" in done.words and entries() == [*before, "recommendation.readdress"]
    assert action("6.1", MENTAL_HEALTH).words == "" and action("6.1", KENT).words
    assert f"/actions/{action('6.1', MENTAL_HEALTH).id}" in open_as("outsider").get("/reviews/1").links
    lead.post(url, form | {"version": str(rec("6.1").version), "organisations": [str(kent)]}, 303)
    assert [o.name for o in rec("6.1").organisations] == [KENT]
    parts = [o.name for o in db.session.get(Review, 1).organisations(Part.ADDRESSED)]
    assert "Elm Health C.I.C" not in parts and MENTAL_HEALTH in parts, "the other recommendations still address it"


def test_an_organisation_on_whose_action_something_was_recorded_stays(app, open_as):
    row = rec("5.1")
    keep, url, before = row.organisations[0], f"/recommendations/{row.id}/organisations", dump()
    lead = open_as("lead")
    form = dict(lead.get(url).form(url).form_values())
    page = lead.post(url, form | {"organisations": [str(keep.id)]}, 409)
    assert "Something was recorded on action 5.1 of" in page.words and dump() == before
    assert [b.get("value") for b in page.tree.xpath("//input[@name='organisations'][@checked]")] == [str(keep.id)]


def test_evidence_alone_keeps_an_action(app):
    row = untouched("1.4")
    with pytest.raises(NotAllowed, match="Something was recorded"):
        row.remove(version=row.version, by=person("lead"))


def test_somebody_is_always_addressed(app, open_as):
    url = f"/recommendations/{rec('6.1').id}/organisations"
    lead = open_as("lead")
    form = dict(lead.get(url).form(url).form_values()) | {"organisations": []}
    assert "at least one organisation" in lead.post(url, form, 409).words


def test_an_action_that_answers_another_one_too_only_loses_the_link(app):
    own, row = action("1.1"), rec("1.1")
    own.link([row, rec("1.2")], version=own.version, by=person("lead"))
    row.readdress([Organisation.named(CCG)], version=row.version, by=person("lead"))
    assert own.number == "1.2" and own.words


# --- removing -------------------------------------------------------------------------------------------------------


def test_what_is_no_recommendation_goes_with_its_empty_action(app, open_as):
    row, before = untouched("6.1"), entries()
    own, url = action("6.1").id, f"/recommendations/{row.id}/removal"
    page = open_as("lead").get(url).submit(url, 303).follow()
    assert "Recommendation 6.1 is removed" in page.words and rec("6.1") is None and db.session.get(Action, own) is None
    assert entries() == [*before, "recommendation.remove"] and list(AuditEntry.broken()) == []
    assert KENT not in [o.name for o in db.session.get(Review, 1).organisations(Part.ADDRESSED)]
    open_as("lead").get(f"/actions/{own}", 404)


def test_it_stays_when_something_was_recorded(app, open_as):
    url, before = f"/recommendations/{rec('1.1').id}/removal", dump()
    assert "Something was recorded on action 1.1" in open_as("lead").get(url).submit(url, 409).words and dump() == before


def test_the_number_of_a_removed_action_is_never_given_again(app):
    row = untouched("6.1")
    last = db.session.scalar(select(func.max(Action.id)))
    assert action("6.1").id == last
    row.remove(version=row.version, by=person("lead"))
    new = Recommendation.add(db.session.get(Review, 1), number="6.1", text="t", organisations=[Organisation.named(KENT)], by=person("lead"))
    assert action("6.1").id > last and new.id > 23
