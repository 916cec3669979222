"""Personal data: a file with an NHS number waits for its uploader, is withheld, and is taken down; a note asks once."""

from playwright.sync_api import expect

from tests.browser.window import NARROW, WIDE

CASES = {"name": "cases.txt", "mimeType": "text/plain", "buffer": b"Case audit\nNHS no 943 476 5919\nDOB: 12/03/2009\n"}


def test_a_file_with_an_nhs_number_is_withheld_and_then_taken_down(window):
    owner, lead = window("owner"), window("lead")
    owner.open("/actions/6/evidence")
    owner.has_htmx()
    owner.page.get_by_label("Title").fill("Case audit")
    owner.page.get_by_label("File").set_input_files(CASES)
    owner.press("Upload")
    expect(owner.page.locator("main")).to_contain_text("1 NHS number (line 2)")
    owner.press("Continue")
    owner.forgive("status of 422")
    owner.check_at(NARROW, WIDE)
    owner.page.get_by_label("Keep it, but only").check()
    owner.page.get_by_label("Why it may stay").fill("It is a case audit.")
    owner.press("Continue")
    owner.follow("Case audit")
    owner.check_at(NARROW, WIDE)
    lead.open(item := owner.page.url.removeprefix(owner.url))
    expect(lead.page.locator("main")).to_contain_text("Only Medway NHS Foundation Trust can open it.")
    expect(lead.page.get_by_role("link", name="Download")).to_have_count(0)
    expect(owner.page.get_by_role("link", name="Download cases.txt")).to_be_visible()
    owner.page.locator("summary", has_text="holds personal data").click()
    owner.follow("Take it down now")
    owner.check_at(NARROW, WIDE)
    owner.page.get_by_label("Why it is taken down").fill("It names a child.")
    owner.press("Take it down now")
    expect(owner.page.locator("main")).to_contain_text("Taken down by Named nurse on 26 August 2016: It names a child.")
    expect(owner.page.get_by_role("link", name="Download")).to_have_count(0)
    lead.open(item)
    expect(lead.page.locator("main")).not_to_contain_text("cases.txt")
    lead.check()


def test_a_note_with_a_date_of_birth_asks_once(window):
    owner = window("owner")
    owner.open("/actions/6")
    owner.has_htmx()
    owner.page.get_by_label("On track").check()
    owner.page.get_by_label("What has happened").fill("The girl, DOB 12/03/2009, was seen.")
    owner.page.get_by_role("button", name="Save update").click()
    expect(owner.page.locator(".nhsuk-error-summary")).to_be_focused()
    owner.forgive("status of 422")
    owner.check_at(NARROW, WIDE)
    owner.page.get_by_label("Save it anyway").check()
    owner.page.get_by_role("button", name="Save update").click()
    expect(owner.page.locator(".tracker-timeline").first).to_contain_text("was seen.")
    owner.check_quiet()
