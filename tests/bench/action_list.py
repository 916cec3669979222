"""The first page of the list of actions in the large world, as a lead of one CCG: against a page of Flask, SQLAlchemy and Jinja that does the same by hand."""

import hashlib
from re import split

from flask import Flask, session
from markupsafe import Markup
from sqlalchemy import create_engine, text

from tests.bench.compare import Case
from tests.bench.review_page import REASON
from tests.bench.world import World, check_same, plain_template
from tests.client import ORIGIN
from tests.conftest import TODAY
from tracker.models.action_list import PAGE, SOON, WORST_FIRST
from tracker.models.action_status import Status
from tracker.models.brag import COLOUR, RHYTHM, UNVERIFIED
from tracker.working_days import add_working_days, working_days_before

PERSON = text("SELECT u.id, u.name, m.organisation_id FROM sign_ins s JOIN users u ON u.id = s.user_id JOIN memberships m ON m.user_id = u.id WHERE s.token_hash = :token")
REVIEWS = "SELECT v.id, v.area || ': ' || v.title FROM reviews v JOIN participations p ON p.review_id = v.id WHERE p.part = 'commissioner' AND p.organisation_id = :organisation"
MINE = "a.review_id IN (SELECT review_id FROM participations WHERE part = 'commissioner' AND organisation_id = :organisation)"
ORGANISATIONS = f"SELECT DISTINCT o.id, o.name FROM actions a JOIN organisations o ON o.id = a.organisation_id WHERE {MINE} ORDER BY o.name, o.id"
OWNERS = f"SELECT DISTINCT u.id, u.name FROM actions a JOIN users u ON u.id = a.owner_id WHERE {MINE} ORDER BY u.name, u.id"
VIEWS = "SELECT name, query FROM saved_views WHERE user_id = :user ORDER BY name"
COUNTS = f"SELECT a.status, {REASON} AS reason, count(*) AS n FROM actions a JOIN reviews v ON v.id = a.review_id WHERE {MINE} GROUP BY 1, 2"
ROWS = f"""
SELECT a.id, a.words, a.post, a.due_on, a.first_due_on, a.times_moved, a.status, a.updated_on, o.name AS organisation, u.name AS owner, v.area,
       group_concat(r.number, ', ') AS number, min(r.text) AS text, {REASON} AS reason
FROM actions a JOIN reviews v ON v.id = a.review_id JOIN organisations o ON o.id = a.organisation_id
LEFT JOIN users u ON u.id = a.owner_id
LEFT JOIN action_recommendations l ON l.action_id = a.id LEFT JOIN recommendations r ON r.id = l.recommendation_id
WHERE {MINE} GROUP BY a.id ORDER BY a.due_on IS NULL, a.due_on, a.id LIMIT {PAGE + 1}
"""
QUERIES = {"reviews": text(REVIEWS), "organisations": text(ORGANISATIONS), "owners": text(OWNERS), "views": text(VIEWS), "counts": text(COUNTS), "rows": text(ROWS)}
# What a floor fills in: the name in the header, two lists of choices, the counts, the rows.
FILLED = (
    r'(?<=Your account: </span>).*?(?=</a>)', r'(?<=name="organisation">).*?(?=</select>)', r'(?<=name="owner">).*?(?=</select>)',
    r'(?<=<p><strong>).*?(?=</p>)', r'(?<=<tbody class="nhsuk-table__body">).*(?=</tbody>)',
)  # fmt: skip


def case(world: World) -> Case:
    """The floor asks by hand who is signed in, what he may choose from, the counts and the rows, each in one query, and fills one template; the rest is fixed text."""
    page = world.get("lead", "/actions")
    client = _bare(world, page).test_client()
    client.get("/sign-in")
    check_same(page, client.get("/actions").text)
    note = f"{PAGE} of 120 actions, {len(page)} bytes; floor: Flask, seven queries by SQLAlchemy and one Jinja template give the same HTML"
    return Case("list page", note, ours=lambda: world.get("lead", "/actions"), floor=lambda: client.get("/actions").text)


def _bare(world: World, page: str) -> Flask:
    engine, template = create_engine(f"sqlite:///{world.file}"), plain_template("action_list.html")
    fixed = [Markup(part) for part in split("(?s)" + "|".join(FILLED), page)]
    days = {"today": str(TODAY), "silent": str(working_days_before(TODAY, RHYTHM + 1)), "unverified": str(working_days_before(TODAY, UNVERIFIED))}
    said = {"shade": {reason: brag.value for reason, brag in COLOUR.items()}, "today": str(TODAY), "soon": str(add_working_days(TODAY, SOON)),
            "reasons": {b.value: [r for r, shade in COLOUR.items() if shade is b] for b in WORST_FIRST}, "states": [status.value for status in Status], "fixed": fixed, "size": PAGE}  # fmt: skip
    bare = Flask("bare")
    bare.secret_key = "of the floor"

    @bare.get("/sign-in")
    def sign_in():
        session["token"] = token
        return ""

    @bare.get("/actions")
    def actions():
        with engine.connect() as connection:
            person = connection.execute(PERSON, {"token": hashlib.sha256(session["token"].encode()).hexdigest()}).one()
            mine = {"user": person.id, "organisation": person.organisation_id} | days
            found = {name: connection.execute(query, mine).all() for name, query in QUERIES.items()}
        return template.render(person=person, **found, **said)

    with world.browsers["lead"].client.session_transaction(base_url=ORIGIN) as kept:
        token = kept["_user_id"]
    return bare
