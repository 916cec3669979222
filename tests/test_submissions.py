"""Submissions: what is missing, drafts, the frozen plan, sign-off, sending; and that an old version never changes."""

import csv
import io
import json
import zipfile
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.conftest import TODAY, action, person
from tests.test_actions import ALL, do
from tests.test_documents import pdf_text, word_text
from tracker.documents import render_docx, render_pdf
from tracker.extensions import db
from tracker.models import Action, AuditEntry, Document, NotAllowed, Refused, Review, Submission
from tracker.models.audit import sha256
from tracker.models.frozen_plan import freeze, gaps, only

ON = date(2016, 8, 26)
SIGNED = {"name": "Accountable officer", "role": "Accountable officer"}


def second(open_as, **fields):
    """Assemble a second version; gives the lead's page of it."""
    return open_as("lead").get("/reviews/1/submissions").submit("/reviews/1/submissions", 303, **fields).follow()


def test_the_whole_way_of_a_version(app, open_as):
    entries = db.session.scalar(select(func.count(AuditEntry.id)))
    page = second(open_as)
    assert "version 2" in page.words and "Assembled" in page.words
    page = page.submit("/submissions/2/sign-off", 303, **SIGNED).follow()
    assert "Download as PDF" in page.words
    page = page.submit("/submissions/2/sending", 303, how="By email", to="cqc@example.org").follow()
    assert "26 August 2016, By email, to cqc@example.org" in page.words
    assert db.session.scalar(select(func.count(AuditEntry.id))) == entries + 3
    assert db.session.get(Review, 1).first_sent_on == date(2016, 7, 15)
    assert "version 2" in open_as("regulator").get("/").words


def test_a_gap_needs_a_written_reason(app, open_as):
    own = action("1.1")
    own.plan(version=own.version, on=TODAY, by=person("lead"), words="", success_measure="")
    db.session.commit()
    page = open_as("lead").get("/reviews/1/submissions")
    assert "1 action is not ready" in page.words and "what will be done, success measure" in page.words
    assert f"/actions/{own.id}/plan" in page.links
    refused = page.submit("/reviews/1/submissions", 409)
    assert "write why it goes without" in refused.words
    made = refused.submit("/reviews/1/submissions", 303, gap_reason="The trust answers in September").follow()
    assert "because: The trust answers in September" in made.words
    plan = db.session.get(Submission, 2).plan
    assert [g["missing"] for g in plan["gaps"]] == [["what will be done", "success measure"]] and plan["gap_reason"]


def test_a_recommendation_without_an_action_is_a_gap_too(app, open_as):
    own = action("1.1")
    row, own.recommendations = own.recommendations[0], []
    db.session.commit()
    lead = open_as("lead")
    page = lead.get("/reviews/1/submissions")
    assert "1 recommendation has no action. 1.1, Medway NHS Foundation Trust: no action yet" in page.words and "not ready" not in page.words
    assert f"/recommendations/{row.id}/actions/new" in page.links
    lead.get(f"/recommendations/{row.id}/actions/new")
    assert "write why it goes without" in page.submit("/reviews/1/submissions", 409).words
    made = page.submit("/reviews/1/submissions", 303, gap_reason="The trust answers in September")
    assert "With 1 gap, because" in made.follow().words
    plan = db.session.get(Submission, 2).plan
    gap = {"action_id": None, "organisation": "Medway NHS Foundation Trust", "recommendations": ["1.1"], "missing": ["no action yet"]}
    assert plan["gaps"] == [gap] == only(plan, "1.1")["gaps"] and only(plan, "1.2")["gaps"] == []
    assert "no action yet" in pdf_text(render_pdf(plan, None)) and "no action yet" in word_text(render_docx(plan, None))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Enter who signs the plan off"),
        ({"name": "A", "role": "B", "on__year": "2017"}, "cannot lie before"),
        ({"name": "A", "role": "B", "on__month": "7"}, "cannot lie before"),
    ],
)
def test_a_sign_off_that_cannot_be_is_refused(app, open_as, fields, words):
    page = second(open_as)
    refused = page.submit("/submissions/2/sign-off", **fields)
    assert refused.status in (409, 422) and words in refused.words and db.session.get(Submission, 2).sign_off is None


def test_steps_are_not_skipped_nor_done_twice(app, open_as):
    lead, page = open_as("lead"), second(open_as)
    sending = {"csrf_token": lead.token(), "how": "h", "to": "t", "sent_on-day": "26", "sent_on-month": "8", "sent_on-year": "2016"}
    assert "signed off and not sent yet" in lead.post("/submissions/2/sending", sending, 409).words
    page.submit("/submissions/2/sign-off", 303, **SIGNED)
    assert "signed off already" in page.submit("/submissions/2/sign-off", 409, **SIGNED).words
    lead.post("/submissions/2/sending", sending, 303)
    lead.post("/submissions/2/sending", sending, 409)
    assert db.session.scalar(select(func.count(Document.id)).where(Document.submission_id == 2)) == 3


@pytest.mark.parametrize("format", ["pdf", "docx", "xlsx"])
def test_a_draft_has_no_number_and_says_so(app, open_as, format):
    got = open_as("lead").get(f"/reviews/1/draft/{format}").response
    assert got.headers["Content-Disposition"].endswith(f'"Draft action plan Medway.{format}"') and len(got.get_data()) > 5000
    assert db.session.scalar(select(func.count(Submission.id))) == 1
    plan = freeze(db.session.get(Review, 1), on=ON, by="x", number=None, head=None, gap_reason=None, demonstration=False)
    assert plan["number"] is None and plan["audit_head"] is None


