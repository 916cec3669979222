"""From the upload to accepted changes: who may, what changes, what does not, and what is told."""

import io
from datetime import date

import pytest
from sqlalchemy import func, select

from tests.bench.queries import statements
from tests.conftest import TODAY, action, person
from tests.test_queries import _counted
from tests.workbook_edits import download, edited, part_url, send
from tracker.demo.cast import ACUTE, COMMUNITY, MENTAL_HEALTH
from tracker.extensions import db
from tracker.models import Action, AuditEntry, Closure, ProgressUpdate, Review, User, Workbook
from tracker.models.review_removal import why_it_stays
from tracker.models.workbook_acceptance import NO_NOTE
from tracker.models.workbook_comparison import NO_SUCH_KEY
from tracker.views import workbooks
from tracker.workbooks.xlsx import xlsx_tables


@pytest.fixture(autouse=True)
def read_here(monkeypatch):
    """Workbooks are read in this process: test_workbooks_hostile is about the child."""
    monkeypatch.setattr(workbooks, "read_tables", lambda data, _name: xlsx_tables(data))


def entries() -> list[str]:
    """The verb of every audit entry."""
    return list(db.session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)))


def accept(page, expect: int = 303, **choices):
    """Press the button of a comparison; a tick is taken away with None."""
    url = page.response.request.path.removesuffix("/acceptance") + "/acceptance"
    values = dict(page.form(url).form_values()) | {name.replace("__", "-"): value for name, value in choices.items()}
    answer = page.browser.post(url, {name: value for name, value in values.items() if value is not None}, expect)
    return answer.follow() if answer.status == 303 else answer


def test_what_was_edited_changes_and_nothing_else(app, open_as):
    owner, before = open_as("owner"), entries()
    ids = [action(number).id for number in ("1.4", "1.6", "1.7")]
    untouched = {a.id: (a.words, a.post, a.due_on, a.status, a.version) for a in db.session.scalars(select(Action)) if a.id not in ids}
    page = send(owner, edited(download(owner), {
        (ids[0], "post"): "Head of audit", (ids[0], "words"): "New\nwords", (ids[1], "confidence"): "At risk", (ids[1], "note"): "Half is done.",
        (ids[2], "status"): "complete", (ids[2], "completed_on"): "15/07/2016", (ids[2], "note"): "All done.",
    }))  # fmt: skip
    assert "7 changes. Nothing has changed here yet." in page.words and db.session.get(Action, ids[0]).post != "Head of audit"
    done = accept(page)
    assert "7 of 7 changes accepted by Named nurse on 26 August 2016." in done.words
    first, second, third = (db.session.get(Action, id) for id in ids)
    assert (first.post, first.words) == ("Head of audit", "New\nwords")
    assert (second.confidence.value, second.status.value) == ("at risk", "in progress")
    assert (third.status.value, third.completed_on) == ("complete", date(2016, 7, 15))
    assert entries()[len(before):] == ["workbook.keep", "action.plan", "action.record_progress", "action.complete", "workbook.accept"]
    assert {a.id: (a.words, a.post, a.due_on, a.status, a.version) for a in db.session.scalars(select(Action)) if a.id not in ids} == untouched
    row = db.session.scalar(select(Workbook))
    assert (row.said, row.accepted, row.offered) == ("[]", 7, 7)


def test_what_is_not_ticked_stays_and_a_lead_speaks_for_the_organisation(app, open_as):
    lead, own = open_as("lead"), action("1.4")
    page = send(lead, edited(download(lead), {(own.id, "post"): "Head of audit", (own.id, "note"): "They wrote by e-mail.", (own.id, "monitored_by"): ""}))
    assert "You record this on behalf of Medway NHS Foundation Trust" in page.words and "Emptied in the workbook." in page.words
    accept(page, **{"take-1-post": None})
    newest = db.session.scalars(ProgressUpdate.listed(select(ProgressUpdate).where(ProgressUpdate.action_id == own.id))).first()
    assert (newest.note, newest.on_behalf_of.name, newest.by.name) == ("They wrote by e-mail.", ACUTE, "Designated nurse")
    assert action("1.4").post != "Head of audit" and action("1.4").monitored_by  # what is emptied is not ticked at first


