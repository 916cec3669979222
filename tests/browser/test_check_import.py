"""A damaged report is corrected on the check page: by keyboard alone, on a screen and on a phone, and axe finds nothing on the way."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.window import NARROW, WIDE, Window
from tests.conftest import SAMPLE

JOINT = "The Hospital and Community Nursing Trust and Partners and Sons"
LOST = "Agree one format for GPs' conference reports, so that those attending understand the child's risks."
DAMAGES = [
    ("Date of publication:\t20 th June 2016", "Date of publication:\tth June 2016"),  # a lost day
    ("- 2.2 Agree one", "- Agree one"),  # a lost number
    ("5. Medway Community Healthcare Community Interest Company and Medway NHS Foundation Trust should", f"5. {JOINT} should"),
]  # fmt: skip
MOST_STOPS = 500  # presses of Tab
FOCUSED = """() => {
    const e = document.activeElement;
    return ((e.labels && e.labels[0] || e).textContent || "").replace(/\\s+/g, " ").trim();
}"""


@pytest.mark.timeout(240)
@pytest.mark.parametrize("width", [WIDE, pytest.param(NARROW, marks=pytest.mark.long)])
def test_a_damaged_report_is_settled_by_keyboard(chromium, cast_server, width):
    lead = Window(chromium, cast_server.host, width=width).sign_in("lead")
    upload(lead)
    lead.check()
    expect(lead.page.locator("#doubts + p")).to_contain_text("5 doubts to compare")
    give_the_lost_day(lead)
    split_the_swallowed_recommendation(lead)
    name_the_joint_organisations(lead)
    for number in range(1, 6):
        act(lead, f"Checked doubt {number}")
    expect(lead.page.locator("#doubts + p")).to_have_text("Every doubt is checked.")
    expect(lead.page.locator("#counts + p")).to_contain_text("23 recommendations in 6 groups, all cited; 157 findings, of which 130 cite none")
    lead.check()
    act(lead, "Confirm and create the review")
    expect(lead.page.locator("main")).to_contain_text("24 of 24 actions")
    lead.check()
    lead.context.close()


def test_what_must_be_mended_and_other_answers_are_accessible(chromium, cast_server):
    lead = Window(chromium, cast_server.host, width=NARROW).sign_in("lead")
    upload(lead)
    lead.open("/import/organisations/1")
    lead.check_at(NARROW, WIDE)
    lead.page.get_by_label("Name", exact=True).fill("")
    lead.press("Save")
    lead.forgive("status of 422")
    expect(lead.page.locator(".nhsuk-error-summary")).to_be_focused()
    lead.check_at(NARROW, WIDE)
    lead.page.get_by_label("Name", exact=True).fill("NHS Elsewhere CCG")
    lead.press("Save")
    expect(lead.page.locator("#confirm + div")).to_contain_text("you are not one")
    lead.check_at(NARROW, WIDE)
    lead.open("/import/recommendations/1/removal")
    lead.check_at(NARROW, WIDE)
    lead.open("/import/findings/1")
    lead.check_at(NARROW, WIDE)
    lead.open("/import/new")
    lead.check_at(NARROW, WIDE)
    lead.context.close()


def test_links_of_a_doubt_lead_into_the_source_beside_it(chromium, cast_server):
    lead = Window(chromium, cast_server.host).sign_in("lead")
    upload(lead)
    source = lead.page.locator(".tracker-source")
    fields = lead.page.locator("#doubts")
    assert source.bounding_box()["x"] < fields.bounding_box()["x"]  # left the source, right the fields
    tab_to(lead, "Heading of a group, line 498 in the report's text")
    lead.page.keyboard.press("Enter")
    expect(lead.page.locator("#line-498")).to_be_in_viewport()
    expect(lead.page.locator("#line-498")).to_contain_text(JOINT)
    lead.page.set_viewport_size({"width": NARROW, "height": 900})
    assert source.bounding_box()["y"] > fields.bounding_box()["y"]
    lead.check()
    lead.context.close()


def upload(lead: Window) -> None:
    """Send the damaged report; only the choice of the file is not typed, as the system's own dialogue asks for it."""
    lead.open("/import")
    text = SAMPLE.read_text()
    for whole, broken in DAMAGES:
        assert text.count(whole) == 1
        text = text.replace(whole, broken)
    file = {"name": "damaged.txt", "mimeType": "text/plain", "buffer": text.encode()}
    lead.page.get_by_label("The report").set_input_files(file)
    type_day(lead, "received_on", 20, 6, 2016)
    act(lead, "Read the report")


def give_the_lost_day(lead: Window) -> None:
    """From the doubt to the date's boxes."""
    act(lead, re.compile("Correct the details, doubt 1"))
    lead.check()
    type_day(lead, "published_on", 20, 6, 2016)
    act(lead, "Save")
    expect(lead.page.get_by_role("status").first).to_contain_text("The correction is saved.")


def split_the_swallowed_recommendation(lead: Window) -> None:
    """From the doubt to the recommendation that swallowed it, and apart again."""
    act(lead, re.compile("Correct this recommendation, doubt 3"))
    expect(lead.page.locator(".tracker-source__line--here")).to_contain_text("2.1 Set up a regular way")
    lead.check()
    act(lead, "Split it into two")
    lead.check()
    expect(lead.page.get_by_label("Number of the new one")).to_have_value("2.2")
    expect(lead.page.get_by_label("Findings that cite the new one")).to_have_value("3.34")
    kept = lead.page.get_by_label("Text that stays").input_value().split("\n")[0]
    write(lead, "Text that stays", kept)
    write(lead, "Text of the new one", LOST)
    act(lead, "Split it")
    expect(lead.page.locator("#counts + p")).to_contain_text("23 recommendations in 6 groups, all cited")


def name_the_joint_organisations(lead: Window) -> None:
    """Two names instead of one, with the space bar."""
    act(lead, re.compile("Correct whom group 5 addresses, doubt 5"))
    lead.check()
    for name in (JOINT, "Medway NHS Foundation Trust", "Medway Community Healthcare C.I.C"):
        tab_to(lead, name)
        lead.page.keyboard.press("Space")
    act(lead, "Save")
    expect(lead.page.locator("main")).to_contain_text("Group 5: Medway NHS Foundation Trust and Medway Community Healthcare C.I.C")


def act(lead: Window, name: str | re.Pattern) -> None:
    """Tab to a link or a button and press Enter; wait for the page that comes."""
    tab_to(lead, name)
    with lead.page.expect_navigation():
        lead.page.keyboard.press("Enter")


def write(lead: Window, label: str, words: str) -> None:
    """Tab to a box and replace what is in it."""
    tab_to(lead, label)
    lead.page.keyboard.press("Control+a")
    lead.page.keyboard.insert_text(words)


def type_day(lead: Window, name: str, *numbers: int) -> None:
    """Tab to the three boxes of a date and type."""
    tab_to(lead, "Day", lambda: lead.page.evaluate("document.activeElement.id") == f"{name}-day")
    for number in numbers:
        lead.page.keyboard.press("Control+a")
        lead.page.keyboard.type(str(number))
        lead.page.keyboard.press("Tab")


def tab_to(lead: Window, name: str | re.Pattern, is_right=lambda: True) -> None:
    """Press Tab until something of this name has the focus."""
    lead.settle()
    for _ in range(MOST_STOPS):
        lead.page.keyboard.press("Tab")
        here = lead.page.evaluate(FOCUSED)
        if (here == name if isinstance(name, str) else name.search(here)) and is_right():
            return
    raise AssertionError(f"Tab never stops at {name}")
