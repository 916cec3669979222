"""What may come in as evidence: its name, first bytes and inner structure agree."""

import io

import pytest
from tests.forged_files import zip64_office
from hypothesis import given
from hypothesis import strategies as st
from tests.sample_files import (
    AVIF,
    EMAIL,
    EXE,
    HEIC,
    HTML,
    JPEG,
    OFFICE,
    OPEN_DOCUMENT,
    PDF,
    PNG,
    TEXT,
    TIFF,
    TIFF_BIG_ENDIAN,
    entries_before,
    office,
    ole,
    open_document,
    streamed_workbook,
    word,
    workbook,
    zipped,
)

from tracker.checks import FileType, Refused, check_file

ACCEPTED = {
    "PDF": ("plan.pdf", PDF, "application/pdf"),
    "PDF in capitals": ("PLAN.PDF", PDF, "application/pdf"),
    "PDF after a byte order mark": ("plan.pdf", b"\xef\xbb\xbf" + PDF, "application/pdf"),
    "PDF with bytes after its end": ("plan.pdf", PDF + bytes(2_000), "application/pdf"),
    "PDF with two endings": ("plan.exe.pdf", PDF, "application/pdf"),
    "PDF with folders in its name": (r"C:\Users\nurse\plan.pdf", PDF, "application/pdf"),
    "Word": ("audit.docx", word(), f"{OFFICE}.wordprocessingml.document"),
    "Word with 64-bit sizes": ("audit.docx", zip64_office(), f"{OFFICE}.wordprocessingml.document"),
    "Word with a workbook in it": (
        "audit.docx",
        office("docx", ("word/embeddings/figures.xlsx", workbook())),
        f"{OFFICE}.wordprocessingml.document",
    ),
    "Excel": ("audit.xlsx", workbook(), f"{OFFICE}.spreadsheetml.sheet"),
    "Excel by XlsxWriter": ("audit.xlsx", streamed_workbook(), f"{OFFICE}.spreadsheetml.sheet"),
    "Excel with ZIP64": ("audit.xlsx", streamed_workbook(use_zip64=True), f"{OFFICE}.spreadsheetml.sheet"),
    "PowerPoint": ("training.pptx", office("pptx"), f"{OFFICE}.presentationml.presentation"),
    "OpenDocument text": ("a.odt", open_document("text"), f"{OPEN_DOCUMENT}.text"),
    "OpenDocument text with an empty macro library": (
        "a.odt",
        open_document("text", ("Basic/Standard/script-lb.xml", "<l/>"), ("Basic/script-lc.xml", "<l/>")),
        f"{OPEN_DOCUMENT}.text",
    ),
    "OpenDocument spreadsheet": ("a.ods", open_document("spreadsheet"), f"{OPEN_DOCUMENT}.spreadsheet"),
    "OpenDocument presentation": ("a.odp", open_document("presentation"), f"{OPEN_DOCUMENT}.presentation"),
    "CSV": ("a.csv", TEXT.encode(), "text/csv"),
    "CSV with a byte order mark": ("a.csv", TEXT.encode("utf-8-sig"), "text/csv"),
    "CSV in Windows-1252": ("a.csv", "£40 – yes".encode("cp1252"), "text/csv"),
    "text in UTF-16": ("a.txt", TEXT.encode("utf-16"), "text/plain"),
    "text longer than one block": ("a.txt", ("é" * 600_001).encode(), "text/plain"),
    "one byte of text": ("a.txt", b"x", "text/plain"),
    "JPEG": ("a.jpg", JPEG, "image/jpeg"),
    "JPEG in four letters": ("a.JPEG", JPEG, "image/jpeg"),
    "PNG": ("a.png", PNG, "image/png"),
    "TIFF": ("a.tif", TIFF, "image/tiff"),
    "TIFF in four letters": ("a.tiff", TIFF_BIG_ENDIAN, "image/tiff"),
    "HEIC": ("a.heic", HEIC, "image/heic"),
    "Outlook message": ("a.msg", ole("Root Entry", "__properties_version1.0"), "application/vnd.ms-outlook"),
    "e-mail": ("a.eml", EMAIL, "message/rfc822"),
    "name with emoji and accents": ("Café 👩🏽‍⚕️ notes.pdf", PDF, "application/pdf"),
}


