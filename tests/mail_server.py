"""A real SMTP server (aiosmtpd) on a free port of this machine, that can be told to be difficult.

    with MailServer() as server:
        server.answers["RCPT"] = "450 come back later"      until it is taken out again
        server.received                                     the messages that it took, as bytes
"""

import asyncio
import socket
from contextlib import contextmanager

from aiosmtpd.controller import Controller


class _Handler:
    def __init__(self):
        self.offered, self.received, self.recipients, self.answers, self.awake = [], [], [], {}, None

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        """Its answer to an address."""
        if "RCPT" in self.answers:
            return self.answers["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        """Its answer to a whole message; "silence" is none."""
        answer = self.answers.get("DATA", "250 taken")
        self.offered.append(envelope.original_content)
        if answer == "silence" or answer.startswith("250"):
            self.received.append(envelope.original_content)
            self.recipients += envelope.rcpt_tos
        if answer == "silence":
            self.awake = asyncio.Event()
            await self.awake.wait()
            return "421 closing"
        return answer


class MailServer(Controller):
    """Started by `with`; what else it can do is aiosmtpd's (`require_starttls`, `authenticator`, …)."""

    def __init__(self, **options):
        super().__init__(_Handler(), hostname="127.0.0.1", port=0, **options)

    def __enter__(self) -> "MailServer":
        self.start()
        return self

    def __exit__(self, *_):
        if self.handler.awake:
            self.loop.call_soon_threadsafe(self.handler.awake.set)
        self.stop()

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    @property
    def url(self) -> str:
        """As MAIL_URL names it."""
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def received(self) -> list[bytes]:
        """What it took, with the line ends that came."""
        return self.handler.received

    @property
    def answers(self) -> dict[str, str]:
        """What it says instead of 250, by the command."""
        return self.handler.answers


@contextmanager
def listening():
    """A port that takes connections and never says a word; gives the socket and its MAIL_URL."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        yield door, f"smtp://127.0.0.1:{door.getsockname()[1]}"


def down() -> str:
    """The MAIL_URL of a port where nobody listens."""
    with listening() as (_door, url):
        return url


def hang_up_in_data(door: socket.socket) -> None:
    """Speak SMTP as far as the message, read a little of it, and hang up."""
    connection, _ = door.accept()
    with connection, connection.makefile("rb") as lines:
        connection.sendall(b"220 hello\r\n")
        for answer in (b"250 OK\r\n", b"250 OK\r\n", b"250 OK\r\n", b"354 go on\r\n"):
            lines.readline()
            connection.sendall(answer)
        lines.readline()
