"""Personal data in a file: the uploader sees kind, count and place, decides, and the values are kept nowhere."""

import io
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
import xlsxwriter
from sqlalchemy import select

from tests.conftest import action
from tests.dump import dump
from tests.reports.pdf import Words, written
from tests.sample_files import zipped
from tests.test_evidence import bring, count, incoming
from tests.worlds import on_postgresql
from tracker.checks.file_search import search_file
from tracker.extensions import db
from tracker.models import Action, Blob, Evidence, EvidenceVersion, HeldFile, Organisation, held_file
from tracker.storage import StorageError

NUMBER = "943 476 5919"
FILE = f"Case audit\nNHS no {NUMBER}\nDOB: 12/03/2009\n".encode()


def newest(model):
    """The newest row of a kind."""
    return db.session.scalar(select(model).order_by(model.id.desc()))


def hold(browser, data=FILE, **fields):
    """Bring a file with personal data; the page that asks what shall become of it."""
    return bring(browser, data=data, name="cases.txt", **fields).follow()


def decide(page, fate: str, expect=303, **typed):
    """Press the button of that page."""
    return page.submit(f"/held-files/{newest(HeldFile).id}/decision", expect, fate=fate, **typed)


def file_url(version: EvidenceVersion) -> str:
    """Where it is downloaded."""
    return f"/evidence/{version.evidence_id}/versions/{version.id}/file"


def test_a_withheld_file_is_listed_and_its_organisations_alone(app, open_as):
    before = count(EvidenceVersion)
    page = hold(open_as("owner"))
    assert "1 NHS number (line 2)" in page.words and "1 date of birth (line 3)" in page.words and count(EvidenceVersion) == before
    assert "Enter why the file may stay" in decide(page, "withhold", 422).words
    assert "Choose what to do with the file" in page.submit(f"/held-files/{newest(HeldFile).id}/decision", 422).words
    decide(page, "withhold", because="It is a case audit")
    version, lead = newest(EvidenceVersion), open_as("lead")
    assert count(EvidenceVersion) == before + 1 and count(HeldFile) == 0
    assert open_as("owner").get(file_url(version)).response.get_data() == FILE
    seen = lead.get(f"/evidence/{version.evidence_id}")
    assert "Withheld: It is a case audit" in seen.words and "Only Medway NHS Foundation Trust can open it" in seen.words
    assert "Signs of personal data: 1 NHS number (line 2)" in seen.words and file_url(version) not in seen.links
    assert "Withheld: It is a case audit" in lead.get(file_url(version), 403).words
    unseen = "If you accept it, you accept it unseen, on the word of Medway NHS Foundation Trust."
    for page in (seen, lead.get(f"/evidence/{version.evidence_id}/check")):
        assert unseen in page.words and "Yes, accept it unseen" in page.words
    open_as("outsider").get(file_url(version), 404)
    seen.submit(f"/evidence/{version.evidence_id}/versions/{version.id}/check", 303, decision="accept")


def test_the_uploader_may_say_why_the_ccg_may_open_it(app, open_as):
    decide(hold(open_as("owner")), "withhold", because="A case audit", ccg_may_because="The designated nurse asked for it")
    assert open_as("lead").get(file_url(newest(EvidenceVersion))).response.get_data() == FILE
    assert "unseen" not in open_as("lead").get(f"/evidence/{newest(EvidenceVersion).evidence_id}").words


def test_a_file_that_names_nobody_is_kept_as_any_other(app, open_as):
    decide(hold(open_as("owner")), "harmless", because="An invented example", ccg_may_because="Never asked")
    version = newest(EvidenceVersion)
    assert not version.withheld and version.ccg_may_because == "" and open_as("lead").get(file_url(version))
    assert "Why it may stay: An invented example" in open_as("lead").get(f"/evidence/{version.evidence_id}").words


def test_a_file_that_is_thrown_away_leaves_nothing_but_its_hash(app, open_as):
    before = count(Evidence), count(EvidenceVersion)
    page = decide(hold(open_as("owner")), "replace").follow()
    assert page.response.request.path == f"/actions/{action('1.1').id}/evidence" and "thrown away" in page.words
    assert (count(Evidence), count(EvidenceVersion)) == before and count(HeldFile) == 0 and incoming(app) == []
    assert newest_purged().purged_at and not is_kept(app, newest_purged())
    assert app.test_cli_runner().invoke(args=["evidence", "verify"]).exit_code == 0


