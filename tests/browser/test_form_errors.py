"""A form that is sent empty says what is missing, and each line of the summary leads into the box that it speaks of."""

import pytest
from playwright.sync_api import expect

from tests.browser.window import NARROW, WIDE

EMPTY = """form => form.querySelectorAll("input, textarea").forEach(box => {
    if (["radio", "checkbox"].includes(box.type)) box.checked = false;
    else if (!["hidden", "submit"].includes(box.type)) box.value = "";
})"""
FORMS = [
    (None, "/sign-in", "Sign in"),
    ("owner", "/password", "Change password"),
    ("lead", "/import", "Read the report"),
    ("lead", "/reviews/1/clock", "Save"),
    ("lead", "/actions/4/plan", "Save"),
    ("owner", "/actions/4", "Save update"),
    ("owner", "/actions/4/completion", "Mark as complete"),
    ("owner", "/actions/4/evidence", "Upload"),
    ("owner", "/evidence/4", "Upload new version"),
    ("lead", "/evidence/3", "Save"),
    ("lead", "/actions/2/verification", "Verify"),
    ("lead", "/actions/2/return", "Return it"),
]


@pytest.mark.parametrize("called, path, button", FORMS)
def test_an_empty_form_leads_to_every_box_that_is_wrong(window, called, path, button):
    person = window(called, width=NARROW)
    person.open(path)
    send_empty(person, button)
    check_summary(person)


def test_an_empty_sign_off_and_an_empty_sending_lead_to_every_box_that_is_wrong(window):
    lead = window("lead", width=NARROW)
    lead.open("/reviews/1/submissions")
    lead.press("Assemble version 2")
    send_empty(lead, "Record the sign-off")
    check_summary(lead)
    lead.page.get_by_label("Signed off: I record it").check()
    for label in ("Name of the accountable officer", "Role"):
        lead.page.get_by_label(label).fill("Chief nurse")
    lead.fill_day("on", 25, 8, 2016)  # the day before the version was assembled
    lead.press("Record the sign-off")
    lead.forgive("status of 409")
    expect(lead.page.locator(".nhsuk-error-summary")).to_contain_text("cannot lie before the version was assembled")
    expect(lead.page.get_by_label("Name of the accountable officer")).to_have_value("Chief nurse")
    lead.fill_day("on", 26, 8, 2016)
    lead.press("Record the sign-off")
    send_empty(lead, "Record that it was sent")
    check_summary(lead)


def test_a_plan_with_gaps_needs_a_reason(window):
    lead = window("lead", width=NARROW)
    lead.open("/actions/4/plan")
    lead.page.get_by_label("Success measure").fill("")
    lead.press("Save")
    lead.open("/reviews/1/submissions")
    send_empty(lead, "Assemble version 2")
    check_summary(lead)
    lead.page.get_by_label("Names and roles").check()
    lead.press("Assemble version 2")
    check_summary(lead, status=409)


def send_empty(person, name: str) -> None:
    """Empty the form that has this button, and press it."""
    person.has_htmx()
    for folded in person.page.locator("main details:not([open])", has=person.page.locator("form")).all():
        folded.locator("summary").click()
    button = person.page.get_by_role("button", name=name, exact=True)
    person.page.locator("main form", has=button).evaluate(EMPTY)
    person.page.locator("main").get_by_role("button", name=name, exact=True).click()


def check_summary(person, status: int = 422) -> None:
    """The summary has the focus; its links lead to boxes that are marked as wrong."""
    summary = person.page.locator(".nhsuk-error-summary")
    expect(summary).to_be_focused()
    person.forgive(f"status of {status}")
    person.check_at(NARROW, WIDE)
    links = summary.get_by_role("link")
    assert links.count() == summary.locator("li").count() > 0
    for link in links.all():
        link.click()
        landed = person.page.evaluate("""() => [document.activeElement.localName,
            !!document.activeElement.closest(".nhsuk-form-group--error")]""")
        assert landed[0] in ("input", "textarea", "select") and landed[1], (link.text_content(), landed)
