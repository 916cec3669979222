"""Files that no reader can use: pictures of pages, locked, broken or swollen files, and other kinds of file."""

import io
import zipfile
import zlib

from tests.reports.blocks import blocks_of
from tests.reports.fenmarsh import TEXT
from tests.reports.pdf import Words, assembled, lines_of, pages_of, written
from tests.reports.word import document_of, word_file

RIGHT_PDF = written(pages_of(lines_of(blocks_of(TEXT))))
RIGHT_WORD = word_file(document_of(blocks_of(TEXT)))


def scanned(stamp: bytes = b"") -> bytes:
    """A PDF of one page that is a picture, with or without a few words of the scanner."""
    picture = zlib.compress(bytes(range(256)) * 4)
    drawn = b"q 500 0 0 700 40 60 cm /I Do Q " + stamp
    return assembled([
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 5 0 R>>/Font<</F 6 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(drawn), drawn),
        b"<</Type/XObject/Subtype/Image/Width 32/Height 32/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(picture), picture),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ])  # fmt: skip


def locked() -> bytes:
    """A PDF that opens only with a password."""
    key = b"<" + b"5a" * 32 + b">"
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O " + key + b"/U " + key + b">>/ID[<00><00>]"
    return written([[Words(60, 700, "Secret")]], extra=lock)


def many_pages(count: int = 6000) -> bytes:
    """A PDF of very many short pages."""
    return written([Words(60, 700, f"{number}")] for number in range(count))


def remade(**members: bytes | str) -> bytes:
    """The right Word file with its main part replaced ("document=…")."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(RIGHT_WORD)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name in old.namelist():
            new.writestr(name, members.get(name.rpartition("/")[2].removesuffix(".xml"), old.read(name)))
    return file.getvalue()


def swollen_word() -> bytes:
    """A Word file whose text unpacks to 300 MB of spaces."""
    xml = zipfile.ZipFile(io.BytesIO(RIGHT_WORD)).read("word/document.xml")
    return remade(document=xml.replace(b"<w:body>", b"<w:body>" + b" " * 300_000_000, 1))


def word_of_entities() -> bytes:
    """A Word file whose XML defines words that grow a billion times."""
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    body = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&a9;'
    return remade(document=f'<!DOCTYPE x [<!ENTITY a0 "should">{levels}]>{body}</w:t></w:r></w:p></w:body></w:document>')


def deep_word(depth: int = 50_000) -> bytes:
    """A Word file whose XML is nested very deep."""
    head = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    return remade(document=head + "<w:p>" * depth + "</w:p>" * depth + "</w:body></w:document>")


def broken_member(place: int, new: bytes) -> bytes:
    """The right Word file with bytes of its main part's header or content exchanged."""
    at = RIGHT_WORD.index(b"word/document.xml") - 30 + place
    return RIGHT_WORD[:at] + new + RIGHT_WORD[at + len(new) :]


def word_without_text() -> bytes:
    """A Word file from which the main part was lost."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(RIGHT_WORD)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            if name != "word/document.xml":
                new.writestr(name, old.read(name))
    return file.getvalue()


def spreadsheet() -> bytes:
    """An Excel workbook."""
    from openpyxl import Workbook

    file = io.BytesIO()
    Workbook().save(file)
    return file.getvalue()


def other_zip() -> bytes:
    """A ZIP with a text in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as new:
        new.writestr("report.txt", TEXT)
    return file.getvalue()
