"""Own columns: a lead chooses them for her CCG, drafts follow at once, and a version keeps those it was assembled with."""

import csv
import io
import json

import openpyxl
import pytest

from tests.conftest import TODAY, person
from tests.test_column_documents import HEADS, chosen
from tests.test_people import newest
from tests.test_reviews import count
from tracker.demo.cast import CCG as MEDWAY_CCG
from tracker.documents import compliance_csv
from tracker.documents.flat import COLUMNS
from tracker.extensions import db
from tracker.forms.column_layouts import key
from tracker.models import AuditEntry, ColumnLayout, NotAllowed, Organisation, Part, Participation, Review, Stale, Submission, Succession
from tracker.models.column_layout import ALWAYS, LONGEST_TITLE, twins
from tracker.models.frozen_plan import freeze

URL = "/organisations/1/columns"


def columns(**own: str) -> list[dict]:
    """Number, words and these, by the names of their fields."""
    names = {key(name): name for name in COLUMNS}
    return [{"name": name, "title": ""} for name in ALWAYS] + [{"name": names[one], "title": title} for one, title in own.items()]


def arrange(chosen: list[dict], *, called: str = "lead", of: str = MEDWAY_CCG, in_word: bool = False, version: int = 1) -> ColumnLayout:
    return ColumnLayout.arrange(Organisation.matching(of), columns=chosen, in_word=in_word, version=version, by=person(called))


def frozen(review: Review | None = None) -> dict:
    """A draft of the review as it stands."""
    review = review or db.session.get(Review, 1)
    return freeze(review, on=TODAY, by="lead", number=None, head=None, gap_reason=None, demonstration=False)


@pytest.mark.parametrize("wrong, why", [
    ([{"name": "Due", "title": ""}], "“Recommendation” always stays"),
    (columns(due="Target", first_agreed=" TARGET\u200b "), "same title"),
    (columns(due="Progress", progress=""), "same title"),
    (columns(due="", verified="", organisation="Ａｃｔｉｏｎ"), "same title"),
    (columns(due="x" * (LONGEST_TITLE + 1)), "60 characters"),
])  # fmt: skip
def test_what_cannot_be(app, wrong, why):
    with pytest.raises(NotAllowed, match=why):
        arrange(wrong)
    assert count(ColumnLayout) == 0


def test_who_may_not_and_who_was_late(app):
    many = [{"name": name, "title": ""} for name in COLUMNS]
    with pytest.raises(NotAllowed, match="room for 10 columns"):
        arrange(many, in_word=True)
    for called in ("both", "owner", "admin"):
        with pytest.raises(NotAllowed, match="Only a lead of the CCG"):
            arrange(columns(), called=called)
    before = count(AuditEntry)
    row = arrange(columns(due="Target date"))
    assert row.version == 2 and count(AuditEntry) == before + 1 and newest().verb == "column_layout.arrange"
    assert "Target date" not in json.dumps(newest().fields)
    with pytest.raises(Stale):
        arrange(columns())
    assert arrange(columns(), version=2).version == 3


def test_titles_are_twins_however_they_are_written():
    assert twins(columns(due="", progress="Lead", status=" lead")) == ["Status"]
    assert twins(columns(due="First agreed", first_agreed="Before")) == []


def test_a_version_keeps_the_columns_that_it_was_assembled_with(app):
    assert "layout" not in frozen()
    arrange(columns(due="Target date"), in_word=True)
    first = Submission.assemble(db.session.get(Review, 1), gap_reason="-", by=person("lead"), on=TODAY, demonstration=False)
    kept = first.plan_json
    arrange([], version=2)
    db.session.commit()
    db.session.expire_all()
    assert "layout" not in frozen() and first.plan_json == kept
    assert first.plan["layout"] == chosen({"Recommendation": "Recommendation", "Action": "Action", "Due": "Target date"})["layout"]
    rows = list(csv.DictReader(io.StringIO(compliance_csv(first.plan, None).decode("utf-8-sig"))))
    assert list(rows[0])[:-1] == list(COLUMNS)


def test_the_first_ccg_of_a_review_that_chose_decides_and_a_successor_keeps_the_choice(app):
    review, swale = db.session.get(Review, 1), Organisation.matching("NHS Swale CCG")
    review.participations.append(Participation(organisation=swale, part=Part.COMMISSIONER))
    arrange(columns(due="Swale"), called="both", of="NHS Swale CCG")
    assert [c["title"] for c in frozen(review)["layout"]["columns"]][-1] == "Swale"
    arrange(columns(due="Medway"))
    assert [c["title"] for c in frozen(review)["layout"]["columns"]][-1] == "Medway"
    joint = Organisation.named("NHS Kent and Medway CCG")
    for old in (Organisation.matching(MEDWAY_CCG), swale):
        Succession.confirm(old, joint, took_place_on=TODAY, by=person("admin"), on=TODAY)
    db.session.expire_all()
    assert [c["title"] for c in frozen(review)["layout"]["columns"]][-1] == "Medway", "what was chosen last"
    own = ColumnLayout.of(joint)
    assert own.columns and arrange(columns(due="Both"), of=joint.name, version=own.version)
    assert [c["title"] for c in frozen(review)["layout"]["columns"]][-1] == "Both"


