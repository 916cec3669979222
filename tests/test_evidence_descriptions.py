"""What is said of evidence can be changed; one item can be for several actions; what was seen on site counts as evidence."""

from datetime import date

from sqlalchemy import select

from tests.conftest import action
from tests.test_evidence import bring, count, incoming
from tracker.extensions import db
from tracker.models import AuditEntry, Evidence, EvidenceVersion

DAY = {"seen_on__day": "1", "seen_on__month": "8", "seen_on__year": "2016"}
SEEN = {"title": "Supervision log", "shows": "Weekly entries", "held_at": "Ward office, blue folder", "seen_by": "A. Reed, matron"} | DAY


def newest() -> Evidence:
    return db.session.scalar(select(Evidence).order_by(Evidence.id.desc()))


def test_one_item_is_for_several_actions_and_is_described_by_one_at_a_time(app, open_as):
    owner, other = open_as("owner"), action("1.6")
    bring(owner)
    url, entries = f"/evidence/{newest().id}/description", count(AuditEntry)
    page = owner.get(url)
    said = {"title": "Audit of May", "shows": "All are complete", "dated_on__day": "1", "dated_on__month": "8", "dated_on__year": "2016"}
    both = [str(action("1.1").id), str(other.id)]
    page.submit(url, 303, **said, actions=both)
    item = newest()
    assert (item.title, item.dated_on, {a.id for a in item.actions}) == ("Audit of May", date(2016, 8, 1), set(map(int, both)))
    assert count(AuditEntry) == entries + 1
    assert "Audit of May" in owner.get(f"/actions/{other.id}").words
    stale = page.submit(url, 409, title="Mine", actions=both)
    assert "Somebody saved a change" in stale.words and "Audit of May" in stale.words and 'value="Mine"' in stale.text
    assert "Choose one or more actions" in owner.post(url, {"csrf_token": owner.token(), "title": "T", "version": 2}, 422).words


def test_only_actions_of_its_organisation_are_offered(app, open_as):  # checks 4
    lead = open_as("lead")
    bring(lead)
    url, foreign = f"/evidence/{newest().id}/description", next(a for a in db.session.scalars(select(type(action("1.1")))) if a.organisation_id != newest().organisation_id)
    assert f'value="{foreign.id}"' not in lead.get(url).text.split("Which actions")[1]
    lead.post(url, {"csrf_token": lead.token(), "title": "T", "version": 1, "actions": foreign.id}, 422)


def test_accepted_evidence_is_changed_by_a_lead_alone(app, open_as):
    item = db.session.scalar(select(Evidence).where(Evidence.title == "Level 4 certificate"))
    url, owner, lead = f"/evidence/{item.id}/description", open_as("owner"), open_as("lead")
    assert "was accepted as it is" in owner.get(url).submit(url, 409, title="Another").words
    lead.get(url).submit(url, 303, title="Another")
    assert db.session.get(Evidence, item.id).title == "Another"


def test_what_was_seen_on_site_is_checked_and_counts(app, open_as):
    owner, lead, own = open_as("owner"), open_as("lead"), action("1.1")
    url, before = f"/actions/{own.id}/seen-on-site", count(EvidenceVersion)
    page = owner.get(url)
    for _ in range(2):  # checks 45
        page.submit(url, 303, **SEEN)
    item = newest()
    assert count(EvidenceVersion) == before + 1 and incoming(app) == [] and item.dated_on == date(2016, 8, 1)
    words = "Weekly entries Seen on site by A. Reed, matron on 1 August 2016. It is held here: Ward office, blue folder"
    check = f"/evidence/{item.id}/check"
    assert words in owner.get(f"/evidence/{item.id}").words and lead.get(check).words.count("It is held here: Ward office, blue folder") == 2
    assert not Evidence.has_accepted(own)
    lead.get(check).submit(f"/evidence/{item.id}/versions/{item.newest.id}/check/next", 303, decision="accept")
    assert Evidence.has_accepted(action("1.1"))


def test_what_is_missing_or_lies_ahead_is_said(app, open_as):
    owner, url, before = open_as("owner"), f"/actions/{action('1.1').id}/seen-on-site", count(EvidenceVersion)
    page = owner.get(url).submit(url, 422, **SEEN | {"held_at": " ", "seen_on__year": "2017"})
    assert "Enter where it is held" in page.words and "must not lie in the future" in page.words and "Supervision log" in page.text
    assert count(EvidenceVersion) == before
