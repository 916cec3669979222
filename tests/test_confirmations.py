"""Confirmations: a part is confirmed, accepted or returned with comments; one that changed since says so; nobody else sees it."""

from datetime import date

import pytest
from sqlalchemy import func, select

from tests.bench.queries import statements
from tests.confirmed import APPROVED, confirm, owners_confirmation, part_of
from tests.conftest import TODAY, action, person
from tests.dump import dump
from tests.test_queries import _counted as counted
from tests.test_requests import entries, verbs
from tracker.demo.cast import ACUTE, COMMUNITY, MENTAL_HEALTH
from tracker.extensions import db
from tracker.models import AuditEntry, Confirmation, NotAllowed, Recommendation, Review, Stale
from tracker.models.action_status import Confidence
from tracker.models.confirmation import Word
from tracker.models.review_removal import why_it_stays

BY = "/reviews/1/confirmation-date"


def ask_for_them(day: date = date(2016, 9, 2)) -> Review:
    """The lead asks for confirmations."""
    review = db.session.get(Review, 1)
    review.ask_confirmations(day, version=review.version, by=person("lead"))
    db.session.commit()
    return review


def replan(number: str = "1.1", **fields) -> None:
    """Change an action's plan."""
    own = action(number)
    own.plan(version=own.version, on=TODAY, by=person("lead"), **fields)
    db.session.commit()


# --- the whole way -------------------------------------------------------------------------------------------------


def test_the_whole_way_of_a_confirmation(app, open_as):
    lead, owner, part, before = open_as("lead"), open_as("owner"), part_of(), entries()
    url = f"/parts/{part.id}"
    db.session.get(Review, 1).first_sent_on = None  # the proposal is made before the plan is sent
    db.session.commit()
    page = lead.get(BY)
    assert "working day 15 of the clock, Monday 11 July 2016" in page.words
    page.submit(BY, 303)
    assert f"{url}" in owner.get("/").links and "by 11 July 2016" in owner.get("/").words and url in owner.get("/reviews/1").links
    typed = APPROVED | {"committee": "Quality committee", "ratified_on__day": "8", "ratified_on__month": "9", "ratified_on__year": "2016"}
    after = owner.get(f"{url}/confirmation").submit(f"{url}/confirmation", 303, **typed).follow()
    assert "Approved by A. Nurse, Chief nurse, on 26 August 2016; Quality committee, to be ratified on 8 September 2016" in after.words
    assert "Parts of the plan to confirm" not in owner.get("/").words and url in lead.get("/").links
    row = owners_confirmation()
    back, own = f"/confirmations/{row.id}/return", action("1.4")
    lead.get(url)
    lead.get(back).submit(back, 303, comment="Nearly there", **{f"action_{own.id}": "Which audit tool?"})
    assert "Which audit tool?" in owner.get(f"/actions/{own.id}").words and "Which audit tool?" not in owner.get(f"/actions/{action('1.1').id}").words
    assert "Nearly there" in owner.get(url).words and url in owner.get("/").links
    owner.get(f"{url}/confirmation").submit(f"{url}/confirmation", 303, **APPROVED)
    assert "Which audit tool?" not in owner.get(f"/actions/{own.id}").words and "Which audit tool?" in owner.get(url).words
    accepted = lead.get(url).submit(f"/confirmations/{owners_confirmation().id}/acceptance", 303).follow()
    assert "Accepted by Designated nurse on 26 August 2016" in accepted.words
    told = ["review.ask_confirmations", "confirmation.add", "confirmation.return", "confirmation.add", "confirmation.accept"]
    assert verbs(before) == told and list(AuditEntry.broken()) == []


def test_a_lead_confirms_for_the_organisation_and_it_says_so(app, open_as):
    url = f"/parts/{part_of(MENTAL_HEALTH).id}"
    page = open_as("lead").get(f"{url}/confirmation")
    assert f"on behalf of {MENTAL_HEALTH}" in page.words
    assert f"recorded by Designated nurse for {MENTAL_HEALTH}" in page.submit(f"{url}/confirmation", 303, **APPROVED).follow().words


# --- a part that changes -------------------------------------------------------------------------------------------


def test_a_part_that_changes_afterwards_says_so(app, open_as):
    confirm()
    url = f"/parts/{part_of().id}"
    own = action("1.1")
    own.record_progress(confidence=Confidence.ON_TRACK, note="Begun", by=person("owner"), on=TODAY, version=own.version)
    db.session.commit()
    assert "changed since" not in open_as("owner").get(url).words  # progress is not the plan
    replan("1.1", words="Something else")
    replan("1.3", post="Somebody else")
    for called in ("owner", "lead"):
        page = open_as(called).get(url)
        assert "2 actions changed since this was confirmed on 26 August 2016: action 1.1, action 1.3" in page.words
    assert "2 actions changed since" in open_as("lead").get("/reviews/1/answers").words
    confirm()
    assert "changed since" not in open_as("owner").get(url).words


