"""Further actions: an organisation does several things about one recommendation."""

import pytest
from sqlalchemy import select

from tests.conftest import action, person
from tests.test_people import newest
from tests.test_reviews import count
from tracker.demo.cast import ACUTE, COMMUNITY, MENTAL_HEALTH
from tracker.extensions import db
from tracker.models import Action, AuditEntry, NotAllowed, Organisation, Recommendation

WORDS = "Put the check into the weekly ward round."


def recommendation(number: str) -> Recommendation:
    """By its number."""
    return db.session.scalar(select(Recommendation).where(Recommendation.number == number))


def test_an_owner_adds_a_second_action_of_his_organisation(app, open_as):
    row, owner = recommendation("1.4"), open_as("owner")
    url = f"/recommendations/{row.id}/actions/new"
    assert url in owner.get(f"/recommendations/{row.id}").links and url not in open_as("outsider").get(f"/recommendations/{row.id}").links
    page = owner.get(url)
    assert not page.tree.xpath("//select") and "CQC has version 1" in page.words
    assert "Enter what will be done" in page.submit(url, 422).words
    before = count(AuditEntry)
    added = page.submit(url, 303, words=WORDS).follow()
    assert WORDS in added.words and count(AuditEntry) == before + 1 and newest().verb == "action.add"
    assert "already" in page.submit(url, 409, words=WORDS).words  # the second click
    rows = db.session.scalars(select(Action).where(Action.answering(row))).all()
    assert [a.organisation.name for a in rows] == [ACUTE, ACUTE] and WORDS in owner.get(f"/recommendations/{row.id}").words


def test_the_second_one_can_be_removed_and_the_last_one_cannot(app, open_as):
    row = recommendation("1.4")
    second = Action.add_to(row, Organisation.named(ACUTE), words=WORDS, by=person("owner"))
    db.session.commit()
    assert second.is_removable and not action("1.4").is_removable
    second.remove(version=second.version, by=person("lead"))
    assert len(db.session.scalars(select(Action).where(Action.answering(row))).all()) == 1


def test_a_joint_one_asks_a_lead_whose_it_is_and_offers_an_owner_his_own(app, open_as):
    row = recommendation("5.1")
    url = f"/recommendations/{row.id}/actions/new"
    assert open_as("lead").get(url).tree.xpath("//select/option/text()") == [o.name for o in row.organisations]
    both = open_as("both")
    assert both.get(url).tree.xpath("//input[@name='organisation_id']/@value") == [str(Organisation.named(COMMUNITY).id)]
    sent = {"csrf_token": both.token(), "words": WORDS, "organisation_id": str(Organisation.named(ACUTE).id)}
    both.post(url, sent, 422)
    with pytest.raises(NotAllowed, match="not addressed to"):
        Action.add_to(recommendation("1.4"), Organisation.named(MENTAL_HEALTH), words=WORDS, by=person("lead"))


def test_an_owner_who_is_addressed_corrects_no_recommendation(app, open_as):
    row, owner = recommendation("1.4"), open_as("owner")
    for what in ("correction", "split", "organisations", "removal"):
        owner.get(f"/recommendations/{row.id}/{what}", 403)
    both = open_as("both")  # a lead elsewhere
    for what in ("correction", "split", "organisations", "removal"):
        both.get(f"/recommendations/{recommendation('5.1').id}/{what}", 403)
    assert "Correct it" not in owner.get(f"/recommendations/{row.id}").words
