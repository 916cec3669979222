"""Names of uploaded files: text to show and to offer at download, never a path."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.checks import tidy_filename

TIDIED = {
    "plan.pdf": "plan.pdf",
    "Plan v2 (final).PDF": "Plan v2 (final).PDF",
    "../../etc/passwd": "passwd",
    "/etc/cron.d/plan.pdf": "plan.pdf",
    r"C:\Users\nurse\plan.pdf": "plan.pdf",
    r"\\server\share\plan.pdf": "plan.pdf",
    "..": "file",
    "": "file",
    " . ": "file",
    ".pdf": "file.pdf",
    "a\0b.pdf": "a b.pdf",
    "a\r\nSet-Cookie: b.pdf": "a Set-Cookie_ b.pdf",
    "a\u202efdp.exe": "afdp.exe",
    "a\u2067\u200fb.pdf": "ab.pdf",
    "\ufeffa\u2028b.pdf": "ab.pdf",
    "a \t  b.pdf": "a b.pdf",
    "plan.pdf.": "plan.pdf",
    "plan.pdf ": "plan.pdf",
    "CON": "_CON",
    "con.pdf": "_con.pdf",
    "Lpt1.tar.pdf": "_Lpt1.tar.pdf",
    "com0.pdf": "_com0.pdf",
    "console.pdf": "console.pdf",
    'What? "Yes" <b>|*.pdf': "What_ _Yes_ _b___.pdf",
    "Café 👩🏽‍⚕️ Zoë.pdf": "Café 👩🏽‍⚕️ Zoë.pdf",
    "Cafe\u0301.pdf": "Café.pdf",
    "\ud800a.pdf": "a.pdf",
    "x" * 300 + ".docx": "x" * 145 + ".docx",
    "👩" * 300 + ".pdf": "👩" * 146 + ".pdf",
    "x" * 300: "x" * 150,
    "con." + "x" * 300: "_con." + "x" * 145,
    "Minutes of meeting no. 12 of the board": "Minutes of meeting no. 12 of the board",
}


@pytest.mark.parametrize(("name", "tidy"), TIDIED.items(), ids=ascii)
def test_a_name_is_tidied(name, tidy):  # checks 32
    assert tidy_filename(name) == tidy


CONTROLS = {chr(code) for code in [*range(32), *range(127, 160), 0x2028, 0x2029]}
FORBIDDEN = CONTROLS | set('/\\<>:"|?*') | {chr(code) for code in [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]}
AWKWARD = st.text(st.sampled_from("aCON.pdf/\\: \0\r\n\u202e\u0301é👩‍\ud800") | st.characters(), max_size=200)


@given(name=AWKWARD)
def test_a_tidy_name_is_safe_to_show_store_and_offer(name):  # checks 32
    tidy = tidy_filename(name)
    assert 0 < len(tidy) <= 150
    assert not set(tidy) & FORBIDDEN
    assert tidy == tidy.strip(" .")
    assert tidy.split(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}
    assert tidy.encode()
    assert tidy_filename(tidy) == tidy


@given(stem=AWKWARD, extension=st.sampled_from(["pdf", "DOCX", "jpeg", "tiff", "Eml", "csv"]))
def test_a_tidy_name_keeps_the_extension(stem, extension):  # checks 32
    assert tidy_filename(f"{stem}.{extension}").endswith(f".{extension}")
