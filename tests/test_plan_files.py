"""Plan files: a plan that exists already is read, its columns told apart, laid beside the plan, and accepted."""

import io
from datetime import date

import pytest
from sqlalchemy import select

from tests.client import Browser
from tests.conftest import SAMPLE, action, person
from tests.existing_plans import GROUPS, SECOND, as_csv, as_sheet, as_word, keep_plan_file, plan_rows, texts_of
from tracker.demo import CAST
from tracker.demo.cast import ACUTE, COMMUNITY, make_cast
from tracker.demo.plan import PROMISES
from tracker.demo.story import import_demo_report
from tracker.extensions import db
from tracker.models import Action, AuditEntry, PlanFile, ProgressUpdate, Review, Workbook
from tracker.models.action_status import Confidence, Status
from tracker.models.review_removal import remove

CSV = b"Week,Records\n1,20\n"
AMBER = "“Amber” was read as “at risk”. Colours mean different things in different places: check it."
NO_NAMES = "Names of people do not belong in a published plan: put the post here."
COLUMNS = {f"kinds-{n}": kind for n, kind in enumerate(["number", "recommendation", "words", "due_on", "post", "note", "note", "rating", ""])}


@pytest.fixture(scope="module")
def rows() -> list[list]:
    """The demonstration's plan as a CCG would have typed it."""
    return plan_rows(texts_of(SAMPLE.read_bytes()))


@pytest.fixture
def fresh(empty_app):
    """A review that was just imported: each action waits for its words. A browser of its lead."""
    people = make_cast()
    import_demo_report(people["lead"])
    db.session.commit()
    return Browser(empty_app, CAST["lead"][1])


def upload(browser, data: bytes, name: str, expect: int = 303):
    """Send a file by the real form."""
    return browser.get("/reviews/1/plan-files").submit("/reviews/1/plan-files", expect, file=(io.BytesIO(data), name))


def proposals(browser, data: bytes, name: str) -> tuple[list, Workbook, object]:
    """What a file proposes by the columns as they are guessed, and the page that compares."""
    page = upload(browser, data, name).follow()
    number = db.session.scalar(select(PlanFile.id).order_by(PlanFile.id.desc()))
    compared = page.submit(f"/plan-files/{number}/proposals", 303).follow()
    workbook = db.session.scalars(select(Workbook).order_by(Workbook.id.desc())).first()
    return workbook.proposals, workbook, compared


def month_end(words: str, day: str) -> str:
    return f"“{words}” became {day}, the last working day of the month."


# --- done when 2: the plan of Medway, typed into a sheet and into Word -----------------------------------------------


def test_the_plan_comes_in_with_every_assumption_and_is_accepted(fresh, rows):
    found, workbook, page = proposals(fresh, as_sheet(rows), "plan.xlsx")
    assert len(found) == len(PROMISES) + len(SECOND) == 26 and workbook.organisation is None
    _check_values(found)
    _check_assumptions(found)
    assert workbook.notes[0] == "These columns were not used: Cost code." and GROUPS["6"] in workbook.notes[1] and len(workbook.notes) == 2
    assert month_end("Sept 2016", "30 September 2016") in page.words and "Jane Example” looks like a person" in page.words
    _accept(page, workbook)
    _check_plan()
    again = upload(fresh, as_sheet(rows), "plan.xlsx").follow().submit("/plan-files/2/proposals", 409)
    assert "The tracker has everything that this file says already." in again.words


def _check_values(found: list) -> None:
    """Post, date and words of every promise, each for its organisation; the months end on their last working days."""
    by_words = {p.values["words"]: p for p in found}
    assert len(by_words) == len(found) and all(p.base is None for p in found)
    ends = {date(2016, 7, 31): date(2016, 7, 29), date(2016, 12, 31): date(2016, 12, 30)}
    odd = {"1.4": None, "1.9": None, "2.2": None, "3.2": date(2016, 9, 5), "4.1": date(2016, 9, 30), "6.1": date(2016, 12, 30)}
    for promise in PROMISES:
        proposal = by_words[promise.words]
        assert proposal.recommendation == promise.number and proposal.action_id
        assert proposal.values.get("due_on") == odd.get(promise.number, ends.get(promise.due_on, promise.due_on)), promise.number
    for number, words in SECOND.items():
        assert by_words[words].recommendation == number and by_words[words].action_id is None
    joint = [p for p in found if p.recommendation == "5.1"]
    assert [p.organisation for p in joint] == ["Medway Community Healthcare C.I.C", ACUTE] or [p.organisation for p in joint] == [COMMUNITY, ACUTE]