def heads_of(page) -> list[str]:
    """What the page says that the documents have."""
    return [cell.text_content() for cell in page.tree.xpath("//div[contains(@class, 'tracker-sheet')]//th")]


def test_a_lead_chooses_columns_and_goes_back(app, open_as):
    lead = open_as("lead")
    checklist = lead.get("/reviews/1/submissions")
    assert URL in checklist.links and "has the columns" not in checklist.words
    page, before = lead.get(URL), count(AuditEntry)
    assert heads_of(page) == list(COLUMNS) and "Back to the tracker's own" not in page.words
    hidden = {f"shown_{key(name)}": None for name in COLUMNS if name not in HEADS and name not in ALWAYS}
    titled = {f"title_{key(name)}": title for name, title in HEADS.items()}
    done = page.submit(f"{URL}", 303, **hidden, **titled, place_due="6", in_word="y").follow()
    assert heads_of(done) == ["No.", "Recommendation", "Action", "Target date", "Lead", "Update", "RAG"] and "The columns are saved" in done.words
    assert count(AuditEntry) == before + 1 and db.session.get(ColumnLayout, 1).in_word
    assert "Excel and Word have the columns of NHS Medway CCG" in lead.get("/reviews/1/submissions").words
    draft = lead.get("/reviews/1/draft/xlsx").response.data
    assert ("No.", "Recommendation") in [row[:2] for row in openpyxl.load_workbook(io.BytesIO(draft))["Plan"].iter_rows(values_only=True)]
    stale = done.submit(f"{URL}/removal", 303).follow()
    assert heads_of(stale) == list(COLUMNS) and count(AuditEntry) == before + 2
    assert "Somebody saved a change" in done.submit(f"{URL}/removal", 409).words  # checks 63
    again = done.submit(URL, 409, title_due="Deadline")
    assert "Somebody saved a change" in again.words and "Deadline" in again.text
    assert heads_of(again.submit(URL, 303).follow())[3] == "Deadline"


def test_places_move_a_column_and_push_the_others_aside(app, open_as):
    page = open_as("lead").get(URL)
    up = page.submit(URL, 303, place_brag="3").follow()
    assert heads_of(up)[1:4] == ["CQC's recommendation", "BRAG", "Findings"]
    down = up.submit(URL, 303, place_brag="20").follow()
    assert heads_of(down) == [*list(COLUMNS)[:18], "Reason", "BRAG", "Not yet agreed", "Action number"]
    ours = down.submit(URL, 303, place_brag="19").follow()
    assert heads_of(ours) == list(COLUMNS) and ColumnLayout.of(Organisation.matching(MEDWAY_CCG)).columns == []


@pytest.mark.parametrize("typed, why, box", [
    ({"title_due": "first  AGREED"}, "Another column has the title", "title_first_agreed"),
    ({"title_due": "x" * 61}, "must be 60 characters or fewer", "title_due"),
    ({"place_due": "soon"}, "Place of “Due” must be a number from 1 to 99", "place_due"),
    ({"place_due": "9" * 30}, "Place of “Due” must be a number from 1 to 99", "place_due"),
    ({"in_word": "y"}, "A page in Word has room for 10 columns", "in_word"),
])  # fmt: skip
def test_a_wrong_box_is_marked_and_nothing_is_lost(app, open_as, typed, why, box):
    page = open_as("lead").get(URL).submit(URL, 422, title_progress="CANARY", **typed)
    assert why in page.words and f"#{box}" in page.links and "CANARY" in page.text and count(ColumnLayout) == 0
    assert all(str(value) in page.text for value in typed.values() if value != "y")


def test_a_title_is_never_markup(app, open_as):  # checks 71
    page = open_as("lead").get(URL).submit(URL, 303, title_due="<script>alert(1)</script>").follow()
    assert "<script>alert(1)</script>" in heads_of(page) and "<script>alert(1)" not in page.text


def test_only_leads_of_the_ccg_find_it(app, open_as):
    arrange(columns(due="CANARY"))
    db.session.commit()
    open_as("both").get(URL, 404)
    own = Organisation.matching("NHS Swale CCG").id
    assert "CANARY" not in open_as("both").get(f"/organisations/{own}/columns").text
    open_as("lead").get("/organisations/2/columns", 404)
