"""What was redacted goes out no second time: in no later version, on no page that sets two plans side by side, in no export."""

import json

import pypdfium2
import pytest
from sqlalchemy import select

from tests.conftest import action, person
from tests.test_follow_ups import assembled, send
from tests.test_redaction import ON, SECRET, WHY, newest, write
from tracker.documents import render
from tracker.documents.comparing import REMOVED
from tracker.extensions import db
from tracker.models import PlanChange, ProgressUpdate, Redaction, Submission
from tracker.models.action_status import Confidence


def redact(kind: str, row) -> Redaction:
    """A lead removes its texts."""
    found = Redaction.of(kind, row, why=WHY["why"], by=person("lead"), on=ON)
    db.session.commit()
    return found


def sent_with(kind: str) -> Submission:
    """Version 2, sent, holds the secret in an entry of this kind, which is then redacted."""
    row = write(kind)
    second = send(assembled())
    db.session.commit()
    assert SECRET in second.plan_json
    redact(kind, newest(type(row)))
    return second


def words_of(pdf: bytes) -> str:
    """The text of a PDF, on one line."""
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)).split())


@pytest.mark.parametrize("kind", ["progress", "verifications"])
def test_the_next_version_does_not_send_it_again(app, open_as, kind):
    sent_with(kind)
    own = action("1.1")
    if kind == "verifications":
        own.reopen(reason="Once more", by=person("lead"), on=ON, version=own.version)
    own.plan(version=own.version, by=person("lead"), on=ON, post="Chief nurse")
    later = send(assembled())
    db.session.commit()
    assert SECRET not in later.plan_json and "Chief nurse" in str(later.plan["since"])
    assert kind == "progress" or REMOVED in str(later.plan["since"])
    assert SECRET not in words_of(render("pdf", later.plan, later.sign_off))
    for called in ("lead", "regulator"):
        browser = open_as(called)
        for place in ("/submissions/2/changes?to=3", "/submissions/1/changes?to=2", "/submissions/2/compliance-export", "/submissions/3/export/json"):
            assert SECRET not in browser.get(place).response.get_data(as_text=True), place
        for format in ("json", "csv"):
            assert SECRET not in browser.get(f"/submissions/2/compliance-export/{format}").response.get_data(as_text=True)
    assert SECRET not in open_as("lead").get("/submissions/2/changes?to=today").words


def test_a_note_that_was_only_redacted_is_no_change(app):
    second = sent_with("progress")
    assert [c for c in second.changed_since(on=ON) if c["field"] == "progress"] == []
    own = action("1.1")
    own.record_progress(confidence=Confidence.ON_TRACK, note="A newer note", by=person("owner"), on=ON, version=own.version)
    (told,) = [c for c in second.changed_since(on=ON) if c["field"] == "progress"]
    assert told["before"] == f"26 August 2016: {REMOVED}" and told["after"] == "26 August 2016: A newer note"


def test_an_older_note_that_nobody_redacted_stays_in_what_changed(app):
    own = action("1.1")
    for note in ("The first note", SECRET):
        own.record_progress(confidence=Confidence.ON_TRACK, note=note, by=person("owner"), on=ON, version=own.version)
        if note != SECRET:
            second = send(assembled())
    redact("progress", newest(ProgressUpdate))
    (told,) = [c for c in second.changed_since(on=ON) if c["field"] == "progress"]
    assert told["before"].endswith("The first note") and told["after"].endswith(REMOVED)


def test_words_of_the_plan_that_were_removed_stand_beside_nothing(app, open_as):
    own = action("1.1")
    own.plan(version=own.version, by=person("lead"), on=ON, words=SECRET, post="Chief nurse")
    second = send(assembled())
    own.plan(version=own.version, by=person("lead"), on=ON, words="Nobody is named")
    for row in db.session.scalars(select(PlanChange).where(PlanChange.action_id == own.id)).all():
        if SECRET in Redaction.texts("plan-changes", row):
            redact("plan-changes", row)
    told = {c["field"]: c["before"] for c in second.changed_since(on=ON)}
    assert told == {"what will be done": REMOVED}, "the post is said openly still"
    send(assembled(follow_up=True))
    db.session.commit()
    export = json.loads(open_as("regulator").get("/submissions/2/compliance-export/json").response.get_data())
    assert SECRET not in str(export) and REMOVED in str(export)


def test_a_version_that_holds_it_in_what_changed_is_named_too(app):
    row = write("progress")
    send(assembled())
    own = action("1.1")
    own.record_progress(confidence=Confidence.ON_TRACK, note="A newer note", by=person("owner"), on=ON, version=own.version)
    third = assembled()
    assert f"26 August 2016: {SECRET}" in json.dumps(third.plan["since"])
    assert redact("progress", row).versions == [2, 3]
