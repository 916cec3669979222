"""A keyboard is enough: the skip link, a sensible order, every control in turn, and no trap."""

import pytest
from playwright.sync_api import expect

LONGEST = 120  # presses of Tab; no page has more to stop at
FOCUSED = """() => {
    const e = document.activeElement;
    if (e === document.body) return "";
    if (!e.dataset.stop) e.dataset.stop = e.type === "radio" ? e.name : String(Math.random());
    return e.dataset.stop + "|" + (e.textContent || e.name).trim().slice(0, 60);
}"""


def stops(page) -> list[str]:
    """What Tab stops at, from the top of the page until it comes round."""
    found = []
    for _ in range(LONGEST):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if not here or here in found:
            return [stop.split("|")[1] for stop in found]
        found.append(here)
    raise AssertionError(f"Tab does not come round: {found[-3:]}")


def test_the_skip_link_is_first_and_leads_past_the_menu(window):
    lead = window("lead")
    lead.open("/reviews/1")
    lead.settle()
    lead.page.keyboard.press("Tab")
    skip = lead.page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    lead.page.keyboard.press("Enter")
    expect(lead.page.locator("#maincontent")).to_be_focused()
    lead.page.keyboard.press("Tab")
    expect(lead.page.get_by_role("link", name="See how the days are counted")).to_be_focused()


@pytest.mark.parametrize("called, path, controls", [
    (None, "/sign-in", ["Skip to main content", "Designated nurse", "email", "password", "Sign in", "Privacy notice"]),
    ("owner", "/actions/4", ["Skip to main content", "Sign out", "Home", "Back to the plan", "Add evidence", "confidence", "note",
                             "Save update", "Privacy notice"]),
    ("lead", "/actions/2", ["Skip to main content", "Verify this action", "Privacy notice"]),
])  # fmt: skip
def test_tab_reaches_everything_in_the_order_of_reading(window, called, path, controls):
    person = window(called)
    person.open(path)
    person.settle()
    found = stops(person.page)
    missed = [c for c in controls if not any(c in stop for stop in found)]
    assert not missed, f"Tab never stops at {missed}: {found}"
    places = [next(n for n, stop in enumerate(found) if c in stop) for c in controls]
    assert places == sorted(places), found


def test_an_update_is_saved_with_the_keyboard_alone(window):
    owner = window("owner")
    owner.open("/actions/4")
    owner.has_htmx()
    owner.page.get_by_label("At risk").focus()
    owner.page.keyboard.press("ArrowUp")
    owner.page.keyboard.press("Tab")
    owner.page.keyboard.type("Typed, not clicked.")
    owner.page.keyboard.press("Tab")
    owner.page.keyboard.press("Enter")
    expect(owner.page.locator("#action .tracker-said")).to_be_focused()
    expect(owner.page.locator(".tracker-timeline li").first).to_contain_text("on track")
    expect(owner.page.locator(".tracker-timeline li").first).to_contain_text("Typed, not clicked.")
