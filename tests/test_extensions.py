"""Extensions: asking for another date, deciding, moving one at once; what was agreed first and promised stays in sight."""

import json
from datetime import date

import pytest
from sqlalchemy import func, select

from tests.conftest import action, person
from tests.test_actions import entries
from tracker.demo.cast import ACUTE, COMMUNITY
from tracker.extensions import db
from tracker.models import Action, AuditEntry, Extension, NotAllowed, Review, Submission
from tracker.models.action_status import Status
from tracker.models.extension import Decision, Reason
from tracker.models.frozen_plan import without_others

ON = date(2016, 8, 26)
LATER = date(2016, 12, 1)
TYPED = {"proposed_on__day": "1", "proposed_on__month": "12", "proposed_on__year": "2016", "reason": "procurement", "words": "The supplier is late"}
MOVED = {name.replace("proposed", "due"): value for name, value in TYPED.items()}
DECIDE = "/reviews/1/extensions"


def ask(number: str = "1.1", by: str = "owner", on: date = ON, words: str = "The supplier is late") -> Extension:
    """A request of the trust."""
    row = Extension.ask(action(number), proposed_on=LATER, reason=Reason.PROCUREMENT, words=words, by=person(by), on=on)
    db.session.commit()
    return row


def demo() -> Extension:
    """The one request of the demonstration: about 1.9, since 15 August."""
    return db.session.scalar(select(Extension).where(Extension.on == date(2016, 8, 15)))


# --- asking ----------------------------------------------------------------------------------------------------------


def test_an_owner_asks_and_sees_that_it_waits(app, open_as):
    own, before, owner = action("1.1"), entries(), open_as("owner")
    url = f"/actions/{own.id}/extensions"
    assert url in owner.get(f"/actions/{own.id}").links
    page = owner.get(url).submit(url, 303, **TYPED).follow()
    assert "Another date is asked for: 1 December 2016" in page.words and "The supplier is late" in page.words
    assert "It waits for a lead of the CCG" in page.words and url not in page.links
    assert entries() == before + 1 and action("1.1").due_on == date(2016, 9, 30)


def test_a_lead_records_it_for_the_organisation_and_it_says_so(app, open_as):
    own, lead = action("1.1"), open_as("lead")
    url = f"/actions/{own.id}/extensions"
    page = lead.get(url)
    assert f"on behalf of {ACUTE}" in page.words
    assert f"recorded by Designated nurse for {ACUTE}" in page.submit(url, 303, **TYPED).follow().words


def test_nothing_said_names_each_gap(app, open_as):
    url = f"/actions/{action('1.1').id}/extensions"
    page = open_as("owner").get(url).submit(url, 422)
    for words in ("Enter the date that you ask for", "Choose why the date does not hold", "Enter what holds it up"):
        assert words in page.words


@pytest.mark.parametrize(("change", "words"), [
    ({"proposed_on__month": "8"}, "cannot be in the past"),
    ({"proposed_on__day": "30", "proposed_on__month": "9"}, "the due date that it has"),
])  # fmt: skip
def test_a_date_that_cannot_be_is_refused_and_kept(app, open_as, change, words):
    url = f"/actions/{action('1.1').id}/extensions"
    page = open_as("owner").get(url).submit(url, 409, **TYPED | change)
    assert words in page.words and "The supplier is late" in page.tree.xpath("string(//textarea)")


def test_a_second_request_beside_an_open_one_is_refused(app, open_as):
    ask()
    url = f"/actions/{action('1.1').id}/extensions"
    assert "asked for already" in open_as("owner").get(url).submit(url, 409, **TYPED).words


def test_before_cqc_has_the_plan_dates_move_in_the_plan(app, open_as):
    own = action("1.1")
    own.review.first_sent_on = None
    db.session.commit()
    assert f"/actions/{own.id}/extensions" not in open_as("owner").get(f"/actions/{own.id}").links
    with pytest.raises(NotAllowed, match="does not have this date yet"):
        ask()


@pytest.mark.parametrize("number", ["1.2", "1.13"])
def test_what_is_complete_has_no_date_to_move(app, number):
    with pytest.raises(NotAllowed, match="cannot be done now"):
        ask(number)


# --- moving at once ---------------------------------------------------------------------------------------------------


