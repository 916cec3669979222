"""Imports: a draft is private, survives, shows its doubts first, is corrected by hand and becomes a review in one step."""

import hashlib
import io

from sqlalchemy import func, select

from tests.bench.queries import statements
from tests.conftest import SAMPLE
from tests.drafts import JOINT, READING, REPORT, SOURCE, draft_of, keep_draft, printed_page
from tests.dump import dump
from tracker.demo.cast import ACUTE, CCG, COMMUNITY
from tracker.extensions import db
from tracker.models import Action, AuditEntry, Finding, Organisation, Part, Participation, Recommendation, Review
from tracker.reading import Reading, ReadRecommendation, SourceLine


def count(model) -> int:
    """Rows of a model."""
    return db.session.scalar(select(func.count()).select_from(model))


def upload(browser, data: bytes, expect: int = 303, at: str = "/import", **fields):
    """Send a file by the real form."""
    day = {"received_on__day": "20", "received_on__month": "6", "received_on__year": "2016"}
    return browser.get(at).submit("/import", expect, report=(io.BytesIO(data), "report.txt"), **day | fields)


# --- the draft -------------------------------------------------------------------------------------------------------


def test_a_draft_survives_a_closed_browser_and_nobody_else_sees_it(app, open_as):
    keep_draft("lead")
    assert "Write notes on the day." in open_as("lead").get("/import").words
    for other in ("both", "owner", "regulator", "admin"):  # checks 8
        browser = open_as(other)
        if other == "both":
            assert "Write notes" not in browser.get("/import").words
        for url in ("/import/details", "/import/recommendations/1", "/import/findings/new", "/import/pages/1"):
            browser.get(url, expect=404 if other == "both" else 403)
    assert "Write notes on the day." in open_as("lead").get("/import").words


def test_a_second_file_takes_the_place_of_the_draft_only_when_the_page_said_so(app, open_as):
    lead, other = open_as("lead"), SAMPLE.read_bytes().replace(b"Medway", b"Exampleshire")
    early = lead.get("/import")
    keep_draft("lead")
    day = {"received_on__day": "20", "received_on__month": "6", "received_on__year": "2016"}
    refused = early.submit("/import", 422, report=(io.BytesIO(other), "other.txt"), **day)
    assert "You have a draft of report.pdf" in refused.words and draft_of("lead").report == REPORT
    page = lead.get("/import/new")
    assert "Another file takes its place" in page.words
    upload(lead, other, at="/import/new")
    assert draft_of("lead").filename == "report.txt"


def test_a_page_of_the_draft_before_cannot_change_the_new_one(app, open_as):
    lead = open_as("lead")
    keep_draft("lead")
    old = lead.get("/import/recommendations/1")
    keep_draft("lead")
    old.submit("/import/recommendations/1", 409, text="Meant for another report.")
    assert draft_of("lead").report == REPORT


def test_a_wrong_date_of_publication_does_not_stop_the_upload_but_the_confirmation(empty_app):
    from tests.client import Browser
    from tracker.demo.cast import make_cast

    email = make_cast()["lead"].email
    db.session.commit()
    lead = Browser(empty_app, email)
    page = upload(lead, SAMPLE.read_bytes().replace(b"20 th June 2016", b"20 th June 2026")).follow()
    assert "cannot have been received before it was published" in page.words
    assert "/import/confirmation" not in [f.get("action") for f in page.tree.iter("form")]


def test_the_reader_is_told_which_organisations_are_known(app, open_as, monkeypatch):
    told = []
    monkeypatch.setattr("tracker.views.imports.read_apart", lambda data, known: told.extend(known) or READING)
    upload(open_as("lead"), b"anything")
    assert set(told) == {o.name for o in db.session.scalars(select(Organisation))}


def test_a_page_is_shown_as_it_was_printed(app, open_as, monkeypatch):
    keep_draft("lead", data=printed_page())
    lead = open_as("lead")
    answer = lead.get("/import/pages/1").response
    assert answer.mimetype == "image/png" and answer.headers["Cache-Control"] == "no-store"
    assert answer.data[16:20] == (1000).to_bytes(4, "big")  # the width that a PNG declares
    lead.get("/import/pages/3", expect=404)  # the draft says that there is one, the file has none
    monkeypatch.setattr("tracker.views.imports.draw_apart", lambda *_, **__: 1 / 0)
    lead.get("/import/pages/4", expect=404)  # nothing is drawn