def test_what_changed_back_is_confirmed_again_by_itself(app):
    row, before = confirm(), action("1.1").words
    replan(words="Something else")
    replan(words=before)
    with pytest.raises(NotAllowed, match="confirmed already"):
        confirm()
    assert owners_confirmation() is row


def test_a_new_action_changes_the_part(app, open_as):
    confirm()
    open_as("lead").get("/reviews/1/actions/new").submit("/reviews/1/actions/new", 303, known=part_of().organisation_id, words="At once")
    assert "1 action changed since" in open_as("owner").get(f"/parts/{part_of().id}").words


def test_nobody_confirms_what_he_has_not_read(app, open_as):  # checks 63
    url = f"/parts/{part_of().id}/confirmation"
    page = open_as("owner").get(url)
    replan(words="Changed meanwhile")
    before = dump()
    lost = page.submit(url, 409, **APPROVED)
    assert "while you were reading" in lost.words and "Changed meanwhile" in lost.words and "A. Nurse" in lost.tree.xpath("//input/@value")
    assert dump() == before
    lost.submit(url, 303, **APPROVED)
    with pytest.raises(Stale):
        confirm(seen="0" * 64)


# --- what is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("fields", "status", "words"), [
    ({"approved_by": " "}, 422, "Enter who approved it"),
    ({"role": ""}, 422, "Enter the role"),
    ({"approved_on__day": "27"}, 409, "cannot be in the future"),
    ({"ratified_on__day": "8", "ratified_on__month": "9", "ratified_on__year": "2016"}, 422, "Enter the committee"),
])  # fmt: skip
def test_a_confirmation_that_cannot_be(app, open_as, fields, status, words):
    url = f"/parts/{part_of().id}/confirmation"
    page = open_as("owner").get(url).submit(url, status, **APPROVED | fields)
    assert words in page.words and db.session.scalar(select(func.count(Confirmation.id))) == 0


def test_the_same_part_is_confirmed_once(app, open_as):
    url = f"/parts/{part_of().id}/confirmation"
    page = open_as("owner").get(url)
    page.submit(url, 303, **APPROVED)
    assert "confirmed already" in page.submit(url, 409, **APPROVED).words


def test_decisions_are_not_made_twice_nor_on_an_old_confirmation(app, open_as):
    row, lead = owners_confirmation(), open_as("lead")
    back = f"/confirmations/{row.id}/return"
    assert "Enter what needs to change" in lead.get(back).submit(back, 422, comment=" ").words
    token = {"csrf_token": lead.token()}
    lead.post(f"/confirmations/{row.id}/acceptance", token, 303)
    assert "already accepted" in lead.post(f"/confirmations/{row.id}/acceptance", token, 409).words
    replan(words="Something else")
    confirm()
    assert "confirmed its part again" in lead.post(back, token | {"comment": "Late"}, 409).words
    assert db.session.get(Confirmation, row.id).word is Word.ACCEPTED


@pytest.mark.parametrize(("day", "status", "words"), [("25", 409, "The plan is due to CQC before that day"), ("32", 422, "must be a real date")])
def test_a_day_that_cannot_be_asked_for(app, open_as, day, status, words):
    db.session.get(Review, 1).first_sent_on = None
    db.session.commit()
    page = open_as("lead").get(BY).submit(BY, status, confirm_by__day=day, confirm_by__month="7", confirm_by__year="2016")
    assert words in page.words and db.session.get(Review, 1).confirm_by is None


def test_two_leads_set_the_day_at_once(app, open_as):  # checks 63
    page = open_as("lead").get(BY)
    ask_for_them()
    assert "Somebody saved a change" in page.submit(BY, 409, confirm_by__day="1", confirm_by__month="9", confirm_by__year="2016").words


def test_an_action_that_is_confirmed_stays(app, open_as):
    lead, url = open_as("lead"), "/reviews/1/actions/new"
    made = lead.get(url).submit(url, 303, known=part_of().organisation_id, words="At once").response.location
    page = lead.get(f"{made}/removal")
    confirm()
    assert "Something was recorded" in page.submit(f"{made}/removal", 409).words
    assert "removal" not in " ".join(lead.get(made).links)


# --- unused, and unseen by others ------------------------------------------------------------------------------------


def test_unused_it_shows_nothing(app, open_as):
    for called, url in (("owner", "/"), ("owner", "/reviews/1"), ("lead", "/"), ("lead", "/reviews/1"), ("lead", "/reviews/1/submissions")):
        assert "onfirm" not in open_as(called).get(url).tree.xpath("string(//main)"), url
    table = open_as("lead").get("/reviews/1/answers").tree.xpath("string(//table)")
    assert "Drafted" in table and "Confirmed" not in table


def test_when_it_is_not_used_any_more_nobody_is_asked(app, open_as):
    ask_for_them()
    empty = {"confirm_by__day": "", "confirm_by__month": "", "confirm_by__year": ""}
    assert "Parts of the plan to confirm" in open_as("owner").get("/").words
    open_as("lead").get(BY).submit(BY, 303, **empty)
    assert "Parts of the plan to confirm" not in open_as("owner").get("/").words


