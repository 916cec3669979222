"""A real server when something is wrong: no start without a secret, no secrets in errors, crowds get answers."""

import re
import time
from functools import partial

import pytest

from tests.server import Server, at_once
from tests.visitor import PATIENCE

pytestmark = pytest.mark.server

OWN_WORDS = "The tracker does not start. SECRET_KEY is missing or shorter than 32 bytes."
SHORT = {"no key": None, "an empty key": "", "31 bytes": "k" * 31}


@pytest.fixture(scope="module")
def server(told_world, tmp_path_factory):
    with Server(told_world, tmp_path_factory.mktemp("errors")) as running:
        yield running


# --- starting -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", SHORT.values(), ids=SHORT)
def test_it_does_not_start_without_a_long_secret(told_world, tmp_path, key):  # checks 73
    server = Server(told_world, tmp_path, SECRET_KEY=key)
    try:
        assert server.launch().wait(PATIENCE) == 1
        assert OWN_WORDS in server.said
        assert "Traceback" not in server.said
    finally:
        server.kill()


@pytest.mark.parametrize("command", [("audit", "verify"), ("db", "current"), ("demo", "load")], ids=" ".join)
def test_no_command_runs_without_a_long_secret(told_world, tmp_path, command):  # checks 73
    asked = Server(told_world, tmp_path, SECRET_KEY="k" * 31).flask(*command)
    assert asked.returncode == 1
    assert OWN_WORDS in asked.stderr
    assert "Traceback" not in asked.stderr
    assert asked.stdout == ""


def test_with_32_bytes_it_runs(told_world, tmp_path):  # checks 73
    asked = Server(told_world, tmp_path, SECRET_KEY="k" * 32).flask("audit", "verify")
    assert asked.returncode == 0, asked.stderr


@pytest.mark.parametrize("host", ["tracker.example", "127.0.0.1.tracker.example", "10.0.0.1:8000", "localhost.tracker.example:80"])
def test_the_demonstration_answers_on_this_machine_only(demonstration, host):  # checks 73
    assert demonstration.visitor().get("/sign-in", Host=host).status == 403
    assert demonstration.visitor().get("/no-such-page", Host=host).status == 403


@pytest.fixture(scope="module")
def demonstration(told_world, tmp_path_factory):
    with Server(told_world, tmp_path_factory.mktemp("demonstration"), DEMO="1") as running:
        yield running


def test_the_demonstration_offers_its_cast_on_this_machine(demonstration):  # checks 73
    for host in (demonstration.host, f"localhost:{demonstration.port}", f"[::1]:{demonstration.port}"):
        answer = demonstration.visitor().get("/sign-in", Host=host)
        assert answer.status == 200
        assert "Designated nurse" in answer.text


def test_one_click_signs_in_to_the_demonstration(demonstration):
    nobody = demonstration.visitor()
    page = nobody.get("/sign-in")
    chosen = {"csrf_token": page.value("csrf_token"), "email": "named.nurse@medway-ft.example"}
    assert nobody.post("/sign-in/demonstration", chosen).status == 303
    assert nobody.get("/").status == 200


def test_without_the_demonstration_no_click_signs_in(server):
    nobody = server.visitor()
    chosen = {"csrf_token": nobody.get("/sign-in").value("csrf_token"), "email": "named.nurse@medway-ft.example"}
    assert nobody.post("/sign-in/demonstration", chosen).status == 404


# --- what an error says ---------------------------------------------------------------------------------------------


def check_discreet(server, answer) -> None:
    """An error page without stack, statement, path or secret."""
    key = server.variables["SECRET_KEY"]
    for told in ("Traceback", "File &#34;", ".py", "sqlite", "psycopg", "SELECT", "no such", "does not exist", str(server.folder), key, "werkzeug"):
        assert told.lower() not in answer.text.lower()


@pytest.fixture(params=[None, "1"], ids=["as it should run", "left in debug mode"])
def in_debug_or_not(request, server, told_world, tmp_path):
    if request.param is None:
        yield server
        return
    with Server(told_world, tmp_path, FLASK_DEBUG=request.param) as debugging:
        yield debugging


