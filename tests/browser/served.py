"""A real server over a world of its own: the command of `make run`, a random port, ended by its process id."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
LONGEST_START = 30  # seconds


class Served:
    """`url` is where it answers; `reset` puts the database back to what the world was."""

    def __init__(self, world: Path, folder: Path):
        self.world, self.folder = world, folder
        shutil.copytree(world, folder, dirs_exist_ok=True)
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = (folder / "server.log").open("w")
        self.process = subprocess.Popen(self._command(), env=self._environment(), cwd=TOP, stdout=self.log, stderr=self.log)
        self._wait()

    def reset(self) -> None:
        """Put every row back, sessions included, under the running server."""
        with sqlite3.connect(self.world / "tracker.sqlite") as told, sqlite3.connect(self.folder / "tracker.sqlite") as own:
            told.backup(own)
        told.close()
        own.close()

    def sign_everybody_out(self) -> None:
        """End every session at the server, as half an hour without a click does."""
        with sqlite3.connect(self.folder / "tracker.sqlite", timeout=10) as own:
            own.execute("DELETE FROM sign_ins")
        own.close()

    def stop(self) -> None:
        """End the server by its id."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        self.log.close()

    def _command(self) -> list[str]:
        granian = Path(sys.executable).with_name("granian")
        return [
            str(granian), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--workers", "2",
            "--no-access-log", "--log-level", "warning", "wsgi:app",
        ]  # fmt: skip

    def _environment(self) -> dict:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return kept | {
            "SECRET_KEY": "for browser tests only, thirty-two bytes or more", "DEMO": "1",
            "DATABASE_URL": f"sqlite:///{self.folder}/tracker.sqlite", "EVIDENCE_STORE": str(self.folder / "evidence"),
        }  # fmt: skip

    def _wait(self) -> None:
        end = time.monotonic() + LONGEST_START
        while time.monotonic() < end and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"the server did not start: {(self.folder / 'server.log').read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
