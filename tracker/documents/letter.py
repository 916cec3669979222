"""A letter: an e-mail message that opens as a draft in Outlook, Apple Mail and Thunderbird; several of them as a ZIP."""

import io
import re
import zipfile
from collections.abc import Iterator
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP

from tracker.documents.safe_names import UniquePaths, safe_name
from tracker.documents.text import readable

ADDRESS = re.compile(r"(?<![^\s<(,;:])[A-Za-z0-9_][A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
# What needs neither quotes nor encoding: within a name, and in the subject.
PLAIN_NAME, PLAIN_LINE = re.compile(r"[A-Za-z0-9 &'+-]*"), re.compile(r"(?!.*=\?)[ -~]*")
EPOCH = (2000, 1, 1, 0, 0, 0)
EXCEL = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def letter(said: dict, workbook: tuple[str, bytes] | None = None) -> bytes:
    """The bytes of an .eml file.

    `said` has organisation, to (an address or ""), copy_to (a text in which an address may stand), subject and words.
    `workbook` is a file name and the bytes of an Excel workbook, which is attached.
    """
    message = EmailMessage(policy=SMTP)
    message.set_content(readable(said["words"]) + "\n", cte="quoted-printable")
    if workbook:
        name, data = workbook
        message.add_attachment(data, maintype=EXCEL[0], subtype=EXCEL[1], filename=safe_name(name, 100))
    return "".join(_head(said)).encode("ascii") + message.as_bytes()


def letters(files: list[tuple[str, bytes]]) -> bytes:
    """A ZIP of these files, under names that are safe and unique."""
    taken, whole = UniquePaths(), io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(taken.claim(safe_name(name, 150)), EPOCH), data, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def _head(said: dict) -> Iterator[str]:
    """The lines above the body. The standard library's own folding of a long name with commas loses its quotes, so they are made here."""
    yield "X-Unsent: 1\r\n"  # Outlook opens the file as a draft of one's own
    for header, named, text in (("To", said["organisation"], said["to"]), ("Cc", "", said["copy_to"])):
        address = ADDRESS.search(text)
        if address:
            name = _encoded(named, PLAIN_NAME)
            yield f"{header}: {name}\r\n <{address.group()}>\r\n" if name else f"{header}: {address.group()}\r\n"
    yield f"Subject: {_encoded(said['subject'], PLAIN_LINE)}\r\n"


def _encoded(text: str, plain: re.Pattern) -> str:
    """One line of any text as a header takes it: as it stands when it is plain, otherwise as encoded words."""
    one_line = " ".join(readable(text).split())
    charset = "us-ascii" if plain.fullmatch(one_line) else "utf-8"
    return Header(one_line, charset, maxlinelen=66).encode(linesep="\r\n")  # with the header's own name below 76