def test_a_file_without_pages_has_no_pictures(app, open_as):
    keep_draft("lead", Reading(REPORT, tuple(SourceLine(line.text, None, line.mark) for line in SOURCE)))
    lead = open_as("lead")
    assert not [link for link in lead.get("/import").links if "/pages/" in link]
    lead.get("/import/pages/1", expect=404)


# --- what the page says ----------------------------------------------------------------------------------------------


def test_doubts_come_first_and_lead_to_their_line_and_to_their_correction(app, open_as):
    keep_draft("lead")
    page = open_as("lead").get("/import")
    headings = [h.text_content() for h in page.tree.iter("h2")]
    assert headings.index("Doubts") < headings.index("Does it add up?") < headings.index("Details")
    for n, (line, leads_to) in enumerate([
        (2, "/import/details#visit_started_on-day"), (9, "/import/recommendations/2"), (10, "/import/groups/2"),
    ], 1):  # fmt: skip
        item = page.tree.get_element_by_id(f"doubt-{n}")
        links = item.xpath(".//a/@href")
        assert links == [f"#line-{line}", leads_to]
        assert REPORT.doubts[n - 1].reason in item.text_content()
        assert SOURCE[line - 1].text in page.tree.get_element_by_id(f"line-{line}").text_content()


def test_the_source_is_marked_and_each_page_of_a_pdf_can_be_opened(app, open_as):
    keep_draft("lead")
    page = open_as("lead").get("/import")
    marks = {a.text_content(): a.get("href") for a in page.tree.find_class("tracker-source__mark") if a.tag == "a"}
    assert marks["Recommendation 1.3"] == "/import/recommendations/2" and marks["Finding 1.2"] == "/import/findings/2"
    assert marks["Doubt 2"] == "#doubt-2"
    assert {f"/import/pages/{n}" for n in (1, 2, 3)} <= set(page.links)
    assert page.tree.xpath("//script[contains(., 'alert')]") == [] and "<script>alert(1)</script>" in page.words  # checks 71


def test_the_counts_and_what_does_not_add_up(app, open_as):
    keep_draft("lead")
    words = open_as("lead").get("/import").words
    assert "3 recommendations in 2 groups, 1 cited by no finding; 3 findings, of which 1 cites none; 1 drawn to the attention" in words
    assert "Recommendation 1.3 follows 1.1. One before it may be missing" in words
    assert "No finding cites recommendation 1.3." in words
    assert f"{JOINT} New here" in words and f"{ACUTE} Known" in words


def test_another_review_of_the_same_place_and_day_is_named_to_who_may_see_it(app, open_as):
    keep_draft("lead")
    other = Review(title="Another title", area="Medway", published_on=REPORT.published_on)
    db.session.add(other)
    db.session.commit()
    lead, warning = open_as("lead"), "There is already a review of Medway published on 17 June 2016"
    assert warning not in lead.get("/import").words  # checks 8
    other.participations.append(Participation(organisation=Organisation.named(CCG), part=Part.COMMISSIONER))
    db.session.commit()
    assert warning in lead.get("/import").words


def test_a_doubt_is_checked_and_taken_back_without_disturbing_other_tabs(app, open_as):
    lead = open_as("lead")
    keep_draft("lead")
    other_tab, entries = lead.get("/import/findings/1"), count(AuditEntry)
    page = lead.get("/import")
    fields = {"csrf_token": lead.token(), "version": page.tree.xpath("//input[@name='version']/@value")[0], "doubt": "2"}
    page = lead.post("/import/checks", fields | {"is_checked": "y"}, 303).follow()
    assert "2 doubts to compare" in page.words and "1 doubt is checked" in page.words
    assert draft_of("lead").checked == [2] and count(AuditEntry) == entries + 1
    lead.post("/import/checks", fields, 303)
    assert draft_of("lead").checked == []
    lead.post("/import/checks", fields | {"doubt": "4"}, 409)
    lead.post("/import/checks", fields | {"doubt": "x"}, 422)
    other_tab.submit("/import/findings/1", 303, text="Notes are very late.")
    lead.post("/import/checks", fields | {"is_checked": "y"}, 409)


