"""Redaction: personal data go for good, a tombstone stays; the audit chain holds and frozen plans are untouched."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from tests.conftest import action, person
from tests.dump import dump
from tests.test_actions import FOUND, entries
from tracker.extensions import db
from tracker.models import AuditEntry, Extension, NotAllowed, PlanChange, ProgressUpdate, Redaction, Review, Submission, Verification
from tracker.models.action_status import Confidence
from tracker.models.extension import Reason

ON = date(2016, 8, 26)
SECRET = "CANARY Kayleigh Smith, 14"
WHY = {"why": "It named a child."}


def newest(model):
    """The newest row of a kind."""
    return db.session.scalar(select(model).order_by(model.id.desc()))


def write(kind: str, by: str | None = None):
    """An entry of this kind, on action 1.1 of the trust, that holds the secret."""
    own, owner, lead = action("1.1"), person(by or "owner"), person("lead")
    if kind == "progress":
        own.record_progress(confidence=Confidence.ON_TRACK, note=SECRET, by=owner, on=ON, version=own.version)
    elif kind == "plan-changes":
        own.plan(version=own.version, by=owner, on=ON, words=SECRET)
        own.plan(version=own.version, by=owner, on=ON, words="Nobody is named")
    elif kind == "verifications":
        own.complete(completed_on=ON, note="Done", by=owner, on=ON, version=own.version)
        own.verify(by=lead, on=ON, version=own.version, **FOUND | {"found": SECRET, "without_evidence": SECRET})
    else:
        asked = Extension.ask(own, proposed_on=date(2016, 12, 1), reason=Reason.OTHER, words=SECRET, by=owner, on=ON)
        if kind == "decisions":
            asked.decline(words=SECRET, by=lead, on=ON)
    db.session.commit()
    return newest({"progress": ProgressUpdate, "plan-changes": PlanChange, "verifications": Verification}.get(kind, Extension))


def url(kind: str, row) -> str:
    """Where it is redacted."""
    return f"/history/{kind}/{row.id}/redaction"


@pytest.mark.parametrize("kind", ["progress", "plan-changes", "extensions", "decisions", "verifications"])
def test_a_lead_removes_any_text_and_the_line_says_so(app, open_as, kind):
    row, lead, before = write(kind), open_as("lead"), entries()
    page = lead.get(url(kind, row))
    assert SECRET in page.words and "removed for good" in page.words
    after = page.submit(url(kind, row), 303, **WHY).follow()
    assert "Personal data removed by Designated nurse on 26 August 2016: It named a child." in after.words
    assert entries() == before + 1 and newest(AuditEntry).verb == "history.redact" and not list(AuditEntry.broken())
    assert not Redaction.texts(kind, newest(type(row))) and url(kind, row) not in after.links


def test_the_text_is_really_gone_from_the_database(app, open_as):
    for kind in ("progress", "extensions"):
        row = write(kind)
        assert SECRET in str(dump())
        open_as("owner").get(url(kind, row)).submit(url(kind, row), 303, **WHY)
        assert SECRET not in str(dump())


def test_dates_and_owners_of_a_plan_change_stay(app, open_as):
    row = db.session.scalar(select(PlanChange).where(PlanChange.action_id == action("1.1").id))
    page = open_as("lead").get(url("plan-changes", row)).submit(url("plan-changes", row), 303, **WHY).follow()
    assert "Due date: 30 September 2016" in page.words and "Owner: Named nurse" in page.words
    assert "Accountable post: Head of midwifery" not in page.words.split("History")[1]


def test_an_owner_removes_his_own_words_and_what_was_recorded_for_him(app, open_as):
    own, row = action("1.1"), write("progress")
    page = open_as("owner").get(f"/actions/{own.id}")
    assert url("progress", row) in page.links
    open_as("owner").get(url("progress", row)).submit(url("progress", row), 303, **WHY)
    own.record_progress(confidence=Confidence.ON_TRACK, note=SECRET, by=person("lead"), on=ON, version=own.version, on_behalf_of=own.organisation)
    db.session.commit()
    row = newest(ProgressUpdate)
    open_as("owner").get(url("progress", row)).submit(url("progress", row), 303, **WHY)
    assert newest(ProgressUpdate).note == ""


@pytest.mark.parametrize("kind", ["verifications", "decisions", "progress"])
def test_an_owner_removes_no_words_of_the_lead(app, open_as, kind):
    row, owner = write(kind, by="lead" if kind == "progress" else None), open_as("owner")
    assert url(kind, row) not in owner.get(f"/actions/{row.action_id}").links
    owner.get(url(kind, row), 403)
    owner.post(url(kind, row), {"csrf_token": owner.token()} | WHY, 403)
    assert Redaction.texts(kind, newest(type(row)))


def test_other_people_do_not_reach_it(app, open_as):
    row = write("progress")
    for called in ("outsider", "both"):
        open_as(called).get(url("progress", row), 404)
    for called in ("regulator", "observer", "admin"):
        open_as(called).get(url("progress", row), 403)
    open_as("lead").get(f"/history/nothing/{row.id}/redaction", 404)


def test_a_reason_is_needed(app, open_as):
    row = write("progress")
    page = open_as("lead").get(url("progress", row)).submit(url("progress", row), 422, why=" ")
    assert "Enter why it is removed" in page.words and newest(ProgressUpdate).note == SECRET


def test_the_second_of_two_is_told_that_it_is_gone(app, open_as):  # checks 63
    row = write("progress")
    first, second = (open_as(c).get(url("progress", row)) for c in ("owner", "lead"))
    first.submit(url("progress", row), 303, **WHY)
    before = entries()
    assert "no text in this entry any more" in second.submit(url("progress", row), 409, **WHY).words and entries() == before
    with pytest.raises(NotAllowed):
        Redaction.of("progress", newest(ProgressUpdate), why="w", by=person("lead"), on=ON)


def test_frozen_plans_stay_and_are_named(app, open_as):
    row = write("progress")
    frozen = Submission.assemble(db.session.get(Review, 1), gap_reason="", by=person("lead"), on=ON, demonstration=True)
    db.session.commit()
    before = frozen.plan_json
    page = open_as("lead").get(url("progress", row))
    assert "Version 2 of the plan holds this text too, and is not changed by this." in page.words
    after = page.submit(url("progress", row), 303, **WHY).follow()
    assert "Version 2 of the plan still holds the text." in after.words
    assert db.session.get(Submission, frozen.id).plan_json == before and SECRET in before
    later = Submission.assemble(db.session.get(Review, 1), gap_reason="", by=person("lead"), on=ON, demonstration=True)
    assert SECRET not in json.dumps(later.plan)


def test_no_version_is_named_when_none_holds_it(app, open_as):
    assert "of the plan hold" not in open_as("lead").get(url("progress", write("progress"))).words
