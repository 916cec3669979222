"""Several files at once: dropped together, one infected, one with an NHS number, the line breaks half-way, and nothing is kept twice."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import put_back
from tests.browser.window import NARROW, WIDE, Window
from tests.clamd import EICAR
from tests.cut_line import CutLine
from tests.server import Server

LONG = b"Agreed: weekly checks.\n" * 12_000  # 276 KB: less than the scanner's own limit
DROP = """names => {
    const files = new DataTransfer();
    for (const [name, text] of names) files.items.add(new File([text], name, { type: "text/plain" }));
    const box = document.querySelector("[data-drop]");
    for (const kind of ["dragover", "drop"]) box.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: files }));
}"""


@pytest.fixture(scope="module")
def scanned_server(told_world, scanner, tmp_path_factory):
    with Server(told_world, tmp_path_factory.mktemp("scanned"), DEMO="1", CLAMD=scanner.address) as running:
        put_back(told_world, running.folder)
        yield running


@pytest.fixture
def line(scanned_server):
    with CutLine(scanned_server.port) as made:
        yield made


@pytest.fixture
def owner(chromium, scanned_server, line):
    window = Window(chromium, line.host).enter_with(scanned_server.visitor("owner").cookie)
    yield window
    window.context.close()


def test_three_files_dropped_at_once_one_infected_one_with_an_nhs_number_one_cut_half_way(owner, scanned_server, line):  # checks 34, 43, 45
    before = scanned_server.rows("SELECT count(*) FROM evidence_versions")[0][0]
    page = owner.page
    owner.open("/actions/6/evidence-files")
    owner.check_at(WIDE, NARROW)
    page.evaluate(DROP, [["Cases.txt", "Case audit\nNHS no 943 476 5919\n"], ["Infected.txt", EICAR.decode()], ["Long minutes.txt", LONG.decode()]])
    expect(page.locator("[data-files-words]")).to_contain_text("3 files chosen")
    line.cut_after(len(LONG) // 2)
    page.get_by_role("button", name="Upload").focus()
    page.keyboard.press("Enter")
    lines = page.locator("[data-files-list] > li")
    expect(lines.nth(0)).to_contain_text("To decide")
    expect(lines.nth(1)).to_contain_text("malware was found")
    expect(lines.nth(2)).to_contain_text("The connection broke. Try again")
    expect(page.locator("[data-files-words]")).to_contain_text("0 of 3 files saved")
    owner.forgive("status of 422"), owner.forgive("net::ERR_")
    owner.check_at(NARROW, WIDE)
    # Once more the whole file goes, and is kept; only its answer is lost.
    line.cut_after(len(LONG), answered=True)
    again = page.get_by_role("button", name="Try again: Long minutes.txt")
    again.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("progressbar")).to_have_count(0)
    expect(lines.nth(2)).to_contain_text("The connection broke")
    owner.forgive("net::ERR_")
    assert scanned_server.rows("SELECT count(*) FROM evidence_versions")[0][0] == before + 1
    line.mend()
    again.click()
    expect(lines.nth(2)).to_contain_text("The file is saved")
    expect(page.locator("[data-files-words]")).to_contain_text("1 of 3 files saved")
    assert scanned_server.rows("SELECT count(*) FROM evidence_versions")[0][0] == before + 1
    lines.nth(0).get_by_role("link", name="Cases").click()
    expect(page.locator("main")).to_contain_text("1 NHS number (line 2)")
    owner.open("/actions/6")
    expect(page.get_by_role("link", name="Long minutes")).to_have_count(1)
    owner.check_quiet()


def test_without_scripts_several_files_go_together(chromium, scanned_server):
    window = Window(chromium, scanned_server.host, scripts=False, width=NARROW).enter_with(scanned_server.visitor("owner").cookie)
    window.open("/actions/6/evidence-files")
    good, bad = ({"name": name, "mimeType": "text/plain", "buffer": data} for name, data in (("Rota.txt", b"May\n"), ("Rota.exe", b"MZ")))
    window.page.get_by_label("Files").set_input_files([good, bad])
    with window.page.expect_navigation():
        window.page.get_by_role("button", name="Upload").click()
    window.forgive("status of 422")
    lines = window.page.locator("main ul.tracker-files").first.locator("li")
    expect(lines).to_have_count(2)
    expect(lines.nth(0)).to_contain_text("The file is saved")
    expect(lines.nth(1)).to_contain_text("Files of this type are not accepted")
    window.context.close()
