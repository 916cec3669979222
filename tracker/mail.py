"""How a message leaves: by SMTP, or into a folder or the terminal, where nothing leaves the building. Pure: bytes in, the server's answer out.

Each of the three has `leaves` and `send`. `send` calls `before_last` when everything but the last line is
with the server: until then it cannot have been sent, from then on perhaps it was. Source: RFC 5321, 4.1.1.4 and 4.5.3.2.6.
"""

import os
import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
CHUNK = 64 * 1024
LONGEST_ANSWER = 300  # letters of what a server says


class NotTaken(Exception):
    """The message was not taken, and may be offered again later. The words are for the person who wrote it."""


class Unreachable(NotTaken):
    """The server takes nothing just now, so that no other message needs to be tried."""


class RefusedForGood(NotTaken):
    """The server will never take this message."""


class NobodyKnows(Exception):
    """Everything was sent and no answer came: the message may have been taken."""


@dataclass(frozen=True)
class Smtp:
    """A mail server. `tls` from the first byte; otherwise STARTTLS, which only this machine need not offer."""

    host: str
    port: int
    tls: bool = False
    user: str = ""
    password: str = field(default="", repr=False)
    patience: float = 30  # seconds for each answer
    last_patience: float = 600  # for the answer after the last line: who gives up earlier sends twice
    leaves = True

    def send(self, message: bytes, *, sender: str, to: str, before_last: Callable[[], None]) -> str:
        """The server's answer. Raises NotTaken (or one of its kinds), or NobodyKnows."""
        server = self._opened()
        try:
            _offer(server, message, sender, to)
            _still_there(server)
            before_last()
            return self._finished(server)
        finally:
            server.close()

    def _opened(self) -> smtplib.SMTP:
        server = None
        try:
            server = self._connected()
            server.ehlo_or_helo_if_needed()
            if not self.tls and self.host not in LOOPBACK:
                server.starttls(context=ssl.create_default_context())
                server.ehlo_or_helo_if_needed()
            if self.user:
                server.login(self.user, self.password)
        except (OSError, UnicodeEncodeError) as error:
            if server:
                server.close()
            raise Unreachable(_sentence(error)) from error
        return server

    def _connected(self) -> smtplib.SMTP:
        if self.tls:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.patience, context=ssl.create_default_context())
        return smtplib.SMTP(self.host, self.port, timeout=self.patience)

    def _finished(self, server: smtplib.SMTP) -> str:
        try:
            server.sock.settimeout(self.last_patience)
            server.send(b".\r\n")
            code, answer = server.getreply()
        except OSError as error:
            raise NobodyKnows(_sentence(error)) from error
        with suppress(OSError):
            server.putcmd("QUIT")  # its answer is not waited for: what was taken is to be written down at once
        return _said(code, answer, 250)


@dataclass(frozen=True)
class Folder:
    """A folder of .eml files; writing one twice is writing it once."""

    path: Path
    leaves = False

    def send(self, message: bytes, *, sender: str, to: str, before_last: Callable[[], None]) -> str:
        """The name of the file. Raises NotTaken when the folder takes none."""
        name = re.sub(r"[^A-Za-z0-9.-]", "_", re.search(rb"(?mi)^Message-ID:\s*<([^>\r\n]*)>", message)[1].decode()) + ".eml"
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.path / f".{name}").write_bytes(message)
            before_last()
            os.replace(self.path / f".{name}", self.path / name)
        except OSError as error:
            raise NotTaken(f"The folder for mail cannot be written to: {error.strerror}.") from error
        return name


class Console:
    """The terminal of `flask mail send`."""

    leaves = False

    def send(self, message: bytes, *, sender: str, to: str, before_last: Callable[[], None]) -> str:
        """Prints it."""
        before_last()
        print(message.decode("ascii"), flush=True)
        return "printed"


Post = Smtp | Folder | Console


def open_post(url: str) -> Post:
    """From the setting MAIL_URL, which config.py has checked: smtp://, smtps://, "console" or a folder."""
    if url == "console":
        return Console()
    if "://" not in url:
        return Folder(Path(url))
    parts = urlsplit(url)
    tls = parts.scheme == "smtps"
    return Smtp(parts.hostname, parts.port or (465 if tls else 587), tls, unquote(parts.username or ""), unquote(parts.password or ""))


def _offer(server: smtplib.SMTP, message: bytes, sender: str, to: str) -> None:
    """Everything but the last line."""
    size = [f"size={len(message)}"] if server.has_extn("size") else []
    stuffed = re.sub(rb"(?m)^\.", b"..", message.removesuffix(b"\r\n") + b"\r\n")
    try:
        _said(*server.mail(sender, size), 250)
        _said(*server.rcpt(to), 250, 251)
        _said(*server.docmd("DATA"), 354)
        for start in range(0, len(stuffed), CHUNK):  # each has its own patience: a slow line is no fault
            server.send(stuffed[start : start + CHUNK])
    except OSError as error:
        raise NotTaken(_sentence(error)) from error


def _still_there(server: smtplib.SMTP) -> None:
    """Raises NotTaken when the server hung up or said something, before anybody has to wonder whether it took the message."""
    server.sock.settimeout(0)
    try:
        server.sock.recv(1)
    except (BlockingIOError, ssl.SSLWantReadError):
        return
    except OSError as error:
        raise NotTaken(_sentence(error)) from error
    raise NotTaken("The mail server ended the connection.")


def _said(code: int, answer: bytes, *good: int) -> str:
    """The server's answer in one line, when it is one of the good ones."""
    line = f"{code} {answer.decode('ascii', 'replace')}"
    line = " ".join("".join(c if c.isprintable() else " " for c in line).split())[:LONGEST_ANSWER]
    if code in good:
        return line
    raise (RefusedForGood if 500 <= code < 600 else Unreachable if code == 421 else NotTaken)(line)


def _sentence(error: OSError | UnicodeEncodeError) -> str:
    """What went wrong, without a word of the settings."""
    if isinstance(error, UnicodeEncodeError):
        return "The tracker's name or password for the mail server has a letter such as é or £. Choose one of plain letters, digits and signs."
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"The mail server did not accept the tracker's name and password ({error.smtp_code})."
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "The mail server offers no safe connection (STARTTLS), or no sign-in that the tracker knows."
    if isinstance(error, smtplib.SMTPResponseException):
        return f"The mail server answered {error.smtp_code}."
    if isinstance(error, ssl.SSLError):
        return "No safe connection to the mail server could be made: its certificate was not accepted."
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "The mail server did not answer in time."
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "The mail server ended the connection."
    return "The mail server cannot be reached."