def test_an_unexpected_error_tells_a_number_and_no_more(in_debug_or_not):  # checks 73
    server = in_debug_or_not
    ((sha256, url),) = server.rows(
        "SELECT sha256, '/evidence/' || evidence_id || '/versions/' || id || '/file' FROM evidence_versions LIMIT 1"
    )
    object = server.folder / "evidence" / "objects" / sha256[:2] / sha256
    object.unlink()
    object.mkdir()  # nobody expects that, and Python's own message names the path
    answer = server.visitor("owner").get(url)
    assert answer.status == 500
    check_discreet(server, answer)
    number = re.search(r"Number of this request: (\w+)", answer.text)[1]
    assert f"request {number}" in server.said
    assert f"IsADirectoryError: [Errno 21] Is a directory: '{object}'" in server.said


def test_a_database_that_fails_tells_when_to_come_back(server):  # checks 73
    owner, url = server.visitor("owner"), f"/actions/{server.action('1.4')}"
    server.rows("ALTER TABLE progress_updates RENAME TO away")
    try:
        answer = owner.get(url)
    finally:
        server.rows("ALTER TABLE away RENAME TO progress_updates")
    assert answer.status == 503
    assert answer.headers["Retry-After"] == "10"
    check_discreet(server, answer)
    assert re.search(r"Number of this request: (\w+)", answer.text)[1] in server.said
    assert owner.get(url).status == 200


# --- at once --------------------------------------------------------------------------------------------------------


def completion(visitor, url) -> dict:
    """The form that says an action is done, filled in."""
    page = visitor.get(url)
    day = {"completed_on-day": "1", "completed_on-month": "7", "completed_on-year": "2016"}
    return {name: page.value(name) for name in ("csrf_token", "version")} | day | {"note": "The audit is done."}


@pytest.mark.parametrize("number", ["1.1", "1.3", "1.4", "1.6", "1.7"])
def test_of_two_people_completing_at_once_one_wins_and_one_is_told(server, number):  # checks 65
    people, url = [server.visitor("owner"), server.visitor("lead")], f"/actions/{server.action(number)}/completion"
    count = "SELECT count(*) FROM progress_updates WHERE status = 'complete' AND action_id = ?"
    filled = {person: completion(person, url) for person in people}
    answers = at_once(*[partial(person.post, url, filled[person]) for person in people])
    assert sorted(answer.status for answer in answers) == [303, 409]
    (told,) = [answer for answer in answers if answer.status == 409]
    assert "This action is complete, so this cannot be done now." in told.text
    assert "The audit is done." in told.text
    assert server.rows(count, server.action(number)) == [(1,)]


def write_progress(visitor, action: int, seconds: float) -> list[int]:
    """Post one progress update after the other for so long; the status of each answer."""
    page, url, statuses = visitor.get(f"/actions/{action}"), f"/actions/{action}/progress", []
    token, end = page.value("csrf_token"), time.monotonic() + seconds
    while time.monotonic() < end:
        fields = {"csrf_token": token, "version": page.value("version"), "confidence": "on track", "note": "Going well."}
        page = visitor.post(url, fields, **{"HX-Request": "true"})
        statuses.append(page.status)
        if page.status != 200:
            page = visitor.get(f"/actions/{action}")
    return statuses


@pytest.mark.parametrize("seconds", [5, pytest.param(60, marks=[pytest.mark.long, pytest.mark.timeout(600)])])
def test_eight_people_writing_all_the_time_are_never_turned_away(server, seconds):  # checks 64
    numbers = ["1.5", "1.8", "1.9", "1.10", "1.11", "1.12", "1.12", "1.12"]  # the last three get in each other's way
    actions = [server.action(number) for number in numbers]
    people = [server.visitor(called) for called in ["owner", "lead"] * 4]
    ((before,),) = server.rows("SELECT count(*) FROM progress_updates")
    each = at_once(*[partial(write_progress, *who, seconds) for who in zip(people, actions, strict=True)])
    statuses = [status for own in each for status in own]
    assert set(statuses) <= {200, 409}
    assert all(200 in own for own in each[:5]), "somebody did not get a turn"
    assert server.rows("SELECT count(*) FROM progress_updates") == [(before + statuses.count(200),)]
    assert server.flask("audit", "verify").returncode == 0
