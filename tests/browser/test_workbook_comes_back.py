"""From the e-mailed workbook to accepted changes in four steps: sign in, upload, compare, accept."""

from playwright.sync_api import expect

from tests.browser.window import NARROW, WIDE
from tests.conftest import TODAY, action, person
from tests.workbook_edits import edited
from tests.worlds import inside
from tracker.extensions import db

FOCUSED = "[document.activeElement.id, document.activeElement.textContent.trim()]"


def filled_in(owner, server, folder, name: str = "post", value="Head of audit", **more):
    """The owner's workbook with three cells filled in, as a file on the disk."""
    path = owner.download("Medway NHS Foundation Trust", folder)
    with inside(server.tracker):
        own = action("1.4").id
    changes = {(own, name): value, (own, "note"): "Said by e-mail.\nIn two lines.", ("new 1", "Recommendation"): "1.9", ("new 1", "words"): "Appoint a deputy."}
    path.write_bytes(edited(path.read_bytes(), changes | {(own, field): cell for field, cell in more.items()}))
    return path


def tab_to(page, words: str) -> None:
    """Press Tab until something with this id or text has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if words in page.evaluate(FOCUSED):
            return
    raise AssertionError(f"no way to {words} by keyboard")


def test_four_steps_by_keyboard(window, server, tmp_path):
    owner = window(None)
    owner.sign_in("owner")  # 1
    owner.follow("Medway: Review")
    owner.follow("Fill in actions in a workbook")
    owner.check_at(NARROW, WIDE)
    path = filled_in(owner, server, tmp_path)
    page = owner.page
    page.get_by_label("The workbook that came back").set_input_files(path)  # 2
    page.get_by_label("The workbook that came back").focus()
    with page.expect_navigation():
        tab_to(page, "Upload and compare")
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("What the workbook would change")  # 3
    expect(page.get_by_role("checkbox")).to_have_count(3)
    owner.check_at(NARROW, WIDE)
    tab_to(page, "take-1-post")
    page.keyboard.press("Space")
    with page.expect_navigation():  # 4
        tab_to(page, "Accept what is chosen")
        page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("2 of 3 changes accepted by Named nurse on 26 August 2016.")
    owner.check_at(NARROW, WIDE)
    assert server.rows("SELECT count(*) FROM actions WHERE post = 'Head of audit'") == [(0,)]
    assert server.rows("SELECT note FROM progress_updates ORDER BY id DESC LIMIT 1") == [("Said by e-mail.\nIn two lines.",)]
    assert server.rows("SELECT count(*) FROM actions WHERE words = 'Appoint a deputy.'") == [(1,)]


def test_what_is_wrong_and_what_is_in_conflict(window, server, tmp_path):
    owner = window("owner", width=NARROW)
    owner.open("/reviews/1/workbooks")
    page, path = owner.page, filled_in(owner, server, tmp_path, value="=1+1", completed_on="07/18/2016")
    page.get_by_label("The workbook that came back").set_input_files(path)
    owner.press("Upload and compare")
    owner.forgive("status of 422")
    expect(page.locator("#problems li")).to_have_count(2)
    owner.check_at(NARROW, WIDE)
    page.get_by_label("The workbook that came back").set_input_files(filled_in(owner, server, tmp_path))
    with inside(server.tracker):
        own = action("1.4")
        own.plan(version=own.version, by=person("lead"), on=TODAY, post="Director of nursing")
        db.session.commit()
    owner.press("Upload and compare")
    owner.press("Accept what is chosen")
    owner.forgive("status of 422")
    expect(page.locator(".nhsuk-error-summary")).to_contain_text("Choose one of the two answers")
    owner.check_at(NARROW, WIDE)
    page.get_by_label("Take the workbook’s: Head of audit").check()
    owner.press("Accept what is chosen")
    expect(page.locator("main")).to_contain_text("3 of 3 changes accepted")
    assert server.rows("SELECT count(*) FROM actions WHERE post = 'Head of audit'") == [(1,)]
    owner.check_quiet()
