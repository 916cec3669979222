"""Follow-ups: made like the plan, numbered by themselves, and no promise."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.conftest import TODAY, action, person
from tests.test_actions import do
from tracker.documents.dates import long_date
from tracker.extensions import db
from tracker.models import Document, Extension, NotAllowed, Review, Submission
from tracker.models.extension import Reason
from tracker.models.submission_kind import Kind


def assembled(**said) -> Submission:
    """The next version of the demonstration's plan, or its next follow-up."""
    said = {"gap_reason": "", "by": person("lead"), "on": TODAY, "demonstration": True} | said
    return Submission.assemble(db.session.get(Review, 1), **said)


def send(row: Submission) -> Submission:
    """Signed off and sent."""
    row.record_sign_off(row.sign_off_record(name="A", role="B", on=TODAY), documents=[], on=TODAY, by=person("lead"))
    row.record_sending(sent_on=TODAY, how="h", to="t", on=TODAY, by=person("lead"))
    return row


def move(number: str, due_on: date) -> None:
    """A lead moves the date of an action."""
    own = action(number)
    Extension.move(own, due_on=due_on, reason=Reason.TRAINING, words="w", meeting="", meeting_on=None, version=own.version, by=person("lead"), on=TODAY)


def test_plans_and_follow_ups_are_numbered_apart(app):
    rows = [assembled(follow_up=True), assembled()]
    do("record progress", action("1.1"))
    rows += [assembled(follow_up=True), assembled()]
    assert [row.label for row in rows] == ["Follow-up 1", "Revised plan, version 2", "Follow-up 2", "Revised plan, version 3"]
    assert [row.name for row in rows[:2]] == ["Follow-up Medway 1", "Revised plan Medway version 2"]
    assert [row.frozen["kind"] for row in rows[:2]] == ["follow-up", "revised plan"]
    assert db.session.get(Submission, 1).label == "Action plan, version 1"


def test_the_first_plan_that_is_sent_is_the_action_plan(app):
    review, first = db.session.get(Review, 1), db.session.get(Submission, 1)
    first.sent_on = review.first_sent_on = None
    assert Submission.next_plan(review) is Kind.PLAN and assembled().kind is Kind.PLAN
    with pytest.raises(NotAllowed, match="No plan of this review was sent yet"):
        assembled(follow_up=True)


def test_a_follow_up_tells_what_changed_and_moves_no_promise(app):
    before = action("1.5").due_on
    move("1.5", date(2016, 12, 30))
    told = send(assembled(follow_up=True))
    since = told.plan["since"]
    assert (since["kind"], since["number"]) == ("plan", 1)
    dates = [(c["recommendations"], c["before"], c["after"]) for c in since["changes"] if c["field"] == "due date"]
    assert dates == [(["1.5"], long_date(before.isoformat()), "30 December 2016")]
    assert action("1.5").promised_on == before and told.review.first_sent_on == date(2016, 7, 15)
    send(assembled())
    assert action("1.5").promised_on == date(2016, 12, 30)


def test_a_follow_up_is_compared_with_what_was_sent_last_and_a_plan_with_the_last_plan(app):
    first = send(assembled(follow_up=True))
    do("record progress", action("1.1"))
    second, revised = assembled(follow_up=True), assembled()
    assert (second.plan["since"]["kind"], second.plan["since"]["plan_sha256"]) == ("follow-up", first.plan_sha256)
    assert {c["about"] for c in second.plan["since"]["changes"]} == {f"Action {action('1.1').id}"}
    assert (revised.plan["since"]["kind"], revised.plan["since"]["number"]) == ("plan", 1)


def test_the_whole_way_of_a_follow_up(app, open_as):
    lead = open_as("lead")
    page = lead.get("/reviews/1/follow-ups")
    assert "Assemble follow-up 1 To do" in page.words and "Assemble follow-up 1" in page.words
    page = page.submit("/reviews/1/follow-ups", 303).follow()
    assert "Medway: follow-up 1" in page.words and "changes since follow-up" not in page.words
    done = page.tree.xpath("//a[normalize-space()='Assemble follow-up 1']/@href")
    assert done == ["/submissions/2"], "what is done leads to what was made"
    for called in ("regulator", "observer", "owner"):
        open_as(called).get("/submissions/2", 404)
    page = page.submit("/submissions/2/sign-off", 303, name="A", role="B").follow()
    page = page.submit("/submissions/2/sending", 303, how="By email", to="cqc@example.org").follow()
    assert "Send it to CQC Sent on 26 August 2016 Completed" in page.words
    names = db.session.scalars(select(Document.filename).where(Document.submission_id == 2).order_by(Document.format)).all()
    assert names == [f"Follow-up Medway 1.{format}" for format in ("docx", "pdf", "xlsx")]
    assert "Medway: follow-up 1" in open_as("regulator").get("/").words and "follow-up 1" in lead.get("/reviews/1").words
    assert "follow-up 1" in open_as("observer").get("/submissions/2").tree.findtext(".//title")
    assert "CQC has version 1; this change" in lead.get("/reviews/1/recommendations/new").words


def test_a_second_click_makes_no_second_follow_up(app, open_as):
    page = open_as("lead").get("/reviews/1/follow-ups")
    page.submit("/reviews/1/follow-ups", 303)
    assert "Follow-up 1 is assembled already" in page.submit("/reviews/1/follow-ups", 409).words


@pytest.mark.parametrize("place", ["/reviews/1/follow-ups", "/reviews/1/submissions"])
def test_nothing_is_assembled_twice_while_it_waits(app, open_as, place):
    lead, called = open_as("lead"), "follow-up 1" if "follow" in place else "version 2"
    lead.get(place).submit(place, 303)
    again = lead.get(place).submit(place, 409)
    assert f"Nothing changed since {called}. Sign it off or decline it first." in again.words
    assert db.session.get(Submission, 3) is None
    lead.get(place).submit(place, 303, names="roles")
    row = db.session.get(Submission, 3)
    row.decline(name="A", role="B", comments="No", declined_on=TODAY, on=TODAY, by=person("lead"))
    db.session.commit()
    lead.get(place).submit(place, 303, names="roles")
    assert db.session.get(Submission, 4).is_newest


def test_a_new_version_takes_the_place_of_one_that_waits_when_anything_changed(app):
    rows = [assembled()]
    do("record progress", action("1.1"))
    rows.append(assembled())
    db.session.get(Review, 1).send_to = "plans@cqc.example"
    rows.append(assembled())
    assert [row.number for row in rows] == [2, 3, 4]
    with pytest.raises(NotAllowed, match="Nothing changed since version 4"):
        assembled(by=person("owner"))
    send(rows[-1])
    assert assembled().number == 5


def test_before_a_plan_was_sent_there_is_no_follow_up_to_make(app, open_as):
    db.session.get(Submission, 1).sent_on = db.session.get(Review, 1).first_sent_on = None
    db.session.commit()
    lead = open_as("lead")
    assert "once the plan was sent to CQC" in lead.get("/reviews/1/follow-ups").words
    assert "No plan of this review was sent yet" in lead.post("/reviews/1/follow-ups", {"csrf_token": lead.token(), "number": "1", "names": "names"}, 409).words


def test_a_draft_of_a_follow_up_says_what_it_is(app, open_as):
    got = open_as("lead").get("/reviews/1/draft/xlsx?kind=follow-up").response
    assert got.headers["Content-Disposition"].endswith('"Draft follow-up Medway.xlsx"')
