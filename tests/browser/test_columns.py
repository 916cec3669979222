"""Own columns in a browser: chosen with the keyboard on a phone, and axe finds nothing on the way."""

import openpyxl
from playwright.sync_api import expect

from tests.browser.window import NARROW, WIDE


def tab_to(page, id: str) -> None:
    """Press Tab until a box has the focus."""
    for _ in range(80):
        if page.evaluate("document.activeElement.id") == id:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {id}")


def test_columns_are_chosen_with_the_keyboard_on_a_phone(window, tmp_path):
    lead = window("lead", width=NARROW)
    lead.open("/reviews/1/submissions")
    lead.follow("Choose the columns of Excel and Word")
    lead.check()
    page = lead.page
    tab_to(page, "title_due")
    page.keyboard.type("Action")
    page.keyboard.press("Enter")
    expect(page.locator(".nhsuk-error-summary")).to_contain_text("Another column has the title")
    lead.forgive("422")
    lead.check()
    lead.follow_error("Another column has the title")
    expect(page.locator("#title_due")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("Target date")
    page.keyboard.press("Tab")
    page.keyboard.type("2")
    page.keyboard.press("Tab")
    expect(page.locator("#shown_due")).to_be_focused()
    tab_to(page, "shown_first_agreed")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#notice")).to_contain_text("The columns are saved")
    expect(page.locator(".tracker-sheet th")).to_have_count(21)
    expect(page.locator(".tracker-sheet th").nth(1)).to_have_text("Target date")
    lead.check_at(NARROW, WIDE)
    lead.open("/reviews/1/submissions")
    sheet = openpyxl.load_workbook(lead.download("Download the draft as Excel", tmp_path))["Plan"]
    assert ("Recommendation", "Target date") in [row[:2] for row in sheet.iter_rows(values_only=True)]
    lead.follow("Choose the columns of Excel and Word")
    lead.press("Back to the tracker's own columns")
    expect(page.locator(".tracker-sheet th")).to_have_count(22)