def test_a_lead_moves_a_date_with_a_reason_that_is_kept(app, open_as):
    own, before, lead = action("1.1"), entries(), open_as("lead")
    url = f"/actions/{own.id}/due-date"
    page = lead.get(url).submit(url, 303, **MOVED, meeting="CQRG", meeting_on__day="22", meeting_on__month="8", meeting_on__year="2016").follow()
    assert "1 December 2016 (first agreed 30 September 2016, moved once)" in page.words
    assert "due date moved from 30 September 2016 to 1 December 2016 by Designated nurse, at CQRG, 22 August 2016: procurement" in page.words
    row = db.session.scalar(select(Extension).where(Extension.action_id == own.id))
    assert row.at_once and row.decision is Decision.AGREED and entries() == before + 1


def test_a_move_needs_a_reason(app, open_as):
    url = f"/actions/{action('1.1').id}/due-date"
    page = open_as("lead").get(url).submit(url, 422, due_on__day="1", due_on__month="12", due_on__year="2016")
    assert "Choose why the date does not hold" in page.words and "Enter why it is moved" in page.words


def test_a_move_from_an_old_page_is_refused(app, open_as):  # checks 63
    own, url = action("1.1"), f"/actions/{action('1.1').id}/due-date"
    page = open_as("lead").get(url)
    own.plan(version=own.version, by=person("owner"), on=ON, monitored_by="Board")
    db.session.commit()
    lost = page.submit(url, 409, **MOVED)
    assert "Somebody saved a change" in lost.words and action("1.1").due_on == date(2016, 9, 30)
    lost.submit(url, 303, **MOVED)
    assert action("1.1").due_on == LATER


def test_beside_an_open_request_the_date_is_not_moved(app, open_as):
    own = action("1.9")
    assert f"/actions/{own.id}/due-date" not in open_as("lead").get(f"/actions/{own.id}").links
    url = f"/actions/{own.id}/due-date"
    assert "waits for a decision" in open_as("lead").get(url).submit(url, 409, **MOVED).words


# --- deciding -----------------------------------------------------------------------------------------------------------


def test_several_are_decided_at_once_at_a_named_meeting(app, open_as):
    asked, before, lead = ask(), entries(), open_as("lead")
    page, met = lead.get(DECIDE), {"meeting": "CQRG", "meeting_on__day": "25", "meeting_on__month": "8", "meeting_on__year": "2016"}
    form = page.form(DECIDE)
    ids = [box.get("value") for box in form.xpath(".//input[@type='checkbox']")]
    assert set(ids) == {str(asked.id), str(demo().id)}
    done = lead.post(DECIDE, _typed(form, answer="agree", words="Agreed", **met) | {"extensions": ids}, 303).follow()
    assert "2 requests decided" in done.words and "No request waits" in done.words and "at CQRG, 25 August 2016" in done.words
    assert action("1.1").due_on == LATER and action("1.9").due_on == date(2016, 11, 30)
    assert (action("1.1").first_due_on, action("1.1").times_moved) == (date(2016, 9, 30), 1)
    assert entries() == before + 2


def test_another_date_may_be_agreed(app, open_as):
    row, lead = demo(), open_as("lead")
    lead.get(DECIDE).submit(DECIDE, 303, extensions=str(row.id), answer="other", due_on__day="31", due_on__month="10", due_on__year="2016")
    page = open_as("owner").get(f"/actions/{row.action_id}")
    assert "31 October 2016 (first agreed 30 September 2016, moved once)" in page.words
    assert "Agreed on 26 August 2016: the date became 31 October 2016." in page.words


def test_a_declined_date_stays_and_the_owner_reads_why(app, open_as):
    row, lead = demo(), open_as("lead")
    assert "Enter why it is declined" in lead.get(DECIDE).submit(DECIDE, 422, extensions=str(row.id), answer="decline").words
    lead.get(DECIDE).submit(DECIDE, 303, extensions=str(row.id), answer="decline", words="The posts cannot wait")
    page = open_as("owner").get(f"/actions/{row.action_id}")
    assert "The posts cannot wait" in page.words and "declined by Designated nurse" in page.words
    assert action("1.9").due_on == date(2016, 9, 30) and action("1.9").times_moved == 0
    assert f"/actions/{row.action_id}/extensions" in page.links


