"""Closing a review: its status from its recommendations; a closed one is only read; it is opened again with a reason."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from tests.conftest import TODAY, action, person
from tests.outcomes import ask, say_what_cqc_said
from tests.kept_mail import keep_mail
from tracker.demo.cast import ACUTE, COMMUNITY
from tracker.extensions import db
from tracker.models import Action, Asking, AuditEntry, Closure, Evidence, NotAllowed, Organisation, Recommendation, Review, Submission
from tracker.models.action_status import Confidence, Status
from tracker.models.standing import Standing

URL, REOPENING, PAGE = "/reviews/1/closure", "/reviews/1/reopening", "/reviews/1"


def the_review() -> Review:
    return db.session.get(Review, 1)


def close(reason: str = "The CCG was dissolved.") -> Review:
    """The review, closed."""
    review = the_review()
    Closure.close(review, reason=reason, version=review.version, by=person("lead"), on=TODAY)
    db.session.commit()
    return review


def set_all(status: Status) -> None:
    db.session.execute(db.update(Action).values(status=status))
    db.session.commit()


def test_closing_early_needs_a_reason_and_names_what_is_left(app, open_as):
    lead = open_as("lead")
    assert URL in lead.get(PAGE).links
    page = lead.get(URL)
    lost = page.submit(URL, 409)
    assert "Write why it is closed now" in lost.words and "recommendations 1.1, 1.2," in lost.words and "1.13" not in lost.words
    assert "4,000" in lost.submit(URL, 422, reason="x" * 4001).words
    shown = lost.submit(URL, 303, reason="The CCG was dissolved.").follow()
    assert "closed on 26 August 2016" in shown.words and "The CCG was dissolved." in shown.words
    assert page.submit(URL, 409, reason="again").status == 409
    assert "Closed on 26 August 2016" in lead.get("/").words and "Closed on 26 August 2016" in lead.get("/reviews").words


def test_a_review_is_not_closed_while_a_mail_waits(app, open_as):
    keep_mail()
    db.session.commit()
    lead = open_as("lead")
    page = lead.get(URL)
    assert "An email about this review is on its way." in page.submit(URL, 409, reason="The CCG was dissolved.").words
    lead.get("/mails/1").submit("/mails/1/withdrawal", 303)
    page.submit(URL, 303, reason="The CCG was dissolved.")


@pytest.mark.parametrize("status", [Status.VERIFIED, Status.EMBEDDED])
def test_when_everything_lasts_no_reason_is_needed(app, open_as, status):
    set_all(status)
    page = open_as("lead").get(URL)
    assert "Every recommendation is closed." in page.words
    page.submit(URL, 303)
    assert the_review().closed_on == TODAY


def test_a_recommendation_that_nobody_answers_any_more_is_not_closed(app):
    set_all(Status.VERIFIED)
    action("1.1").status = Status.WITHDRAWN
    joint = action("5.1", ACUTE)
    joint.status = Status.WITHDRAWN
    db.session.commit()
    standing = Standing.of_review(the_review())
    assert standing.unfinished == ["recommendation 1.1"] and standing.closed == 22 and standing.status is Status.NOT_STARTED
    with pytest.raises(NotAllowed, match="Not closed yet: recommendation 1.1."):
        close(reason="")


def test_an_immediate_action_counts_too(app):
    set_all(Status.EMBEDDED)
    own = Action.add(the_review(), Organisation.named(ACUTE), words="At once", on=TODAY, by=person("lead"))
    assert Standing.of_review(the_review()).unfinished == [f"an immediate action of {ACUTE}"]
    own.withdraw(reason="r", by=person("lead"), on=TODAY, version=own.version)
    assert Standing.of_review(the_review()).unfinished == []


def test_a_reopening_has_its_reason_and_everybody_goes_on(app, open_as):
    close()
    lead, own = open_as("lead"), action("1.1")
    owner_page = open_as("owner").get(f"/actions/{own.id}")
    assert f"/actions/{own.id}/plan" not in owner_page.links and not owner_page.tree.xpath("//form[@id='progress']")
    assert REOPENING in lead.get(PAGE).links and URL not in lead.get(PAGE).links
    assert "Enter why" in lead.get(REOPENING).submit(REOPENING, 422).words
    shown = lead.get(REOPENING).submit(REOPENING, 303, reason="CQC came back").follow()
    assert "CQC came back" in shown.words and "can be read" not in shown.words
    url = f"/actions/{own.id}/progress"
    open_as("owner").get(f"/actions/{own.id}").submit(url, 303, confidence="on track", note="On we go")
    assert [c.is_open for c in db.session.scalars(select(Closure).order_by(Closure.id))] == [False, True]


def test_only_leads_read_why(app, open_as):
    close("CANARY-2280 about another trust")
    assert "CANARY-2280" in open_as("lead").get(PAGE).words
    for called in ("owner", "outsider", "both"):
        page = open_as(called).get(PAGE)
        assert "closed on 26 August 2016" in page.words and "CANARY" not in page.text and REOPENING not in page.links


def test_what_was_typed_before_the_closing_is_answered_and_not_written(app, open_as):
    own = action("1.1")
    page = open_as("owner").get(f"/actions/{own.id}")
    close()
    before = db.session.scalar(select(func.count(AuditEntry.id)))
    answer = page.submit(f"/actions/{own.id}/progress", 409, confidence="on track", note="Too late")
    assert "This review is closed. A lead of the CCG can reopen it." in answer.words
    assert db.session.scalar(select(func.count(AuditEntry.id))) == before


def test_reading_goes_on(app, open_as):
    own = action("1.4")
    item = db.session.scalar(select(Evidence).where(Evidence.of(own)))
    close()
    urls = [PAGE, f"/actions/{own.id}", f"/evidence/{item.id}", "/reviews/1/report", "/submissions/1", "/reviews/1/clock", "/"]
    for called in ("lead", "owner"):
        for url in urls:
            open_as(called).get(url)
    asking = db.session.scalar(select(Asking.id))
    for url in (f"/askings/{asking}", f"/askings/{asking}/letters.zip"):
        open_as("lead").get(url)
    for url in ("/reviews/1/submissions", "/reviews/1/follow-ups"):
        page = open_as("lead").get(url)
        assert "nothing more is sent" in page.words and "/submissions/1" in page.links and "Assemble" not in page.text and "/draft/" not in page.text
        assert not page.tree.xpath("//main//form")
        open_as("owner").get(url, 403)
    assert "This review is closed." in open_as("lead").get("/reviews/1/askings", 409).words
    assert "No action is ticked" in open_as("owner").get(f"/actions/bulk-plan?actions={own.id}").words
    assert "another organisation's part" not in open_as("owner").get(f"/actions/{own.id}").words
    open_as("regulator").get("/submissions/1")


def test_what_cqc_said_and_the_signed_page_can_still_be_read_by_leads_alone(app, open_as):
    ask(say_what_cqc_said(), "How many records?", "1.4")
    db.session.commit()
    close()
    lead = open_as("lead")
    page = lead.get("/submissions/1")
    assert "Regional team (By email): questions" in page.words and "How many records?" in page.words and "Download the signed page" in page.words
    assert not page.tree.xpath("//main//form") and "/outcomes/1/questions/new" not in page.links and "Cannot start yet" not in page.words
    for url in ("/submissions/1/signed-copy", "/submissions/1/answers/pdf", "/submissions/1/changes?to=today"):
        lead.get(url)
        for called in ("regulator", "observer", "owner"):
            open_as(called).get(url, 404 if "today" in url else 403)


VERBS = {
    "an update": lambda r, a, by: a.record_progress(confidence=Confidence.ON_TRACK, note="n", by=by, on=TODAY, version=a.version),
    "a plan": lambda r, a, by: a.plan(words="w", on=TODAY, by=by, version=a.version),
    "a removal": lambda r, a, by: a.link([], by=by, version=a.version),
    "an immediate action": lambda r, a, by: Action.add(r, a.organisation, words="w", on=TODAY, by=by),
    "a recommendation": lambda r, a, by: Recommendation.add(r, number="9.9", text="t", organisations=[a.organisation], by=by),
    "a correction": lambda r, a, by: a.recommendations[0].correct(number="1.1", text="t", findings=[], version=1, by=by),
    "a receipt": lambda r, a, by: r.correct_receipt(date(2016, 6, 21), version=r.version, on=TODAY, by=by),
    "a submission": lambda r, a, by: Submission.assemble(r, gap_reason="r", by=by, on=TODAY, demonstration=True),
    "a check": lambda r, a, by: db.session.scalar(select(Evidence)).newest.accept(by=by, at=datetime.now(UTC)),
    "a second closing": lambda r, a, by: Closure.close(r, reason="r", version=r.version, by=by, on=TODAY),
}


@pytest.mark.parametrize("verb", VERBS)
def test_the_models_refuse_it_too(app, verb):
    review = close()
    with pytest.raises(NotAllowed, match="This review is closed"):
        VERBS[verb](review, action("1.1"), person("lead"))


def test_an_open_review_is_not_reopened(app):
    review = the_review()
    with pytest.raises(NotAllowed, match="open already"):
        Closure.reopen(review, reason="r", version=review.version, by=person("lead"), on=TODAY)


def test_the_list_of_work_leaves_it_out(app, open_as):
    assert "Complete, and not verified yet" in open_as("lead").get("/").words
    close()
    for called in ("lead", "owner"):
        words = open_as(called).get("/").words
        assert "not verified yet" not in words and "Open actions" not in words and "returned" not in words


# --- the status of recommendations, as pages show it ----------------------------------------------------------------------


def test_a_lead_sees_all_and_an_owner_her_own_part(app, open_as):
    assert "1 of 23 recommendations closed" in open_as("lead").get(PAGE).words
    assert "1 of 14 recommendations to your organisation closed" in open_as("owner").get(PAGE).words
    assert "0 of 1 recommendation to your organisation closed" in open_as("both").get(PAGE).words


def test_a_recommendation_is_as_far_as_its_slowest_action(app, open_as):
    row = action("5.1", COMMUNITY).recommendations[0]
    action("5.1", COMMUNITY).status = Status.COMPLETE
    db.session.commit()
    page = open_as("lead").get(f"/recommendations/{row.id}")
    assert page.tree.xpath("string(//h1/following-sibling::p[1])").strip() == "Not started"
    other = action("2.1").recommendations[0]
    assert not open_as("owner").get(f"/recommendations/{other.id}").tree.xpath("//h1/following-sibling::p[strong]")
