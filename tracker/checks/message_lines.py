"""The text of e-mail messages, with their attachments."""

import io
import re
from collections.abc import Iterator
from email import message_from_binary_file, policy
from html import unescape
from typing import BinaryIO

from tracker.checks.not_searched import NotSearched

_UNSEEN = re.compile(r"<(style|script)\b.*?</\1>", re.IGNORECASE | re.DOTALL)
_LINE_END = re.compile(r"<br\b[^>]*>|</(p|div|tr|li|h\d)>", re.IGNORECASE)
_CELL_END = re.compile(r"</t[dh]>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_RUN = re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ue000-\uffff]{6,}")


def eml_lines(file: BinaryIO) -> Iterator[tuple[str, str]]:
    """The subject, the texts, and what is attached; in the end NotSearched when something attached could not be read."""
    message, attached, left = message_from_binary_file(file, policy=policy.default), 0, False
    yield "subject", str(message["subject"] or "")
    for part in message.walk():
        if part.is_multipart():
            continue
        is_file = bool(part.get_filename()) or part.get_content_maintype() != "text"
        attached += is_file
        left = not (yield from _read(_attached(part, f"attachment {attached}, ") if is_file else _body(part))) or left
    if left:
        raise NotSearched


def msg_lines(file: BinaryIO) -> Iterator[tuple[str, str]]:
    """Outlook keeps subject and text as UTF-16 in whole sectors, so that runs of letters are its lines; then NotSearched for the rest."""
    data = file.read()
    for encoding in ("utf-16-le", "latin-1"):
        for run in _RUN.finditer(data.decode(encoding, "replace")):
            yield from (("the message", line) for line in run[0].splitlines())
    raise NotSearched


def _read(lines: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The lines of one part; gives whether all of them could be read."""
    try:
        yield from lines
    except Exception:  # whatever a parser fails with here, the other parts are searched still
        return False
    return True


def _attached(part, where: str) -> Iterator[tuple[str, str]]:
    from tracker.checks.file_lines import file_lines  # it may be any file, also another message

    extension = (part.get_filename() or "").rpartition(".")[2].lower()
    yield from ((where + place, text) for place, text in file_lines(io.BytesIO(part.get_payload(decode=True) or b""), extension))


def _body(part) -> Iterator[tuple[str, str]]:
    text, is_known = _shown(part)
    yield from ((f"line {number}", line) for number, line in enumerate(text.splitlines(), 1))
    if not is_known:
        raise NotSearched


def _shown(part) -> tuple[str, bool]:
    """The text, and whether its charset is one that is known here; of any other the digits are read."""
    try:
        text, is_known = str(part.get_content()), True
    except LookupError:
        text, is_known = (part.get_payload(decode=True) or b"").decode("latin-1"), False
    return (_plain(text) if part.get_content_subtype() == "html" else text), is_known


def _plain(html: str) -> str:
    return unescape(_TAG.sub("", _CELL_END.sub("\t", _LINE_END.sub("\n", _UNSEEN.sub("", html.replace("\n", " "))))))
