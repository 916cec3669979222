"""A real server: granian as `make run` starts it, over a copy of a world, on a free port of this machine.

    with Server(told_world, folder) as server:      the copy lies in `folder`
        owner = server.visitor("owner")             signed in as one of the cast; None is nobody
        assert owner.get("/").status == 200
"""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from threading import Barrier

from tests.conftest import TOP, settings
from tests.visitor import PATIENCE, Visitor
from tests.worlds import ask, copy_world
from tracker import create_app
from tracker.demo import CAST
from tracker.extensions import db
from tracker.models import SignIn, User

BIN = Path(sys.executable).parent


class Server:
    """A server that can be killed and started again; `environment` adds to its settings or removes (None)."""

    def __init__(self, world: Path, folder: Path, *, app: str = "wsgi:app", **environment: str | None):
        copy_world(world, folder)
        (folder / "tmp").mkdir()
        self.folder, self.app, self.environment = folder, app, environment
        self.process, self.port = None, 0

    def __enter__(self) -> "Server":
        return self.start()

    def __exit__(self, *_):
        self.kill()

    def start(self) -> "Server":
        """Start it and wait until it answers; another port when somebody took this one meanwhile."""
        for _attempt in range(3):
            self.launch()
            if self._answers():
                return self
            self.kill()
        raise AssertionError(f"the server does not start: {self.said}")

    def launch(self) -> subprocess.Popen:
        """Start it and do not wait."""
        self.port = _free_port()
        command = [
            BIN / "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port),
            "--workers", "2", "--blocking-threads", "64", "--no-access-log", "--log-level", "warning", self.app,
        ]  # fmt: skip
        with (self.folder / "server.log").open("w") as log:
            self.process = subprocess.Popen(
                command, cwd=TOP, env=self.variables, stdout=log, stderr=log, start_new_session=True
            )
        return self.process

    def kill(self) -> None:
        """End it and its workers with kill -9, as a power cut would, and wait until they are gone."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)
        assert until(lambda: not self.processes()), "workers outlived kill -9"
        self.process = None

    def flask(self, *command: str) -> subprocess.CompletedProcess:
        """Run a `flask` command with the settings of the server."""
        return subprocess.run(
            [BIN / "flask", *command], cwd=TOP, env=self.variables, capture_output=True, text=True, timeout=PATIENCE, check=False
        )

    def visitor(self, called: str | None = None) -> Visitor:
        """Somebody's browser."""
        return Visitor(self, self._signed_in(CAST[called][1]) if called else "")

    @property
    def host(self) -> str:
        """What visitors type."""
        return f"127.0.0.1:{self.port}"

    @property
    def said(self) -> str:
        """What it wrote to its terminal since it was started."""
        return (self.folder / "server.log").read_text()

    @property
    def variables(self) -> dict[str, str]:
        """The whole environment of the server."""
        mine = settings(self.folder)
        variables = {
            "PATH": os.environ["PATH"],
            "TMPDIR": str(self.folder / "tmp"),
            "SECRET_KEY": mine["SECRET_KEY"],
            "DATABASE_URL": mine["SQLALCHEMY_DATABASE_URI"],
            "EVIDENCE_STORE": mine["EVIDENCE_STORE"],
            **self.environment,
        }
        return {name: value for name, value in variables.items() if value is not None}

    @cached_property
    def tracker(self):
        """The same app in this process, over the same data."""
        return create_app(settings(self.folder, DEMO="DEMO" in self.environment))

    @property
    def store(self):
        """Where its files are kept."""
        return self.tracker.extensions["store"]

    def rows(self, query: str, *values) -> list[tuple]:
        """What the database says, asked past the app, with a `?` for each value."""
        return ask(self.folder, query, *values)

    def action(self, number: str) -> int:
        """The id of the first action for a recommendation."""
        return self.rows(
            "SELECT action_id FROM action_recommendations JOIN recommendations ON id = recommendation_id"
            " WHERE number = ? ORDER BY action_id", number,
        )[0][0]  # fmt: skip

    def files(self, part: str) -> list[Path]:
        """The files under a folder of its own, as `tmp`."""
        return sorted(path for path in (self.folder / part).rglob("*") if path.is_file())

    def processes(self) -> list[str]:
        """The ids of the server and its workers, as long as they run."""
        ids = [path.name for path in Path("/proc").iterdir() if path.name.isdigit()]
        return [id for id in ids if self.process and _group_of_running(id) == self.process.pid]

    def written(self) -> int:
        """The bytes that its processes ever handed to write(): a file counts even if it is gone, or never had a name."""
        counts = [Path(f"/proc/{id}/io").read_text() for id in self.processes()]
        return sum(int(re.search(r"wchar: (\d+)", text)[1]) for text in counts)

    def _answers(self) -> bool:
        def answered() -> bool:
            with suppress(OSError, http.client.HTTPException):
                return self.visitor().get("/privacy").status == 200
            return False

        return until(lambda: self.process.poll() is not None or answered()) and self.process.poll() is None

    def _signed_in(self, email: str) -> str:
        with self.tracker.app_context():
            token = SignIn.start(User.with_email(email))
            db.session.commit()
            db.engine.dispose()
        session = self.tracker.session_interface.get_signing_serializer(self.tracker)
        return f"{self.tracker.config['SESSION_COOKIE_NAME']}={session.dumps({'_user_id': token, '_fresh': True})}"


def until(holds, seconds: float = PATIENCE) -> bool:
    """Ask again and again until it holds; False when the time is over."""
    deadline = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return held


def at_once(*calls) -> list:
    """What the calls give, all begun together, each in a thread of its own."""
    ready = Barrier(len(calls))

    def begun(call):
        ready.wait(timeout=PATIENCE)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(begun, calls))


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def _group_of_running(id: str) -> int | None:
    try:
        state, _parent, group = Path(f"/proc/{id}/stat").read_text().rpartition(")")[2].split()[:3]
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if state == "Z" else int(group)
