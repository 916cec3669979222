"""A server that is asked for files and answers as no store should: each behaviour is one way to fail.

    with HostileBucket() as hostile:
        hostile.behaviour = "silent"
        hostile.client                   a client of the store's own kind that asks this server
"""

import socket
import threading
from contextlib import suppress
from socketserver import StreamRequestHandler, ThreadingTCPServer

import pytest

from tests.seaweed import variables
from tracker.storage.s3 import bounded_client

XML = '<?xml version="1.0" encoding="UTF-8"?><Error><Code>{code}</Code><Message>said by a test</Message></Error>'


def error(status: str, code: str) -> bytes:
    """An answer as S3 words its errors."""
    body = XML.format(code=code).encode()
    return f"HTTP/1.1 {status}\r\nContent-Type: application/xml\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


ANSWERS = {
    "500": error("500 Internal Server Error", "InternalError"),
    "busy": error("503 Slow Down", "SlowDown"),
    "forbidden": error("403 Forbidden", "AccessDenied"),
    "no bucket": error("404 Not Found", "NoSuchBucket"),
    "no object": error("404 Not Found", "NoSuchKey"),
    "wrong checksum": error("400 Bad Request", "BadDigest"),
    "garbage": b"220 mail.example ESMTP\r\n",
    "reset": b"",
    "cut short": b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this",
}
SILENT = {"silent", "trickle"}


class HostileBucket(ThreadingTCPServer):
    """One of ANSWERS, "silent" (never a byte) or "trickle" (a byte now and then, for ever)."""

    daemon_threads = True
    behaviour = "500"

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Answering)
        self.asked = 0
        self.over = threading.Event()
        with pytest.MonkeyPatch.context() as patched:
            for name, value in variables(f"http://127.0.0.1:{self.server_address[1]}").items():
                patched.setenv(name, value)
            self.client = bounded_client()

    def __enter__(self) -> "HostileBucket":
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.shutdown()
        self.server_close()


class _Answering(StreamRequestHandler):
    def handle(self) -> None:
        self.server.asked += 1
        with suppress(OSError):
            self._drain()
            if self.server.behaviour in SILENT:
                self._say_nothing_useful()
            else:
                self.wfile.write(ANSWERS[self.server.behaviour])
                self.connection.shutdown(socket.SHUT_WR)

    def _drain(self) -> None:
        """Read what is sent, so that it is not the reset of the connection that is tested."""
        self.connection.settimeout(0.1)
        with suppress(TimeoutError):
            while b"\r\n\r\n" not in self.connection.recv(1 << 16):
                pass

    def _say_nothing_useful(self) -> None:
        if self.server.behaviour == "trickle":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\nETag: ")
        while not self.server.over.wait(0.02):
            if self.server.behaviour == "trickle":
                self.wfile.write(b"x")
