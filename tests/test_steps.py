"""Steps: small dated parts of an action, there when wanted and nowhere when not."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.conftest import TODAY, action, person
from tests.test_people import newest
from tests.test_reviews import count
from tracker.extensions import db
from tracker.models import AuditEntry, NotAllowed, Stale, Step


@pytest.fixture
def step(app) -> Step:
    """One open step of action 1.4."""
    own = action("1.4")
    row = Step.add(own, words="CANARY-STEP", due_on=date(2016, 9, 1), version=own.version, by=person("owner"))
    db.session.commit()
    return row


def test_an_action_without_steps_shows_one_quiet_link_and_no_box(app, open_as):
    page = open_as("owner").get(f"/actions/{action('1.4').id}")
    assert "Add a step" in page.words and not page.tree.xpath("//h2[text()='Steps']") and "Due date of this step" not in page.words
    assert "Add a step" not in open_as("owner").get(f"/actions/{action('1.2').id}").words  # it is complete


def test_a_step_is_added(app, open_as):
    own, owner = action("1.4"), open_as("owner")
    url = f"/actions/{own.id}/steps/new"
    page, version = owner.get(url), own.version
    assert "Enter what will be done" in page.submit(url, 422).words
    before = count(AuditEntry)
    done = page.submit(url, 303, words="Order the forms").follow()
    assert "Order the forms" in done.words and count(AuditEntry) == before + 1 and newest().verb == "step.add"
    assert action("1.4").version == version + 1
    assert "Somebody saved a change" in page.submit(url, 409, words="Order the forms").words  # checks 63, and the second click


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "htmx"])
def test_a_step_is_ticked_and_unticked(app, open_as, step, htmx):
    owner, url, id = open_as("owner"), f"/steps/{step.id}/state", step.id
    own = f"/actions/{step.action_id}"

    def press(to: str):
        form = dict(_form(owner.get(own), url, to).form_values())
        return owner.post(url, form, 200 if htmx else 303, htmx)

    before, done = count(AuditEntry), press("done")
    assert done.is_fragment is htmx and "The step is done" in (done if htmx else done.follow()).words
    row = db.session.get(Step, id)
    assert (row.done_on, row.done_by.name) == (TODAY, "Named nurse") and count(AuditEntry) == before + 1
    assert "Done on 26 August 2016, Named nurse" in owner.get(own).words
    press("open")
    assert db.session.get(Step, id).done_on is None and newest().verb == "step.untick"
    press("gone")
    assert db.session.get(Step, id) is None and newest().verb == "step.remove"


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "htmx"])
def test_the_loser_of_two_presses_is_told(app, open_as, step, htmx):  # checks 63
    owner, url = open_as("owner"), f"/steps/{step.id}/state"
    form = dict(_form(owner.get(f"/actions/{step.action_id}"), url, "done").form_values())
    owner.post(url, form, 303)
    again = owner.post(url, form, 409, htmx)
    assert "done already" in again.words or "Somebody saved a change" in again.words
    assert owner.post(url, form | {"to": "everything"}, 422, htmx)


def test_late_is_after_its_day(step):
    assert not step.is_late(date(2016, 9, 1)) and step.is_late(date(2016, 9, 2))
    step.tick(version=step.version, by=person("owner"), on=TODAY)
    assert not step.is_late(date(2016, 9, 2))


def test_what_cannot_be(step):
    by, own = person("owner"), step.action
    with pytest.raises(NotAllowed, match="not done yet"):
        step.untick(version=step.version, by=by)
    with pytest.raises(Stale):
        step.tick(version=step.version - 1, by=by, on=TODAY)
    step.tick(version=step.version, by=by, on=TODAY)
    with pytest.raises(NotAllowed, match="it stays"):
        step.remove(version=step.version, by=by)
    own.complete(completed_on=TODAY - timedelta(1), note="Done", by=by, on=TODAY, version=own.version)
    with pytest.raises(NotAllowed, match="is complete"):
        step.untick(version=step.version, by=by)
    with pytest.raises(NotAllowed, match="is complete"):
        Step.add(own, words="w", due_on=None, version=own.version, by=by)


def test_nobody_else_reads_it(app, open_as, step):  # checks 3, 8
    assert "CANARY-STEP" in open_as("lead").get(f"/actions/{step.action_id}").words
    open_as("outsider").get(f"/actions/{step.action_id}/steps", 404)
    joint = action("5.1", "Medway NHS Foundation Trust")
    Step.add(joint, words="CANARY-JOINT", due_on=None, version=joint.version, by=person("owner"))
    db.session.commit()
    both, row = open_as("both"), db.session.scalar(select(Step).where(Step.words == "CANARY-JOINT"))
    for url in (f"/actions/{joint.id}", f"/actions/{joint.id}/steps"):
        page = both.get(url)
        assert "CANARY" not in page.words and "Add a step" not in page.words
    both.post(f"/steps/{row.id}/state", {"csrf_token": both.token(), "to": "done", "version": "1"}, 404)


def test_an_action_with_steps_is_not_removed(step):
    assert not step.action.is_untouched


def _form(page, url: str, to: str):
    """The form of one of the buttons of a step."""
    return next(f for f in page.tree.iter("form") if f.get("action") == url and dict(f.form_values())["to"] == to)
