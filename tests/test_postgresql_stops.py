"""PostgreSQL that stops: pages say so and nothing of an upload stays; when it is back, everything goes on. # checks 52"""

import pytest
from flask_migrate import upgrade

from tests.client import Browser
from tests.conftest import missing, settings
from tests.dump import dump
from tests.postgresql import Cluster, program
from tests.test_csrf import body
from tests.test_errors import hold
from tests.worlds import inside
from tracker import create_app
from tracker.demo import CAST, load_demo


@pytest.fixture(scope="module")
def cluster():
    if not program("initdb"):
        missing("postgresql")
    with Cluster() as own:
        own.make("tracker")
        yield own


@pytest.fixture
def app(cluster, tmp_path):
    """The app with the story told, over a server that the test may stop."""
    with inside(create_app(settings(tmp_path, SQLALCHEMY_DATABASE_URI=cluster.url("tracker")))) as made:
        upgrade()
        load_demo()
        yield made


def health(app, part: str) -> int:
    """What is told to whoever watches over the server."""
    return app.test_client().get(f"/health/{part}", base_url="https://localhost").status_code


def test_a_server_that_stops_and_comes_back(app, cluster):
    owner = Browser(app, CAST["owner"][1])
    token, before = owner.token(), dump()
    cluster.stop()
    for page in (owner.get("/", None), owner.post("/actions/1/evidence", **body(csrf_token=token))):
        hold(page, 503)
        assert page.response.headers["Retry-After"] == "10"
    assert (health(app, "ready"), health(app, "live")) == (503, 200)
    assert not list((app.extensions["store"].root / "incoming").iterdir())
    cluster.start()
    assert dump() == before and health(app, "ready") == 200
    owner.get("/", 200)
    owner.post("/actions/1/evidence", expect=303, **body(csrf_token=token))
    cluster.stop()
    cluster.start()
    owner.get("/", 200)  # a connection that died meanwhile is noticed before it is used