@pytest.mark.parametrize(("fields", "words"), [
    ({}, "Tick the requests that you decide"),
    ({"answer": "other"}, "Enter the other date"),
    ({"answer": "agree", "due_on__day": "1", "due_on__month": "12", "due_on__year": "2016"}, "leave the other date empty"),
    ({"answer": "agree", "meeting": "CQRG"}, "Enter the date of the meeting"),
    ({"answer": "agree", "meeting_on__day": "1", "meeting_on__month": "8", "meeting_on__year": "2016"}, "Enter the meeting"),
])  # fmt: skip
def test_a_decision_that_is_not_whole_is_named(app, open_as, fields, words):
    assert words in open_as("lead").get(DECIDE).submit(DECIDE, 422, **fields).words


def test_of_two_who_decide_at_once_one_is_told_and_nothing_is_lost(app, open_as):  # checks 63, 65
    row, other, lead = demo(), ask(), open_as("lead")
    page = lead.get(DECIDE)
    row.decline(words="No", by=person("lead"), on=ON)
    db.session.commit()
    before, ids = entries(), [str(row.id), str(other.id)]
    lost = lead.post(DECIDE, _typed(page.form(DECIDE), answer="agree", words="Typed long") | {"extensions": ids}, 409)
    assert "was declined by Designated nurse already" in lost.words and "None of the requests was decided" in lost.words
    assert "Typed long" in lost.tree.xpath("string(//textarea)") and entries() == before
    assert db.session.get(Extension, other.id).decision is Decision.WAITING and action("1.1").due_on == date(2016, 9, 30)


def test_an_action_completed_meanwhile_is_not_listed_and_keeps_its_date(app, open_as):
    row, own = demo(), action("1.9")
    own.complete(completed_on=ON, note="Done", by=person("owner"), on=ON, version=own.version)
    db.session.commit()
    assert "No request waits" in open_as("lead").get(DECIDE).words and "Extensions to decide" not in open_as("lead").get("/").words
    with pytest.raises(NotAllowed, match="cannot be done now"):
        row.agree(words="", by=person("lead"), on=ON)
    db.session.rollback()
    assert action("1.9").status is Status.COMPLETE and action("1.9").due_on == date(2016, 9, 30)


def test_a_meeting_that_was_not_yet_is_refused(app):
    with pytest.raises(NotAllowed, match="cannot be in the future"):
        demo().agree(words="", meeting="CQRG", meeting_on=date(2016, 8, 27), by=person("lead"), on=ON)


# --- what stays in sight ----------------------------------------------------------------------------------------------


def test_a_moved_date_is_flagged_until_cqc_is_told(app, open_as):
    row = demo()
    row.agree(words="", by=person("lead"), on=ON)
    db.session.commit()
    flag, lead = "Promised to CQC: 30 September 2016", open_as("lead")
    assert flag in lead.get(f"/actions/{row.action_id}").words and flag in lead.get("/reviews/1").words
    lead.get("/reviews/1/submissions").submit("/reviews/1/submissions", 303).follow().submit(
        "/submissions/2/sign-off", 303, name="A", role="B").follow().submit("/submissions/2/sending", 303, how="By email", to="cqc@example.org")
    assert "Promised to CQC" not in lead.get("/reviews/1").words
    assert "first agreed 30 September 2016, moved once" in lead.get("/reviews/1").words
    assert action("1.9").promised_on == date(2016, 11, 30)


def test_an_older_version_cannot_be_sent_late_and_promises_nothing(app):
    review, row = db.session.get(Review, 1), demo()
    older = Submission.assemble(review, gap_reason="", by=person("lead"), on=ON, demonstration=True)
    row.agree(words="", by=person("lead"), on=ON)
    newer = Submission.assemble(review, gap_reason="", by=person("lead"), on=ON, demonstration=True)
    for version in (newer, older):
        record = version.sign_off_record(name="A", role="B", on=ON)
        version.record_sign_off(record, documents=[], on=ON, by=person("lead"))
    newer.record_sending(sent_on=ON, how="h", to="t", on=ON, by=person("lead"))
    with pytest.raises(NotAllowed, match="Version 3 was sent already"):
        older.record_sending(sent_on=ON, how="h", to="t", on=ON, by=person("lead"))
    assert action("1.9").promised_on == date(2016, 11, 30)


