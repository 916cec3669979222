"""What hides inside Office files: macros, passwords, bombs, links, names that leave the folder."""

import io
import random
import zipfile

import pytest
from tests.forged_files import (
    GIBIBYTE_OF_ZEROS,
    crowded,
    encrypted,
    first_entry,
    linked,
    listed_twice,
    nested,
    one_inside_another,
    parted,
    patched,
    renamed,
    resized,
    with_member,
    zeros,
    zip64_office,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sample_files import (
    EXE,
    MAIN,
    content_types,
    entries_before,
    office,
    office_members,
    ole,
    open_document,
    word,
    zipped,
)

from tracker.checks import Refused, check_file

SOMETHING_ELSE = "content is something else"
DAMAGED = "damaged or not what"
MACROS = "macros"
PASSWORD = "password"
BOMB = "far more than its size"
OUTSIDE = "outside itself"
INSIDE = "another archive or a program inside"
VBA = "application/vnd.ms-office.vbaProject"
DOCM_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
ENTITY = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><Types>&b;</Types>'

REFUSED = {
    "macros by ending, Word": ("a.docm", office(), MACROS),
    "macros by ending, Excel": ("a.XLSM", office("xlsx"), MACROS),
    "macros by ending, binary workbook": ("a.xlsb", office("xlsx"), MACROS),
    "macros inside Word": ("a.docx", office("docx", ("word/vbaProject.bin", "x")), MACROS),
    "macros inside Excel, other case": ("a.xlsx", office("xlsx", ("xl/VBAPROJECT.BIN", "x")), MACROS),
    "macros under another name": (
        "a.docx",
        office("docx", ("word/notes.bin", "x"), types=content_types(MAIN["docx"], ("word/notes.bin", VBA))),
        MACROS,
    ),
    "macro file renamed": ("a.docx", office(types=content_types(("word/document.xml", DOCM_TYPE))), MACROS),
    "macro sheet": ("a.xlsx", office("xlsx", ("xl/macrosheets/sheet1.xml", "x")), MACROS),
    "macros in OpenDocument": ("a.odt", open_document("text", ("Basic/Standard/Module1.xml", "x")), MACROS),
    "script in OpenDocument": ("a.ods", open_document("spreadsheet", ("Scripts/python/a.py", "x")), MACROS),
    "password, Word": ("a.docx", ole("Root Entry", "EncryptionInfo", "EncryptedPackage"), PASSWORD),
    "password, Excel, large": ("a.xlsx", ole(*entries_before("EncryptedPackage"), padding=300), PASSWORD),
    "password, ZIP member": ("a.docx", encrypted(office()), PASSWORD),
    "password, OpenDocument": ("a.odt", open_document(manifest="<m:encryption-data/>"), PASSWORD),
    "password, OpenDocument since 24.2": ("a.odt", open_document("text", ("encrypted-package", "x")), PASSWORD),
    "bomb of 1 GiB": ("a.docx", with_member("word/b.xml", GIBIBYTE_OF_ZEROS, 2**30), BOMB),
    "bomb in a workbook's place": ("a.xlsx", with_member("xl/b.xml", GIBIBYTE_OF_ZEROS, 2**30), BOMB),
    "bomb that hides its size": ("a.docx", with_member("word/b.xml", GIBIBYTE_OF_ZEROS, 2**30, claim=10), DAMAGED),
    "bomb that hides its size in one place": (
        "a.docx",
        with_member("word/b.xml", GIBIBYTE_OF_ZEROS, 2**30, claim=2_000_000, where="directory"),
        DAMAGED,
    ),
    "bomb as the list of parts": ("a.docx", zipped([("[Content_Types].xml", bytes(2**21)), ("_rels/.rels", "")]), BOMB),
    "many small bombs": ("a.docx", office("docx", *((f"word/{n}.xml", bytes(2**20)) for n in range(60))), BOMB),
    "more than 2 GiB, well mixed": ("a.docx", with_member("word/b.xml", bytes(22 * 2**20), 2**31 + 1), BOMB),
    "bomb beside noise": (
        "a.docx",
        office("docx", ("word/noise.bin", random.Random(1).randbytes(2**20)), ("word/b.xml", bytes(51 * 2**20))),
        BOMB,
    ),
    "100,000 members": ("a.docx", crowded(), BOMB),
    "archive in an archive in an archive": ("a.docx", office("docx", ("a.zip", nested(3))), INSIDE),
    "program inside": ("a.docx", office("docx", ("word/embeddings/a.EXE", EXE)), INSIDE),
    "member in a member": ("a.docx", one_inside_another(), BOMB),
    "member listed twice": ("a.docx", listed_twice(), DAMAGED),
    "two cases of one name": ("a.docx", office("docx", ("word/A.xml", "a"), ("word/a.xml", "b")), DAMAGED),
    "member above": ("a.docx", office("docx", ("../evil.xml", "x")), OUTSIDE),
    "member above, inside the path": ("a.docx", office("docx", ("word/../../evil.xml", "x")), OUTSIDE),
    "member above, other slash": ("a.docx", office("docx", ("..\\evil.xml", "x")), OUTSIDE),
    "absolute member": ("a.docx", office("docx", ("/etc/passwd", "x")), OUTSIDE),
    "member on a drive": ("a.odt", open_document("text", ("C:/evil.xml", "x")), OUTSIDE),
    "member with a NUL": ("a.docx", renamed("word/a-b.xml", "word/a\0b.xml"), OUTSIDE),
    "symbolic link": ("a.docx", office("docx", linked()), OUTSIDE),
    "entity in the list of parts": ("a.docx", office(types=ENTITY), DAMAGED),
    "list of parts that is not XML": ("a.docx", office(types="<Types"), DAMAGED),
    "list of parts in no encoding": ("a.docx", office(types='<?xml version="1.0" encoding="no"?><Types/>'), DAMAGED),
    "cut short": ("a.docx", word()[:-30], DAMAGED),
    "text after the end": ("a.docx", word() + b"more", DAMAGED),
    "bytes between directory and end": ("a.docx", parted(), DAMAGED),
    "list of parts shorter than it says": ("a.docx", resized(office(), b"[Content_Types].xml", 1), DAMAGED),
    "last member longer than the file": (
        "a.docx",
        resized(zipped([*office_members(), ("word/last.xml", "a")], zipfile.ZIP_STORED), b"word/last.xml", 10_000),
        DAMAGED,
    ),
    "member beyond any file": ("a.docx", zip64_office(moved=2**63), DAMAGED),
    "program before the start": ("a.docx", EXE + word(), SOMETHING_ELSE),
    "packed in another way": ("a.docx", zipped(office_members(), zipfile.ZIP_LZMA), DAMAGED),
    "member elsewhere": ("a.docx", patched(office(), first_entry(office(), 42), b"\xfe\xff\xff\xff"), DAMAGED),
    "member nowhere": ("a.docx", patched(office(), first_entry(office(), 42), b"\xff\xff\xff\xff"), DAMAGED),
    "another name before the content": ("a.docx", patched(office(), 30, b"[content_types]"), DAMAGED),
}


@pytest.mark.parametrize(("name", "data", "reason"), REFUSED.values(), ids=REFUSED)
def test_refused(name, data, reason):  # checks 35, checks 36, checks 37
    with pytest.raises(Refused, match=reason):
        check_file(name, io.BytesIO(data))


def test_the_samples_have_no_other_fault():
    """Built the same way without the one fault, they pass."""
    harmless = with_member("word/b.xml", zeros(1), 2**20)
    for data in (office(), harmless, office("docx", ("word/a.xml", "a"), ("word/b.xml", "b"))):
        assert check_file("a.docx", io.BytesIO(data)).extension == "docx"
    for kind, extension in (("text", "odt"), ("spreadsheet", "ods")):
        assert check_file(f"a.{extension}", io.BytesIO(open_document(kind))).extension == extension


class Counted(io.BytesIO):
    """A file that counts the bytes that are read from it."""

    def __init__(self, data):
        super().__init__(data)
        self.taken = 0

    def read(self, size=-1):
        data = super().read(size)
        self.taken += len(data)
        return data


BOMBS = [name for name, (_, _, reason) in REFUSED.items() if reason in (BOMB, INSIDE) or "bomb" in name]


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_known_by_its_directory(bomb):  # checks 37
    name, data, _ = REFUSED[bomb]
    stream = Counted(data)
    with pytest.raises(Refused):
        check_file(name, stream)
    assert stream.taken < 10_000


SMALL = [(name, data) for name, data, _ in REFUSED.values() if len(data) < 50_000]


@settings(max_examples=300)
@given(sample=st.sampled_from([*SMALL, ("a.docx", office()), ("a.odt", open_document())]), change=st.data())
def test_any_change_to_a_file_is_accepted_or_refused(sample, change):  # checks 31
    name, data = sample
    for _ in range(change.draw(st.integers(1, 4))):
        data = patched(data, change.draw(st.integers(0, len(data))), change.draw(st.binary(max_size=8)))
    data = data[: change.draw(st.integers(0, len(data)))] if change.draw(st.booleans()) else data
    try:
        assert name.endswith(check_file(name, io.BytesIO(data)).extension)
    except Refused as refused:
        assert str(refused)
