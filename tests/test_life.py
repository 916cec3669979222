"""The rest of a life: withdrawn and reinstated, reopened, re-checked; a lead's own word beside the owner's."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.bench.queries import statements
from tests.conftest import TODAY, action, person
from tests.test_brag import reason
from tracker.demo.cast import COMMUNITY
from tracker.extensions import db
from tracker.models import AuditEntry, NotAllowed, Opinion, Recheck, Verification
from tracker.models.action_status import Confidence, Status, least_advanced
from tracker.models.verification import Method

CANARY = "CANARY-7391"
FOUND = {"method": Method.DOCUMENTS, "found": "Seen.", "without_evidence": "Seen on the ward."}


def verified(recheck_on: date | None = None):
    """Action 1.2, verified."""
    own = action("1.2")
    own.verify(by=person("lead"), on=TODAY, version=own.version, recheck_on=recheck_on, **FOUND)
    db.session.commit()
    return own


@pytest.mark.parametrize(
    "number,page,words,after",
    [
        ("1.1", "withdrawal", "withdrawn", Status.WITHDRAWN),
        ("1.13", "reopening", "in progress", Status.IN_PROGRESS),
    ],
)
def test_the_ladder_of_a_move_with_a_reason(app, open_as, number, page, words, after):
    own, lead = action(number), open_as("lead")
    url = f"/actions/{own.id}/{page}"
    assert url in lead.get(f"/actions/{own.id}").links
    assert url not in open_as("owner").get(f"/actions/{own.id}").links
    assert "Enter why" in lead.get(url).submit(url, 422, reason=" ").words
    stale = lead.get(url)
    shown = lead.get(url).submit(url, 303, reason="Because of the merger").follow()
    assert words in shown.words and "Because of the merger" in shown.words and action(number).status is after
    assert "Because of the merger" in open_as("owner").get(f"/actions/{own.id}").words
    lost = stale.submit(url, 409, reason="Typed for an hour")
    assert lost.tree.xpath("string(//textarea)").strip() == "Typed for an hour" and action(number).status is after


def test_what_was_withdrawn_is_grey_and_can_be_taken_up_again(app, open_as):
    own, lead = action("1.1"), open_as("lead")
    own.withdraw(reason="The ward closes", by=person("lead"), on=TODAY, version=own.version)
    db.session.commit()
    assert reason(own) == "withdrawn"
    page = lead.get(f"/actions/{own.id}")
    assert not [link for link in page.links if link.endswith(("/plan", "/completion", "/withdrawal"))]
    url = f"/actions/{own.id}/reinstatement"
    assert "In progress" in lead.get(url).submit(url, 303, reason="It stays open").follow().words


def test_returned_and_reopened_are_two_words(app, open_as):
    lead = open_as("lead")
    complete, done = (lead.get(f"/actions/{action(n).id}") for n in ("1.2", "1.13"))
    assert "Return it to the owner" in complete.words and "Reopen it" not in complete.words
    assert "Reopen it" in done.words and "Return it" not in done.words


# --- the re-check -------------------------------------------------------------------------------------------------------


def test_a_recheck_shows_on_its_day_and_embeds(app, open_as):
    own, lead = verified(recheck_on=date(2016, 11, 25)), open_as("lead")
    url = f"/actions/{own.id}/recheck"
    assert "Re-checks that are due" not in lead.get("/").words and "25 November 2016" in lead.get(f"/actions/{own.id}").words
    assert "cannot be recorded before that day" in lead.get(url).submit(url, 409, found="Still so").words
    app.config["CALENDAR_DAY"] = date(2016, 11, 25)
    home = lead.get("/")
    assert "Re-checks that are due" in home.words and url in home.links
    assert "Re-checks" not in open_as("owner").get("/").words and "Re-checks" not in open_as("both").get("/").words
    assert "Enter what the re-check found" in lead.get(url).submit(url, 422).words
    shown = lead.get(url).submit(url, 303, found="20 of 20 records").follow()
    assert "Embedded" in shown.words and "20 of 20 records" in shown.words and "Look again" not in shown.words
    row = db.session.scalar(select(Recheck))
    assert (row.due_on, row.on, row.by) == (date(2016, 11, 25), date(2016, 11, 25), person("lead"))
    assert "Re-checks that are due" not in lead.get("/").words


def test_a_recheck_without_a_date_is_asked_of_nobody_and_can_be_recorded(app):
    own = verified()
    own.embed(found="Still so", by=person("lead"), on=TODAY, version=own.version)
    assert own.status is Status.EMBEDDED and reason(own) == "embedded"


def test_a_recheck_that_lies_behind_is_refused(app):
    own = action("1.2")
    with pytest.raises(NotAllowed, match="in the future"):
        own.verify(by=person("lead"), on=TODAY, version=own.version, recheck_on=TODAY, **FOUND)


def test_reopening_forgets_the_recheck_and_the_completion(app):
    own = verified(recheck_on=date(2016, 11, 25))
    own.reopen(reason="It did not last", by=person("lead"), on=TODAY, version=own.version)
    assert (own.recheck_on, own.completed_on, own.completed_by_id) == (None, None, None)
    assert db.session.scalar(select(Verification.recheck_on).where(Verification.action_id == own.id)) == date(2016, 11, 25)


# --- the lead's own word ------------------------------------------------------------------------------------------------


def test_the_worse_of_the_two_makes_the_colour(app):
    own, lead = action("1.1"), person("lead")
    seen = []
    for owners, leads in ((Confidence.ON_TRACK, Confidence.OFF_TRACK), (Confidence.OFF_TRACK, Confidence.AT_RISK), (Confidence.AT_RISK, Confidence.ON_TRACK)):
        own.record_progress(confidence=owners, note="n", by=person("owner"), on=TODAY, version=own.version)
        own.judge(confidence=leads, reason="r", by=lead, on=TODAY, version=own.version)
        seen.append(reason(own))
    assert seen == ["off track", "off track", "at risk"]


def test_the_lead_says_it_with_a_reason_and_takes_it_back(app, open_as):
    own, lead = action("1.5"), open_as("lead")  # its owner says: on track
    url, page = f"/actions/{own.id}/opinion", f"/actions/{own.id}"
    updated_on = own.updated_on
    assert "The CCG says" not in lead.get(page).words
    assert "Choose how it is going" in lead.get(url).submit(url, 422).words
    assert "says the same already" in lead.get(url).submit(url, 409, confidence="on track", reason="r").words
    lead.get(url).submit(url, 303, confidence="off track", reason="No audit was seen")
    for called in ("lead", "owner"):
        words = open_as(called).get(page).words
        assert "says: on track. The CCG says: off track" in words and "No audit was seen" in words and "Red: off track" in words
    assert action("1.5").updated_on == updated_on  # "no update since" counts the owner's
    back = lead.get(url).submit(url, 303, confidence="on track", reason="Audit seen").follow()
    assert "The CCG says" not in back.words and "the CCG agrees again" in back.words and "Green: on track" in back.words
    assert [o.confidence for o in db.session.scalars(select(Opinion).order_by(Opinion.id))] == [Confidence.OFF_TRACK, None]


def test_nobody_else_reads_reasons_not_even_on_a_joint_recommendation(app, open_as):
    own = action("5.1", COMMUNITY)
    given = {"by": person("lead"), "on": TODAY}
    own.judge(confidence=Confidence.OFF_TRACK, reason=f"{CANARY}-opinion", version=own.version, **given)
    own.withdraw(reason=f"{CANARY}-withdrawn", version=own.version, **given)
    own.reinstate(reason=f"{CANARY}-reinstated", version=own.version, **given)
    own.judge(confidence=Confidence.OFF_TRACK, reason=f"{CANARY}-again", version=own.version, **given)
    db.session.commit()
    pages = [f"/actions/{own.id}", f"/recommendations/{own.recommendations[0].id}", f"/reviews/{own.review_id}", "/"]
    for url in pages:
        words = open_as("owner").get(url).words  # of the other addressed organisation
        assert CANARY not in words and "The CCG says" not in words
    assert "Red: off track" not in open_as("owner").get(pages[0]).words
    assert CANARY in open_as("both").get(pages[0]).words  # its own owner


def test_completing_ends_the_disagreement(app):
    own = action("1.1")
    own.judge(confidence=Confidence.OFF_TRACK, reason="r", by=person("lead"), on=TODAY, version=own.version)
    own.complete(completed_on=TODAY, note="n", by=person("owner"), on=TODAY, version=own.version)
    assert own.lead_confidence is None and reason(own) == "complete"


def test_a_longer_story_asks_as_often(app, open_as):
    own, lead, said = action("1.1"), open_as("lead"), []
    for count in (1, 4):
        for n in range(count):
            own.judge(confidence=(Confidence.OFF_TRACK, Confidence.AT_RISK)[n % 2], reason=f"r{n}", by=person("lead"), on=TODAY, version=own.version)
            db.session.add(Recheck(action=own, found="f", by=person("lead"), on=TODAY))
        db.session.commit()
        with statements(db.engine) as asked:
            lead.get(f"/actions/{own.id}")
        said.append(len(asked))
    assert said[0] == said[1]


# --- how far several are together -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statuses,expected",
    [
        ([], Status.NOT_STARTED),
        ([Status.WITHDRAWN], Status.WITHDRAWN),
        ([Status.WITHDRAWN, Status.EMBEDDED], Status.EMBEDDED),
        ([Status.EMBEDDED, Status.VERIFIED], Status.VERIFIED),
        ([Status.COMPLETE, Status.NOT_STARTED, Status.EMBEDDED], Status.NOT_STARTED),
    ],
)
def test_the_least_advanced_that_lives_decides(statuses, expected):
    assert least_advanced(statuses) is expected


def test_audit_entries_hold_no_reason(app):
    own = action("1.1")
    own.judge(confidence=Confidence.OFF_TRACK, reason=CANARY, by=person("lead"), on=TODAY, version=own.version)
    own.withdraw(reason=CANARY, by=person("lead"), on=TODAY, version=own.version)
    newest = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(2)).all()
    assert [e.verb for e in newest] == ["action.withdraw", "action.judge"]
    assert not any(CANARY in str(value) for e in newest for value in (e.fields, e.verb))
