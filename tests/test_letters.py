"""Letters: a draft that every mail program opens; no name can forge a header; the workbook is the organisation's own."""

import email
import io
import re
import zipfile
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from config import ADDRESS
from tests.askings import CANARY, ask, import_another
from tests.conftest import action, person
from tests.test_askings import URL, part, press
from tracker.demo.cast import ACUTE, COMMUNITY, MENTAL_HEALTH
from tracker.documents.letter import letter, letters
from tracker.extensions import db
from tracker.models.covering_text import NAMES, filled, unknown_in

SAID = {
    "organisation": "Oak, Ash & Elm “Partnership”", "to": "team@oak.example", "copy_to": "Chief nurse, nurse@oak.example",
    "subject": "Medway: your part of the action plan, by 11 July 2016", "words": "To Oak\n\nFrom now on – “quoted”.\n.\nFrom here",
}  # fmt: skip
TO = {"X-Unsent", "To", "Cc", "Subject", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}


def read(data: bytes):
    """The message, as a mail program reads it."""
    return email.message_from_bytes(data, policy=default)


def test_a_letter_opens_as_a_draft():
    data = letter(SAID, ("Actions of Oak, Ash & Elm.xlsx", b"bytes"))
    read_back = read(data)
    assert read_back["X-Unsent"] == "1" and read_back["From"] is None and read_back["Bcc"] is None
    (to,), (cc,) = read_back["To"].addresses, read_back["Cc"].addresses
    assert (to.display_name, to.addr_spec, cc.addr_spec) == (SAID["organisation"], "team@oak.example", "nurse@oak.example")
    assert read_back["Subject"] == SAID["subject"]
    body = read_back.get_body()
    assert (body.get_content_type(), body.get_content_charset(), body["Content-Transfer-Encoding"]) == ("text/plain", "utf-8", "quoted-printable")
    assert body.get_content().replace("\r\n", "\n") == SAID["words"] + "\n"
    (file,) = read_back.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("Actions of Oak, Ash & Elm.xlsx", b"bytes")
    assert file.get_content_type().endswith("spreadsheetml.sheet")
    assert not re.search(rb"(?<!\r)\n", data) and max(map(len, data.split(b"\r\n"))) <= 998
    assert data.isascii()


def test_without_an_address_it_has_no_recipient_and_without_a_workbook_no_file():
    plain = read(letter(SAID | {"to": "", "copy_to": "The chief nurse"}))
    assert plain["To"] is plain["Cc"] is None and not list(plain.iter_attachments())


@pytest.mark.parametrize("to", ["+x@y.org", ".a@b.org", "-a@b.org", "plans@cqc.example"])
def test_what_is_sent_always_says_to_whom(to):
    sent = {"to": to, "sender": "ccg@nhs.example", "reply_to": "", "message_id": "<1@nhs.example>", "date": datetime(2016, 8, 26, tzinfo=UTC)}
    for organisation in ("", SAID["organisation"]):
        data = letter(SAID | sent | {"organisation": organisation})
        assert re.search(rb"^To: .*", data, re.MULTILINE) and f"{to}".encode() in data.split(b"Subject:")[0].split(b"To: ")[1]
    assert ADDRESS.fullmatch(to), "what the settings and mails take"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("nurse@oak.example", "nurse@oak.example"), ("Chief nurse <nurse@oak.example>", "nurse@oak.example"),
        ("Ann O'Hara (ann.o'hara@oak.example), chief nurse", "ann.o'hara@oak.example"), ("nurse@oak.example; other@ash.example", "nurse@oak.example"),
        ("nurse@oak", None), ("@oak.example", None), ("nürse@oak.example", None), ("nurse@öak.example", None), ("", None), ("a" * 65 + "@oak.example", None),
    ],
)  # fmt: skip
def test_a_copy_goes_to_the_address_that_stands_in_the_text(typed, found):
    copied = read(letter(SAID | {"copy_to": typed}))["Cc"]
    assert (copied and copied.addresses[0].addr_spec) == found


