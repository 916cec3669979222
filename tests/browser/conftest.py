"""Browser tests: Debian's chromium, one server for each world and worker, a fresh database for every test."""

import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.window import AXE, Window
from tests.conftest import missing, settings
from tests.server import Server
from tests.stores import server_over
from tests.worlds import copy_world, inside, put_back
from tracker import create_app
from tracker.demo.cast import make_cast
from tracker.extensions import db


def pytest_collection_modifyitems(items):
    """Everything here is a browser test."""
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium():
    """One browser process for the worker."""
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium") or missing("chromium")
    if not AXE.exists():
        missing("axe-core (npm ci)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def _told_server(engine, told_world, tmp_path_factory, request):
    kind = "bucket" if engine == "postgresql" else "folder"
    with server_over(kind, told_world, tmp_path_factory.mktemp("told-server"), request, DEMO="1") as running:
        yield running


@pytest.fixture
def server(_told_server, told_world):
    """A server with the whole story told; every row is put back under it, sessions included."""
    put_back(told_world, _told_server.folder)
    return _told_server


@pytest.fixture(scope="session")
def _cast_world(empty_world, tmp_path_factory):
    world = tmp_path_factory.mktemp("cast")
    copy_world(empty_world, world)
    with inside(create_app(settings(world))):
        make_cast()
        db.session.commit()
    return world


@pytest.fixture(scope="session")
def _cast_server(_cast_world, tmp_path_factory):
    with Server(_cast_world, tmp_path_factory.mktemp("cast-server"), DEMO="1") as running:
        yield running


@pytest.fixture
def cast_server(_cast_server, _cast_world):
    """A server where nothing has happened yet: only the cast may sign in."""
    put_back(_cast_world, _cast_server.folder)
    return _cast_server


@pytest.fixture
def window(chromium, server):
    """`window("lead")` opens a browser window, signed in as one of the cast; `None` is nobody."""
    opened = []

    def open_window(called: str | None, **options) -> Window:
        opened.append(Window(chromium, server.host, **options))
        return opened[-1].enter_with(server.visitor(called).cookie) if called else opened[-1]

    yield open_window
    for one in opened:
        one.context.close()