def test_moves_are_counted_as_the_rows_say(app):
    for due_on in (LATER, date(2017, 1, 31), date(2016, 9, 30)):
        own = action("1.1")
        Extension.move(own, due_on=due_on, reason=Reason.OTHER, words="w", meeting="", meeting_on=None, version=own.version, by=person("lead"), on=ON)
    agreed = select(func.count(Extension.id)).where(Extension.action_id == own.id, Extension.decision == Decision.AGREED)
    assert own.times_moved == db.session.scalar(agreed) == 3 and own.broken_promise is None


def test_back_at_the_first_date_the_moves_still_show(app, open_as):
    own = action("1.1")
    for due_on in (LATER, date(2016, 9, 30)):
        Extension.move(own, due_on=due_on, reason=Reason.OTHER, words="w", meeting="", meeting_on=None, version=own.version, by=person("lead"), on=ON)
    db.session.commit()
    assert "30 September 2016 (as first agreed, moved twice)" in open_as("lead").get(f"/actions/{own.id}").words


def test_what_lies_too_long_is_marked_on_the_leads_home(app, open_as):
    ask(on=date(2016, 8, 22))
    home = open_as("lead").get("/").words
    assert "Extensions to decide" in home and home.count("Undecided for") == 1 and "Undecided for 9 working days" in home
    assert "Extensions to decide" not in open_as("owner").get("/").words


def test_five_working_days_make_it_long(app):
    row = ask(on=date(2016, 8, 19))
    assert not row.is_left_lying(date(2016, 8, 25)) and row.is_left_lying(date(2016, 8, 26))
    assert not row.is_left_lying(date(2016, 8, 25)) and ask("1.3", on=date(2016, 8, 25)).days_waiting(date(2016, 8, 30)) == 2  # bank holiday


def test_reasons_reach_no_other_organisation(app, open_as):  # checks 8
    own = action("5.1", ACUTE)
    row = Extension.ask(own, proposed_on=LATER, reason=Reason.OTHER, words="Staff are away", by=person("owner"), on=ON)
    row.agree(words="", by=person("lead"), on=ON)
    db.session.commit()
    theirs = open_as("both").get(f"/actions/{own.id}")
    assert "1 December 2016 (first agreed 31 October 2016, moved once)" in theirs.words and "History" not in theirs.words and "Staff are away" not in theirs.words


def test_a_frozen_plan_holds_what_was_decided_and_tells_it_to_no_other_organisation(app):
    own, review = action("5.1", ACUTE), db.session.get(Review, 1)
    row = Extension.ask(own, proposed_on=LATER, reason=Reason.OTHER, words="CANARY-REASON", by=person("owner"), on=ON)
    row.agree(words="", by=person("lead"), on=ON)
    plan = Submission.assemble(review, gap_reason="", by=person("lead"), on=ON, demonstration=True).plan
    frozen = next(a for a in plan["actions"] if a["id"] == own.id)["extensions"]
    assert [(e["words"], e["reason"], e["from_on"], e["agreed_on"]) for e in frozen] == [("CANARY-REASON", "other", "2016-10-31", "2016-12-01")]
    assert "The board decides" not in json.dumps(plan["actions"]) and demo().decision is Decision.WAITING  # what waits is not told
    assert "CANARY" not in json.dumps(without_others(plan, {COMMUNITY})) and "CANARY" in json.dumps(without_others(plan, {ACUTE}))


def test_audit_entries_hold_no_words(app):
    before = entries()
    demo().decline(words="CANARY", by=person("lead"), on=ON)
    newest = db.session.scalar(select(AuditEntry).order_by(AuditEntry.id.desc()))
    assert newest.verb == "extension.decline" and "CANARY" not in str(newest.fields) and entries() == before + 1


def test_an_owner_of_another_trust_reaches_nothing_of_it(app, open_as):
    own = db.session.scalar(select(Action).where(Action.id == demo().action_id))
    open_as("both").get(f"/actions/{own.id}/extensions", 404)
    open_as("both").get(f"/actions/{action('5.1', ACUTE).id}/extensions", 403)
    open_as("owner").get(f"/actions/{own.id}/due-date", 403)


def _typed(form, **fields) -> dict:
    return dict(form.form_values()) | {name.replace("__", "-"): value for name, value in fields.items()}
