"""Removal: a wrong import goes while nothing was recorded on it, and the same file can come again."""

import pytest
from sqlalchemy import select

from tests.conftest import TODAY, folder_of, person
from tests.dump import dump
from tests.invented_report import EXAMPLE
from tests.test_reviews import bring, count
from tests.worlds import is_whole
from tracker.demo.cast import ACUTE
from tracker.extensions import db
from tracker.models import Action, AuditEntry, Evidence, Finding, Organisation, Part, Participation, Recommendation, Review, Role, Submission
from tracker.models.action_status import Confidence
from tracker.models.finding import cited
from tracker.models.review_removal import what_goes, why_it_stays

MODELS = (Review, Recommendation, Finding, Action, Participation)


@pytest.fixture
def wrong(app) -> int:
    """A second review, imported by mistake; its id."""
    by = person("lead")
    by.join(Organisation.named("NHS Exampleshire CCG"), Role.LEAD, by=None)
    review = bring(EXAMPLE.encode(), by, TODAY)
    db.session.commit()
    return review.id


def test_it_goes_with_everything_of_its_own_and_the_file_can_come_again(app, open_as, wrong):
    lead, url = open_as("lead"), f"/reviews/{wrong}/removal"
    before = [count(model) for model in MODELS]
    goes = what_goes(db.session.get(Review, wrong))
    assert url in lead.get(f"/reviews/{wrong}").links
    page = lead.get(url)
    assert f"{goes['recommendation']} recommendations" in page.words and "report.txt" in page.words
    after = page.submit(url, 303).follow()
    assert "The review is removed" in after.words
    assert [b - count(m) for b, m in zip(before, MODELS, strict=True)] == [1, goes["recommendation"], goes["finding"], goes["action"], 3]
    left = db.session.execute(select(cited.c.finding_id).where(cited.c.finding_id.not_in(select(Finding.id)))).all()
    assert not left and is_whole(folder_of(app))
    newest = db.session.scalar(select(AuditEntry).order_by(AuditEntry.id.desc()))
    assert (newest.verb, newest.noun_id) == ("review.remove", wrong) and list(AuditEntry.broken()) == []
    lead.get(f"/reviews/{wrong}", 404)
    lead.post(url, {"csrf_token": lead.token(), "version": "1"}, 404)  # the second click
    again = bring(EXAMPLE.encode(), person("lead"), TODAY)
    assert again.id > wrong and what_goes(again) == goes


def test_the_review_with_a_story_stays_and_says_why(app, open_as):
    before = dump()
    page = open_as("lead").get("/reviews/1/removal")
    assert "cannot be removed. A version of its plan was assembled." in page.words and not page.tree.xpath("//main//form")
    lead = page.browser
    assert "cannot be removed" in lead.post("/reviews/1/removal", {"csrf_token": lead.token(), "version": "1"}, 409).words and dump() == before
    assert "/reviews/1/removal" not in lead.get("/reviews/1").links


def _plan(own: Action, by) -> None:
    own.plan(version=own.version, on=TODAY, by=by, post="Matron")


def _progress(own: Action, by) -> None:
    own.record_progress(confidence=Confidence.ON_TRACK, note="n", by=by, on=TODAY, version=own.version)


def _evidence(own: Action, _by) -> None:
    Evidence.add(own, title="Audit", shows="", dated_on=None)


def _immediate(own: Action, by) -> None:
    Action.add(own.review, Organisation.named(ACUTE), words="Now", on=TODAY, by=by)


def _submission(own: Action, by) -> None:
    Submission.assemble(own.review, gap_reason="Early", by=by, on=TODAY, demonstration=False)


KEEPS = {
    "a plan": (_plan, "Something was recorded on action"), "progress": (_progress, "Something was recorded on action"),
    "evidence": (_evidence, "Something was recorded on action"), "an immediate action": (_immediate, "has an immediate action"),
    "a submission": (_submission, "was assembled"),
}  # fmt: skip


@pytest.mark.parametrize("act", KEEPS)
def test_what_was_recorded_keeps_it_even_after_the_page_was_opened(app, open_as, wrong, act):
    do, reason = KEEPS[act]
    url = f"/reviews/{wrong}/removal"
    page = open_as("lead").get(url)
    assert why_it_stays(db.session.get(Review, wrong)) is None
    do(db.session.scalar(select(Action).where(Action.review_id == wrong)), person("lead"))
    db.session.commit()
    assert reason in page.submit(url, 409).words and db.session.get(Review, wrong) is not None


def test_corrections_by_hand_do_not_keep_it(app, wrong):
    row = db.session.scalar(select(Recommendation).where(Recommendation.review_id == wrong))
    row.correct(number="9.9", text="t", findings=[], version=row.version, by=person("lead"))
    assert why_it_stays(db.session.get(Review, wrong)) is None


def test_a_review_that_was_opened_by_mistake_goes_too(app, open_as):
    ccg = db.session.get(Review, 1).organisations(Part.COMMISSIONER)[0]
    review = Review.open(area="Medway", title="Mistake", commissioner=ccg, by=person("lead"))
    url = f"/reviews/{review.id}/removal"
    db.session.commit()
    page = open_as("lead").get(url)
    assert "It has no report and no action" in page.words
    page.submit(url, 303)
    assert count(Review) == 1