@pytest.mark.parametrize(("name", "data", "mimetype"), ACCEPTED.values(), ids=ACCEPTED)
def test_accepted(name, data, mimetype):  # checks 31
    stream = io.BytesIO(data)
    file_type = check_file(name, stream)
    assert file_type.mimetype == mimetype
    assert stream.tell() == 0


def test_what_a_file_is_in_words():
    assert check_file("a.JPEG", io.BytesIO(JPEG)) == FileType("jpg", "image/jpeg", "JPEG image")


SOMETHING_ELSE = "content is something else"
NOT_ACCEPTED = "not accepted"
OLDER = "older Office"
HIDDEN = "hidden characters"

REFUSED = {
    "nothing in it": ("a.pdf", b"", "is empty"),
    "program as PDF": ("a.pdf", EXE, SOMETHING_ELSE),
    "program as PDF, both endings": ("a.exe.pdf", EXE, SOMETHING_ELSE),
    "program as text": ("a.txt", EXE, SOMETHING_ELSE),
    "program as JPEG": ("a.jpg", EXE, SOMETHING_ELSE),
    "program as Word": ("a.docx", EXE, SOMETHING_ELSE),
    "program as message": ("a.msg", EXE, SOMETHING_ELSE),
    "program as e-mail": ("a.eml", EXE, SOMETHING_ELSE),
    "program under its own name": ("a.exe", EXE, NOT_ACCEPTED),
    "program behind a PDF's ending": ("a.pdf.exe", PDF, NOT_ACCEPTED),
    "program behind an encoded NUL": ("a.pdf%00.exe", PDF, NOT_ACCEPTED),
    "program behind a NUL": ("a.pdf\0.exe", PDF, HIDDEN),
    "PDF behind a NUL": ("a.exe\0.pdf", PDF, HIDDEN),
    "second line in the name": ("a\r\nb.pdf", PDF, HIDDEN),
    "writing turned round": ("a\u202efdp.exe", EXE, HIDDEN),
    "writing turned round, PDF": ("a\u202eexe.pdf", PDF, HIDDEN),
    "writing isolated": ("a\u2067exe.pdf", PDF, HIDDEN),
    "dot at the end": ("a.pdf.", PDF, "dot or a space"),
    "program, dot at the end": ("a.exe.", EXE, "dot or a space"),
    "space at the end": ("a.pdf ", PDF, "dot or a space"),
    "NTFS stream": ("a.pdf::$DATA", PDF, "colon"),
    "program, NTFS stream": ("a.exe::$DATA", EXE, "colon"),
    "named NTFS stream": ("a.pdf:b.exe", PDF, NOT_ACCEPTED),
    "wide letters": ("a.pdf．exe", PDF, NOT_ACCEPTED),
    "no ending": ("plan", PDF, "no ending"),
    "no name": ("", PDF, "no ending"),
    "only a folder": ("../", PDF, "no ending"),
    "web page as Word": ("a.docx", HTML, SOMETHING_ELSE),
    "web page as text": ("a.txt", HTML, "web page"),
    "web page as CSV": ("a.csv", b"\xef\xbb\xbf \r\n<HTML>", "web page"),
    "web page under its own name": ("a.html", HTML, NOT_ACCEPTED),
    "drawing with a script": ("a.svg", b"<svg/>", NOT_ACCEPTED),
    "PDF as text": ("a.txt", PDF, "another document"),
    "PDF as Word": ("a.docx", PDF, SOMETHING_ELSE),
    "PDF behind a program": ("a.pdf", EXE + PDF, SOMETHING_ELSE),
    "PDF cut short": ("a.pdf", PDF[:30], SOMETHING_ELSE),
    "Word as PDF": ("a.pdf", office(), SOMETHING_ELSE),
    "Word as Excel": ("a.xlsx", word(), SOMETHING_ELSE),
    "Excel as PowerPoint": ("a.pptx", workbook(), SOMETHING_ELSE),
    "Word as OpenDocument": ("a.odt", word(), SOMETHING_ELSE),
    "OpenDocument as Word": ("a.docx", open_document(), SOMETHING_ELSE),
    "spreadsheet as text, OpenDocument": ("a.odt", open_document("spreadsheet"), SOMETHING_ELSE),
    "template, OpenDocument": ("a.odt", open_document("text-template"), SOMETHING_ELSE),
    "any ZIP as Word": ("a.docx", zipped([("a.txt", "a")]), SOMETHING_ELSE),
    "Word without its main part": ("a.docx", office(main=False), SOMETHING_ELSE),
    "PNG as JPEG": ("a.jpg", PNG, SOMETHING_ELSE),
    "JPEG as PNG": ("a.png", JPEG, SOMETHING_ELSE),
    "AVIF as HEIC": ("a.heic", AVIF, SOMETHING_ELSE),
    "TIFF that points outside": ("a.tif", b"II*\0\xff\xff\xff\x7f" + bytes(20), SOMETHING_ELSE),
    "text with a NUL": ("a.txt", b"a\0b", SOMETHING_ELSE),
    "text with an escape": ("a.txt", b"a\x1b[2Jb", SOMETHING_ELSE),
    "text in half of UTF-16": ("a.txt", TEXT.encode("utf-16")[:-1], SOMETHING_ELSE),
    "text in no encoding": ("a.txt", b"\x81\x8d", SOMETHING_ELSE),
    "e-mail without headers": ("a.eml", TEXT.encode(), SOMETHING_ELSE),
    "e-mail with other headers": ("a.eml", b"Note: text\r\n\r\nFrom: me", SOMETHING_ELSE),
    "old Word": ("a.doc", ole("Root Entry", "WordDocument"), OLDER),
    "old Word renamed": ("a.docx", ole("Root Entry", "WordDocument"), OLDER),
    "old Word as message": ("a.msg", ole("Root Entry", "WordDocument"), SOMETHING_ELSE),
    "old Excel": ("a.xls", b"x", OLDER),
    "old PowerPoint": ("a.PPT", b"x", OLDER),
    "archive": ("a.zip", zipped([("a.pdf", PDF)]), "unpack it"),
}


