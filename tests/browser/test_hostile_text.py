"""Text that tries to be a script stays text: in every field, file name and report, for everybody who reads it."""

import pytest
from playwright.sync_api import expect

from tests.browser.crawl import reachable
from tests.browser.window import Window
from tests.conftest import SAMPLE

CANARY = """'"><img src=x onerror="ran()"><script>ran()</script>{{ran()}}"""
FILE = {"name": "<img src=x onerror=ran()>.txt", "mimeType": "text/plain", "buffer": b"Minutes\n<script>ran()</script>\n"}
INJECTED = "img[src='x'], [onerror], [onload], script:not([src]):not([nonce])"


# checks 71
@pytest.mark.timeout(240)
def test_no_field_makes_a_script_run_for_lead_owner_or_cqc(chromium, cast_server):
    windows = [Window(chromium, cast_server.host).sign_in(who) for who in ("lead", "owner", "regulator")]
    ran = [listen(window) for window in windows]
    lead, owner, _cqc = windows
    import_hostile_report(lead)
    fill_every_form(lead, owner)
    cast_server.rows("UPDATE users SET name = name || ?", CANARY)
    cast_server.rows("UPDATE organisations SET name = name || ?", CANARY)
    for window in windows:
        shown = sum(read(window, path) for path in reachable(window, samples=1))
        assert shown, "the text shows nowhere: nothing was proven"
        window.context.close()
    assert ran == [[], [], []]


def import_hostile_report(lead: Window) -> None:
    """The sample, with the canary in front of every GP."""
    lead.open("/import")
    hostile = SAMPLE.read_text().replace("GP", f"{CANARY} GP").encode()
    lead.page.get_by_label("The report").set_input_files(FILE | {"buffer": hostile})
    lead.fill_day("received_on", 20, 6, 2016)
    lead.press("Read the report")
    assert read(lead, lead.page.url)
    lead.press("Confirm and create the review")
    lead.open("/reviews/1/askings")
    lead.page.get_by_label("Covering text").fill(f"To {{organisation}}: {CANARY.replace('{{', '').replace('}}', '')}")
    lead.press("Ask")
    check(lead)


def fill_every_form(lead: Window, owner: Window) -> None:
    """Every text that the tracker keeps, with the canary in it."""
    fill(lead, "/actions/1/plan", "Save", due_on=30)
    owner.open("/actions/1")
    owner.has_htmx()
    fill_here(owner)
    owner.page.get_by_role("button", name="Save update").click()
    expect(owner.page.locator("#action .tracker-said")).to_be_focused()  # the canary came in through htmx
    check(owner)
    for _item in range(2):
        fill(owner, "/actions/1/evidence", "Upload")
    fill(owner, "/actions/1/completion", "Mark as complete", completed_on=26)
    fill(lead, "/actions/1/return", "Return it")
    fill(owner, "/actions/1/completion", "Mark as complete", completed_on=26)
    fill(lead, "/evidence/1", "Save")
    fill(lead, "/evidence/2", "Save", choose=-1)
    fill(lead, "/actions/1/verification", "Verify", empty="checked_by", meeting_on=26)
    fill(lead, "/reviews/1/submissions", "Assemble version 1")
    fill(lead, "/submissions/1", "Record the sign-off", on=26)
    fill(lead, "/submissions/1", "Record that it was sent", sent_on=26)


def fill(window: Window, path: str, button: str, choose: int = 0, empty: str = "", **days) -> None:
    """Open a page, fill its form with the canary, but for the field that stays empty, and send it."""
    window.open(path)
    fill_here(window, choose)
    if empty:
        window.page.locator(f"[name={empty}]").fill("")
    for name, day in days.items():
        window.fill_day(name, day, 9 if name == "due_on" else 8, 2016)
    window.press(button)
    check(window)


def fill_here(window: Window, choose: int = 0) -> None:
    """The canary into every text box that can be seen; a file, and a choice, where they are asked for."""
    for box in window.page.locator("main :is(textarea, input:not([type]), input[type=text])").all():
        if box.is_visible() and not (box.get_attribute("inputmode") or box.get_attribute("name").endswith("-month")):
            box.fill(CANARY)
    if window.page.get_by_label("File").count():  # a signed page is a picture, which this file is not
        window.page.get_by_label("File").first.set_input_files(FILE)
    if window.page.locator("main input[type=radio]").count():
        window.page.locator("main input[type=radio]").nth(choose).check()


def read(window: Window, path: str) -> int:
    """Open a page and check it; gives how often it shows the canary, or the hostile file name, as text."""
    window.open(path)
    check(window)
    words = window.page.locator("main").inner_text()
    return words.count("<img src=x")


def check(window: Window) -> None:
    """Nothing was made of the canary, and the content policy had nothing to stop."""
    assert window.page.locator(INJECTED).count() == 0, f"{window.page.url}: {window.page.locator(INJECTED).first.evaluate('e => e.outerHTML')}"
    window.check_quiet()


def listen(window: Window) -> list:
    """Gathers every call of the canary."""
    ran = []
    window.context.expose_function("ran", lambda: ran.append(window.page.url))
    return ran


# checks 33
@pytest.mark.parametrize("name, mimetype, data", [
    ("page.txt", "text/plain", b"<img src=/canary onerror=ran()><script>ran()</script>\n"),
    ("table.csv", "text/csv", b'1,<svg xmlns="http://www.w3.org/2000/svg" onload="ran()"><image href="/canary"/></svg>,2\n'),
    ("script.txt", "text/plain", b"ran();\n"),
], ids=["page", "drawing", "script"])  # fmt: skip
def test_evidence_that_is_a_page_or_a_script_is_only_ever_a_download(window, name, mimetype, data):
    owner = window("owner")
    ran = listen(owner)
    owner.open("/actions/6/evidence")
    owner.page.get_by_label("Title").fill("Hostile")
    owner.page.get_by_label("File").set_input_files({"name": name, "mimeType": mimetype, "buffer": data})
    owner.press("Upload")
    owner.follow("Hostile")
    address = owner.page.get_by_role("link", name=f"Download {name}").get_attribute("href")
    asked = []
    owner.page.on("request", lambda request: asked.append(request.url))
    with owner.page.expect_download():
        owner.page.evaluate("address => { location.href = address }", address)
    results = [owner.page.evaluate(INTO_PAGE, [kind, address]) for kind in ("script", "img", "iframe", "object", "embed")]
    assert "ran" not in results and ran == []
    assert not [url for url in asked if url.endswith("/canary")]


INTO_PAGE = """([kind, address]) => new Promise(done => {
    const part = document.createElement(kind);
    part.onload = () => done(kind === "script" ? "ran" : "loaded");
    part.onerror = () => done("refused");
    setTimeout(() => done("nothing"), 1000);
    part[kind === "object" ? "data" : "src"] = address;
    document.body.append(part);
})"""


@pytest.mark.parametrize("name, data", [
    ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="ran()"/>'),
    ("page.html", b"<script>ran()</script>"),
    ("page.pdf", b"<!DOCTYPE html><script>ran()</script>"),
], ids=["svg", "html", "pdf"])  # fmt: skip
def test_a_file_that_a_browser_would_run_is_refused(window, name, data):
    owner = window("owner")
    owner.open("/actions/6/evidence")
    owner.page.get_by_label("Title").fill("Hostile")
    owner.page.get_by_label("File").set_input_files({"name": name, "mimeType": "text/plain", "buffer": data})
    owner.page.get_by_role("button", name="Upload").click()
    expect(owner.page.locator(".nhsuk-error-summary")).to_be_focused()
    owner.forgive("status of 422")
    owner.check()
