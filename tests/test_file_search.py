"""What is searched in each kind of file for signs of personal data, and what is said of a file that cannot be read whole."""

import base64
import io
from email.message import EmailMessage

import docx
import pypdfium2
import pytest
import xlsxwriter
from PIL import Image

from tests.reports.pdf import Words, written
from tests.sample_files import PDF_WITH_PASSWORD, zipped
from tests.test_held_files import NUMBER
from tracker.checks.file_search import search_file


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


def message_with(*attached: tuple[bytes, str], body: bytes = f"NHS no {NUMBER}".encode(), charset: str = "utf-8") -> bytes:
    """An e-mail with a number in its body, and these files."""
    head = b"From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    parts = [f"--x\r\nContent-Type: text/plain; charset={charset}\r\n\r\n".encode() + body]
    for data, name in attached:
        told = f"--x\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename={name}\r\n\r\n"
        parts.append(told.encode() + base64.encodebytes(data))
    return head + b"\r\n".join([*parts, b"--x--\r\n"])


@pytest.mark.parametrize("data", [
    message_with((PDF_WITH_PASSWORD, "minutes.pdf")), message_with((word()[:-300], "cut.docx")), message_with(charset="x-unheard-of"),
], ids=["password", "damaged", "charset"])  # fmt: skip
def test_one_part_that_cannot_be_read_hides_no_other(tmp_path, data):
    search = searched(tmp_path, data, "eml")
    assert [sign.words for sign in search.signs] == ["1 NHS number (line 1)"] and not search.whole


def test_what_follows_a_damaged_attachment_is_searched(tmp_path):
    search = searched(tmp_path, message_with((b"PK broken", "cut.docx"), (word(), "audit.docx"), body=b"See the files"), "eml")
    assert [sign.places[0] for sign in search.signs] == ["attachment 2, paragraph 1", "attachment 2, paragraph 2"] and not search.whole


def pages_of(*files: bytes) -> bytes:
    """One PDF with the pages of several."""
    made, saved_to = pypdfium2.PdfDocument.new(), io.BytesIO()
    for file in files:
        made.import_pages(pypdfium2.PdfDocument(file))
    made.save(saved_to)
    return saved_to.getvalue()


def picture(form: str) -> bytes:
    """A small picture, as a PDF with one scanned page, or by itself."""
    file = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(file, form)
    return file.getvalue()


def word_with_picture() -> bytes:
    """Minutes with a photograph."""
    document = docx.Document()
    document.add_paragraph(f"Seen: {NUMBER}")
    document.add_picture(io.BytesIO(picture("PNG")))
    return saved(document)


def excel_with(kind: str) -> bytes:
    """A workbook whose only number stands in a text box, or in a comment."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.write("A1", "Audit")
    {"box": lambda: sheet.insert_textbox("B2", f"NHS {NUMBER}"), "comment": lambda: sheet.write_comment("A1", NUMBER)}[kind]()
    book.close()
    return file.getvalue()


@pytest.mark.parametrize(("data", "extension", "signs", "whole"), [
    (pages_of(PDF, picture("PDF")), "pdf", 2, False), (pages_of(PDF, written([[]])), "pdf", 2, True), (word_with_picture(), "docx", 1, False),
    (excel_with("box"), "xlsx", 1, True), (excel_with("comment"), "xlsx", 0, False),
], ids=["scanned page", "empty page", "photograph", "text box", "comment"])  # fmt: skip
def test_a_file_with_something_that_nobody_reads_is_not_called_whole(tmp_path, data, extension, signs, whole):
    search = searched(tmp_path, data, extension)
    assert (len(search.signs), search.whole) == (signs, whole)


def test_a_file_that_takes_too_long_is_not_called_clean(tmp_path):
    assert not searched(tmp_path, word(), "docx", seconds=0.001).whole
