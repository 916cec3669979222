"""A real server: granian as `make run` starts it, over a copy of a world, on a free port of this machine.

    with Server(told_world, folder) as server:      the copy lies in `folder`
        owner = server.visitor("owner")             signed in as one of the cast; None is nobody
        assert owner.get("/").status == 200
"""

import http.client
import io
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import closing, suppress
from functools import cached_property
from pathlib import Path

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.conftest import TOP, settings
from tracker import create_app
from tracker.demo import CAST
from tracker.extensions import db
from tracker.models import SignIn, User

PATIENCE = 30  # seconds, for what takes a healthy server one or two
BIN = Path(sys.executable).parent


class Server:
    """A server that can be killed and started again; `environment` adds to its settings or removes (None)."""

    def __init__(self, world: Path, folder: Path, *, app: str = "wsgi:app", **environment: str | None):
        shutil.copytree(world, folder, dirs_exist_ok=True)
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
            "--workers", "2", "--no-access-log", "--log-level", "warning", self.app,
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

    def visitor(self, called: str | None = None) -> "Visitor":
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

    def rows(self, query: str, *values) -> list[tuple]:
        """What the database says, asked past the app."""
        with closing(sqlite3.connect(self.folder / "tracker.sqlite", timeout=PATIENCE)) as connection:
            found = connection.execute(query, values).fetchall()
            connection.commit()
        return found

    def action(self, number: str) -> int:
        """The id of the first action for a recommendation."""
        return self.rows(
            "SELECT action_id FROM action_recommendations JOIN recommendations ON id = recommendation_id"
            " WHERE number = ? ORDER BY action_id", number,
        )[0][0]  # fmt: skip

    def files(self, part: str) -> list[Path]:
        """The files under `evidence/incoming`, `evidence/objects` or `tmp`."""
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


class Answer:
    """What came back: `status`, `headers`, `text`."""

    def __init__(self, response: http.client.HTTPResponse):
        self.status, self.headers = response.status, response.headers
        self.text = response.read().decode(errors="replace")

    def value(self, name: str) -> str:
        """The value of a hidden field."""
        return re.search(rf'name="{name}"[^>]* value="([^"]*)"', self.text)[1]


class Visitor:
    """Somebody's browser: it keeps its cookie and asks from our own pages, unless a header says otherwise."""

    def __init__(self, server: Server, cookie: str):
        self.server, self.cookie = server, cookie

    def get(self, url: str, **headers: str) -> Answer:
        """Open a page."""
        return self.send("GET", url, (), **headers)

    def post(self, url: str, fields: dict, filename: str | None = None, data: bytes = b"", **headers: str) -> Answer:
        """Send a form; with a file when it has a name."""
        kind, body = form(fields, filename, data)
        return self.send("POST", url, [body], **{"Content-Type": kind, "Content-Length": str(len(body))} | headers)

    def token(self) -> str:
        """A CSRF token of this session."""
        return self.get("/accessibility").text.split('"X-CSRFToken": "')[1].split('"')[0]

    def send(self, method: str, url: str, pieces: Iterable[bytes], *, hang_up: bool = False, **headers: str) -> Answer:
        """Send the pieces as they are, with these headers; `hang_up` says that no more will come."""
        headers = {"Host": self.server.host, "Cookie": self.cookie, "Origin": f"http://{self.server.host}"} | headers
        with closing(http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=PATIENCE)) as connection:
            connection.putrequest(method, url, skip_host=True)
            for name, value in headers.items():
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


def form(fields: dict, filename: str | None = None, data: bytes = b"") -> tuple[str, bytes]:
    """The content type and the body of a multipart form."""
    file = {"file": FileStorage(io.BytesIO(data), filename)} if filename else {}
    boundary, body = encode_multipart(fields | file)
    return f"multipart/form-data; boundary={boundary}", body


def chunked(pieces: Iterable[bytes]) -> Iterable[bytes]:
    """The pieces as chunks of a body without a declared length, without the last, empty one."""
    return (b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)


def until(holds, seconds: float = PATIENCE) -> bool:
    """Ask again and again until it holds; False when the time is over."""
    deadline = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return held


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
