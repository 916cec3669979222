"""Contributors: another organisation helps with one action, and sees that action and its evidence, nothing else."""

import io
import re

import pytest
from sqlalchemy import select

from tests.client import request_id
from tests.conftest import TODAY, action, person
from tests.test_handover import browser
from tests.test_people import newest
from tests.test_reviews import count
from tests.test_succession import member, succeed
from tracker.demo.cast import ACUTE, MENTAL_HEALTH
from tracker.extensions import db
from tracker.models import (
    Action, AuditEntry, Contribution, Evidence, Move, NotAllowed, Organisation, Participation, ProgressUpdate, Role, Step, Submission,
)  # fmt: skip
from tracker.models.frozen_plan import freeze

ELM, NURSE = "Elm Health C.I.C", "nurse@elm.example"


@pytest.fixture
def elm(app):
    """The browser of an owner whose organisation has no part in the review but a contribution to action 1.4."""
    member(NURSE, Role.OWNER, ELM)
    own = action("1.4")
    Contribution.add(own, Organisation.named(ELM), version=own.version, by=person("owner"))
    db.session.commit()
    return browser(app, NURSE)


def test_an_owner_names_a_contributor_and_takes_it_away(app, open_as):
    own, owner = action("1.4"), open_as("owner")
    nurse = browser(app, member(NURSE, Role.OWNER, ELM).email)
    url = f"/actions/{own.id}/contributors"
    assert "Contributors" not in owner.get(f"/actions/{own.id}").tree.xpath("string(//dl)") and url in owner.get(f"/actions/{own.id}").links
    nurse.get(f"/actions/{own.id}", 404)
    page = owner.get(url)
    assert "Choose an organisation" in page.submit(url, 422).words
    before = count(AuditEntry)
    done = page.submit(url, 303, known=str(Organisation.named(ELM).id)).follow()
    assert ELM in done.tree.xpath("string(//dl)") and count(AuditEntry) == before + 1 and newest().verb == "contribution.add"
    assert "contributes already" in page.submit(url, 409, known=str(Organisation.named(ELM).id)).words  # the second click
    assert f"/actions/{own.id}" in nurse.get("/").links
    nurse.get(f"/actions/{own.id}", 200)
    ending = f"{url}/{db.session.scalar(select(Contribution.id))}/ending"
    open_page = owner.get(url)
    open_page.submit(ending, 303)
    assert newest().verb == "contribution.end"
    nurse.get(f"/actions/{own.id}", 404)
    open_page.submit(ending, 404)
    assert "Actions of others" not in nurse.get("/").words


def test_it_sees_that_action_and_its_evidence_and_nothing_else(app, open_as, elm):  # checks 8
    own, other = action("1.4"), action("1.5")
    item = db.session.scalar(select(Evidence).where(Evidence.of(own)))
    item.actions.append(other)
    for row, name in ((own, "SHARED"), (other, "CANARY-OTHER")):
        row.words, row.success_measure = f"{name} words", "CANARY-MEASURE"
        row.record_progress(confidence=row.confidence, note="CANARY-NOTE", by=person("owner"), on=TODAY, version=row.version)
        Step.add(row, words="CANARY-STEP", due_on=None, version=row.version, by=person("owner"))
    db.session.scalar(select(Evidence).where(~Evidence.of(own))).title = "CANARY-TITLE"
    db.session.commit()
    page = elm.get(f"/actions/{own.id}")
    assert "SHARED words" in page.words and item.title in page.words and f"{ELM} contributes to this action" in page.words
    elm.get(f"/evidence/{item.id}/versions/{item.newest.id}/file", 200)
    seen, waiting = set(), ["/"]
    while waiting:
        url = waiting.pop().split("#")[0]
        if url.startswith("/") and url not in seen:
            seen.add(url)
            found = elm.get(url, 200)
            assert b"CANARY" not in found.response.get_data(), url
            waiting += found.links if found.text else []
    assert f"/evidence/{item.id}" in seen and not [url for url in seen if re.match(r"/(reviews|recommendations|submissions)/\d", url)]
    rows = db.session.scalars(select(Action.id).where(Action.id != own.id)).all()
    for id in rows:
        elm.get(f"/actions/{id}", 404)
    for url in ("/reviews/1", "/reviews/1/report", f"/recommendations/{own.recommendations[0].id}", "/submissions/1"):
        elm.get(url, 404)


def test_it_may_do_nothing_that_is_the_owners(app, elm):
    own = action("1.4")
    item = db.session.scalar(select(Evidence).where(Evidence.of(own)))
    for url in ("plan", "owner", "completion", "evidence", "contributors", "steps/new"):
        elm.get(f"/actions/{own.id}/{url}", 403)
    token = {"csrf_token": elm.token()}
    for url in (f"/actions/{own.id}/progress", f"/actions/{own.id}/completion", f"/evidence/{item.id}/versions"):
        elm.post(url, token, 403)
    assert not [f for f in elm.get(f"/evidence/{item.id}").tree.iter("form") if f.get("action", "").startswith("/evidence")]
    page = elm.get(f"/actions/{own.id}")
    for words in ("Change the plan", "Pass it on", "Mark as complete", "Add a step", "Update progress"):
        assert words not in page.words


