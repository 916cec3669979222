"""With JavaScript off, everything that an owner and a lead do still works, by forms and whole pages."""

import re

from playwright.sync_api import expect

from tests.browser.window import NARROW


def test_signing_in_and_recording_progress_work_without_scripts(window):
    owner = window(None, scripts=False).sign_in("owner")
    owner.open("/actions/4")
    owner.page.get_by_label("Off track").check()
    owner.page.get_by_label("What has happened since the last update").fill("Nights are still behind.")
    owner.press("Save update")
    assert owner.page.url.endswith("/actions/4")
    expect(owner.page.locator(".tracker-timeline li").first).to_contain_text("Nights are still behind.")
    owner.check_quiet()


def test_a_refused_update_comes_back_with_its_text_and_the_reason(window):
    owner = window("owner", scripts=False)
    owner.open("/actions/4")
    owner.page.get_by_label("Off track").check()
    owner.press("Save update")
    owner.forgive("status of 422")
    expect(owner.page.locator(".nhsuk-error-summary")).to_contain_text("Enter what has happened")
    assert owner.page.get_by_label("Off track").is_checked()
    owner.follow_error("Enter what has happened")
    assert owner.page.url.endswith("#note")


def test_evidence_is_uploaded_and_checked_without_scripts(window):
    owner, lead = window("owner", scripts=False), window("lead", scripts=False)
    owner.open("/actions/6/evidence")
    owner.page.get_by_label("Title").fill("Audit of triage records")
    owner.page.get_by_label("File").set_input_files({"name": "audit.txt", "mimeType": "text/plain", "buffer": b"40 of 40\n"})
    owner.press("Upload")
    expect(owner.page.locator("#action")).to_contain_text("Audit of triage records")
    lead.open("/")
    lead.follow("Audit of triage records")
    lead.page.get_by_label("No, return it with a reason").check()
    lead.page.get_by_label("Reason", exact=True).fill("Please say which weeks.")
    lead.press("Save, and show the next")
    lead.open("/actions/6")
    lead.follow("Audit of triage records")
    expect(lead.page.locator(".tracker-timeline")).to_contain_text("Please say which weeks.")
    owner.open("/")
    expect(owner.page.locator("main")).to_contain_text("Please say which weeks.")
    for one in (owner, lead):
        one.check_quiet()


def test_the_menu_and_folded_texts_are_within_reach_on_a_phone_without_scripts(window):
    lead = window("lead", scripts=False, width=320)
    lead.open("/")
    for item in ("Home", "Reviews", "Import a report", "Submissions"):
        expect(lead.page.get_by_label("Menu").get_by_role("link", name=item)).to_be_visible()
    lead.open("/actions/4")
    lead.page.get_by_text("1 finding behind recommendation 1.4").click()
    expect(lead.page.locator("main details").first.locator(".nhsuk-details__text")).to_be_visible()


def test_while_the_scripts_are_still_on_their_way_nothing_sticks_out(window):
    lead = window("lead", width=NARROW)
    lead.context.route(re.compile(r"nhsuk-frontend.*\.js"), lambda route: route.abort())
    lead.open("/")
    assert lead.page.evaluate("[document.body.className.includes('nhsuk-frontend-supported'), document.documentElement.scrollWidth]") == [True, NARROW]
