"""The update round in a browser: thirteen actions by keyboard, the end of a session, no scripts, a phone."""

import re

from playwright.sync_api import expect

from tests.browser.test_htmx import DOUBLE_CLICK, sign_in_beside
from tests.browser.window import NARROW, WIDE
from tests.conftest import TODAY, action, person
from tests.worlds import inside
from tracker.extensions import db
from tracker.models import Action

MOST_TABS = 8  # from one line's message to the next line's first question
FOCUSED = "document.activeElement.type === 'radio' ? document.activeElement.name : ''"


def add_one(server) -> None:
    """Give the trust its thirteenth open action."""
    with inside(server.tracker):
        first = action("1.1")
        Action.add(first.review, first.organisation, words="Put up the new poster.", on=TODAY, by=person("lead"))
        db.session.commit()


def to_next_radio(page) -> str:
    """Press Tab until a question has the focus; its name."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if name := page.evaluate(FOCUSED):
            return name
    raise AssertionError("the next line is too far away for a keyboard")


def test_thirteen_actions_are_updated_with_the_keyboard_on_one_page(window, server):
    add_one(server)
    owner = window("owner")
    owner.open("/updates")
    owner.has_htmx()
    owner.settle()
    page = owner.page
    page.evaluate("window.stayed = true")
    page.locator(".tracker-round summary, .tracker-round a").first.focus()
    for number in range(13):
        name = to_next_radio(page)
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.insert_text(f"Pasted in line {number}.\n\n- a second paragraph")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        saved = page.locator(f"#update-{name[1:].split('-')[0]} .tracker-round__done")
        expect(saved).to_be_focused()
        expect(saved).to_contain_text(f"Pasted in line {number}.")
    assert page.evaluate("window.stayed"), "the page was loaded again"
    expect(page.locator(".tracker-round__done")).to_have_count(13)
    owner.check()
    assert server.rows("SELECT count(*) FROM progress_updates WHERE note LIKE ?", "Pasted in line %\n\n- a second paragraph") == [(13,)]


def test_enter_on_a_choice_saves_its_own_line_and_no_other(window):
    owner = window("owner")
    owner.open("/updates")
    owner.has_htmx()
    line = owner.page.locator("#update-6")
    line.get_by_label("What has happened").fill("Written before choosing.")
    line.get_by_label("At risk").focus()
    owner.page.keyboard.press("Space")
    owner.page.keyboard.press("Enter")
    expect(line.locator(".tracker-round__done")).to_contain_text("Written before choosing.")
    expect(owner.page.locator(".tracker-round__done")).to_have_count(1)
    expect(owner.page.locator(".nhsuk-error-summary")).to_have_count(0)


def test_no_change_is_one_press(window, server):
    owner = window("owner")
    owner.open("/updates")
    owner.has_htmx()
    owner.page.get_by_role("button", name="No change to action 1.9", exact=True).click()
    expect(owner.page.locator(".tracker-round__done")).to_have_text("Saved: off track. No change since 12 August 2016.")
    owner.check_quiet()


def test_text_in_a_line_survives_the_end_of_a_session_and_the_way_back_stands_beside_it(window, server):
    owner = window("owner")
    owner.open("/updates")
    owner.has_htmx()
    line = owner.page.locator("#update-4")
    line.get_by_label("At risk").check()
    line.get_by_label("What has happened").fill("An hour of typing.")
    server.rows("DELETE FROM sign_ins")  # as half an hour without a click does
    line.get_by_role("button", name="Save").click()
    expect(line.locator("[data-notice]")).to_contain_text("You have been signed out")
    owner.forgive("status of 401")
    expect(line.get_by_role("link", name="Sign in")).to_have_attribute("target", "_blank")
    sign_in_beside(owner, "Named nurse")
    owner.page.wait_for_timeout(DOUBLE_CLICK)
    line.get_by_role("button", name="Save").click()
    expect(line.locator(".tracker-round__done")).to_contain_text("An hour of typing.")


def test_the_loser_of_two_sees_both_texts_in_the_line_and_adds_his_by_pressing_again(window):  # checks 63
    first, second = window("owner"), window("lead")
    first.open("/updates")
    second.open("/updates")
    second.follow("Medway NHS Foundation Trust")
    for person_, note in ((first, "What the owner wrote."), (second, "What the lead wrote.")):
        person_.has_htmx()
        person_.page.locator("#update-4").get_by_label("What has happened").fill(note)
    lines = [person_.page.locator("#update-4") for person_ in (first, second)]
    lines[0].get_by_role("button", name="Save").click()
    expect(lines[0].locator(".tracker-round__done")).to_be_focused()
    lines[1].get_by_role("button", name="Save").click()
    expect(lines[1].locator(".nhsuk-error-summary")).to_be_focused()
    second.forgive("status of 409")
    expect(lines[1]).to_contain_text("What the owner wrote.")
    expect(lines[1].get_by_label("What has happened")).to_have_value("What the lead wrote.")
    second.check()
    lines[1].get_by_role("button", name="Save").click()
    expect(lines[1].locator(".tracker-round__done")).to_contain_text("What the lead wrote.")


def test_without_scripts_one_button_saves_every_line_and_names_the_one_that_failed(window):
    owner = window("owner", scripts=False)
    owner.open("/updates")
    for id, note in ((4, "Written in line 4."), (5, "Written in line 5.")):
        owner.page.locator(f"#update-{id}").get_by_label("What has happened").fill(note)
    owner.page.locator("#update-6").get_by_label("At risk").check()
    owner.press("Save every line that is filled in")
    expect(owner.page.locator("#failed")).to_contain_text(re.compile(r"2 actions were saved\.\s+1 action was not saved"))
    owner.forgive("status of 422")
    assert owner.page.locator("#update-6").get_by_label("At risk").is_checked()
    expect(owner.page.locator("#update-4")).to_contain_text("Written in line 4.")


def test_the_round_is_accessible_and_fits(window):
    for called in ("owner", "lead"):
        person_ = window(called, width=NARROW)
        person_.open("/updates")
        person_.check_at(NARROW, WIDE)
