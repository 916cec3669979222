"""The whole job, as people do it: a published report becomes a plan that is tracked, evidenced, signed off and with CQC."""

import csv
import io
import json
import zipfile
from urllib.parse import urlsplit

import openpyxl
import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.browser.window import Window
from tests.conftest import SAMPLE

WORDS = "Add a field for the GP to the booking record and chase replies every week."
MEASURE = "GP named in 95% of bookings."
GAPS = "The other organisations answer by the end of the month."
FILE = ("Booking audit.csv", b"Week,Bookings,GP named\n1,40,39\n" * 40_000)


@pytest.mark.timeout(240)
def test_a_published_report_becomes_a_plan_that_cqc_can_check(chromium, cast_server, tmp_path):
    lead, owner, cqc = (Window(chromium, cast_server.host).sign_in(who) for who in ("lead", "owner", "regulator"))
    import_the_report(lead)
    ask_everybody(lead)
    plan_the_first_action(lead)
    record_progress(owner)
    bring_evidence(owner)
    complete(owner)
    accept_the_evidence(lead)
    verify(lead)
    submit(lead)
    check_the_documents(lead, tmp_path)
    check_what_cqc_gets(cqc, tmp_path)
    for window in (lead, owner, cqc):
        window.check_quiet()
        window.context.close()


def import_the_report(lead: Window) -> None:
    """Upload, look, confirm."""
    lead.check()
    follow(lead, "import it")
    lead.page.get_by_label("The report").set_input_files(SAMPLE)
    lead.fill_day("received_on", 20, 6, 2016)
    press(lead, "Read the report")
    expect(lead.page.locator("main")).to_contain_text("23 recommendations")
    press(lead, "Confirm and create the review")
    expect(lead.page.locator("main")).to_contain_text("24 of 24 actions")
    expect(lead.page.locator(".tracker-clock")).to_contain_text("Monday 18 July 2016")


def ask_everybody(lead: Window) -> None:
    """One press: every field has its default."""
    follow(lead, "Ask the organisations")
    lead.check()
    press(lead, "Ask")
    expect(lead.page.locator("main")).to_contain_text("Asking 1: 6 letters")
    follow(lead, "Back to the plan")


def plan_the_first_action(lead: Window) -> None:
    """Words, post, owner, due date, success measure."""
    with lead.page.expect_navigation():
        lead.page.locator(".tracker-actions tbody tr").first.get_by_role("link").click()
    lead.check()
    press(lead, "Say who does what by when")
    lead.page.get_by_label("What will be done").fill(WORDS)
    lead.page.get_by_label("Accountable post").fill("Head of midwifery")
    lead.page.get_by_label("Owner").select_option("Named nurse")
    lead.fill_day("due_on", 30, 9, 2016)
    lead.page.get_by_label("Success measure").fill(MEASURE)
    press(lead, "Save")
    expect(lead.page.get_by_role("status").first).to_have_text("The action is saved.")


def record_progress(owner: Window) -> None:
    """Through htmx: the page stays, its middle changes, and the message has the focus."""
    owner.open("/")
    owner.check()
    follow(owner, "Add a field for the GP")
    owner.page.evaluate("window.stayed = true")
    owner.page.get_by_label("At risk").check()
    owner.page.get_by_label("What has happened since the last update").fill("The field is live in two clinics.")
    owner.page.get_by_role("button", name="Save update").click()
    expect(owner.page.locator("#action .tracker-said")).to_be_focused()
    assert owner.page.evaluate("window.stayed"), "the page was loaded again"
    expect(owner.page.locator(".tracker-timeline")).to_contain_text("The field is live in two clinics.")
    owner.check()


def bring_evidence(owner: Window) -> None:
    """A file, with its progress shown while it goes."""
    follow(owner, "Add evidence")
    shown = []
    owner.page.expose_function("tellTest", lambda sent: shown.append(sent))
    owner.page.evaluate("""() => {
        const bar = document.querySelector("main progress");
        new MutationObserver(() => bar.hidden || tellTest(bar.value)).observe(bar, { attributes: true });
    }""")
    owner.page.get_by_label("Title").fill("Audit of bookings")
    owner.page.get_by_label("File").set_input_files({"name": FILE[0], "mimeType": "text/csv", "buffer": FILE[1]})
    press(owner, "Upload")
    assert shown and max(shown) <= 1, "no progress was shown"
    expect(owner.page.get_by_role("status").first).to_contain_text("The file is saved.")


