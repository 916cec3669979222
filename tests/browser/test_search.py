"""Search with the keyboard alone, on a wide screen and on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_keyboard import stops
from tests.browser.window import NARROW, WIDE


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_somebody_searches_with_the_keyboard_and_lands_on_the_note(window, scripts):
    lead = window("lead", scripts=scripts)
    lead.open("/")
    box = lead.page.get_by_role("searchbox", name="Search")
    box.focus()
    lead.page.keyboard.type("domestic abuse")
    lead.page.keyboard.press("Enter")
    expect(lead.page.get_by_role("heading", level=1)).to_contain_text("domestic abuse")
    expect(box).to_have_value("domestic abuse")
    expect(lead.page.locator("mark").first).to_have_text("domestic")
    lead.page.get_by_role("link", name="4 July 2016, action 1.2").focus()
    lead.page.keyboard.press("Enter")
    expect(lead.page.locator(":target")).to_contain_text("domestic abuse forum")
    expect(lead.page.locator(":target")).to_be_in_viewport()
    lead.check_quiet()


def test_the_pages_of_search_are_sound_at_every_width(window):
    owner = window("owner")
    for path in ("/search?q=domestic+abuse", "/search?q=nowhere-at-all", "/search?q=" + "w" * 200, "/search?q=nurse&kind=findings"):
        owner.open(path)
        owner.check_at(WIDE, NARROW)


def test_the_box_comes_after_the_name_and_before_the_account(window):
    owner = window("owner")
    owner.open("/search?q=guide")
    owner.settle()
    found = stops(owner.page)
    places = [next(n for n, stop in enumerate(found) if stop == wanted) for wanted in ("Action plan tracker", "q", "Sign out", "Home")]
    assert places == sorted(places)