def test_an_unknown_format_is_not_found(app, open_as):
    for url in ("/reviews/1/draft/exe", "/submissions/1/documents/exe", "/submissions/1/export/pdf"):
        open_as("lead").get(url, 404)


def test_downloads_are_the_very_bytes_of_the_sign_off(app, open_as):
    for format in ("pdf", "docx", "xlsx"):
        first = open_as("regulator").get(f"/submissions/1/documents/{format}").response.get_data()
        do("record progress", action("1.1"))
        db.session.commit()
        assert open_as("lead").get(f"/submissions/1/documents/{format}").response.get_data() == first


def test_the_frozen_plan_is_bound_to_its_hash_and_its_sign_off(app):
    submission = db.session.get(Submission, 1)
    assert sha256(submission.plan_json) == submission.plan_sha256 == submission.sign_off["plan_sha256"]
    plan = submission.plan
    assert plan["counts"] == {
        "recommendations": 23, "actions": 24, "findings": 157,
        "by_status": {"not started": 18, "in progress": 5, "verified": 1}, "by_brag": {"green": 23, "blue": 1},
    }  # fmt: skip
    assert plan["review"]["due_on"] == "2016-07-18" and plan["demonstration"] is True and not plan["gaps"]
    evidence = [e for a in plan["actions"] for e in a["evidence"]]
    assert [(e["title"], e["version"]) for e in evidence] == [("Level 4 certificate", 1)]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(ALL), st.integers(1, 24)), max_size=8))
def test_whatever_happens_later_an_old_version_stays_and_the_new_one_agrees_with_the_rows(app, acts):
    db.session.rollback()
    first = db.session.get(Submission, 1).plan_json
    for verb, id in acts:
        try:
            do(verb, db.session.get(Action, id))
            db.session.commit()
        except Refused:
            db.session.rollback()
    newer = Submission.assemble(db.session.get(Review, 1), gap_reason="", by=person("lead"), on=ON, demonstration=True)
    rows = {a.id: a.status.value for a in db.session.scalars(select(Action))}
    assert {a["id"]: a["status"] for a in newer.plan["actions"]} == rows
    assert sum(newer.plan["counts"]["by_brag"].values()) == len(rows)
    assert db.session.get(Submission, 1).plan_json == first
    db.session.rollback()


def test_only_gaps_of_live_actions_count(app):
    own = action("1.1")
    own.plan(version=own.version, on=TODAY, by=person("lead"), success_measure="")
    assert [g["missing"] for g in gaps(own.review)] == [["success measure"]]


def test_a_version_with_gaps_and_no_reason_is_refused_by_the_model(app):
    own = action("1.1")
    own.plan(version=own.version, on=TODAY, by=person("lead"), post="")
    with pytest.raises(NotAllowed, match="gaps"):
        Submission.assemble(own.review, gap_reason="", by=person("lead"), on=ON, demonstration=False)


def test_cqc_gets_the_export_and_the_pack_that_it_lists(app, open_as):
    regulator = open_as("regulator")
    rows = list(csv.DictReader(io.StringIO(regulator.get("/submissions/1/export/csv").response.get_data().decode("utf-8-sig"))))
    assert len(rows) == 24
    assert [r["Verification"] for r in rows if r["Verification"]] == [
        "Verified by Designated nurse (documents): The certificate names the course, the level and the day."
    ]
    data = json.loads(regulator.get("/submissions/1/export/json").response.get_data())
    assert data["plan"] == db.session.get(Submission, 1).plan and data["sign_off"]["name"] == "Chief officer"
    pack = zipfile.ZipFile(io.BytesIO(regulator.get("/submissions/1/evidence-pack").response.get_data()))
    listed = [n for n in pack.namelist() if n.endswith("certificate.txt")]
    assert pack.testzip() is None and len(listed) == 1 and "Demonstration" in pack.read(listed[0]).decode()


def test_hostile_text_leaves_as_text(app, open_as):  # checks 68, 69
    own = action("1.1")
    own.plan(version=own.version, on=TODAY, by=person("lead"), words="=cmd|' /C calc'!A0 {{7*7}} #eval(1) <script>", post="+1\t{%x%}")
    db.session.commit()
    page = second(open_as).submit("/submissions/2/sign-off", 303, **SIGNED).follow()
    assert "<script>" in page.words and "<td class" in page.text and "{{7*7}}" in page.text
    for format in ("pdf", "docx", "xlsx"):
        assert len(page.browser.get(f"/submissions/2/documents/{format}").response.get_data()) > 5000
    exported = page.browser.get("/submissions/2/export/csv").response.get_data().decode("utf-8-sig")
    assert "'=cmd" in exported and "'+1" in exported


def test_an_empty_house_says_what_to_do(empty_app):
    from tests.client import Browser
    from tracker.demo.cast import make_cast

    people = {name: user.email for name, user in make_cast().items()}
    db.session.commit()
    assert "When CQC's report arrives, import it" in Browser(empty_app, people["lead"]).get("/").words
    assert "will show here when the CCG has imported" in Browser(empty_app, people["owner"]).get("/").words
    assert "No action plan was sent yet" in Browser(empty_app, people["regulator"]).get("/").words
    assert "No action plan" in Browser(empty_app, people["observer"]).get("/submissions").words
