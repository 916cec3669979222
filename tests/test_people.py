"""People come and go: by commands, each with its audit entry, in force from the next click on. # checks 7"""

import pytest
from sqlalchemy import select

from tests.conftest import person
from tracker.demo.cast import ACUTE
from tracker.extensions import db
from tracker.models import AuditEntry, Organisation, User

OWNER = "named.nurse@medway-ft.example"


@pytest.fixture
def flask(app):
    """Runs a command; gives what it printed."""
    def run(*words, exit_code: int = 0) -> str:
        result = app.test_cli_runner().invoke(args=words)
        assert result.exit_code == exit_code, result.output
        db.session.rollback()
        return result.output
    return run  # fmt: skip


def newest() -> AuditEntry:
    """The newest audit entry."""
    return db.session.scalar(select(AuditEntry).order_by(AuditEntry.id.desc()))


def test_a_new_password_is_one_use_and_lets_in_again(flask):
    flask("user", "suspend", OWNER)
    password = flask("user", "password", OWNER).split(": ")[1].strip()
    owner = person("owner")
    assert owner.must_change_password and owner.is_active and User.check_password(owner, password)
    assert newest().verb == "user.issue_password" and password not in str(newest().fields)


def test_who_is_suspended_is_out_at_the_next_click(flask, open_as):
    owner = open_as("owner")
    owner.get("/", 200)
    assert "can no longer sign in" in flask("user", "suspend", OWNER)
    owner.get("/", 302)
    assert newest().verb == "user.suspend"


def test_who_leaves_sees_nothing_of_it_at_the_next_click(flask, open_as):
    owner = open_as("owner")
    owner.get("/actions/1", 200)
    flask("user", "end", OWNER, "--role", "owner", "--organisation", "Medway NHS Foundation Trust")
    owner.get("/actions/1", 403)
    assert newest().verb == "membership.end"
    flask("user", "end", OWNER, "--role", "owner", "--organisation", ACUTE, exit_code=1)


@pytest.mark.parametrize("words", [("password",), ("suspend",), ("end", "--role", "owner", "--organisation", ACUTE)])
def test_nobody_is_a_sentence(flask, words):
    said = flask("user", words[0], "nobody@example.org", *words[1:], exit_code=1)
    assert said == "Error: Nobody has the address nobody@example.org.\n"


def test_an_organisation_that_is_new_is_said(flask):
    said = flask("user", "add", "x@example.org", "--role", "owner", "--organisation", "NHS Medwey CCG")
    assert "NHS Medwey CCG is new here" in said
    assert "is new here" not in flask("user", "add", "y@example.org", "--role", "owner", "--organisation", "Medway CCG")
    flask("user", "end", "x@example.org", "--role", "owner", "--organisation", "NHS Medwey CCG")


def test_access_follows_an_organisation_to_its_successor(app, open_as):
    old, new = Organisation.named(ACUTE), Organisation.named("Kent Acute NHS Foundation Trust")
    heir = User.add(email="heir@example.org", name="Heir", password="a one-use password", by=None, is_cast=True)
    from tracker.models import Role

    heir.join(new, Role.OWNER, by=None)
    old.current_id = new.id
    db.session.commit()
    from tests.client import Browser

    page = Browser(app, "heir@example.org").get("/actions/1", 200)
    assert ACUTE in page.words and "on behalf of" not in page.words
