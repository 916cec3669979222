"""A lead brings in the plan that her CCG has already: upload, columns, comparison; by keyboard, on a phone, without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.window import NARROW, WIDE

PLAN = (
    "Ref,Recommendation,Agreed steps,Target date,Lead,RAG,Cost code\n"
    "1.4,,Put a poster with the question into every cubicle.,Sept 2016,Matron,Amber,X1\n"
    "1.4,,Ask the question in the yearly survey of staff.,March 2017,Jane Example,,X1\n"
    "7.7,,Something that nobody asked for.,,,,\n"
)


@pytest.fixture
def plan(tmp_path) -> Path:
    """A plan as CSV, of which one column is not guessed."""
    path = tmp_path / "plan of 2016.csv"
    path.write_text(PLAN)
    return path


def bring(lead, plan: Path) -> None:
    """From the review to the page of the columns."""
    lead.open("/reviews/1/workbooks")
    lead.follow("bring in an existing plan")
    lead.page.set_input_files("input[type=file]", plan)
    lead.press("Read the plan")
    expect(lead.page.get_by_role("heading", level=1)).to_contain_text("What each column holds")


def test_a_plan_comes_in_by_keyboard(server, window, plan):
    lead = window("lead")
    lead.open("/reviews/1/plan-files")
    lead.check_at(WIDE, NARROW)
    bring(lead, plan)
    lead.check_at(NARROW, WIDE)
    steps = lead.page.get_by_label("Column 3, Agreed steps, holds")
    expect(steps).to_have_value("words")
    steps.focus()
    lead.page.keyboard.press("Home")  # "Do not use"
    expect(steps).to_have_value("")
    compare = lead.page.get_by_role("button", name="Compare with the plan")
    compare.focus()
    with lead.page.expect_response(lambda answer: answer.status == 422):
        lead.page.keyboard.press("Enter")
    expect(lead.page.locator(".nhsuk-error-summary")).to_be_visible()
    lead.forgive("status of 422")
    lead.follow_error("Choose which column says “What will be done”")
    expect(lead.page.get_by_label("Column 1, Ref, holds")).to_be_focused()
    lead.check_at(NARROW, WIDE)
    lead.page.get_by_label("Column 3, Agreed steps, holds").focus()
    lead.page.keyboard.type("What")
    with lead.page.expect_navigation():
        lead.page.keyboard.press("Tab")
        lead.page.get_by_role("button", name="Compare with the plan").focus()
        lead.page.keyboard.press("Enter")
    main = lead.page.locator("main")
    for words in ("Cost code", "There is no recommendation 7.7", "“Sept 2016” became 30 September 2016", "“Jane Example” looks like a person"):
        expect(main).to_contain_text(words)
    lead.check_at(NARROW, WIDE)
    lead.press("Accept what is chosen")
    assert server.rows("SELECT post, CAST(due_on AS VARCHAR) FROM actions WHERE words LIKE 'Put a poster%'") == [("Matron", "2016-09-30")]
    lead.open("/reviews/1/plan-files")
    expect(lead.page.get_by_role("link", name="1 row of plan of 2016.csv")).to_be_visible()
    lead.check_at(NARROW)


def test_a_plan_comes_in_without_scripts(server, window, plan):
    lead = window("lead", scripts=False, width=NARROW)
    bring(lead, plan)
    lead.page.get_by_label("Row with the headings").select_option(index=1)
    lead.press("Show")
    expect(lead.page.get_by_label("Column 1, 1.4, holds")).to_be_visible()
    lead.page.get_by_label("Row with the headings").select_option(index=0)
    lead.press("Show")
    lead.press("Compare with the plan")
    expect(lead.page.locator("main")).to_contain_text("Put a poster")
    assert server.rows("SELECT count(*) FROM actions WHERE words LIKE 'Put a poster%'") == [(0,)]
