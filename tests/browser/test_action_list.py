"""The list of actions in a browser: filter, save the view, bulk date, export; with the mouse, with keys alone, on a phone."""

import openpyxl
from playwright.sync_api import expect

from tests.browser.test_working_the_plan import told
from tests.browser.window import NARROW, WIDE
from tests.conftest import action
from tracker.extensions import db

UNDATED = ("1.6", "1.7")


def take_dates_away() -> None:
    """Two actions have no date yet."""
    for number in UNDATED:
        own = action(number)
        own.due_on = own.first_due_on = None
    db.session.commit()


def test_a_lead_filters_saves_the_view_dates_several_and_exports(server, window, tmp_path):
    told(server, take_dates_away)
    lead = window("lead")
    lead.open("/")
    lead.page.get_by_role("link", name="Actions", exact=True).click()
    lead.check_at(WIDE, NARROW)
    lead.page.set_viewport_size({"width": WIDE, "height": 900})
    lead.page.get_by_text("Choose and sort").click()
    lead.check()
    lead.page.get_by_label("Status", exact=True).select_option("Open (not started or in progress)")
    lead.page.get_by_label("Accountable post has the words").fill("matron")
    lead.press("Show")
    expect(lead.page.locator(".tracker-chips")).to_contain_text("Accountable post: matron")
    lead.follow("Due")
    lead.check_at(NARROW, WIDE)
    chosen = lead.page.url

    lead.follow("Save this view")
    lead.page.get_by_label("Name").fill("Matrons")
    lead.press("Save")
    expect(lead.page.get_by_role("link", name="Matrons")).to_be_visible()
    assert lead.page.url == chosen

    for number in UNDATED:
        lead.page.get_by_label(f"Tick {number},").check()
    lead.press("Assign or date what is ticked")
    expect(lead.page.locator("legend").first).to_have_text("2 actions")
    lead.check()
    lead.fill_day("due_on", 29, 11, 2016)
    lead.press("Save")
    assert lead.page.url == chosen
    expect(lead.page.locator("#notice")).to_contain_text("2 actions are saved.")
    assert server.rows("SELECT count(*) FROM actions WHERE due_on = '2016-11-29' AND first_due_on = '2016-11-29'") == [(2,)]

    book = openpyxl.load_workbook(lead.download("Download as Excel", tmp_path))
    rows = lead.page.locator("tbody tr").count()
    assert book["Actions"].max_row == 5 + rows and rows > 2
    lead.page.go_back()
    lead.page.go_forward()
    lead.check_quiet()


def test_the_list_works_by_keyboard_alone(server, window):
    told(server, take_dates_away)
    keys, page = (lead := window("lead")).page.keyboard, lead.page
    lead.open("/actions?post=matron")
    page.locator("summary", has_text="Choose and sort").focus()
    keys.press("Enter")
    page.get_by_label("Due within").focus()
    keys.type("400")
    with page.expect_navigation():
        keys.press("Enter")
    expect(page.locator(".tracker-chips")).to_contain_text("Due within: 400 working days")
    with page.expect_navigation():
        page.get_by_role("link", name="Remove Due within").focus()
        keys.press("Enter")
    first = page.locator("tbody input[type=checkbox]").first
    first.focus()
    keys.press("Space")
    expect(first).to_be_checked()
    with page.expect_navigation():
        page.get_by_role("button", name="Assign or date what is ticked").focus()
        keys.press("Enter")
    page.get_by_label("Accountable post").focus()
    keys.type("Chief matron")
    with page.expect_navigation():
        keys.press("Enter")
    expect(page.locator("#notice")).to_contain_text("1 action is saved.")
    assert page.url.endswith("/actions?post=matron")
    lead.check_quiet()


def test_the_list_works_without_scripts_on_a_phone(window):
    owner = window("owner", scripts=False, width=NARROW)
    owner.open("/actions?tick=page&status=open")
    owner.page.get_by_text("Choose and sort").click()
    owner.page.get_by_label("Colour", exact=True).select_option("Red")
    owner.press("Show")
    expect(owner.page.locator(".tracker-chips")).to_contain_text("Colour: Red")
    owner.page.get_by_label("Tick 1.4,").check()
    owner.press("Assign or date what is ticked")
    expect(owner.page.locator("main")).to_contain_text("CQC has these plans")
    owner.check_quiet()