def _check_assumptions(found: list) -> None:
    said = {}
    for proposal in found:
        said.setdefault(proposal.recommendation, []).append(proposal.assumptions)
    update = "“Update Jul 16” was read as 29 July 2016: the progress update gets that date."
    divided = "Divided like the actions: the date."
    shared = "Taken from the row for each of them: the lead, the rating, the progress update."
    assert said["1.1"] == [
        ("The cell holds 2 actions: this is number 1.", month_end("Sept 2016", "30 September 2016"), AMBER, update, JOINED, divided, shared),
        ("The cell holds 2 actions: this is number 2.", month_end("March 2017", "31 March 2017"), AMBER, update, JOINED, divided, shared),
    ]
    assert said["1.2"] == [(month_end("August 2016", "31 August 2016"), AMBER.replace("“Amber”", "The green ground of the cell").replace("at risk", "on track"))]
    assert said["1.3"] == [(month_end("March 2017", "31 March 2017"), AMBER.replace("Amber", "Red").replace("at risk", "off track"), update)]
    assert said["1.4"] == [("“Complete” was read as complete. Colours mean different things in different places: check it.", "It is proposed as complete on 31 July 2016.")]
    assert said["1.5"] == [(f"“Jane Example” looks like a person. {NO_NAMES}", month_end("August 2016", "31 August 2016"))]
    assert said["1.7"] == [(f"“JE” looks like a person. {NO_NAMES}", month_end("October 2016", "31 October 2016"))]
    assert said["1.9"] == [("“TBC” names no day, so there is no date.",)]
    assert said["1.10"] == [("“1.1” was read as 1.10: Excel leaves out the last nought.", month_end("Sept 2016", "30 September 2016"))]
    assert said["2.2"] == [("“Ongoing” names no day, so there is no date.",)]
    assert said["3.1"][0][1] == "“Not started”: nothing was recorded."
    assert said["3.2"] == [("“5/9/16” was read as 5 September 2016, with the day first.",)]
    assert said["4.1"] == [()]
    assert [words[0].partition(" was")[0] for words in said["5.1"]] == ["“MCH”", "“MFT”"]
    assert said["6.1"] == [(month_end("Q3 2016/17", "30 December 2016"), "Quarters were counted from April.")]
    assert all(words for number, each in said.items() if number != "4.1" for words in each)


JOINED = "2 progress updates were joined in the order of their dates."


def _accept(page, workbook: Workbook) -> None:
    """Accept all that is ticked, as the page has it."""
    done = page.submit(f"/workbooks/{workbook.id}/acceptance", 303).follow()
    assert "accepted" in done.words


def _check_plan() -> None:
    """The plan holds what the file said, on behalf of nobody unseen, and each update has the day of its column."""
    db.session.expire_all()
    assert len(db.session.scalars(select(Action)).all()) == 26
    first = action("1.1")
    assert (first.post, first.due_on, first.confidence) == ("Head of midwifery", date(2016, 9, 30), Confidence.AT_RISK)
    update = db.session.scalars(select(ProgressUpdate).where(ProgressUpdate.action_id == first.id)).one()
    assert (update.on, update.note) == (date(2016, 7, 29), "Update Nov 15: Field was designed.\n\nUpdate Jul 16: Field was tested.")
    assert first.updated_on == date(2016, 7, 29)
    done = action("1.4")
    assert (done.status, done.completed_on) == (Status.COMPLETE, date(2016, 7, 31))


@pytest.mark.parametrize("made,name", [(as_word, "plan.docx"), (as_csv, "plan.csv")])
def test_word_and_csv_say_the_same_as_the_sheet(fresh, rows, made, name):
    sheet, _, _ = proposals(fresh, as_sheet(rows), "plan.xlsx")
    other, workbook, _ = proposals(fresh, made(rows), name)
    assert [(p.action_id, p.recommendation, p.organisation, p.values) for p in other] == [(p.action_id, p.recommendation, p.organisation, p.values) for p in sheet]
    assert len([said for p in other for said in p.assumptions]) >= 40 and workbook.filename == name


# --- the page of the columns -----------------------------------------------------------------------------------------


def test_the_columns_are_guessed_shown_and_may_be_put_right(app, open_as, rows):
    lead = open_as("lead")
    page = upload(lead, as_sheet(rows), "plan.xlsx").follow()
    form = dict(page.form("/plan-files/1/proposals").form_values())
    assert {name: value for name, value in form.items() if name.startswith("kinds")} == COLUMNS
    assert "Cost code" in page.words and "Sept 2016" in page.words and "should:" not in page.words.partition("Columns of the file")[2]
    other = lead.get("/plan-files/1?heading=3")
    assert dict(other.form("/plan-files/1/proposals").form_values())["heading"] == "3"
    for wrong, part in (
        ({"kinds-2": "words", "kinds-8": "words"}, "“What will be done” is chosen for Action already"), ({"kinds-2": ""}, "Choose which column says “What will be done”"),
        ({"kinds-0": "", "kinds-1": ""}, "Choose which column has the recommendation"), ({"kinds-0": "owner_id"}, "Choose one of the answers"),
    ):  # fmt: skip
        refused = page.submit("/plan-files/1/proposals", 422, **wrong)
        assert part in refused.words
        assert dict(refused.form("/plan-files/1/proposals").form_values())["kinds-4"] == "post"
    assert db.session.scalars(select(Workbook)).all() == []


