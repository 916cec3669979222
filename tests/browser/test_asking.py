"""After an import: a lead asks everybody by keyboard, looks at the letters first, and takes one to her mail program."""

import email
import io
from email.policy import default

from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.askings import CANARY, import_another
from tests.browser.test_working_the_plan import told
from tests.browser.window import NARROW, WIDE
from tracker.demo.cast import ACUTE


def enter(window, control) -> None:
    """Press Enter on a control and wait for the page that comes."""
    control.focus()
    with window.page.expect_navigation():
        window.page.keyboard.press("Enter")


def tab_to(window, control) -> None:
    """Press Tab until a control has the focus."""
    for _ in range(40):
        if control.evaluate("e => e === document.activeElement"):
            return
        window.page.keyboard.press("Tab")
    raise AssertionError("Tab never reaches it")


def test_a_lead_asks_everybody_by_keyboard_and_takes_a_letter(server, window, tmp_path):
    told(server, import_another)
    lead, owner = window("lead"), window("owner")
    owner.open("/reviews/2", status=404)
    lead.open("/reviews/2")
    enter(lead, lead.page.get_by_role("link", name="Ask the organisations"))
    lead.check_at(NARROW, WIDE)
    mailbox = lead.page.get_by_label(f"Team mailbox, {ACUTE}", exact=True)
    tab_to(lead, mailbox)
    lead.page.keyboard.type("safeguarding@medway-ft.example")
    lead.page.keyboard.press("Tab")
    lead.page.keyboard.type("Chief nurse, nurse@medway-ft.example")
    preview = lead.page.get_by_role("button", name="Preview the letters")
    tab_to(lead, preview)
    enter(lead, preview)
    expect(lead.page.get_by_text(f"It holds 2 recommendations for {ACUTE}.")).to_be_visible()
    expect(mailbox).to_have_value("safeguarding@medway-ft.example")
    lead.check_at(NARROW, WIDE)
    enter(lead, lead.page.get_by_role("button", name="Ask", exact=True))
    expect(lead.page.locator("main")).to_contain_text("The organisations are asked.")
    lead.check_at(NARROW, WIDE)
    saved = lead.download(f"Letter (.eml) to {ACUTE}", tmp_path)
    message = email.message_from_bytes(saved.read_bytes(), policy=default)
    assert saved.suffix == ".eml" and (message["X-Unsent"], message["Cc"]) == ("1", "nurse@medway-ft.example")
    (file,) = message.iter_attachments()
    cells = [c.value for sheet in load_workbook(io.BytesIO(file.get_content())) for row in sheet.iter_rows() for c in row]
    assert CANARY in cells
    owner.open("/reviews/2")
    expect(owner.page.locator("main")).to_contain_text("CANARY-NUMBER")