def test_a_further_action_is_added_once(app, open_as):
    owner = open_as("owner")
    data = edited(download(owner), {("new 1", "Recommendation"): "1.6", ("new 1", "words"): "One more", ("new 1", "post"): "Matron A",
                                    ("new 1", "due_on"): date(2016, 10, 31), ("new 1", "note"): "Begun."})  # fmt: skip
    again = send(owner, data)
    assert send(owner, data).response.request.path == again.response.request.path  # the same file twice is one
    accept(again)
    row = db.session.scalar(select(Action).where(Action.words == "One more"))
    assert (row.number, row.organisation.name, row.post, row.due_on, row.status.value) == ("1.6", ACUTE, "Matron A", date(2016, 10, 31), "in progress")
    page = send(owner, data)
    assert "There is nothing in it to accept." in page.words and "Already so here: What will be done, Accountable post" in page.words
    assert db.session.scalar(select(func.count(Action.id)).where(Action.words == "One more")) == 1
    assert "There was nothing in it to accept" in owner.get("/reviews/1/workbooks").words and page.response.request.path in owner.get("/reviews/1/workbooks").links
    for browser, place in ((owner, "/"), (open_as("lead"), "/"), (owner, "/reviews/1")):
        assert "Compare and accept" not in browser.get(place).words


def test_a_workbook_asks_no_longer_when_another_said_the_same(app, open_as):
    owner, own = open_as("owner"), action("1.4")
    data = edited(download(owner), {(own.id, "post"): "Head of audit"})
    page = send(owner, edited(data, {(own.id, "success_measure"): "Nine of ten"}))
    send(owner, data)
    assert owner.get("/").words.count("Compare and accept") == 2
    accept(page)
    assert "Compare and accept" not in owner.get("/").words and db.session.scalars(select(Workbook.offered).order_by(Workbook.id)).all() == [2, 0]


def test_a_stale_field_is_a_conflict_with_both_values(app, open_as):
    owner, own = open_as("owner"), action("1.4")
    data = edited(download(owner), {(own.id, "post"): "From the workbook", (own.id, "success_measure"): "Nine of ten"})
    own.plan(version=own.version, by=person("lead"), on=TODAY, post="From the page", words="Words of the page")
    db.session.commit()
    page = send(owner, data)
    assert "1 change, and 1 field with two answers." in page.words and "Words of the page" in page.words  # it names the action
    assert "Keep what stands here now: From the page" in page.words and "Take the workbook’s: From the workbook" in page.words
    refused = accept(page, 422)
    assert "Choose one of the two answers" in refused.words and action("1.4").post == "From the page"
    accept(refused, **{"decide-1-post": "keep"})
    assert (action("1.4").post, action("1.4").success_measure, action("1.4").words) == ("From the page", "Nine of ten", "Words of the page")
    accept(send(owner, data), **{"decide-1-post": "take"})
    assert action("1.4").post == "From the workbook"


def test_what_changed_while_the_page_was_open_is_told_and_ticks_stay(app, open_as):  # checks 63
    owner, own = open_as("owner"), action("1.4")
    page = send(owner, edited(download(owner), {(own.id, "post"): "A", (own.id, "words"): "B", (own.id, "success_measure"): "C"}))
    own.plan(version=own.version, by=person("lead"), on=TODAY, post="Other")
    db.session.commit()
    before = entries()
    lost = accept(page, 409, **{"take-1-words": None})
    assert "Something changed since you opened this page. Nothing was accepted." in lost.words and entries() == before
    form = dict(lost.form(page.response.request.path + "/acceptance").form_values())
    assert "take-1-words" not in form and form["take-1-success_measure"] == "yes" and "decide-1-post" not in form
    accept(lost, **{"decide-1-post": "take"})
    assert (action("1.4").post, action("1.4").success_measure) == ("A", "C") and action("1.4").words != "B"


