"""Somebody's browser on a real server: it can also send what no browser would."""

import http.client
import io
import re
import socket
from collections.abc import Iterable
from contextlib import closing, suppress

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

PATIENCE = 60  # seconds, for what takes a healthy server one or two


class Visitor:
    """It keeps its cookie and asks from our own pages, unless a header says otherwise. It waits `patience` seconds for more to come."""

    patience = PATIENCE

    def __init__(self, server, cookie: str):
        self.server, self.cookie = server, cookie  # the server's port changes when it is started again

    def get(self, url: str, **headers: str) -> "Answer":
        """Open a page."""
        return self.send("GET", url, (), **headers)

    def post(self, url: str, fields: dict, filename: str | None = None, data: bytes = b"", **headers: str) -> "Answer":
        """Send a form; with a file when it has a name."""
        kind, body = form(fields, filename, data)
        return self.send_declared(url, kind, body, len(body), **headers)

    def send_declared(self, url: str, kind: str, body: bytes, length: int | str, **options) -> "Answer":
        """Send a body of this content type, of which the header says this length."""
        return self.send("POST", url, [body], **{"Content-Type": kind, "Content-Length": str(length)} | options)

    def send_chunked(self, url: str, kind: str, pieces: Iterable[bytes], **options) -> "Answer":
        """Send a body in chunks, without a length; an empty piece is its end."""
        chunks = (b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
        return self.send("POST", url, chunks, **{"Content-Type": kind, "Transfer-Encoding": "chunked"} | options)

    def send(self, method: str, url: str, pieces: Iterable[bytes], *, hang_up: bool = False, **headers: str) -> "Answer":
        """Send the pieces as they are, with these headers; `hang_up` says that no more will come."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=self.patience)) as connection:
            connection.putrequest(method, url, skip_host=True)
            for name, value in (self.headers | headers).items():
                connection.putheader(name, value)
            connection.endheaders()
            # A server that refuses before the end closes its side; its answer can still be read.
            with suppress(BrokenPipeError, ConnectionResetError):
                for piece in pieces:
                    connection.send(piece)
                if hang_up:
                    connection.sock.shutdown(socket.SHUT_WR)
            answer = Answer(connection.getresponse())
        self.cookie = answer.headers.get("Set-Cookie", self.cookie).split(";")[0]
        return answer

    @property
    def headers(self) -> dict[str, str]:
        """What its requests carry by themselves."""
        host = f"127.0.0.1:{self.server.port}"
        return {"Host": host, "Origin": f"http://{host}", "Cookie": self.cookie}

    def token(self) -> str:
        """A CSRF token of this session."""
        return self.get("/accessibility").text.split('"X-CSRFToken": "')[1].split('"')[0]


class Answer:
    """What came back: `status`, `headers`, `text`."""

    def __init__(self, response: http.client.HTTPResponse):
        self.status, self.headers = response.status, response.headers
        self.text = response.read().decode(errors="replace")

    def value(self, name: str) -> str:
        """The value of a hidden field."""
        return re.search(rf'name="{name}"[^>]* value="([^"]*)"', self.text)[1]


def form(fields: dict, filename: str | None = None, data: bytes = b"") -> tuple[str, bytes]:
    """The content type and the body of a multipart form."""
    file = {"file": FileStorage(io.BytesIO(data), filename)} if filename else {}
    boundary, body = encode_multipart(fields | file)
    return f"multipart/form-data; boundary={boundary}", body
