"""Checking evidence by keyboard: from the queue to the file, through its pages, to the next."""

from playwright.sync_api import expect

from tests.browser.window import NARROW, WIDE
from tests.test_evidence_checks import paper


def test_a_lead_checks_one_after_the_other_by_keyboard(window):
    lead = window("lead")
    page = lead.page
    lead.open("/actions/6/evidence-files")
    paper_file = {"name": "Audit of triage.pdf", "mimeType": "application/pdf", "buffer": paper(3)}
    page.get_by_label("Files").set_input_files([paper_file, {"name": "Rota.csv", "mimeType": "text/csv", "buffer": b"Week,Records\n1,40\n"}])
    page.get_by_role("button", name="Upload").click()
    expect(page.locator("[data-files-words]")).to_contain_text("2 files saved")
    lead.open("/evidence")
    lead.check_at(WIDE, NARROW, WIDE)
    _press(page.get_by_role("link", name="Audit of triage"))
    picture = page.locator("#sheet img")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") == 1200
    lead.has_htmx()
    page.get_by_role("textbox", name="Reason").fill("May is missing")
    _press(page.get_by_role("link", name="Next page"))
    expect(page.locator("#sheet")).to_contain_text("Page 2 of 3")
    expect(page.get_by_role("link", name="Next page")).to_be_focused()
    expect(page.get_by_role("textbox", name="Reason")).to_have_value("May is missing")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Page 3 of 3", exact=True)).to_be_focused()
    lead.check_at(NARROW, WIDE)
    page.get_by_label("Yes, accept it").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("No, return it")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="Reason")).to_be_focused()
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("#notice")).to_contain_text("“Audit of triage”, version 1, is returned.")
    expect(page.locator("h1")).to_contain_text("Check Rota")
    expect(page.locator("#sheet")).to_contain_text("Week,Records")
    lead.check_quiet()


def _press(link) -> None:
    link.focus()
    link.press("Enter")
