"""A real server: granian as `make run` starts it, over a copy of a world, on a free port of this machine.

    with Server(folder) as server:          the copy of the world lies in `folder`
        visitor = server.visitor("owner")   signed in as one of the cast; None is nobody
        visitor.get("/").status
"""

import http.client
import io
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.conftest import TOP, settings
from tracker import create_app
from tracker.demo import CAST
from tracker.extensions import db
from tracker.models import SignIn, User

PATIENCE = 30  # seconds, for anything that a healthy server does in one


class Server:
    """A server that can be killed and started again; `demo` and `environment` change its settings."""

    def __init__(self, folder: Path, *, app: str = "wsgi:app", **environment: str):
        self.folder, self.app, self.environment = folder, app, environment
        self.is_demonstration = environment.get("DEMO") == "1"
        self.process, self.port = None, 0
        (folder / "tmp").mkdir(exist_ok=True)

    def __enter__(self) -> "Server":
        return self.start()

    def __exit__(self, *_):
        self.kill()

    def start(self) -> "Server":
        """Start it and wait until it answers; a port that somebody else took meanwhile is tried no more."""
        for _attempt in range(3):
            self.port = _free_port()
            self._launch()
            if self._answers():
                return self
            self.kill()
        raise AssertionError(f"the server does not start: {self.said}")

    def kill(self) -> None:
        """End it and its workers at once, as a power cut does: kill -9."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)

    @property
    def host(self) -> str:
        """The address that visitors type."""
        return f"127.0.0.1:{self.port}"

    @property
    def said(self) -> str:
        """What it wrote to its terminal."""
        return (self.folder / "server.log").read_text()

    def visitor(self, called: str | None = None) -> "Visitor":
        """Somebody's browser."""
        return Visitor(self, self._cookie(CAST[called][1]) if called else "")

    def rows(self, query: str, *values) -> list[tuple]:
        """What the database says, read past the app."""
        connection = sqlite3.connect(self.folder / "tracker.sqlite", timeout=PATIENCE)
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()

    def action(self, number: str) -> int:
        """The id of the first action for a recommendation."""
        return self.rows(
            "SELECT action_id FROM action_recommendations JOIN recommendations ON id = recommendation_id"
            " WHERE number = ? ORDER BY action_id", number,
        )[0][0]  # fmt: skip

    def files(self, part: str) -> list[Path]:
        """The files under a part of the evidence store: `incoming` or `objects`."""
        return sorted(p for p in (self.folder / "evidence" / part).rglob("*") if p.is_file())

    def written(self) -> int:
        """How many bytes its processes ever handed to write(), whatever became of the files."""
        counts = [(Path("/proc") / pid / "io").read_text() for pid in self.processes()]
        return sum(int(re.search(r"wchar: (\d+)", text)[1]) for text in counts)

    def processes(self) -> list[str]:
        """The ids of the server and its workers."""
        listed = subprocess.run(["ps", "-o", "pid=", "-g", str(self.process.pid)], capture_output=True, text=True, check=True)
        return listed.stdout.split()

    def _launch(self) -> None:
        command = [
            Path(sys.executable).parent / "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port),
            "--workers", "2", "--no-access-log", "--log-level", "warning", self.app,
        ]  # fmt: skip
        with (self.folder / "server.log").open("w") as log:
            self.process = subprocess.Popen(
                command, cwd=TOP, env=self.variables, stdout=log, stderr=log, start_new_session=True
            )

    @property
    def variables(self) -> dict[str, str]:
        """The whole environment of the server."""
        mine = settings(self.folder)
        return {
            "PATH": os.environ["PATH"],
            "TMPDIR": str(self.folder / "tmp"),
            "SECRET_KEY": mine["SECRET_KEY"],
            "DATABASE_URL": mine["SQLALCHEMY_DATABASE_URI"],
            "EVIDENCE_STORE": mine["EVIDENCE_STORE"],
            **self.environment,
        }

    def _answers(self) -> bool:
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                return self.visitor().get("/privacy").status == 200
            except OSError:
                time.sleep(0.05)
        return False

    def _cookie(self, email: str) -> str:
        app = create_app(settings(self.folder, DEMO=self.is_demonstration))
        with app.app_context():
            token = SignIn.start(User.with_email(email))
            db.session.commit()
            db.engine.dispose()
        value = app.session_interface.get_signing_serializer(app).dumps({"_user_id": token, "_fresh": True})
        return f"{app.config['SESSION_COOKIE_NAME']}={value}"


class Answer:
    """What the server answered: `status`, `headers`, `text`."""

    def __init__(self, response: http.client.HTTPResponse):
        self.status, self.headers = response.status, response.headers
        self.text = response.read().decode(errors="replace")

    def value(self, name: str) -> str:
        """The value of a hidden field in the page."""
        return re.search(rf'name="{name}"[^>]* value="([^"]*)"', self.text)[1]


class Visitor:
    """Somebody's browser: it keeps the cookie, and asks from our own pages unless told otherwise."""

    def __init__(self, server: Server, cookie: str):
        self.server, self.cookie = server, cookie

    def get(self, url: str, **headers) -> Answer:
        """Open a page."""
        return self._ask("GET", url, None, headers)

    def post(self, url: str, kind: str, body: bytes, **headers) -> Answer:
        """Send a body of this content type."""
        return self._ask("POST", url, body, {"Content-Type": kind} | headers)

    def token(self) -> str:
        """A CSRF token of this session."""
        return self.get("/accessibility").value("csrf_token")

    def _ask(self, method: str, url: str, body: bytes | None, headers: dict) -> Answer:
        connection = http.client.HTTPConnection(self.server.host, timeout=PATIENCE)
        try:
            connection.request(method, url, body, self.headers | headers)
            answer = Answer(connection.getresponse())
        finally:
            connection.close()
        if "Set-Cookie" in answer.headers:
            self.cookie = answer.headers["Set-Cookie"].split(";")[0]
        return answer

    @property
    def headers(self) -> dict[str, str]:
        """What a browser sends from one of our own pages."""
        return {"Cookie": self.cookie, "Origin": f"http://{self.server.host}"}


def form(fields: dict, filename: str = "", data: bytes = b"") -> tuple[str, bytes]:
    """The content type and the body of a form with a file."""
    boundary, body = encode_multipart(fields | ({"file": FileStorage(io.BytesIO(data), filename)} if filename else {}))
    return f"multipart/form-data; boundary={boundary}", body


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]