def test_it_adds_a_note_that_names_it(app, open_as, elm):
    own = action("1.4")
    url = f"/contributions/{db.session.scalar(select(Contribution.id))}/notes"
    told, confidence, on, version = own.status, own.confidence, own.updated_on, own.version
    page = elm.get(url)
    assert "Enter what has happened" in page.submit(url, 422).words
    before = count(AuditEntry)
    done = page.submit(url, 303, note="We trained both wards.").follow()
    assert "We trained both wards." in done.words and count(AuditEntry) == before + 1 and newest().verb == "contribution.note"
    assert f"recorded by Nurse for {ELM}" in open_as("owner").get(f"/actions/{own.id}").words
    own = action("1.4")
    assert (own.status, own.confidence, own.updated_on, own.version) == (told, confidence, on, version)
    open_as("lead").get(url, 403)
    plan = freeze(own.review, on=TODAY, by="lead", number=None, head=None, gap_reason=None, demonstration=False)
    assert "We trained" not in next(a["progress"]["note"] for a in plan["actions"] if a["id"] == own.id)  # the owner's word is printed


def test_it_adds_evidence_that_names_it(app, open_as, elm):
    own = action("1.4")
    url = f"/contributions/{db.session.scalar(select(Contribution.id))}/evidence"
    assert "Enter a title" in elm.post(url, {"csrf_token": elm.token(), "request_id": request_id()}, 422, headers={"X-CSRFToken": elm.token()}, content_type="multipart/form-data").words
    sent, asked = elm.token(), request_id()

    def send():
        fields = {"csrf_token": sent, "request_id": asked, "title": "Attendance", "file": (io.BytesIO(b"Ward,Trained\nA,12\n"), "attendance.csv")}
        return elm.post(url, fields, 303, headers={"X-CSRFToken": sent}, content_type="multipart/form-data")

    before = count(AuditEntry)
    assert "Attendance" in send().follow().words and count(AuditEntry) == before + 1
    send()  # the second click adds nothing
    assert count(AuditEntry) == before + 1
    item = db.session.scalar(select(Evidence).where(Evidence.title == "Attendance"))
    assert (item.organisation.name, item.newest.on_behalf_of.name, [a.id for a in item.actions]) == (ACUTE, ELM, [own.id])
    shown, gone = elm.get(f"/evidence/{item.id}"), f"/evidence/{item.id}/versions/{item.newest.id}/take-down"
    assert gone in shown.links and f"/evidence/{item.id}/versions/{item.newest.id}/withholding" in shown.links
    assert f"only {ACUTE} and {ELM} can open it" in shown.words
    others = db.session.scalar(select(Evidence).where(Evidence.title == "Weekly dip-samples"))
    theirs = f"/evidence/{others.id}/versions/{others.newest.id}/take-down"
    assert theirs not in elm.get(f"/evidence/{others.id}").links and elm.get(theirs, 403)
    elm.get(gone).submit(gone, 303, because="It names a child")
    assert f"uploaded by Nurse for {ELM}" in open_as("owner").get(f"/evidence/{item.id}").words


def test_what_cannot_be(app, elm):
    own, done = action("1.4"), action("1.2")
    for words, row, name in (("belongs to", own, ACUTE), ("contributes already", own, ELM), ("is complete", done, ELM)):
        with pytest.raises(NotAllowed, match=words):
            Contribution.add(row, Organisation.named(name), version=row.version, by=person("lead"))
    row = db.session.scalar(select(Contribution))
    row.end(version=own.version, by=person("owner"), on=TODAY)
    with pytest.raises(NotAllowed, match="not contribute any more"):
        row.end(version=own.version, by=person("owner"), on=TODAY)


def test_its_successor_contributes(app, elm):
    member("heir@example.org", Role.OWNER, "Oak Health")
    browser(app, "heir@example.org").get(f"/actions/{action('1.4').id}", 404)
    succeed(ELM, "Oak Health")
    assert f"{ELM} (now Oak Health) contributes" in browser(app, "heir@example.org").get(f"/actions/{action('1.4').id}").words


def test_who_takes_the_action_over_contributes_no_longer(app, open_as, elm):
    own = action("1.4")
    Move.of_all([own], Organisation.named(ELM), reason="r", moved_on=TODAY, versions={own.id: own.version}, by=person("lead"), on=TODAY)
    db.session.commit()
    page = elm.get(f"/actions/{own.id}")
    assert "Change the plan" in page.words and "Contributors" not in page.tree.xpath("string(//dl)")
    assert "Actions of others" not in elm.get("/").words


def test_a_contribution_gives_no_part_in_the_review(app, elm):
    parts = select(Participation).where(Participation.organisation_id == Organisation.named(ELM).id)
    assert db.session.scalars(parts).all() == [] and db.session.scalar(select(Submission.id)) == 1
    elm.get("/submissions/1", 404)


def test_who_has_a_part_in_the_review_already_keeps_to_it(app, open_as):
    own = action("1.4")
    open_as("outsider").get(f"/actions/{own.id}", 404)
    Contribution.add(own, Organisation.named(MENTAL_HEALTH), version=own.version, by=person("lead"))
    db.session.commit()
    page = open_as("outsider").get(f"/actions/{own.id}")
    assert "/reviews/1" in page.links and "contributes to this action" in page.words
    open_as("outsider").get(f"/actions/{own.id}/plan", 403)
    assert not db.session.scalars(select(ProgressUpdate).where(ProgressUpdate.contribution_id.is_not(None))).all()
