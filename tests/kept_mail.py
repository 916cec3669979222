"""A mail for tests that need one of every noun: the story's own version, waiting to be sent once more."""

from tests.client import request_id
from tests.conftest import person
from tracker.clock import now
from tracker.extensions import db
from tracker.models import Mail, Submission


def keep_mail() -> Mail:
    """One that waits, with every document of the first version; added, and not committed."""
    submission = db.session.get(Submission, 1)
    return Mail.queue(
        submission.review, submission.documents, to="plans@cqc.example", subject="Action plan", words="Dear CQC", sender="tracker@ccg.example",
        request_id=request_id(), by=person("lead"), at=now(), submission=submission,
    )  # fmt: skip