def test_bytes_that_another_row_needs_stay_when_a_file_is_thrown_away(app, open_as):
    for title in ("First", "Second"):
        page = hold(open_as("owner"), title=title)
    decide(page, "replace")
    assert is_kept(app, newest(HeldFile).blob) and app.test_cli_runner().invoke(args=["evidence", "verify"]).exit_code == 0


def test_a_store_that_fails_then_leaves_the_bytes_to_the_sweep(app, open_as, monkeypatch):
    page = hold(open_as("owner"))

    def remove(sha256):
        raise StorageError("The store does not answer.")

    monkeypatch.setattr(app.extensions["store"], "remove", remove)
    decide(page, "replace")
    assert count(HeldFile) == 0 and is_kept(app, newest_purged())


def is_kept(app, blob) -> bool:
    """Whether the store has its bytes."""
    return blob.sha256 in {sha256 for sha256, _ in app.extensions["store"].listed()}


def newest_purged() -> Blob:
    """The one whose bytes went."""
    return db.session.scalars(select(Blob).where(Blob.purged_at.is_not(None))).one()


def test_nobody_else_knows_of_it_and_the_uploader_finds_it_at_home(app, open_as):
    hold(open_as("owner"), title="Case audit of August")
    url = f"/held-files/{newest(HeldFile).id}"
    assert url in open_as("owner").get("/").links
    for called, status in {"lead": 404, "outsider": 404, "both": 404, "regulator": 403, "observer": 403, "admin": 403}.items():
        open_as(called).get(url, status)
    for page in ("/", f"/actions/{action('1.1').id}"):
        assert "Case audit of August" not in open_as("lead").get(page).words


def test_a_file_whose_action_moved_to_others_is_its_uploaders_to_throw_away(app, open_as):
    page = hold(open_as("owner"), title="Case audit of August")
    row = newest(HeldFile)
    db.session.get(Action, row.action_id).organisation = Organisation.matching("Kent Community Health NHS Foundation Trust")
    db.session.commit()
    assert f"/held-files/{row.id}" in open_as("owner").get("/").links
    assert "no longer an action of yours" in decide(page, "harmless", 409, because="An invented example").words and count(HeldFile) == 1
    decide(page, "replace").follow()
    assert count(HeldFile) == 0


def test_who_has_too_many_of_them_is_told_what_to_do_and_nothing_else(app, open_as, monkeypatch):
    monkeypatch.setattr(held_file, "MOST", 1)
    page = hold(open_as("owner"), title="First")
    page = bring(open_as("owner"), data=FILE, name="cases.txt", title="Second", expect=409)
    assert "Decide about those first: they stand on your home page." in page.words and "load the page again" not in page.words


def test_a_new_version_is_held_too_and_a_second_click_adds_nothing(app, open_as):
    owner = open_as("owner")
    bring(owner)
    item = newest(Evidence)
    page = owner.get(f"/evidence/{item.id}")
    for _ in range(2):
        sent = page.submit(f"/evidence/{item.id}/versions", 303, file=(io.BytesIO(FILE), "cases.txt"))
    assert count(HeldFile) == 1 and newest(EvidenceVersion).number == 1
    decide(sent.follow(), "withhold", because="A case audit")
    page.submit(f"/evidence/{item.id}/versions", 303, file=(io.BytesIO(FILE), "cases.txt"))  # the same form once more
    assert (newest(EvidenceVersion).number, newest(EvidenceVersion).evidence_id, count(HeldFile)) == (2, item.id, 0)


def test_a_decision_is_made_once(app, open_as):
    page = hold(open_as("owner"))
    url = f"/held-files/{newest(HeldFile).id}/decision"
    decide(page, "replace")
    page.submit(url, 404, fate="harmless", because="An invented example")


def test_a_name_with_a_number_is_refused(app, open_as):
    before = dump()
    page = bring(open_as("owner"), name=f"letter {NUMBER}.txt", expect=422)
    assert "Give it another name" in page.words and dump() == before


def test_the_values_are_never_stored_logged_or_audited(app, open_as, caplog):
    caplog.set_level(0)
    decide(hold(open_as("owner")), "withhold", because="A case audit")
    open_as("owner").get(f"/actions/{action('1.4').id}").submit(
        f"/actions/{action('1.4').id}/progress", 422, confidence="on track", note=f"Seen {NUMBER}")  # fmt: skip
    assert "held_file.hold" in dump()
    for value in (NUMBER, NUMBER.replace(" ", ""), "12/03/2009"):
        assert value not in dump() + caplog.text
    if not on_postgresql():
        assert NUMBER.encode() not in Path(db.engine.url.database).read_bytes()


