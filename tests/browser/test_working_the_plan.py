"""The weeks after the plan was sent: a lead clears her queue, a CCG with one lead verifies its own work, an owner leaves."""

from datetime import date

from playwright.sync_api import expect

from tests.conftest import TODAY, action, person
from tests.worlds import inside
from tracker.demo.cast import CCG
from tracker.extensions import db
from tracker.models import Extension, Membership, Role
from tracker.models.action_status import Status
from tracker.models.extension import Reason

LIST = "/reviews/1?status=complete"
QUEUE = ("1.6", "1.7", "1.9")


def told(server, story) -> None:
    """Tell more of the story by the models' own verbs."""
    with inside(server.tracker):
        story()
        db.session.commit()


def complete(*numbers: str, organisation: str | None = None, by: str = "owner") -> None:
    """The owner's word that these are done."""
    for number in numbers:
        own = action(number, organisation) if organisation else action(number)
        own.complete(completed_on=TODAY, note="Done.", by=person(by), on=TODAY, version=own.version)


def a_full_queue() -> None:
    """Three complete actions and two requests for another date."""
    complete(*QUEUE)
    for number in ("1.5", "1.8"):
        Extension.ask(action(number), proposed_on=date(2016, 12, 1), reason=Reason.TRAINING, words="The trainer is ill.", by=person("owner"), on=TODAY)


def found(window, words: str = "The ward's own audit shows it.") -> None:
    """How it was checked, and what was found."""
    window.page.get_by_label("Documents").check()
    window.page.get_by_label("What was found").fill(words)
    reason = window.page.get_by_label("without", exact=False)
    reason.first.fill("Seen on the ward.")


def test_a_lead_clears_her_queue_and_keeps_her_place(server, window):
    told(server, a_full_queue)
    lead = window("lead")
    lead.open(LIST)
    lead.follow("Verify several actions at once")
    lead.check()
    for number in QUEUE:
        lead.page.get_by_label(f"Action {number},", exact=False).check()
    found(lead)
    lead.page.get_by_label("Or the meeting that decided it").fill("CQRG")
    lead.fill_day("meeting_on", TODAY.day, TODAY.month, TODAY.year)
    lead.press("Verify")
    assert lead.page.url.endswith(LIST)
    lead.check()
    assert server.rows("SELECT count(*) FROM verifications WHERE meeting = 'CQRG'") == [(3,)]

    lead.open("/reviews/1/extensions")
    lead.check()
    for number in ("1.5", "1.8"):
        lead.page.get_by_label(f"ction {number}", exact=False).first.check()
    lead.page.locator("input[name=answer]").first.check()
    lead.press("Save the decision")
    expect(lead.page.locator("main")).to_contain_text("No request waits for a decision.")
    assert server.rows("SELECT count(*) FROM extensions WHERE agreed_on = '2016-12-01'") == [(2,)]

    lead.open("/")
    waiting = lead.page.get_by_role("heading", name="Evidence that waits to be checked").locator("xpath=following-sibling::ul[1]//a")
    left = waiting.count()
    assert left
    with lead.page.expect_navigation():
        waiting.first.click()
    lead.page.get_by_label("Return", exact=False).first.check()
    lead.page.locator("[name=reason]").fill("The second page is missing.")
    lead.press("Save")
    lead.open("/")
    expect(waiting).to_have_count(left - 1)
    lead.check_quiet()


def test_a_ccg_with_one_lead_verifies_its_own_action_through_a_meeting(server, window):
    told(server, lambda: complete("2.1", by="lead"))
    number = server.rows("SELECT id FROM actions WHERE status = 'complete' AND organisation_id = (SELECT id FROM organisations WHERE name = ?)", CCG)[0][0]
    lead = window("lead")
    lead.open(f"/actions/{number}/verification")
    found(lead)
    with lead.page.expect_response(lambda answer: answer.status == 409):
        lead.page.get_by_role("button", name="Verify", exact=False).first.click()
    expect(lead.page.locator(".nhsuk-error-summary")).to_contain_text("somebody else must have checked it")
    lead.forgive("status of 409")
    lead.page.get_by_label("Or the meeting that decided it").fill("Safeguarding committee")
    lead.fill_day("meeting_on", TODAY.day, TODAY.month, TODAY.year)
    with lead.page.expect_navigation():
        lead.page.get_by_role("button", name="Verify", exact=False).first.click()
    expect(lead.page.locator("main")).to_contain_text("verified by Safeguarding committee, 26 August 2016, recorded by Designated nurse")
    lead.check_quiet()


def give_an_owner() -> None:
    """One action is the named nurse's own, and a colleague could take it."""
    own, nurse = action("1.6"), person("owner")
    own.plan(version=own.version, by=person("lead"), on=TODAY, owner_id=nurse.id)
    person("outsider").join(own.organisation, Role.OWNER, by=None)
    assert own.status in (Status.NOT_STARTED, Status.IN_PROGRESS) and Membership.owners_of(own.organisation)


def test_an_owner_leaves_and_his_actions_are_handed_over_in_one_step(server, window):
    told(server, give_an_owner)
    admin, colleague = window("admin"), window("outsider")
    admin.open("/people")
    admin.page.get_by_role("link", name="End this role of Named nurse", exact=False).click()
    admin.check()
    admin.press("End this role")
    colleague.open("/")
    expect(colleague.page.locator("main")).to_contain_text("handed over by Named nurse")
    colleague.follow("Hand over the actions of Medway NHS Foundation Trust")
    colleague.check()
    colleague.page.locator("select[name=receiver_id]").select_option("Governance lead")
    colleague.press("Hand them over")
    assert server.rows("SELECT u.name FROM actions a JOIN users u ON u.id = a.owner_id WHERE a.id = (SELECT action_id FROM handovers ORDER BY id DESC LIMIT 1)") == [
        ("Governance lead",)
    ]
    colleague.open("/")
    assert "Without an owner" not in colleague.page.locator("main").inner_text()
    for one in (admin, colleague):
        one.check_quiet()