def test_the_checklist_names_who_has_not_confirmed(app, open_as):
    ask_for_them()
    confirm()
    words = open_as("lead").get("/reviews/1/submissions").tree.xpath("string(//main)")
    assert "not confirmed their parts" in words and MENTAL_HEALTH in words and ACUTE not in words
    replan(words="Something else")
    assert f"{ACUTE}: 1 action changed since it was confirmed" in open_as("lead").get("/reviews/1/submissions").words


def test_nobody_else_sees_it(app, open_as):  # checks 8
    row = confirm()
    row.give_back(comment="Not yet", comments={}, by=person("lead"), on=TODAY)
    ask_for_them()
    both = open_as("both")
    for url in (f"/parts/{part_of().id}", f"/parts/{part_of().id}/confirmation", f"/confirmations/{row.id}/return"):
        both.get(url, 404)
    both.get(f"/parts/{part_of(COMMUNITY).id}", 200)
    both.get(f"/parts/{part_of(COMMUNITY).id}/contact", 403)
    open_as("outsider").get("/reviews/1/answers", 403)


def test_the_commissioners_own_part_in_the_review_is_no_part_of_the_plan(app, open_as):
    review = db.session.get(Review, 1)
    other = next(p for p in review.participations if p.part.value == "observer")
    open_as("lead").get(f"/parts/{other.id}", 404)


def test_a_review_in_which_something_was_confirmed_stays(app):
    review = db.session.get(Review, 1)
    confirm()
    db.session.execute(db.text("DELETE FROM documents"))
    db.session.execute(db.text("DELETE FROM submissions"))
    assert why_it_stays(review) == "An organisation has confirmed its part of it."


@pytest.mark.parametrize(("called", "url"), [("lead", "/"), ("lead", "/reviews/1/answers"), ("lead", "/reviews/1/submissions"), ("owner", "/")])
def test_a_page_asks_as_often_for_more_confirmations(app, open_as, called, url):
    ask_for_them()
    confirm(ACUTE)
    browser = open_as(called)
    with statements(db.engine) as short:
        browser.get(url)
    for name in (MENTAL_HEALTH, COMMUNITY):
        confirm(name, by=person("lead"))
    with statements(db.engine) as long:
        browser.get(url)
    assert counted(long) == counted(short)


# --- who has not answered --------------------------------------------------------------------------------------------


def row_of(page, organisation: str) -> str:
    """One line of the table."""
    return next(" ".join(r.text_content().split()) for r in page.tree.xpath("//tbody/tr") if organisation in r.text_content())


def test_a_row_for_each_organisation_says_how_far_it_is(app, open_as):
    replan("1.1", words="")
    replan("1.2" if action("1.2").status.is_open else "1.3", owner_id=None)
    lead = open_as("lead")
    assert "/reviews/1/answers" in lead.get("/").links and "/reviews/1/answers" in lead.get("/reviews/1").links
    page = lead.get("/reviews/1/answers")
    numbers = db.session.scalars(select(Recommendation)).all()
    assert len(page.tree.xpath("//tbody/tr")) == len({o.id for r in numbers for o in r.organisations})
    assert "Drafted 13 of 14" in row_of(page, ACUTE) and "Owner named 13 of 14" in row_of(page, ACUTE)
    assert "Last contact 23 August 2016" in row_of(page, ACUTE)  # evidence that its owner brought
    assert "Last contact 18 August 2016" in row_of(page, MENTAL_HEALTH)  # its owner's update


def test_what_a_lead_writes_for_herself_is_no_contact(app, open_as):
    own = action("1.2")
    own.give_back(reason="Not yet", by=person("lead"), on=TODAY, version=own.version)
    db.session.commit()
    lead = open_as("lead")
    assert "23 August 2016" in row_of(lead.get("/reviews/1/answers"), ACUTE)
    own = action("1.1")
    lead.get(f"/actions/{own.id}").submit(f"/actions/{own.id}/progress", 303, confidence="on track", note="By phone")
    assert "26 August 2016" in row_of(lead.get("/reviews/1/answers"), ACUTE)


def test_whom_to_escalate_to_is_noted_by_a_lead(app, open_as):
    url, before, lead = f"/parts/{part_of().id}/contact", entries(), open_as("lead")
    second = open_as("lead").get(url)
    assert "Chief nurse, nurse@example.org" in lead.get(url).submit(url, 303, escalate_to="Chief nurse, nurse@example.org").follow().words
    lost = second.submit(url, 409, escalate_to="Somebody else")  # checks 63
    assert "Chief nurse, nurse@example.org" in lost.words and "Somebody else" in lost.tree.xpath("//input/@value")
    assert "300 characters or fewer" in lead.get(url).submit(url, 422, escalate_to="x" * 301).words
    lead.get(url).submit(url, 303, escalate_to="")
    assert verbs(before) == ["participation.note_contact"] * 2