def test_it_is_accepted_once_and_can_be_thrown_away_before(app, open_as):
    owner, own = open_as("owner"), action("1.4")
    page = send(owner, edited(download(owner), {(own.id, "post"): "Head of audit"}))
    accept(page)
    before = entries()
    assert "accepted before" in accept(page, 409).words
    url = page.response.request.path + "/removal"
    assert "stays in the history" in page.submit(url, 409).words and entries() == before
    page = send(owner, edited(download(owner), {(own.id, "post"): "Other"}))
    url = page.response.request.path
    assert "Tick at least one change" in accept(page, 422, **{"take-1-post": None}).words
    gone = page.submit(url + "/removal", 303).follow()
    assert "thrown away" in gone.words and "1 of 1 change accepted by Named nurse" in gone.words
    owner.get(url, 404)


@pytest.mark.parametrize("edits, told", [
    ({"due_on": date(2017, 1, 1)}, "CQC has the plan. From then on a due date is moved by an extension, with a reason."),
    ({"status": "complete"}, "Fill in the completion date too."),
    ({"status": "complete", "completed_on": date(2016, 8, 27)}, "The completion date cannot be in the future."),
    ({"status": "not started"}, "Once an action has begun, it cannot go back to not started. Choose in progress or complete."),
    ({"status": "verified"}, "The CCG records this on the action's page. Here the status can become in progress or complete."),
    ({"status": ""}, "This cannot be emptied."),
])  # fmt: skip
def test_what_is_not_possible_is_told_beside_the_row_and_never_happens(app, open_as, edits, told):
    owner, own = open_as("owner"), action("1.4")
    page = send(owner, edited(download(owner), {(own.id, name): value for name, value in edits.items()} | {(own.id, "post"): "Head of audit"}))
    assert told in page.words and "1 change." in page.words
    was = (own.due_on, own.status, own.completed_on)
    accept(page, **{f"take-1-{name}": "yes" for name in edits})
    row = action("1.4")
    assert (row.due_on, row.status, row.completed_on, row.post) == (*was, "Head of audit")


def test_a_verified_action_and_one_that_moved_away(app, open_as):
    lead, gone = open_as("lead"), action("1.6")
    data = edited(download(lead), {(action("1.13").id, "post"): "Other", (gone.id, "post"): "Other", ("new 1", "Recommendation"): "9.9",
                                   ("new 1", "words"): "For nothing", ("new 2", "Recommendation"): "2.1", ("new 2", "words"): "Not ours"})  # fmt: skip
    gone.organisation = action("5.1", COMMUNITY).organisation
    db.session.commit()
    page = send(lead, data)
    for told in ("This action is verified, so this cannot be done now.", NO_SUCH_KEY.format(f"A{gone.id}"), "Recommendation 9.9 is not in this review.",
                 f"Recommendation 2.1 is not addressed to {ACUTE}.", "There is nothing in it to accept."):  # fmt: skip
        assert told in page.words
    assert not page.tree.xpath("//input[@type='checkbox']")


def test_how_it_is_going_without_a_note_and_together_with_completion(app, open_as):
    owner, first, second = open_as("owner"), action("1.4"), action("1.6")
    page = send(owner, edited(download(owner), {(first.id, "confidence"): "off track", (second.id, "confidence"): "on track",
                                                (second.id, "status"): "complete", (second.id, "completed_on"): date(2016, 8, 1)}))  # fmt: skip
    assert "together, or neither" in accept(page, 409, **{"take-2-status": None}).words
    accept(page)
    notes = db.session.scalars(select(ProgressUpdate.note).where(ProgressUpdate.action_id == first.id).order_by(ProgressUpdate.id)).all()
    assert notes[-1] == NO_NOTE.format("workbook") and action("1.4").confidence.value == "off track"
    assert (action("1.6").status.value, action("1.6").confidence.value) == ("complete", "on track")


def test_somebody_elses_workbook_is_refused_and_another_reviews_too(app, open_as):
    owner, lead = open_as("owner"), open_as("lead")
    before, others = entries(), edited(download(lead, part_url("2.1")), {(action("2.1").id, "post"): "Mine now"})
    assert "belongs to an organisation that you cannot answer for" in send(owner, others, 422).words
    twin = Review(title="Another", area="Elsewhere", received_on=TODAY, report_sha256="0" * 64)
    db.session.add(twin)
    twin.address(action("1.4").organisation, asked_on=TODAY)
    db.session.commit()
    assert "belongs to another review" in send(owner, edited(download(owner), {(action("1.4").id, "post"): "x"}), 422, review=twin.id).words
    assert "Nothing is filled in or changed" in send(owner, download(owner), 422).words
    assert entries() == before and not db.session.scalar(select(func.count(Workbook.id)))


