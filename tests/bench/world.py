"""A database that can be put back, the app on top of it, and a plain connection beside it."""

import re
import sqlite3
from pathlib import Path

from flask_migrate import upgrade
from jinja2 import Environment, FileSystemLoader

from tests.client import ORIGIN, Browser
from tests.conftest import settings
from tracker import create_app, filters
from tracker.demo import CAST
from tracker.extensions import db


class World:
    """The real app in a folder of its own; `fill` tells its story."""

    def __init__(self, folder: Path, fill):
        folder.mkdir()
        self.app = create_app(settings(folder))
        self.app.testing = False  # as it is served
        with self.app.app_context():
            upgrade()
            fill()
            db.session.commit()
            self.engine = db.engine
            self.browsers = {called: Browser(self.app, CAST[called][1]) for called in CAST}
            db.session.remove()
        self.file = folder / "tracker.sqlite"
        self._kept = sqlite3.connect(":memory:")
        now = sqlite3.connect(self.file)
        now.backup(self._kept)
        now.close()

    def put_back(self) -> None:
        """Make the database what it was after `fill`."""
        now = sqlite3.connect(self.file, isolation_level=None)
        self._kept.backup(now)
        now.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        now.close()

    @property
    def open_action(self) -> int:
        """An action of the owner's trust that is in progress, in review 1."""
        query = "SELECT min(a.id) FROM actions a JOIN memberships m USING (organisation_id) WHERE review_id = 1 AND status = 'in progress' AND m.user_id = 2"
        return self.plain().execute(query).fetchone()[0]

    def plain(self) -> sqlite3.Connection:
        """A connection as durable as the app's own; it begins no transaction by itself."""
        connection = sqlite3.connect(self.file, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.row_factory = sqlite3.Row
        return connection

    def get(self, called: str, url: str) -> str:
        """A page as one of the cast."""
        answer = self.browsers[called].client.get(url, base_url=ORIGIN)
        assert answer.status_code == 200, f"{answer.status_code} for {url}"
        return answer.text

    def post(self, called: str, url: str, fields: dict) -> str:
        """The fragment that a form sent by htmx brings."""
        answer = self.browsers[called].client.post(url, data=fields, base_url=ORIGIN, headers={"Origin": ORIGIN, "HX-Request": "true"})
        assert answer.status_code == 200, f"{answer.status_code} for {url}"
        return answer.text


def plain_template(name: str):
    """A template of a floor: Jinja with two of our filters, and nothing else."""
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, loader=FileSystemLoader(Path(__file__).parent))
    environment.filters |= {"day": filters.day, "tag_colour": filters.TAG.get}
    return environment.get_template(name)


def check_same(ours: str, floor: str) -> None:
    """Raises ValueError unless both are the same HTML; white space and tokens may differ."""
    if _bare(ours) != _bare(floor):
        raise ValueError("the floor gives other HTML than we do, so the comparison would mean nothing")


def _bare(html: str) -> str:
    secrets = r'nonce="[^"]*"|name="csrf_token" value="[^"]*"|"X-CSRFToken": "[^"]*"|\s+'
    return re.sub(secrets, "", html)
