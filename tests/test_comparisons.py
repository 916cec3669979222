"""The page of what changed: between versions, and since a version; and old versions open for ever."""

import json

import pytest
from sqlalchemy import update

from tests.conftest import TODAY, action, person
from tests.test_follow_ups import assembled, send
from tracker.documents import schemas
from tracker.extensions import db
from tracker.models import Submission
from tracker.models.action_status import Confidence
from tracker.models.audit import canonical, sha256


def note(number: str, words: str) -> None:
    """An update of an action."""
    own = action(number)
    own.record_progress(confidence=Confidence.ON_TRACK, note=words, by=person("lead"), on=TODAY, version=own.version, on_behalf_of=own.organisation)


def test_a_lead_sees_how_much_changed_since_the_newest_version(app, open_as):
    lead = open_as("lead")
    assert "changes since version 1" in lead.get("/submissions/1").words
    send(assembled())
    db.session.commit()
    assert "since version 1" not in lead.get("/submissions/1").words and "since version 2" not in lead.get("/submissions/2").words
    own = action("1.1")
    own.plan(version=own.version, on=TODAY, by=person("lead"), post="Chief nurse")
    db.session.commit()
    page = lead.get("/submissions/2")
    assert "1 change since version 2" in page.words and "/submissions/2/changes?to=today" in page.links
    words = lead.get("/submissions/2/changes?to=today").words
    assert "beside the plan as it stands today: 1 change." in words and "Accountable post" in words and "Chief nurse" in words


def test_two_versions_are_compared_from_the_older_to_the_newer(app, open_as):
    note("1.1", "NEWEST NOTE")
    send(assembled())
    db.session.commit()
    one, other = (open_as("regulator").get(f"/submissions/{a}/changes?to={b}").words for a, b in ((1, 2), (2, 1)))
    assert "What changed since action plan, version 1" in one and "What changed since action plan, version 1" in other
    assert "26 August 2016: NEWEST NOTE" in one and "26 August 2016: NEWEST NOTE" in other


def test_only_leads_compare_with_today_and_nobody_with_what_he_may_not_read(app, open_as):
    assembled()
    db.session.commit()
    for called in ("regulator", "observer", "owner", "both"):
        browser = open_as(called)
        assert "today" not in browser.get("/submissions/1/changes").words.replace("Today is 26 August 2016", "")
        for wanted in ("today", "2", "99", "x"):
            browser.get(f"/submissions/1/changes?to={wanted}", 404)
    assert open_as("lead").get("/submissions/1/changes?to=2").status == 200


def test_an_addressed_organisation_compares_its_own_copies(app, open_as):
    note("3.1", "CANARY NOTE")
    own = action("3.1")
    own.plan(version=own.version, on=TODAY, by=person("lead"), post="POST OF ANOTHER")
    send(assembled())
    db.session.commit()
    for called, reads in (("owner", False), ("outsider", True), ("regulator", True)):
        browser = open_as(called)
        words = browser.get("/submissions/1/changes?to=2").words
        assert ("CANARY NOTE" in words) is reads and "POST OF ANOTHER" in words
        exported = browser.get("/submissions/2/export/json").response.get_data(as_text=True)
        assert ("CANARY NOTE" in exported) is reads and "POST OF ANOTHER" in exported


def as_schema_1(app) -> str:
    """The demonstration's version becomes one that an older tracker kept; gives its text."""
    plan = {key: value for key, value in db.session.get(Submission, 1).frozen.items() if key not in ("names", "since")} | {"schema": 1}
    schemas.check(plan)
    text = canonical(plan)
    signed = canonical(db.session.get(Submission, 1).sign_off | {"plan_sha256": sha256(text)})
    db.session.execute(update(Submission).where(Submission.id == 1).values(plan_json=text, plan_sha256=sha256(text), sign_off_json=signed))
    db.session.commit()
    return text


PLACES = ["/submissions/1", "/submissions/1/changes", "/submissions/1/changes?to=2", "/submissions/1/documents/pdf", "/submissions/1/documents/docx",
          "/submissions/1/documents/xlsx", "/submissions/1/export/csv", "/submissions/1/export/json", "/submissions", "/"]  # fmt: skip


@pytest.mark.parametrize("called", ["lead", "regulator", "observer", "owner"])
def test_an_old_version_opens_everywhere_and_its_text_stays(app, open_as, called):
    text = as_schema_1(app)
    note("1.1", "Later")
    send(assembled())
    db.session.commit()
    browser = open_as(called)
    for place in PLACES:
        browser.get(place, 200)
    exported = json.loads(browser.get("/submissions/1/export/json").response.get_data())["plan"]
    if called != "owner":  # who reads a copy of his own
        browser.get("/submissions/1/changes?to=today", 200 if called == "lead" else 404)
        assert canonical(exported) == text and sha256(text) == db.session.get(Submission, 1).plan_sha256
    if called in ("lead", "regulator"):
        assert browser.get("/submissions/1/evidence-pack", 200).response.get_data()
    assert db.session.get(Submission, 1).plan_json == text


def test_an_old_version_can_still_be_signed_off(app, open_as):
    as_schema_1(app)
    db.session.execute(update(Submission).where(Submission.id == 1).values(sign_off_json=None, sent_on=None))
    db.session.execute(db.text("DELETE FROM documents"))
    db.session.commit()
    page = open_as("lead").get("/submissions/1").submit("/submissions/1/sign-off", 303, name="A", role="B").follow()
    assert "Download as PDF" in page.words and db.session.get(Submission, 1).frozen["schema"] == 1


def test_the_schemas_are_open_to_everybody_and_linked(app, open_as):
    got = open_as(None).get("/schemas/plan-2.json").response
    assert got.mimetype == "application/schema+json" and got.get_data() == schemas.text("plan-2.json")
    for name in ("plan-3.json", "..%2F__init__.py", "__init__.py"):
        open_as(None).get(f"/schemas/{name}", 404)
    assert "/schemas/plan-2.json" in open_as("regulator").get("/submissions/1").links


def test_late_is_said_on_the_page(app, open_as):
    row = db.session.get(Submission, 1)
    row.sent_on = row.review.first_sent_on = TODAY
    db.session.commit()
    assert "29 working days late" in open_as("lead").get("/submissions/1").words
    assert "29 working days late" in open_as("regulator").get("/submissions/1").words
