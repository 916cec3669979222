"""Before the report: a review that waits for it, an immediate action in it, and the report that fills it."""

from datetime import date

import pytest
from sqlalchemy import func, select

from tests.client import Browser
from tests.conftest import SAMPLE, TODAY, over, person, settings
from tests.dump import dump
from tests.test_reviews import bring, count
from tests.worlds import copy_world, inside
from tracker import create_app
from tracker.demo.cast import ACUTE, CAST, CCG, MENTAL_HEALTH, NEIGHBOUR, make_cast
from tracker.documents import FORMATS
from tracker.extensions import db
from tracker.models import Action, AuditEntry, NotAllowed, Organisation, Part, Recommendation, Review, Stale
from tracker.models.report_import import empty_reviews_of, import_report
from tracker.models.review_removal import remove
from tracker.reading import read_report

WORDS = "Lock the drug cupboard of the children's ward tonight."
WAITS = "The report has not arrived yet. The clock starts when it is received."


@pytest.fixture(scope="module")
def early_world(empty_world, tmp_path_factory):
    """A folder with the cast and one review that waits for its report, with one immediate action."""
    folder = tmp_path_factory.mktemp("early")
    copy_world(empty_world, folder)
    with inside(create_app(settings(folder))):
        lead = make_cast()["lead"]
        review = Review.open(area="Medway", title="Review", commissioner=Organisation.named(CCG), by=lead)
        Action.add(review, Organisation.named(ACUTE), words=WORDS, on=TODAY, by=lead)
        db.session.commit()
    return folder


@pytest.fixture
def early_app(_app, early_world):
    """The app over a fresh copy of it."""
    yield from over(_app, early_world)


@pytest.fixture
def early(early_app):
    """Its `open_as`."""
    return lambda called: Browser(early_app, CAST[called][1])


def immediate() -> Action:
    """The one immediate action."""
    return db.session.scalar(select(Action).where(~Action.recommendations.any()))


# --- a review without a report --------------------------------------------------------------------------------------


def test_a_lead_opens_a_review_before_its_report(early):
    lead = early("lead")
    assert "/reviews/new" in lead.get("/reviews").links
    page = lead.get("/reviews/new")
    after = page.submit("/reviews/new", 303, area="Medway").follow()
    assert WAITS in after.words and "There is no action yet" in after.words and "/reviews/2/actions/new" in after.links
    review = db.session.get(Review, 2)
    assert [o.name for o in review.organisations(Part.COMMISSIONER)] == [CCG] and review.awaits_report
    assert (review.due_on, review.days_left(TODAY), review.counted_days()) == (None, None, [])
    assert db.session.scalar(select(AuditEntry.verb).order_by(AuditEntry.id.desc())) == "review.open"
    assert "open already" in page.submit("/reviews/new", 409, area="Medway").words and count(Review) == 2  # the second click
    assert "Enter the area" in page.submit("/reviews/new", 422, area=" ").words


def test_a_lead_opens_it_for_a_ccg_of_her_own_only(app, open_as):
    lead = open_as("lead")
    page = lead.get("/reviews/new")
    offered = page.tree.xpath("//select[@name='commissioner_id']/option/text()")
    assert offered == [CCG]
    other = db.session.scalar(select(Organisation.id).where(Organisation.name == NEIGHBOUR))
    assert "Not a valid choice" in page.submit("/reviews/new", 422, area="Swale", commissioner_id=str(other)).words
    with pytest.raises(NotAllowed, match="Only a lead"):
        Review.open(area="Swale", title="t", commissioner=Organisation.named(NEIGHBOUR), by=person("lead"))


@pytest.mark.parametrize("url", ["/", "/reviews", "/reviews/1", "/reviews/1/clock", "/reviews/1/report", "/reviews/1/submissions"])
def test_every_page_says_plainly_that_there_is_no_report(early, url):
    page = early("lead").get(url)
    assert "has not arrived yet" in page.words
    assert not [u for u in page.links if "/draft/" in u or u.endswith("/report/file")] and "working days left" not in page.words


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_is_drafted_assembled_or_exported_before_the_report(early, early_app, tmp_path, format):
    lead = early("lead")
    assert "no plan to draft or to send" in lead.get(f"/reviews/1/draft/{format}", 409).words
    sent = {"csrf_token": lead.token(), "number": "1", "names": "names", "gap_reason": "Early"}
    assert "no plan to draft or to send" in lead.post("/reviews/1/submissions", sent, 409).words
    said = early_app.test_cli_runner().invoke(args=["review", "export", "1", "--output", str(tmp_path / "plan.json")])
    assert said.exit_code == 1 and "no plan to draft" in said.stderr


