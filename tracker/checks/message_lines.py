"""The text of e-mail messages, with their attachments."""

import io
import re
from collections.abc import Iterator
from email import message_from_binary_file, policy
from html import unescape
from typing import BinaryIO

_UNSEEN = re.compile(r"<(style|script)\b.*?</\1>", re.IGNORECASE | re.DOTALL)
_LINE_END = re.compile(r"<br\b[^>]*>|</(p|div|tr|li|h\d)>", re.IGNORECASE)
_CELL_END = re.compile(r"</t[dh]>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_RUN = re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ue000-\uffff]{6,}")


def eml_lines(file: BinaryIO) -> Iterator[tuple[str, str]]:
    """The subject, the texts, and what is attached, as far as it can be read."""
    from tracker.checks.file_lines import file_lines  # an attachment may be any file, also another message

    message, attached = message_from_binary_file(file, policy=policy.default), 0
    yield "subject", str(message["subject"] or "")
    for part in message.walk():
        if part.is_multipart():
            continue
        name = part.get_filename() or ""
        if name or part.get_content_maintype() != "text":
            attached += 1
            data = part.get_payload(decode=True) or b""
            found = file_lines(io.BytesIO(data), name.rpartition(".")[2].lower())
            yield from ((f"attachment {attached}, {place}", text) for place, text in found)
        else:
            text = str(part.get_content())
            plain = _plain(text) if part.get_content_subtype() == "html" else text
            yield from ((f"line {number}", line) for number, line in enumerate(plain.splitlines(), 1))


def msg_lines(file: BinaryIO) -> Iterator[tuple[str, str]]:
    """Outlook keeps subject and text as UTF-16 in whole sectors, so that runs of letters are its lines."""
    data = file.read()
    for encoding in ("utf-16-le", "latin-1"):
        for run in _RUN.finditer(data.decode(encoding, "replace")):
            yield from (("the message", line) for line in run[0].splitlines())


def _plain(html: str) -> str:
    return unescape(_TAG.sub("", _CELL_END.sub("\t", _LINE_END.sub("\n", _UNSEEN.sub("", html.replace("\n", " "))))))
