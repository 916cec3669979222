"""A review that was just imported, and organisations that are asked, for tests: by the models' own verbs."""

import secrets
from dataclasses import replace
from datetime import date

from tests.conftest import TODAY, person
from tests.drafts import REPORT
from tracker.demo.cast import ACUTE, COMMUNITY, MENTAL_HEALTH
from tracker.extensions import db
from tracker.models import Asking, Review, User
from tracker.models.covering_text import FIRST
from tracker.models.report_import import import_report
from tracker.reading import ReadRecommendation

CANARY = "Write CANARY-NUMBER notes on the day."
ADDRESSED = (
    ReadRecommendation("1.1", (ACUTE,), CANARY, line=8),
    ReadRecommendation("1.2", (MENTAL_HEALTH,), "Keep them safe.", line=9),
    ReadRecommendation("2.1", (COMMUNITY, ACUTE), "Share them.", line=11),
)


def import_another(on: date = TODAY) -> Review:
    """A second review of the lead's CCG, received and imported today; it has the id 2, and nobody was asked."""
    report = replace(REPORT, recommendations=ADDRESSED, title="CANARY-TITLE of Medway")
    review = import_report(report, filename="report.pdf", data=b"another", received_on=on, on=on, by=person("lead"))
    db.session.commit()
    return review


def ask(review: Review, *names: str, on: date = TODAY, by: User | None = None, words: str = FIRST, confirm_by: date | None = None) -> Asking:
    """Ask these organisations, or everybody whom the review addresses, and commit: their owners see the review from now on."""
    letters = {part: f"To {part.organisation}" for part in review.parts if not names or part.organisation.name in names}
    row = Asking.add(review, letters, words=words, confirm_by=confirm_by, request_id=secrets.token_urlsafe(16),
                     version=review.version, by=by or person("lead"), on=on)  # fmt: skip
    db.session.commit()
    return row