def test_it_has_no_clock_to_correct_no_file_and_no_recommendation_by_hand(early):
    lead, before = early("lead"), dump()
    sent = {"csrf_token": lead.token(), "version": "1", "received_on-day": "20", "received_on-month": "6", "received_on-year": "2016"}
    assert "has not arrived yet" in lead.post("/reviews/1/clock", sent, 409).words
    lead.get("/reviews/1/report/file", 404)
    assert "has not arrived yet" in lead.get("/reviews/1/recommendations/new").words
    sent |= {"number": "1.1", "words": "t", "known": "0", "new_name": "Elm Health"}
    assert "has not arrived yet" in lead.post("/reviews/1/recommendations/new", sent, 409).words and dump() == before


def test_its_organisation_sees_it_at_once_and_nobody_else_does(early):
    own = immediate()
    page = early("owner").get("/")
    assert WORDS in page.words and "Immediate action" in page.words and WAITS in page.words
    page = page.browser.get(f"/actions/{own.id}")
    assert page.tree.xpath("string(//h1)").endswith("Immediate action") and "without waiting for a recommendation" in page.words
    page.submit(f"/actions/{own.id}/progress", 303, confidence="on track", note="The lock is ordered.")
    assert WORDS in page.browser.get("/reviews/1").words
    early("outsider").get("/reviews/1", 404)
    assert WORDS in early("lead").get("/reviews/1").words and f"/actions/{own.id}/recommendations" not in early("lead").get(f"/actions/{own.id}").links


# --- the report comes -----------------------------------------------------------------------------------------------


def fill(into: Review, by, data: bytes = b"", on: date = date(2016, 6, 20)) -> Review:
    """Import the sample into a review that waits."""
    data = data or SAMPLE.read_bytes()
    return import_report(read_report(data), filename="report.txt", data=data, received_on=on, on=on, by=by, into=into)


def test_the_report_fills_the_review_and_the_immediate_action_stays(early):
    lead, own = person("lead"), immediate().id
    assert [r.id for r in empty_reviews_of(lead)] == [1] and empty_reviews_of(person("both")) == empty_reviews_of(person("owner")) == []
    before = count(AuditEntry)
    review = fill(empty_reviews_of(lead)[0], lead)
    assert review.id == 1 and count(Review) == 1 and count(AuditEntry) == before + 1 and empty_reviews_of(lead) == []
    assert (count(Recommendation), count(Action)) == (23, 25) and db.session.get(Action, own).words == WORDS
    assert review.due_on == date(2016, 7, 18) and review.area == "Medway" and review.title != "Review"
    assert [o.name for o in review.organisations(Part.COMMISSIONER)] == [CCG]
    addressed = [o.name for o in review.organisations(Part.ADDRESSED)]
    assert len(addressed) == len(set(addressed)) == 6 and {ACUTE, MENTAL_HEALTH} < set(addressed)
    db.session.commit()
    page = early("lead").get("/reviews/1")
    assert WORDS in page.words and "25 of 25 actions" in page.words and "has not arrived" not in page.words


def test_only_a_waiting_review_of_her_own_ccg_is_filled(early):
    lead, both = person("lead"), person("both")
    theirs = Review.open(area="Swale", title="Review", commissioner=Organisation.named(NEIGHBOUR), by=both)
    with pytest.raises(NotAllowed, match="you do not lead it"):
        fill(theirs, lead)
    lead.join(Organisation.named(NEIGHBOUR), both.memberships[0].role, by=None)
    with pytest.raises(NotAllowed, match="opened for NHS Swale CCG, which the report does not name"):
        fill(theirs, lead)
    review = fill(db.session.get(Review, 1), lead)
    with pytest.raises(NotAllowed, match="has its report already"):
        fill(review, lead, SAMPLE.read_bytes() + b"\n")


def test_a_page_from_before_the_report_cannot_remove_the_review(early):
    lead, review = person("lead"), db.session.get(Review, 1)
    seen = review.version
    immediate().remove(version=1, by=lead)
    fill(review, lead)
    with pytest.raises(Stale):
        remove(review, version=seen, by=lead)


def test_a_plain_import_beside_it_leaves_it_alone(early):
    review = bring(SAMPLE.read_bytes(), person("lead"))
    assert review.id == 2 and db.session.get(Review, 1).awaits_report and db.session.scalar(select(func.count(Action.id))) == 25
    db.session.commit()
    words = early("lead").get("/reviews").words
    assert words.index("Not yet") < words.index("20 June 2016")