def test_a_forged_hidden_sheet_reaches_nobody_elses_action(app, open_as):  # checks 6
    owner, other = open_as("owner"), action("2.1")
    words, before = other.words, (other.post, other.version)

    def forged(key):
        def forge(book):
            for sheet in (book["Actions"], book["Tracker"]):
                for row in sheet.iter_rows(max_col=1):
                    row[0].value = key if row[0].value == f"A{action('1.4').id}" else row[0].value

        return send(owner, edited(download(owner), {(action("1.4").id, "post"): "Mine now"}, forge))

    for key in ("A999999999999999999", f"A{other.id}"):  # one that is nobody's and one of another organisation read alike
        page = forged(key)
        heading = page.tree.xpath("//h2[@id='row-1']")[0].text_content()
        assert heading.startswith(f"Key {key} (Actions!") and NO_SUCH_KEY.format(key) in page.words and words not in page.words
        assert "ew action" not in page.words and "no longer" not in page.words
    url = page.response.request.path + "/acceptance"
    accept(page, 422, **{"take-1-post": "yes", "decide-1-post": "take", "organisation_id": "1", "status": "verified"})
    assert (action("2.1").post, action("2.1").version) == before and url


def test_nobody_else_sees_what_came_back(app, open_as):  # checks 8
    owner, own = open_as("owner"), action("1.4")
    url = send(owner, edited(download(owner), {(own.id, "note"): "Canary 7131"})).response.request.path
    for called in ("outsider", "both"):
        browser = open_as(called)
        browser.get(url, 404)
        for place in ("/", "/reviews/1", "/reviews/1/workbooks", "/updates"):
            assert "came back on" not in browser.get(place).words and "Canary" not in browser.get(place).words
    for place in ("/", "/reviews/1"):
        assert "A workbook of Medway NHS Foundation Trust came back on 26 August 2016." in open_as("lead").get(place).words
    assert "Canary" in open_as("lead").get(url).words
    assert "Canary" not in open_as("outsider").get(part_url("2.1", MENTAL_HEALTH) if action("2.1").organisation.name == MENTAL_HEALTH else "/").words


def test_a_closed_review_takes_nothing_in(app, open_as):
    lead, own = open_as("lead"), action("1.4")
    data = edited(download(lead), {(own.id, "post"): "Head of audit"})
    page = send(lead, data)
    Closure.close(own.review, reason="The CCG is abolished.", version=own.review.version, by=person("lead"), on=TODAY)
    db.session.commit()
    accept(page, 409)
    assert "Accept what is chosen" not in lead.get(page.response.request.path).words
    lead.post("/reviews/1/workbooks", {"csrf_token": lead.token(), "workbook": (io.BytesIO(data), "a.xlsx")}, 409, content_type="multipart/form-data")
    assert action("1.4").post != "Head of audit"


def test_a_review_with_a_workbook_is_not_removed(empty_app):
    review = Review(title="A review", area="Fenmarsh")
    db.session.add(review)
    user = User.add(email="lead@fenmarsh.example", name="Lead", password="a long enough password", by=None)
    assert why_it_stays(review) is None
    row = Workbook.keep(review, None, [], filename="plan.xlsx", notes=[], by=user, on=TODAY)
    assert why_it_stays(review).startswith("A workbook or plan came back.")
    row.remove(version=row.version, by=user)
    assert why_it_stays(review) is None


def test_a_longer_workbook_asks_the_database_as_often(app, open_as):
    lead, ids = open_as("lead"), [action(number).id for number in ("1.4", "1.6", "1.7", "1.8", "1.9", "5.1")]
    counts = []
    for chosen in (ids[:1], ids[:5]):
        page = send(lead, edited(download(lead), {(id, "note"): f"Said {id}" for id in chosen}))
        with statements(db.engine) as said:
            lead.get(page.response.request.path)
        counts.append(_counted(said))
    assert counts[0] == counts[1]
