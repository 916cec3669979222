"""The review page: the plan of a whole review, signed in as its lead."""

from markupsafe import Markup

from tests.bench.compare import Case
from tests.bench.world import World, check_same, plain_template
from tests.conftest import TODAY
from tracker.models.brag import COLOUR, RHYTHM, UNVERIFIED
from tracker.working_days import working_days_before

REASON = """CASE WHEN a.status IN ('withdrawn', 'embedded', 'verified') THEN a.status
     WHEN a.status IN ('not started', 'in progress') AND a.due_on < :today THEN 'overdue'
     WHEN a.status IN ('not started', 'in progress') AND a.confidence IN ('off track', 'at risk') THEN a.confidence
     WHEN a.status IN ('not started', 'in progress') AND v.first_sent_on <= :silent
          AND (a.updated_on IS NULL OR a.updated_on <= :silent) THEN 'no update'
     WHEN a.status = 'complete' AND a.updated_on <= :unverified THEN 'not verified yet'
     WHEN a.status = 'complete' THEN 'complete'
     ELSE 'on track' END"""
PLAN = f"""
SELECT o.name AS organisation, a.id, a.words, a.post, u.name AS owner, a.due_on, a.first_due_on, a.status,
       group_concat(r.number, ', ') AS number, min(r.text) AS text,
  {REASON} AS reason
FROM actions a JOIN reviews v ON v.id = a.review_id JOIN organisations o ON o.id = a.organisation_id
LEFT JOIN users u ON u.id = a.owner_id
LEFT JOIN action_recommendations l ON l.action_id = a.id LEFT JOIN recommendations r ON r.id = l.recommendation_id
WHERE a.review_id = :review GROUP BY a.id
ORDER BY min(min(r.position)) OVER (PARTITION BY o.id), min(r.position), a.due_on IS NULL, a.due_on, a.id
"""


def case(world: World) -> Case:
    """The floor is one SQL query and one template; what stands around the tables is fixed text there."""
    plain, template = world.plain(), plain_template("review_page.html")
    page = world.get("lead", "/reviews/1")
    start, end = page.index('<table class="nhsuk-table nhsuk-table--responsive tracker-actions'), page.rindex("</table>") + len("</table>")
    around = {"above": Markup(page[:start]), "below": Markup(page[end:])}
    days = {"review": 1, "today": str(TODAY), "silent": str(working_days_before(TODAY, RHYTHM + 1)),
            "unverified": str(working_days_before(TODAY, UNVERIFIED))}  # fmt: skip
    shade = {reason: brag.value for reason, brag in COLOUR.items()}

    def floor() -> str:
        return template.render(rows=plain.execute(PLAN, days).fetchall(), shade=shade, **around)

    check_same(page, floor())
    note = f"{len(page)} bytes through the test client; floor: one SQL query and one Jinja template give the same HTML"
    return Case("review page", note, ours=lambda: world.get("lead", "/reviews/1"), floor=floor)
