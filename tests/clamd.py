"""A real clamd on loopback, with a few signatures of the tests' own; nothing of it outlives its folder.

    with Scanner(folder) as scanner:
        scanner.wait()
        Clamd(scanner.address)
"""

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from tests.seaweed import free_ports
from tracker.checks import Clamd

PROGRAM = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
NOWHERE = "127.0.0.1:1"  # where no clamd listens
LONGEST_STREAM = 300_000  # bytes: a file over the limit need not be long
# The test file of EICAR, which every scanner knows: in two halves, as it would find this one too.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + rb"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SETTINGS = """Foreground yes
TCPAddr 127.0.0.1
TCPSocket {port}
DatabaseDirectory {folder}/signatures
TemporaryDirectory {folder}
LogFile {folder}/log
StreamMaxLength {longest}
AlertEncrypted yes
AlertOLE2Macros yes
AlertExceedsMax yes
"""


class Scanner:
    """A clamd that can hang, and learn a file by heart."""

    def __init__(self, folder: Path):
        self.folder, self.process = folder, None
        (self.port,) = free_ports(1)
        self.address = f"127.0.0.1:{self.port}"

    def __enter__(self) -> "Scanner":
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self) -> None:
        """Start it and do not wait."""
        (self.folder / "signatures").mkdir()
        self._sign("hdb", f"{hashlib.md5(EICAR).hexdigest()}:{len(EICAR)}:Test.Eicar")
        self._sign("ndb", f"Test.Eicar.Within:0:*:{EICAR.hex()}")
        (self.folder / "clamd.conf").write_text(SETTINGS.format(port=self.port, folder=self.folder, longest=LONGEST_STREAM))
        with (self.folder / "said").open("w") as said:
            self.process = subprocess.Popen([PROGRAM, f"--config-file={self.folder}/clamd.conf"], stdout=said, stderr=said)

    def wait(self, seconds: float = 30) -> "Scanner":
        """Wait until it answers."""
        deadline = time.monotonic() + seconds
        while not Clamd(self.address).ready():
            assert time.monotonic() < deadline and self.process.poll() is None, (self.folder / "said").read_text()[-2000:]
            time.sleep(0.02)
        return self

    def stop(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait(20)

    def hang(self) -> None:
        """It no longer answers, and its port stays open."""
        os.kill(self.process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """It answers again."""
        os.kill(self.process.pid, signal.SIGCONT)

    def learn(self, data: bytes, name: str) -> None:
        """A new signature: from now on this file is known as malware."""
        self._sign("hsb", f"{hashlib.sha256(data).hexdigest()}:{len(data)}:{name}")
        with socket.create_connection(("127.0.0.1", self.port), 5) as connection:
            connection.sendall(b"zRELOAD\0")
            assert connection.recv(100) == b"RELOADING\0"

    def _sign(self, kind: str, line: str) -> None:
        with (self.folder / "signatures" / f"tests.{kind}").open("a") as signatures:
            signatures.write(line + "\n")