def complete(owner: Window) -> None:
    """The owner's word."""
    follow(owner, "Mark as complete")
    owner.page.get_by_label("What was done").fill("The field is live everywhere.")
    press(owner, "Mark as complete")
    expect(owner.page.locator("#action")).to_contain_text("Complete")


def accept_the_evidence(lead: Window) -> None:
    """From the lead's home to her judgement."""
    lead.open("/")
    follow(lead, "Audit of bookings")
    checked = urlsplit(lead.page.url).path
    lead.page.get_by_label("Yes, accept it").check()
    press(lead, "Save")
    expect(lead.page.locator("main")).to_contain_text("Nothing waits")
    lead.open(checked.removesuffix("/check"))
    expect(lead.page.locator(".tracker-timeline")).to_contain_text("Accepted by Designated nurse")


def verify(lead: Window) -> None:
    """Somebody else's word."""
    follow(lead, "Back to action 1.1")
    press(lead, "Verify this action")
    lead.page.get_by_label("Documents").check()
    lead.page.get_by_label("What was found").fill("39 of 40 bookings name the GP.")
    press(lead, "Verify")
    expect(lead.page.locator("#action")).to_contain_text("Verified")


def submit(lead: Window) -> None:
    """Assemble with a reason for the gaps, sign off, record the sending."""
    follow(lead, "Back to the plan")
    follow(lead, "Submit the plan")
    lead.page.get_by_label("Why the plan goes with gaps").fill(GAPS)
    press(lead, "Assemble version 1")
    lead.page.get_by_label("Name of the accountable officer").fill("A. Officer")
    lead.page.get_by_label("Role").fill("Accountable officer")
    press(lead, "Record the sign-off")
    lead.page.get_by_label("How it was sent").fill("By email")
    press(lead, "Record that it was sent")
    expect(lead.page.get_by_role("status").first).to_contain_text("CQC can read it here from now on")


def check_the_documents(lead: Window, folder) -> None:
    """Each kind opens, and has the words of the plan in it."""
    pdf = pypdfium2.PdfDocument(lead.download("Download as PDF", folder))
    words = " ".join(pdf[n].get_textpage().get_text_range() for n in range(len(pdf)))
    pdf.close()
    assert "Head of midwifery" in words and "A. Officer" in words
    with zipfile.ZipFile(lead.download("Download as Word", folder)) as word:
        assert MEASURE in word.read("word/document.xml").decode()
    book = openpyxl.load_workbook(lead.download("Download as Excel", folder))
    assert any(WORDS == cell for sheet in book for row in sheet.values for cell in row)
    book.close()


def check_what_cqc_gets(cqc: Window, folder) -> None:
    """The frozen plan on a page, the export as CSV and JSON, and the accepted evidence, byte for byte."""
    cqc.open("/")
    cqc.check()
    follow(cqc, "Medway: action plan, version 1")
    expect(cqc.page.locator("main")).to_contain_text(GAPS)
    rows = list(csv.DictReader(io.StringIO(cqc.download("Download as CSV", folder).read_text("utf-8-sig"))))
    assert len(rows) == 24 and any(WORDS in row.values() for row in rows)
    assert WORDS in json.dumps(json.loads(cqc.download("Download as JSON", folder).read_text()))
    with zipfile.ZipFile(cqc.download("Download the evidence pack", folder)) as pack:
        assert pack.testzip() is None
        assert FILE[1] in [pack.read(name) for name in pack.namelist() if name.endswith(".csv")]


def press(window: Window, name: str) -> None:
    """Press a button, then hold the page that comes to the rules."""
    window.press(name)
    window.check()


def follow(window: Window, name: str) -> None:
    """Follow a link, then hold the page that comes to the rules."""
    window.follow(name)
    window.check()
