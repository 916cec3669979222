"""Two people edit one action: the second sees both texts side by side, loses nothing, and decides. # checks 63"""

import pytest
from playwright.sync_api import expect

from tests.browser.window import NARROW, WIDE

ACTION = "/actions/6"


def save_plan(person, post: str) -> None:
    """Somebody is faster, on the form of one action."""
    person.open(f"{ACTION}/plan")
    person.page.get_by_label("Accountable post").fill(post)
    person.press("Save")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_loser_of_a_completion_reads_what_was_saved_and_completes_it(window, scripts):
    owner, lead = window("owner", scripts=scripts), window("lead")
    owner.open(f"{ACTION}/completion")
    owner.page.get_by_label("What was done").fill("The question is asked at every triage.")
    save_plan(lead, "Matron A")
    owner.press("Mark as complete")
    owner.forgive("status of 409")
    expect(owner.page.locator(".tracker-beside")).to_contain_text("Matron A")
    expect(owner.page.get_by_label("What was done")).to_have_value("The question is asked at every triage.")
    if scripts:
        owner.check_at(WIDE, NARROW)
    owner.press("Mark as complete")
    expect(owner.page.get_by_role("main")).to_contain_text("The question is asked at every triage.")


def test_a_bulk_plan_names_the_action_that_somebody_changed_and_saves_nothing_until_decided(window):
    lead, owner = window("lead"), window("owner")
    lead.open("/reviews/1")
    lead.follow("Plan several actions at once")
    lead.check_at(NARROW, WIDE)
    for number in ("1.6", "1.7", "3.1"):
        lead.page.get_by_label(f"Action {number}:").check()
    lead.page.get_by_label("Success measure").fill("Nine of ten records.")
    lead.page.get_by_label("Accountable post").fill("Matron B")
    save_plan(owner, "Matron A")
    lead.press("Save")
    lead.forgive("status of 409")
    expect(lead.page.locator(".nhsuk-error-summary")).to_contain_text("Somebody changed action 1.6 while you were writing.")
    expect(lead.page.locator(".tracker-beside")).to_contain_text("Matron A")
    expect(lead.page.get_by_label("Accountable post")).to_have_value("Matron B")
    assert lead.page.get_by_label("Action 3.1:").is_checked()
    lead.check_at(NARROW, WIDE)
    lead.press("Save")
    expect(lead.page.locator("#notice")).to_contain_text("3 actions are saved.")
    owner.open(ACTION)
    expect(owner.page.locator("#action")).to_contain_text("Matron B")
