"""CQC's whole path by keyboard: home, submission, the export of one provider, its Excel and its evidence; with axe, on a screen and a phone."""

import io
import zipfile

import openpyxl
from playwright.sync_api import expect

from tests.browser.window import NARROW, WIDE
from tracker.demo.cast import ACUTE


def enter(window, name: str) -> None:
    """Reach a link of the page's content by keyboard and follow it."""
    link = window.page.locator("main").get_by_role("link", name=name).first
    link.focus()
    with window.page.expect_navigation():
        window.page.keyboard.press("Enter")


def test_an_inspector_takes_one_providers_export_and_evidence(window, tmp_path):
    cqc = window("regulator")
    cqc.open("/")
    cqc.check()
    enter(cqc, "Medway: action plan, version 1")
    cqc.check()
    enter(cqc, ACUTE)
    expect(cqc.page.get_by_role("heading", level=2, name=f"14 actions of {ACUTE}")).to_be_visible()
    cqc.check_at(NARROW, WIDE)
    book = openpyxl.load_workbook(io.BytesIO(cqc.download("Download as Excel", tmp_path).read_bytes()))
    assert {row[2] for row in book["Compliance"].iter_rows(min_row=8, values_only=True) if row[19]} == {ACUTE}
    with zipfile.ZipFile(cqc.download("Download this evidence as a pack", tmp_path)) as pack:
        assert pack.testzip() is None and any(name.endswith("certificate.txt") for name in pack.namelist())
    cqc.page.get_by_label("Recommendation").select_option("1.13")
    cqc.page.get_by_role("button", name="Show", exact=True).focus()
    with cqc.page.expect_navigation():
        cqc.page.keyboard.press("Enter")
    expect(cqc.page.get_by_role("heading", level=2, name="1 action of")).to_be_visible()
    assert "organisation=Medway" in cqc.page.url and "recommendation=1.13" in cqc.page.url
    cqc.check_quiet()