FORGED = "\r\nBcc: everybody@evil.example\r\n\r\n<script>"
NASTY = st.one_of(
    st.text(max_size=220),
    st.sampled_from([FORGED, f"Oak{FORGED}", '"', "\\", ",;:<>@()[]", "Ö" * 200, "=?utf-8?q?=0D=0ABcc:_x@evil.example?=", "\u202egnp.exe", "a" * 400, "Oak, \"Ash\" & Ö" * 9]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(organisation=NASTY, subject=NASTY, words=NASTY, copy_to=NASTY, name=NASTY)
def test_no_name_and_no_text_can_forge_a_header(organisation, subject, words, copy_to, name):
    said = {"organisation": organisation, "to": "team@oak.example", "copy_to": copy_to, "subject": subject, "words": words}
    data = letter(said, (name, b"bytes"))
    message = read(data)
    assert set(message.keys()) <= TO and len(message.keys()) == len(set(message.keys()))
    assert [a.addr_spec for a in message["To"].addresses] == ["team@oak.example"]
    assert not message.defects and not message["To"].defects and message["Bcc"] is None and len(list(message.iter_attachments())) == 1
    copied = [a.addr_spec for a in message["Cc"].addresses] if message["Cc"] else []
    assert len(copied) <= 1 and all(address in copy_to for address in copied)
    head = data.split(b"\r\n\r\n")[0]
    assert head.isascii() and max(map(len, head.split(b"\r\n"))) <= 998
    shown = message["To"].addresses[0].display_name
    assert "\r" not in shown and "\n" not in shown and "\r" not in message["Subject"] and "\n" not in message["Subject"]


def test_a_long_name_reaches_the_reader_whole():
    """Decoded by the letter of RFC 2047: Python's newer reader puts spaces between the parts of a name."""
    for name in ("Kent, Sussex and Surrey (“South”) Nöthing NHS Trust, " * 4, 'The "Oak", Ash; & Co: <Elm> ' * 8):
        message = email.message_from_bytes(letter(SAID | {"organisation": name, "subject": name}))
        to, subject = (str(make_header(decode_header(re.sub(r"\r?\n", "", message[header])))) for header in ("To", "Subject"))
        assert to.partition("<team@")[0].rstrip() == name.strip() == subject


def test_the_zip_names_every_letter_once_and_safely():
    data = letters([("Oak.eml", b"1"), ("oak.eml", b"2"), ("../../x.eml", b"3"), ("con.eml", b"4"), ("\n.eml", b"5")])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        assert archive.testzip() is None and [archive.read(n) for n in names] == [b"1", b"2", b"3", b"4", b"5"]
    assert len({n.casefold() for n in names}) == 5 and not any("/" in n or "\\" in n or n.startswith("..") for n in names)


# --- the covering text -----------------------------------------------------------------------------------------------


def test_names_are_filled_in_once_and_a_line_without_its_value_is_left_out():
    values = dict.fromkeys(NAMES, "") | {"organisation": "Oak {ccg}", "count": "1 recommendation"}
    text = "To {organisation}: {count}\n\nBy {date}.\n\nYes { no }} {\n{organisation}"
    assert unknown_in("{organisation} {x} {x} { no }") == ["x", " no "]
    assert filled(text.replace("{ no }", "no"), values) == "To Oak {ccg}: 1 recommendation\n\nYes no} {\nOak {ccg}"


@given(st.text(alphabet="{}ab \nx", max_size=60))
def test_any_text_is_filled_in_or_named(text):
    if not unknown_in(text):
        assert filled(text, dict.fromkeys(NAMES, "v")).count("{") <= text.count("{")


# --- through the pages -----------------------------------------------------------------------------------------------


def test_a_letter_brings_its_own_workbook_and_a_link_that_needs_sign_in(app, open_as):  # checks 8, 9
    import_another()
    lead, id = open_as("lead"), part(ACUTE).id
    contacts = {f"mailbox_{id}": "team@medway-ft.example", f"escalate_to_{id}": "Chief nurse, nurse@medway-ft.example"}
    shown = press(lead.get(URL), 303, **contacts).follow()
    found = {}
    for link in [u for u in shown.links if u.endswith(".eml")]:
        answer = lead.get(link).response
        assert answer.mimetype == "message/rfc822" and "attachment" in answer.headers["Content-Disposition"]
        message = read(answer.data)
        found[message["To"].addresses[0].display_name if message["To"] else link] = message
    message = found[ACUTE]
    assert message["To"].addresses[0].addr_spec == "team@medway-ft.example" and message["Cc"] == "nurse@medway-ft.example"
    assert message["Subject"] == "Medway: your part of the action plan, by 19 September 2016" and len(found) == 3
    words = message.get_body().get_content()
    (link,) = re.findall(r"https?://\S+", words)
    assert link == "https://localhost/reviews/2"
    nobody = open_as(None).get(link.removeprefix("https://localhost"), 302)
    assert nobody.response.location.startswith("/sign-in")
    (file,) = message.iter_attachments()
    cells = cells_of(file.get_content())
    assert CANARY in cells and "Share them." in cells and "Keep them safe." not in cells
    zipped = lead.get([u for u in shown.links if u.endswith(".zip")][0]).response.data
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        assert sorted(archive.namelist()) == [f"Medway, {name}.eml" for name in sorted([ACUTE, COMMUNITY, MENTAL_HEALTH])]


def test_no_letter_holds_a_row_of_another_organisation(app, open_as):  # checks 8
    own = action("1.4")
    own.record_progress(confidence=own.confidence, note="CANARY-NOTE", by=person("owner"), on=own.updated_on, version=own.version)
    own.evidence_expected = "CANARY-EXPECTED"
    db.session.commit()
    row = ask(own.review)
    lead = open_as("lead")
    for written in row.letters:
        data = lead.get(f"/askings/{row.id}/letters/{written.organisation_id}.eml").response.data
        (file,) = read(data).iter_attachments()
        theirs = cells_of(file.get_content()) + read(data).get_body().get_content()
        assert ("CANARY-EXPECTED" in theirs) == (written.organisation.name == ACUTE)
        assert "CANARY-NOTE" not in theirs


def cells_of(data: bytes) -> str:
    """Every cell of every sheet, hidden ones too."""
    return "\n".join(str(c.value) for sheet in load_workbook(io.BytesIO(data)) for line in sheet.iter_rows() for c in line if c.value)
