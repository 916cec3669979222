"""In a world of many reviews a page asks the database as often as in a world of one, and reads no other review's rows."""

import re

import pytest

from tests.bench.large_world import make_world
from tests.bench.queries import statements
from tests.client import Browser
from tests.conftest import settings
from tests.test_queries import _counted as counted
from tests.worlds import copy_world, on_postgresql
from tracker import create_app
from tracker.demo import CAST
from tracker.extensions import db

PAGES = ("/", "/actions", "/reviews", "/reviews/1", "/actions/4")
GROWING = "actions|progress_updates|plan_changes|evidence|evidence_versions|recommendations|findings|extensions|verifications|audit_entries|reviews"
WHOLE = re.compile(rf"SCAN ({GROWING})\b")


@pytest.fixture(scope="module")
def worlds(empty_world, tmp_path_factory):
    """An app over one review, and one over four."""
    made = []
    for reviews in (1, 4):
        folder = tmp_path_factory.mktemp("reviews")
        copy_world(empty_world, folder)
        app = create_app(settings(folder))
        with app.app_context():
            make_world(reviews)()
            db.session.commit()
        made.append(app)
    yield made
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.mark.parametrize("called", ["lead", "owner"])
def test_a_page_of_mine_costs_the_same_among_many_reviews(worlds, called):
    for url in PAGES:
        said = []
        for app in worlds:
            with app.app_context():
                browser = Browser(app, CAST[called][1])
                with statements(db.engine) as asked:
                    browser.get(url)
                said.append(asked)
        assert counted(said[0]) == counted(said[1]), url
        with worlds[1].app_context():
            assert [plan for statement in set(said[1]) for plan in _plans(statement) if WHOLE.match(plan)] == [], url


def test_a_lead_of_everything_asks_as_often_for_a_page_of_the_list(worlds):
    said = []
    for app in worlds:
        with app.app_context():
            browser = Browser(app, CAST["both"][1])
            with statements(db.engine) as asked:
                browser.get("/actions")
            said.append(asked)
    assert len(said[0]) == len(said[1])


def _plans(statement: str) -> list[str]:
    """How SQLite would look for the rows of a statement; PostgreSQL reads four reviews whole, as they are few."""
    if on_postgresql() or not statement.startswith(("SELECT", "WITH")):
        return []
    nothing = tuple(None for _ in re.findall(r"\?", statement))
    return [row[3] for row in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", nothing)]
