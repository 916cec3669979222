"""Two versions and a follow-up of the Medway plan: what was kept never changes, is rendered again to the byte, and tells exactly what changed."""

from datetime import date

from sqlalchemy import select

from tests.conftest import TODAY, action
from tests.test_actions import do
from tests.test_follow_ups import move
from tracker.documents import comparing, render_all
from tracker.extensions import db
from tracker.models import Document, Submission


def sent_by_pages(lead, place: str) -> Submission:
    """The next one of this place, assembled, signed off and sent as a lead does it."""
    page = lead.get(place).submit(place, 303).follow()
    row = db.session.scalar(select(Submission).order_by(Submission.id.desc()))
    page = page.submit(f"/submissions/{row.id}/sign-off", 303, name="A", role="Accountable officer").follow()
    page.submit(f"/submissions/{row.id}/sending", 303, how="By email", to="cqc@example.org")
    return row


def kept(app) -> dict[int, tuple]:
    """Of each submission the frozen records, and the bytes of its documents."""
    found = {}
    for row in db.session.scalars(select(Submission)):
        documents = db.session.scalars(select(Document).where(Document.submission_id == row.id).order_by(Document.format))
        files = {}
        for document in documents:
            with app.extensions["store"].open_checked(document.sha256) as file:
                files[document.format] = file.read()
        found[row.id] = (row.plan_json, row.sign_off_json, files)
    return found


def test_two_versions_and_a_follow_up_stay_what_they_are(app, open_as):
    lead, before = open_as("lead"), action("1.5").due_on
    first = db.session.get(Submission, 1)
    move("1.5", date(2016, 12, 30))
    db.session.commit()
    second = sent_by_pages(lead, "/reviews/1/submissions")
    do("record progress", action("1.1"))
    db.session.commit()
    follow_up = sent_by_pages(lead, "/reviews/1/follow-ups")
    assert [row.label for row in (first, second, follow_up)] == ["Action plan, version 1", "Revised plan, version 2", "Follow-up 1"]
    held = kept(app)

    moved = [c for c in comparing.changes(first.plan, second.plan) if c["field"] == "due date"]
    assert [(c["recommendations"], c["before"], c["after"]) for c in moved] == [(["1.5"], "31 August 2016", "30 December 2016")] and before == date(2016, 8, 31)
    since = follow_up.plan["since"]
    assert (since["kind"], since["number"]) == ("revised plan", 2) and since["changes"] == comparing.changes(second.plan, follow_up.plan)
    assert {c["about"] for c in since["changes"]} == {f"Action {action('1.1').id}"}

    do("record progress", action("1.6"))
    db.session.commit()
    assert kept(app) == held
    for row in (first, second, follow_up):
        assert render_all(row.plan, row.sign_off) == held[row.id][2], row.label
        assert open_as("regulator").get(f"/submissions/{row.id}/documents/pdf").response.get_data() == held[row.id][2]["pdf"]
    assert TODAY == second.sent_on == follow_up.sent_on