def test_an_address_that_names_no_table_shows_the_likeliest_and_sends_nothing(app, open_as):
    keep_plan_file(), db.session.commit()
    lead = open_as("lead")
    for query in ("group=9&heading=9", "group=-1", "group=x&heading=y", "heading=99999999999999999999"):
        assert dict(lead.get(f"/plan-files/1?{query}").form("/plan-files/1/proposals").form_values())["group"] == "0"
    page = lead.get("/plan-files/1")
    for sent in ({"group": "9"}, {"heading": "99"}, {"group": "-1"}, {"group": "x"}):
        page.submit("/plan-files/1/proposals", 422, **sent)


def test_rows_without_a_place_are_seen_and_downloaded(app, open_as):
    keep_plan_file([["7.7", "", "=1+1", "", "", "", "", "", ""], ["1.4", "", "Something new for the wards.", "", "", "", "", "", ""]]), db.session.commit()
    lead = open_as("lead")
    page = lead.get("/plan-files/1").submit("/plan-files/1/proposals", 303).follow()
    assert "Not placed: Plan!2. There is no recommendation 7.7 in this review." in page.words
    listed = lead.get("/reviews/1/plan-files")
    assert "1 row of plan.xlsx that found no place" in listed.words and "/plan-files/1/left-out" in listed.links
    answer = lead.get("/plan-files/1/left-out").response
    assert answer.mimetype == "text/csv" and "attachment" in answer.headers["Content-Disposition"]
    assert "Plan!2" in answer.get_data(as_text=True) and ",\"=1" not in answer.get_data(as_text=True)  # checks 68


def test_other_words_in_the_tracker_are_a_conflict_and_nothing_is_overwritten(app, open_as):
    own = action("1.4")
    before, words = own.version, own.words
    keep_plan_file([["1.4", "", "Something new for the wards.", "", "", "", "", "", ""]]), db.session.commit()
    page = open_as("lead").get("/plan-files/1").submit("/plan-files/1/proposals", 303).follow()
    assert "The tracker has other words for this action." in page.words and words in page.words
    db.session.expire_all()
    assert (action("1.4").version, action("1.4").words) == (before, words)


# --- the upload ------------------------------------------------------------------------------------------------------


def test_a_file_that_cannot_be_read_is_refused_with_its_reason(app, open_as):
    lead = open_as("lead")
    for data, name, part in ((CSV, "plan.pdf", "content is something else"), (b"", "plan.csv", "empty"), (b" ,\n", "plan.csv", "The file is empty")):
        assert part in upload(lead, data, name, 422).words
    assert "Choose the file that holds the plan" in lead.get("/reviews/1/plan-files").submit("/reviews/1/plan-files", 422).words
    assert db.session.scalars(select(PlanFile)).all() == []


def test_a_review_without_its_report_or_closed_takes_no_plan(app, open_as):
    waiting = Review.open(area="Swale", title="A review", commissioner=person("lead").active_memberships[0].organisation.current, by=person("lead"))
    db.session.commit()
    page = open_as("lead").get(f"/reviews/{waiting.id}/plan-files")
    refused = page.submit(f"/reviews/{waiting.id}/plan-files", 409, file=(io.BytesIO(CSV), "plan.csv"))
    assert "The report has not arrived yet" in refused.words


def test_a_file_is_thrown_away_and_a_stale_page_is_told_so(app, open_as):
    keep_plan_file(), db.session.commit()
    lead = open_as("lead")
    listed, columns = lead.get("/reviews/1/plan-files"), lead.get("/plan-files/1")
    columns.submit("/plan-files/1/proposals", 303)
    assert "changed meanwhile" in listed.submit("/plan-files/1/removal", 303).follow().words
    columns.submit("/plan-files/1/proposals", 409)
    assert "is thrown away" in lead.get("/reviews/1/plan-files").submit("/plan-files/1/removal", 303).follow().words
    assert db.session.scalars(select(PlanFile)).all() == [] and len(db.session.scalars(select(Workbook)).all()) == 1


def test_only_leads_of_the_review_see_it_and_each_step_is_one_entry(app, open_as):  # checks 8
    secret = "Canary in a plan of one CCG"
    keep_plan_file([["1.4", "", secret, "", "", "", "", "", ""]]), db.session.commit()
    for called in ("owner", "outsider", "both", "regulator", "observer", "admin"):
        for url in ("/plan-files/1", "/plan-files/1/left-out", "/reviews/1/plan-files"):
            assert secret not in open_as(called).get(url, None).words
    before = db.session.scalar(select(db.func.count(AuditEntry.id)))
    open_as("lead").get("/plan-files/1").submit("/plan-files/1/proposals", 303)
    assert db.session.scalar(select(db.func.count(AuditEntry.id))) == before + 1
    assert secret not in repr([row.__dict__ for row in db.session.scalars(select(AuditEntry))])


def test_a_review_that_is_removed_takes_its_plan_files_along(fresh):
    keep_plan_file(), db.session.commit()
    review = db.session.get(Review, 1)
    remove(review, version=review.version, by=person("lead"))
    db.session.commit()
    assert db.session.scalars(select(PlanFile)).all() == []
