"""A line to a server that can break: it carries bytes both ways, until so many went up, or before an answer comes down.

    with CutLine(server.port) as line:
        line.cut_after(1_000_000)      a connection that carries that much is cut
"""

import socket
import threading
from contextlib import suppress

BLOCK = 65536


class CutLine:
    """`host` is where browsers go."""

    def __init__(self, port: int):
        self._to, self._most, self._up = port, None, True
        self._door = socket.create_server(("127.0.0.1", 0))
        self._ends, self._threads = [self._door], []
        self.host = f"127.0.0.1:{self._door.getsockname()[1]}"

    def __enter__(self) -> "CutLine":
        self._start(self._serve)
        return self

    def __exit__(self, *_):
        _hang_up(*self._ends)
        for thread in self._threads:
            thread.join(10)
        for end in self._ends:
            end.close()

    def cut_after(self, octets: int, *, answered: bool = False) -> None:
        """Cut each connection that has carried so many bytes up, until `mend`; with `answered` only when the server answers them.

        Once would not do: chromium by itself sends again what broke on a connection that it had used before.
        """
        self._most, self._up = octets, not answered

    def mend(self) -> None:
        """The line holds again."""
        self._most = None

    def _serve(self) -> None:
        with suppress(OSError):  # the door was closed
            while True:
                near, far, carried = self._door.accept()[0], socket.create_connection(("127.0.0.1", self._to)), [0]
                self._ends += [near, far]
                self._start(self._carry, near, far, carried, True)
                self._start(self._carry, far, near, carried, False)

    def _carry(self, one: socket.socket, other: socket.socket, carried: list[int], is_up: bool) -> None:
        with suppress(OSError):
            while block := one.recv(BLOCK):
                carried[0] += len(block) if is_up else 0
                if self._most is not None and carried[0] > self._most and is_up is self._up:
                    break
                other.sendall(block)
        _hang_up(one, other)

    def _start(self, task, *given) -> None:
        self._threads.append(threading.Thread(target=task, args=given, daemon=True))
        self._threads[-1].start()


def _hang_up(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
