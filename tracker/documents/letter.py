"""A letter: an e-mail message that opens as a draft in Outlook, Apple Mail and Thunderbird; several of them as a ZIP."""

import io
import re
import zipfile
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from tracker.documents.safe_names import UniquePaths, safe_name
from tracker.documents.text import readable

ADDRESS = re.compile(r"(?<![^\s<(,;:])[A-Za-z0-9_][A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
EPOCH = (2000, 1, 1, 0, 0, 0)
EXCEL = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def letter(said: dict, workbook: tuple[str, bytes] | None = None) -> bytes:
    """The bytes of an .eml file.

    `said` has organisation, to (an address or ""), copy_to (a text in which an address may stand), subject and words.
    `workbook` is a file name and the bytes of an Excel workbook, which is attached.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"  # Outlook opens the file as a draft of one's own
    for header, named, text in (("To", said["organisation"], said["to"]), ("Cc", "", said["copy_to"])):
        address = ADDRESS.search(text)
        if address:
            message[header] = Address(display_name=_one_line(named), addr_spec=address.group())
    message["Subject"] = _one_line(said["subject"])
    message.set_content(readable(said["words"]) + "\n", cte="quoted-printable")
    if workbook:
        name, data = workbook
        message.add_attachment(data, maintype=EXCEL[0], subtype=EXCEL[1], filename=safe_name(name, 100))
    return message.as_bytes()


def letters(files: list[tuple[str, bytes]]) -> bytes:
    """A ZIP of these files, under names that are safe and unique."""
    taken, whole = UniquePaths(), io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(taken.claim(safe_name(name, 150)), EPOCH), data, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def _one_line(text: str) -> str:
    return " ".join(readable(text).split())