# --- the confirmation ------------------------------------------------------------------------------------------------


def test_doubts_that_are_left_must_be_compared_and_then_everything_is_created_at_once(app, open_as):
    lead = open_as("lead")
    keep_draft("lead")
    page = lead.get("/import/organisations/3").submit("/import/organisations/3", 303, names=f"{COMMUNITY}\n{ACUTE}").follow()
    refused = page.submit("/import/confirmation", 422)
    assert "say that you have compared them" in refused.words and count(Review) == 1
    page.submit("/import/confirmation", 303, is_compared="y")
    review = db.session.get(Review, 2)
    assert review.report == b"as it came" and review.report_sha256 == hashlib.sha256(b"as it came").hexdigest()
    assert {o.name for o in review.organisations(Part.ADDRESSED)} == {ACUTE, COMMUNITY} and draft_of("lead") is None
    rows = [db.session.scalar(select(func.count()).where(m.review_id == 2)) for m in (Recommendation, Action, Finding)]
    assert rows == [3, 4, 3]
    assert [e.verb for e in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))] == ["review.import"]


def test_without_doubts_nothing_is_asked(app, open_as):
    keep_draft("lead", doubts=())
    page = open_as("lead").get("/import")
    assert "I have compared" not in page.words and "Which review" not in page.words
    page.submit("/import/confirmation", 303)
    assert count(Review) == 2


def test_what_stops_the_import_is_named_and_linked(app, open_as):
    lead = open_as("lead")
    keep_draft("lead")
    early = lead.get("/import")
    twice = (*REPORT.recommendations, ReadRecommendation("1.1", (), "Nobody's."))
    keep_draft("lead", recommendations=twice, doubts=())
    page = lead.get("/import")
    assert "Nothing can be created before this is mended" in page.words and "/import/recommendations/4#organisations" in page.links
    assert "/import/recommendations/4#number" in page.links
    before = dump()
    refused = early.submit("/import/confirmation", 422, is_compared="y")
    assert "Recommendation 1.1 is addressed to nobody" in refused.words and dump() == before


def test_a_confirmation_of_an_older_page_is_refused(app, open_as):
    lead = open_as("lead")
    keep_draft("lead")
    page = lead.get("/import")
    lead.get("/import/findings/1").submit("/import/findings/1", 303, text="Notes are very late.")
    page.submit("/import/confirmation", 409, is_compared="y")
    assert count(Review) == 1


def test_a_failure_half_way_creates_nothing(app, open_as, monkeypatch):
    lead = open_as("lead")
    keep_draft("lead")
    page, before = lead.get("/import"), dump()
    with monkeypatch.context() as broken:
        broken.setattr("tracker.models.report_import._finding", lambda *_: 1 / 0)
        page.submit("/import/confirmation", 500, is_compared="y")
    assert dump() == before


def test_a_review_that_waits_for_its_report_can_be_filled(app, open_as):
    lead = open_as("lead")
    page = lead.get("/reviews/new").submit("/reviews/new", 303, area="Medway")
    waiting = int(page.response.location.rsplit("/", 1)[1])
    keep_draft("lead")
    page = lead.get("/import")
    assert "Create a new review" in page.words
    assert "Choose whether to create" in page.submit("/import/confirmation", 422, is_compared="y").words
    page.submit("/import/confirmation", 303, is_compared="y", into=str(waiting))
    assert count(Review) == 2 and db.session.get(Review, waiting).report == b"as it came"


def test_the_page_asks_the_database_as_often_for_a_long_report(app, open_as):
    lead, counted = open_as("lead"), []
    for copies in (1, 30):
        more = tuple(ReadRecommendation(f"3.{n}", (f"Trust {n}",), "More.") for n in range(1, copies + 1))
        keep_draft("lead", Reading(REPORT, SOURCE * copies), recommendations=REPORT.recommendations + more)
        with statements(db.engine) as asked:
            lead.get("/import")
        counted.append(len(asked))
    assert counted[0] == counted[1]
