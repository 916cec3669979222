"""A letter: an e-mail message that is sent, or opens as a draft in Outlook, Apple Mail and Thunderbird; several of them as a ZIP."""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from tracker.documents.safe_names import UniquePaths, safe_name
from tracker.documents.text import readable

ADDRESS = re.compile(r"(?<![^\s<(,;:])[A-Za-z0-9_][A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
# What needs neither quotes nor encoding: within a name, and in the subject.
PLAIN_NAME, PLAIN_LINE = re.compile(r"[A-Za-z0-9 &'+-]*"), re.compile(r"(?!.*=\?)[ -~]*")
EPOCH = (2000, 1, 1, 0, 0, 0)
OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    "pdf": "application/pdf", "docx": f"{OFFICE}.wordprocessingml.document", "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "csv": "text/csv", "json": "application/json", "zip": "application/zip",
}  # fmt: skip


def letter(said: dict, *files: tuple[str, bytes]) -> bytes:
    """The bytes of an .eml file, which opens as a draft unless `said` has a message_id.

    `said` has organisation, to (an address or ""), copy_to (a text in which an address may stand), subject and words;
    what is to be sent also has sender, reply_to (addresses), message_id and date (a moment). Each file, by its name
    and its bytes, is attached as it is.
    """
    message = EmailMessage(policy=SMTP)
    message.set_content(readable(said["words"]) + "\n", cte="quoted-printable")
    for name, data in files:
        maintype, subtype = KINDS.get(name.rpartition(".")[2].lower(), "application/octet-stream").split("/")
        message.add_attachment(data, maintype=maintype, subtype=subtype, filename=safe_name(name, 100))
    if files:
        message.set_boundary(_boundary(said, files))
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
    if "message_id" in said:
        yield f"From: {said['sender']}\r\n"
        if answers := ADDRESS.fullmatch(said["reply_to"]):
            yield f"Reply-To: {answers.group()}\r\n"
        yield f"Date: {format_datetime(said['date'])}\r\nMessage-ID: {said['message_id']}\r\n"
    else:
        yield "X-Unsent: 1\r\n"  # Outlook opens the file as a draft of one's own
    for header, named, text in (("To", said["organisation"], said["to"]), ("Cc", "", said["copy_to"])):
        if address := _address(said, header, text):
            name = _encoded(named, PLAIN_NAME)
            yield f"{header}: {name}\r\n <{address}>\r\n" if name else f"{header}: {address}\r\n"
    yield f"Subject: {_encoded(said['subject'], PLAIN_LINE)}\r\n"


def _address(said: dict, header: str, text: str) -> str:
    """The address in a text, "" for none; to whom a message is sent was checked when it was written, and is never left out."""
    if header == "To" and "message_id" in said:
        return text
    found = ADDRESS.search(text)
    return found.group() if found else ""


def _boundary(said: dict, files: tuple) -> str:
    """A line between the parts that follows from what stands in them, so that a message is the same at each try."""
    told = hashlib.sha256(repr(sorted(said.items())).encode())
    for name, data in files:
        told.update(hashlib.sha256(data).digest() + repr(name).encode())
    return f"part-{told.hexdigest()[:32]}"  # longer, and it would be folded in a way that few mail programs read


def _encoded(text: str, plain: re.Pattern) -> str:
    """One line of any text as a header takes it: as it stands when it is plain, otherwise as encoded words."""
    one_line = " ".join(readable(text).split())
    charset = "us-ascii" if plain.fullmatch(one_line) else "utf-8"
    return Header(one_line, charset, maxlinelen=66).encode(linesep="\r\n")  # with the header's own name below 76
