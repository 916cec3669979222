"""One progress update: the owner's form goes in by htmx, the changed fragment comes back, and everything is on the disk."""

import json
import sqlite3
from datetime import UTC, datetime
from hashlib import sha256

from markupsafe import Markup

from tests.bench.compare import Case
from tests.bench.world import World, check_same, plain_template
from tests.conftest import TODAY, action, person

NOTE = "Twenty records were read this week; nineteen are complete."
UPDATED = """UPDATE actions SET status = 'in progress', confidence = 'on track', updated_on = ?, version = version + 1
             WHERE id = ? AND version = ? RETURNING version"""
ADDED = """INSERT INTO progress_updates (action_id, "on", at, status, confidence, note, by_id)
           VALUES (?, ?, ?, 'in progress', 'on track', ?, ?)"""
HEAD = "SELECT hash FROM audit_entries ORDER BY id DESC LIMIT 1"
AUDITED = """INSERT INTO audit_entries (at, user_id, verb, noun, noun_id, fields, previous, hash)
             VALUES (?, ?, 'action.record_progress', 'actions', ?, ?, ?, ?)"""
TOLD = """SELECT p.id, p."on", p.confidence, p.note, u.name AS by FROM progress_updates p JOIN users u ON u.id = p.by_id
          WHERE p.action_id = ? ORDER BY p."on" DESC, p.id DESC LIMIT 1"""


def case(world: World) -> Case:
    """The floor writes the same three rows in one durable transaction and renders one template."""
    plain, template = world.plain(), plain_template("progress_update.html")
    ids, fields = _form(world)
    url = f"/actions/{ids['action']}/progress"
    fragment = world.post("owner", url, fields)
    world.put_back()
    start = fragment.index("<li", fragment.index('<ol class="tracker-timeline">'))
    end = fragment.index("</li>", start)  # the older entries of the history do not change
    around = {"above": Markup(fragment[:start]), "below": Markup(fragment[end:])}

    def floor() -> str:
        write(plain, **ids)
        return template.render(updates=plain.execute(TOLD, (ids["action"],)).fetchall(), **around)

    check_same(fragment, floor())
    note = f"{len(fragment)} bytes through the test client; floor: the same three rows in one durable transaction, one SELECT, one Jinja template"
    return Case("progress update", note, ours=lambda: world.post("owner", url, fields), floor=floor, before=world.put_back)


def _form(world: World) -> tuple[dict, dict]:
    """The action, its version and its owner; and the form as the page offers it, filled in."""
    with world.app.app_context():
        row, user = action("1.4"), person("owner")
        ids = {"action": row.id, "version": row.version, "user": user.id}
        page = world.browsers["owner"].get(f"/actions/{ids['action']}")
    offered = dict(page.form(f"/actions/{ids['action']}/progress").form_values())
    return ids, offered | {"confidence": "on track", "note": NOTE}


def write(plain: sqlite3.Connection, action: int, version: int, user: int) -> None:
    """The rows of one update in one durable transaction, past the app."""
    at = datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
    plain.execute("BEGIN IMMEDIATE")
    assert plain.execute(UPDATED, (str(TODAY), action, version)).fetchall()
    plain.execute(ADDED, (action, str(TODAY), at, NOTE, user))
    (previous,) = plain.execute(HEAD).fetchone()
    fields = json.dumps({name: sha256(value.encode()).hexdigest() for name, value in (("note", NOTE), ("status", "in progress"))})
    hashed = sha256(f"{at}{user}{action}{fields}{previous}".encode()).hexdigest()
    plain.execute(AUDITED, (at, user, action, fields, previous, hashed))
    plain.execute("COMMIT")