@pytest.mark.parametrize(("name", "data", "reason"), REFUSED.values(), ids=REFUSED)
def test_refused(name, data, reason):  # checks 31
    stream = io.BytesIO(data)
    with pytest.raises(Refused, match=reason) as refused:
        check_file(name, stream)
    assert stream.tell() == 0
    assert_one_plain_sentence(str(refused.value))


def assert_one_plain_sentence(reason):
    assert reason[0].isupper()
    assert reason.endswith(".")
    assert ": " in reason, "what is wrong, then what to do instead"
    assert ". " not in reason


@pytest.mark.parametrize("sectors", [0, 1_000, 15_000, 40_000])
def test_a_message_is_known_however_far_back_its_directory_lies(sectors):
    stream = io.BytesIO(ole(*entries_before("__properties_version1.0"), padding=sectors))
    assert check_file("a.msg", stream).name == "Outlook message"


@pytest.mark.parametrize("following", [0, 1, 5, 127, 10**9, 0xFFFFFFF9])
def test_a_compound_file_whose_chains_lead_nowhere_is_read_to_an_end(following):
    data = ole("Root Entry", "WordDocument")
    stream = io.BytesIO(data[:512] + following.to_bytes(4, "little") * 128 + data[1024:])
    with pytest.raises(Refused, match=SOMETHING_ELSE):
        check_file("a.msg", stream)


NAMES = st.sampled_from([name for name, _, _ in ACCEPTED.values()]) | st.text(max_size=30)


@given(name=NAMES, data=st.binary(max_size=600))
def test_any_bytes_are_accepted_or_refused_in_words(name, data):  # checks 31
    try:
        check_file(name, io.BytesIO(data))
        assert data
    except Refused as refused:
        assert_one_plain_sentence(str(refused))
