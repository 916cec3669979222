"""The task list of a submission, with the keyboard alone: from the list to a declined version, and to the next one."""

from playwright.sync_api import expect

from tests.browser.window import NARROW, WIDE


def test_the_tasks_lead_through_by_keyboard(window):
    lead = window("lead")
    lead.open("/reviews/1/submissions")
    lead.check_at(WIDE, NARROW)
    expect(lead.page.locator(".nhsuk-task-list__item")).to_have_count(6)
    _enter(lead, "link", "CQC’s outcome")
    expect(lead.page.locator("#outcome")).to_be_in_viewport()
    lead.check_at(WIDE, NARROW)
    lead.open("/reviews/1/submissions")
    _enter(lead, "button", "Assemble version 2")
    lead.check_at(WIDE, NARROW)
    lead.page.get_by_label("Signed off: I record it").focus()
    lead.page.keyboard.press("ArrowDown")
    lead.page.keyboard.press("ArrowDown")
    expect(lead.page.get_by_label("Declined: I record the comments")).to_be_checked()
    for label, words in (("Name of the accountable officer", "Ann Officer"), ("Role", "Accountable officer"), ("Comments", "Too late.")):
        lead.page.get_by_label(label, exact=True).focus()
        lead.page.keyboard.type(words)
    _enter(lead, "button", "Record the sign-off")
    expect(lead.page.locator(".nhsuk-task-list")).to_contain_text("Declined")
    lead.check_at(WIDE, NARROW)
    _enter(lead, "link", "changes since version 2", has=False)
    lead.open("/submissions/1/changes?to=today")
    lead.check_at(WIDE, NARROW)


def _enter(person, role: str, name: str, has: bool = True) -> None:
    """Press Enter on it, and wait for the page that comes; or see that there is no such thing."""
    found = person.page.locator("main").get_by_role(role, name=name)
    if not has:
        expect(found).to_have_count(0)
        return
    found.first.focus()
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")
