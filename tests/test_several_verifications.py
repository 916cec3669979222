"""One act for several actions: at a meeting, with one finding; one that cannot be verified keeps them all back."""

from datetime import date

import pytest
from sqlalchemy import func, select

from tests.bench.queries import statements
from tests.conftest import TODAY, action, person
from tracker.demo.cast import CCG, MENTAL_HEALTH
from tracker.extensions import db
from tracker.models import Action, AuditEntry, NotAllowed, Verification
from tracker.models.action_status import Status
from tracker.models.verification import Method

URL = "/reviews/1/verifications/new"
DAY = {"meeting_on__day": "25", "meeting_on__month": "8", "meeting_on__year": "2016"}
TYPED = {"method": "documents", "found": "Shown and agreed.", "without_evidence": "Shown at the meeting."}


def complete(number: str, by: str = "owner", organisation: str | None = None) -> Action:
    """An action that waits to be verified."""
    own = action(number, organisation)
    own.complete(completed_on=date(2016, 8, 20), note="Done", by=person(by), on=TODAY, version=own.version)
    db.session.commit()
    return own


def status(of: Action) -> Status:
    return db.session.get(Action, of.id).status


def test_three_at_a_meeting_and_back_to_the_list(app, open_as):
    three = [action("1.2"), complete("1.4"), complete("3.1", "outsider", MENTAL_HEALTH)]
    lead, filtered = open_as("lead"), "/reviews/1?status=complete"
    link = next(href for href in lead.get(filtered).links if href.startswith(URL))
    page = lead.get(link)
    assert "Evidence: 1 accepted." in page.words and "Evidence: 1 waiting." in page.words and "Evidence: none." in page.words
    before = db.session.scalar(select(func.count(AuditEntry.id)))
    done = page.submit(URL, 303, actions=[str(a.id) for a in three], meeting="CQRG", **DAY, **TYPED)
    assert done.response.location == filtered
    assert "3 actions are verified." in done.follow().words
    rows = db.session.scalars(select(Verification).where(Verification.action_id.in_([a.id for a in three])).order_by(Verification.id)).all()
    assert [(v.meeting, v.meeting_on, v.who, v.found) for v in rows] == [("CQRG", date(2016, 8, 25), "CQRG, 25 August 2016", "Shown and agreed.")] * 3
    assert [v.without_evidence for v in sorted(rows, key=lambda v: [a.id for a in three].index(v.action_id))] == ["", *["Shown at the meeting."] * 2]
    assert db.session.scalar(select(func.count(AuditEntry.id))) == before + 3
    assert "verified by CQRG, 25 August 2016, recorded by Designated nurse" in lead.get(f"/actions/{three[0].id}").words


def test_one_that_cannot_be_verified_is_named_and_nothing_is_lost(app, open_as):
    good, bare, lead = action("1.2"), complete("1.4"), open_as("lead")
    page = lead.get(URL)
    typed = TYPED | {"without_evidence": "", "found": "Typed for an hour"}
    lost = page.submit(URL, 409, actions=[str(good.id), str(bare.id)], **typed)
    summary = " ".join(lost.tree.xpath("//*[contains(@class,'error-summary')]//text()"))
    assert "Action 1.4, Medway NHS Foundation Trust: No evidence has been accepted" in summary and "Action 1.2" not in summary
    assert lost.tree.xpath("//textarea[@name='found']")[0].text.strip() == "Typed for an hour"
    assert set(lost.tree.xpath("//input[@name='actions'][@checked]/@value")) == {str(good.id), str(bare.id)}
    assert (status(good), status(bare)) == (Status.COMPLETE, Status.COMPLETE)
    lost.submit(URL, 303, actions=[str(good.id)])
    assert (status(good), status(bare)) == (Status.VERIFIED, Status.COMPLETE)


def test_what_somebody_changed_meanwhile_is_named(app, open_as):
    changed, other, lead = action("1.2"), complete("1.4"), open_as("lead")
    page = lead.get(URL)
    changed.give_back(reason="Nights are missing", by=person("lead"), on=TODAY, version=changed.version)
    db.session.commit()
    lost = page.submit(URL, 409, actions=[str(changed.id), str(other.id)], **TYPED)
    assert "Action 1.2, Medway NHS Foundation Trust: This action is in progress" in lost.words and status(other) is Status.COMPLETE
    changed.complete(completed_on=TODAY, note="Done again", by=person("owner"), on=TODAY, version=changed.version)
    db.session.commit()
    again = page.submit(URL, 409, actions=[str(changed.id)], **TYPED)
    assert "Somebody saved a change while you were writing" in again.words


@pytest.mark.parametrize(
    "fields,words",
    [
        ({}, "Tick the actions that were checked"),
        ({"meeting": "CQRG"}, "Enter the date of the meeting"),
        (DAY, "Enter the name of the meeting"),
        ({"meeting": "CQRG", "checked_by": "Head of nursing"} | DAY, "a person or a meeting, not both"),
        ({"meeting": "CQRG"} | DAY | {"meeting_on__day": "31", "meeting_on__month": "2"}, "must be a real date"),
    ],
)
def test_what_is_missing_is_named(app, open_as, fields, words):
    assert words in open_as("lead").get(URL).submit(URL, 422, **TYPED, **fields).words


@pytest.mark.parametrize("day", [date(2016, 8, 19), date(2016, 8, 27)])
def test_a_meeting_lies_between_completion_and_today(app, day):
    own = complete("1.4")
    with pytest.raises(NotAllowed, match="meeting cannot lie"):
        own.verify(by=person("lead"), on=TODAY, version=own.version, method=Method.DATA, found="f", without_evidence="r", meeting="CQRG", meeting_on=day)


def test_a_ccg_with_one_lead_verifies_its_own_action_at_a_meeting(app, open_as):
    own, lead = complete("2.2", "lead", CCG), open_as("lead")
    page = lead.get(URL)
    assert "You own or completed it." in page.words
    lost = page.submit(URL, 409, actions=[str(own.id)], **TYPED)
    assert "somebody else must have checked it" in lost.words
    lost.submit(URL, 303, actions=[str(own.id)], meeting="CQRG", **DAY)
    assert status(own) is Status.VERIFIED


def test_an_action_of_another_review_cannot_be_slipped_in(app, open_as):
    lead, page = open_as("lead"), open_as("lead").get(URL)
    typed = {"csrf_token": lead.token(), "actions": "999999", "seen-999999": "1", **TYPED}
    assert lead.post(URL, typed, 422).words and lead.post(URL, typed | {"actions": str(10**30)}, 422).words
    assert page.words


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil", ""])
def test_it_never_leads_away_from_here(app, open_as, back):
    page = open_as("lead").get(URL)
    done = page.submit(URL, 303, actions=[str(action("1.2").id)], back=back, **TYPED)
    assert done.response.location == "/reviews/1"


def test_the_page_asks_as_often_for_more_actions(app, open_as):
    lead, said = open_as("lead"), []
    for numbers in (["1.1"], ["1.4", "1.5", "1.6"]):
        for number in numbers:
            complete(number)
        with statements(db.engine) as asked:
            lead.get(URL)
        said.append(len(asked))
    assert said[0] == said[1]


def test_with_nothing_to_verify_the_page_says_so(app, open_as):
    db.session.execute(db.update(Action).values(status=Status.IN_PROGRESS))
    db.session.commit()
    assert "No action is complete" in open_as("lead").get(URL).words