def word() -> bytes:
    """A Word document with a table, a header and a note."""
    document = docx.Document()
    document.add_paragraph(f"Seen: {NUMBER}")
    table = document.add_table(2, 2)
    table.cell(0, 1).text, table.cell(1, 1).text = "DOB", "12/03/2009"
    document.sections[0].header.paragraphs[0].text = "DOB 13/03/2009"
    return saved(document)


def saved(document) -> bytes:
    """Its bytes."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def excel() -> bytes:
    """A workbook whose sheet has the name of somebody."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("Kayleigh Brown")
    sheet.write_row(2, 1, ["Who", "NHS number"])
    sheet.write_row(3, 1, ["K B", 9434765919])
    book.close()
    return file.getvalue()


ADDRESS = ["Kayleigh Brown", "12 Rose Street", "Gillingham", "ME7 5NY"]
PAGES = [["Minutes"], [f"NHS no {NUMBER}"], ADDRESS]
PDF = written([[Words(60, 700 - 20 * at, line) for at, line in enumerate(page)] for page in PAGES])
MAIL = b"From: a@b.example\r\nSubject: Audit\r\nContent-Type: text/html\r\n\r\n<p>NHS <b>943</b> 476&nbsp;5919</p>\r\n"
ODT = zipped([("content.xml", f"""<d xmlns:t="t"><t:h>Audit</t:h><t:p>NHS <t:span>943</t:span> 476 5919</t:p>
    <t:table-row><t:table-cell><t:p>DOB</t:p></t:table-cell><t:table-cell><t:p>12/03/2009</t:p></t:table-cell></t:table-row></d>""")])
OUTLOOK = b"\xd0\xcf\x11\xe0" + bytes(508) + f"NHS no {NUMBER}".encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "extension", "words"),
    [
        (word(), "docx", ["1 NHS number (paragraph 1)", "2 dates of birth (paragraph 2, header 1, paragraph 1)"]),
        (excel(), "xlsx", ["1 NHS number (sheet 1, row 4)"]),
        (PDF, "pdf", ["1 NHS number (page 2)", "1 postcode near a name (page 3)"]),
        (MAIL, "eml", ["1 NHS number (line 1)"]),
        (OUTLOOK, "msg", ["1 NHS number (the message)"]),
        (ODT, "odt", ["1 NHS number (paragraph 2)", "1 date of birth (paragraph 3)"]),
        (f"Name;NHS\nK B;{NUMBER}".encode("utf-16"), "csv", ["1 NHS number (line 2)"]),
    ],
    ids=["Word", "Excel", "PDF", "e-mail", "Outlook", "OpenDocument", "CSV"],
)
def test_what_is_found_in_each_kind_of_file(tmp_path, data, extension, words):
    search = searched(tmp_path, data, extension)
    assert [sign.words for sign in search.signs] == words and search.whole is (extension != "msg")


def test_a_soft_line_break_inside_a_number_hides_nothing(tmp_path):
    document = docx.Document()
    document.add_paragraph("NHS no 943 476").add_run().add_break()
    document.paragraphs[0].add_run("5919")
    assert [sign.words for sign in searched(tmp_path, saved(document), "docx").signs] == ["1 NHS number (paragraph 1)"]


def searched(tmp_path, data: bytes, extension: str, **given):
    """The search of a file with these bytes."""
    path = tmp_path / f"file.{extension}"
    path.write_bytes(data)
    with path.open("rb") as file:
        return search_file(file, extension, len(data), **given)


@pytest.mark.parametrize(("data", "extension"), [(b"%PDF-1.7 broken", "pdf"), (b"PK\3\4 broken", "docx"), (b"\x89PNG", "png"), (b"\xff" * 99, "xlsx")], ids=["PDF", "Word", "picture", "Excel"])
def test_what_cannot_be_read_is_not_called_clean(tmp_path, data, extension):
    search = searched(tmp_path, data, extension)
    assert not search and not search.whole


def test_attachments_are_searched_and_what_cannot_be_is_told(tmp_path):
    message = EmailMessage()
    message["Subject"] = "Audit"
    message.set_content("See the files.")
    message.add_attachment(word(), maintype="application", subtype="octet-stream", filename="audit.docx")
    assert searched(tmp_path, bytes(message), "eml").signs[0].words == "1 NHS number (attachment 1, paragraph 1)"
    assert searched(tmp_path, bytes(message), "eml").whole
    message.add_attachment(b"PK", maintype="application", subtype="zip", filename="more.zip")
    search = searched(tmp_path, bytes(message), "eml")
    assert search.signs and not search.whole


def test_a_file_that_takes_too_long_is_not_called_clean(tmp_path):
    assert not searched(tmp_path, word(), "docx", seconds=0.001).whole
