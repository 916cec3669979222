"""Uploading: what is too large is never sent, what is refused can be tried again, and progress shows each time."""

from playwright.sync_api import expect

from tests.browser.window import Window

NOT_A_PDF = {"name": "minutes.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00 a program, not a document"}
TEXT = {"name": "minutes.txt", "mimeType": "text/plain", "buffer": b"Agreed: weekly checks.\n" * 50_000}


def open_form(owner: Window) -> list:
    """The form with its title filled in; gives a list in which the bar's values gather."""
    owner.open("/actions/6/evidence")
    owner.has_htmx()
    owner.page.get_by_label("Title").fill("Minutes")
    shown = []
    owner.page.expose_function("tellTest", lambda sent: shown.append(sent))
    owner.page.evaluate("""() => new MutationObserver(() => {
        const bar = document.querySelector("main progress");
        if (bar && !bar.hidden) tellTest(bar.value);
    }).observe(document.querySelector("main"), { attributes: true, subtree: true })""")
    return shown


def test_a_refused_file_says_why_and_the_next_one_goes_with_its_progress_shown(window):
    owner = window("owner")
    shown = open_form(owner)
    owner.page.get_by_label("File").set_input_files(NOT_A_PDF)
    owner.page.get_by_role("button", name="Upload").click()
    expect(owner.page.locator(".nhsuk-error-summary")).to_be_focused()
    owner.forgive("status of 422")
    expect(owner.page.get_by_label("Title")).to_have_value("Minutes")
    owner.check()
    shown.clear()
    owner.page.get_by_label("File").set_input_files(TEXT)
    owner.press("Upload")
    assert shown and 0 < max(shown) <= 1, "no progress was shown"
    expect(owner.page.locator("#action")).to_contain_text("Minutes")
    owner.check_quiet()


def test_a_file_over_the_limit_is_told_before_a_byte_is_sent(window, tmp_path):
    owner = window("owner")
    open_form(owner)
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(101 * 1024 * 1024)
    sent = []
    owner.page.on("request", lambda request: sent.append(request.url))
    owner.page.get_by_label("File").set_input_files(large)
    owner.page.get_by_role("button", name="Upload").click()
    expect(owner.page.locator("#notice")).to_contain_text("larger than 100 MB")
    expect(owner.page.get_by_label("Title")).to_have_value("Minutes")
    assert sent == []
    owner.check()


def test_a_second_press_of_upload_keeps_one_file(window):
    owner = window("owner")
    open_form(owner)
    owner.page.get_by_label("File").set_input_files(TEXT)
    with owner.page.expect_navigation():
        owner.page.get_by_role("button", name="Upload").dblclick()
    expect(owner.page.locator("#action").get_by_role("link", name="Minutes")).to_have_count(1)
    owner.check_quiet()
