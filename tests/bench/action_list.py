"""The first page of the list of actions in the large world, as a lead of one CCG: against a bare Flask page with the same rows."""

from flask import Flask
from markupsafe import Markup

from tests.bench.compare import Case
from tests.bench.review_page import REASON
from tests.bench.world import World, check_same, plain_template
from tests.conftest import TODAY
from tracker.models.action_list import PAGE, SOON
from tracker.models.brag import COLOUR, RHYTHM, UNVERIFIED
from tracker.working_days import add_working_days, working_days_before

ROWS = f"""
SELECT a.id, a.words, a.post, a.due_on, a.first_due_on, a.times_moved, a.status, a.updated_on, o.name AS organisation, u.name AS owner, v.area,
       group_concat(r.number, ', ') AS number, min(r.text) AS text, {REASON} AS reason
FROM actions a JOIN reviews v ON v.id = a.review_id JOIN organisations o ON o.id = a.organisation_id
LEFT JOIN users u ON u.id = a.owner_id
LEFT JOIN action_recommendations l ON l.action_id = a.id LEFT JOIN recommendations r ON r.id = l.recommendation_id
WHERE a.review_id = :review GROUP BY a.id ORDER BY a.due_on IS NULL, a.due_on, a.id LIMIT {PAGE}
"""


def case(world: World) -> Case:
    """The floor is one SQL query and one template in a Flask app without anything else; what stands around the rows is fixed text there."""
    plain, template = world.plain(), plain_template("action_list.html")
    page = world.get("lead", "/actions")
    start, end = page.index('<tr class="nhsuk-table__row"', page.index("<tbody")), page.rindex("</tbody>")
    around = {"above": Markup(page[:start]), "below": Markup(page[end:])}
    days = {"review": 1, "today": str(TODAY), "silent": str(working_days_before(TODAY, RHYTHM + 1)), "unverified": str(working_days_before(TODAY, UNVERIFIED))}
    said = {"shade": {reason: brag.value for reason, brag in COLOUR.items()}, "today": str(TODAY), "soon": str(add_working_days(TODAY, SOON))}

    bare = Flask("bare")
    bare.add_url_rule("/actions", "actions", lambda: template.render(rows=plain.execute(ROWS, days).fetchall(), **said, **around))
    client = bare.test_client()
    check_same(page, client.get("/actions").text)
    note = f"{PAGE} of 120 actions, {len(page)} bytes; floor: a bare Flask page, one SQL query and one Jinja template give the same HTML"
    return Case("list page", note, ours=lambda: world.get("lead", "/actions"), floor=lambda: client.get("/actions").text)
