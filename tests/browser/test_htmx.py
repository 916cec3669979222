"""htmx: from the CDN or from here, and what happens when a session ends, a hand slips, or two people meet."""

import pytest
from playwright.sync_api import expect

from tests.browser.window import Window

NOTE = "What has happened since the last update"
ACTION = "/actions/4"
DOUBLE_CLICK = 1_000  # milliseconds in which the button takes a second press for a slip


def type_update(person: Window, note: str, confidence: str = "At risk") -> None:
    """Fill the progress form of the open action in; the page is marked, so that a reload would show."""
    person.has_htmx()
    person.page.evaluate("window.stayed = true")
    person.page.get_by_label(confidence).check()
    person.page.get_by_label(NOTE).fill(note)


def save(person: Window, *, again: bool = False) -> None:
    """Press Save; htmx sends it."""
    if again:
        person.page.wait_for_timeout(DOUBLE_CLICK)
    person.page.get_by_role("button", name="Save update").click()


def saved(person: Window, note: str) -> None:
    """The entry stands in the list, the message has the focus, the page was not loaded again."""
    expect(person.page.locator("#action .tracker-said")).to_be_focused()
    expect(person.page.locator(".tracker-timeline")).to_contain_text(note)
    assert person.page.evaluate("window.stayed"), "the page was loaded again"


@pytest.mark.parametrize("cdn", ["works", "fails", "tampered"])
def test_htmx_saves_an_update_wherever_it_comes_from(window, cdn):
    owner = window("owner", cdn=cdn)
    owner.open(ACTION)
    owner.has_htmx()
    sources = owner.page.evaluate("[...document.scripts].map(s => s.src).filter(s => s.includes('htmx.min.js'))")
    assert owner.asked_cdn and (len(sources) == 1) == (cdn == "works"), sources
    type_update(owner, f"The CDN {cdn}.")
    save(owner)
    saved(owner, f"The CDN {cdn}.")
    if cdn == "fails":
        owner.forgive("ERR_FAILED")
    elif cdn == "tampered":
        owner.forgive("integrity")
    owner.check_quiet()


def test_a_refused_update_says_why_and_takes_the_focus_there(window):
    owner = window("owner")
    owner.open(ACTION)
    type_update(owner, "", "Off track")
    save(owner)
    expect(owner.page.locator("#action .nhsuk-error-summary")).to_be_focused()
    owner.forgive("status of 422")
    owner.follow_error("Enter what has happened")
    expect(owner.page.get_by_label(NOTE)).to_be_focused()
    assert owner.page.get_by_label("Off track").is_checked()
    owner.check()
    type_update(owner, "Now with words.", "Off track")
    save(owner)
    saved(owner, "Now with words.")


def test_a_double_click_saves_one_entry(window):
    owner = window("owner")
    owner.open(ACTION)
    before = owner.page.locator(".tracker-timeline li").count()
    type_update(owner, "Only once.")
    owner.page.get_by_role("button", name="Save update").dblclick()
    saved(owner, "Only once.")
    owner.open(ACTION)
    assert owner.page.locator(".tracker-timeline li").count() == before + 1
    owner.check_quiet()


def sign_in_beside(person: Window, name: str) -> None:
    """Sign in in another tab of the same browser."""
    tab = person.context.new_page()
    tab.goto("/sign-in")
    tab.get_by_role("button", name=name).click()
    tab.get_by_role("heading", name="What is mine to do").wait_for()


def test_text_survives_the_end_of_a_session_and_is_saved_after_signing_in_beside_it(window, server):
    owner = window("owner")
    owner.open(ACTION)
    type_update(owner, "An hour of typing.")
    server.rows("DELETE FROM sign_ins")  # as half an hour without a click does
    save(owner)
    expect(owner.page.locator("#notice")).to_contain_text("You have been signed out")
    owner.forgive("status of 401")
    save(owner, again=True)
    expect(owner.page.locator("#notice")).to_contain_text("You have been signed out")
    expect(owner.page.get_by_label(NOTE)).to_have_value("An hour of typing.")
    sign_in_beside(owner, "Governance lead")
    save(owner, again=True)
    expect(owner.page.locator("#notice")).to_contain_text("Somebody else is signed in now")
    sign_in_beside(owner, "Named nurse")
    save(owner, again=True)
    saved(owner, "An hour of typing.")
    expect(owner.page.locator("#notice")).to_be_empty()


def test_text_of_a_plain_form_survives_the_end_of_a_session_too(window, server):
    owner = window("owner")
    owner.page.clock.install()
    owner.open("/actions/1/plan")
    owner.page.get_by_label("What will be done").fill("Half an hour of typing.")
    server.rows("DELETE FROM sign_ins")
    owner.page.clock.fast_forward("31:00")
    owner.page.get_by_role("button", name="Save", exact=True).click()
    expect(owner.page.locator("#notice")).to_contain_text("You have been signed out")
    sign_in_beside(owner, "Named nurse")
    owner.page.clock.fast_forward("00:02")  # a button of the design system ignores a second click within a second
    owner.page.get_by_role("button", name="Save", exact=True).click()
    expect(owner.page.get_by_role("main")).to_contain_text("Half an hour of typing.")


# checks 63
def test_of_two_people_who_save_at_once_the_second_sees_both_texts_and_loses_nothing(window):
    first, second = window("owner"), window("lead")
    for person, note in ((first, "What the owner wrote."), (second, "What the lead wrote.")):
        person.open(ACTION)
        type_update(person, note)
    save(first)
    saved(first, "What the owner wrote.")
    save(second)
    expect(second.page.locator("#action .nhsuk-error-summary")).to_be_focused()
    second.forgive("status of 409")
    expect(second.page.locator(".tracker-timeline")).to_contain_text("What the owner wrote.")
    expect(second.page.get_by_label(NOTE)).to_have_value("What the lead wrote.")
    second.check()
    save(second)
    saved(second, "What the lead wrote.")


# checks 63
def test_of_two_people_who_change_a_plan_the_second_sees_both_texts_and_decides(window):
    first, second = window("owner"), window("lead")
    for person, post in ((first, "Matron A"), (second, "Matron B")):
        person.open(f"{ACTION}/plan")
        person.page.get_by_label("Accountable post").fill(post)
    first.press("Save")
    second.press("Save")
    second.forgive("status of 409")
    expect(second.page.locator(".nhsuk-error-summary")).to_contain_text("Press Save again to keep yours")
    expect(second.page.locator(".tracker-beside")).to_contain_text("Matron A")
    expect(second.page.get_by_label("Accountable post")).to_have_value("Matron B")
    second.check()
    second.press("Save")
    expect(second.page.locator("#action")).to_contain_text("Matron B")


def test_a_lost_connection_is_told_and_keeps_the_text(window):
    owner = window("owner")
    owner.open(ACTION)
    type_update(owner, "Typed in a basement.")
    owner.context.set_offline(True)
    save(owner)
    expect(owner.page.locator("#notice")).to_contain_text("There is no connection")
    owner.forgive("ERR_INTERNET_DISCONNECTED")
    owner.context.set_offline(False)
    save(owner, again=True)
    saved(owner, "Typed in a basement.")
    expect(owner.page.locator("#notice")).to_be_empty()
