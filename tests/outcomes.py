"""What CQC said of the demonstration's first version, and the signed page of that, for tests."""

from datetime import date

from flask import current_app

from tests.conftest import TODAY, action, person
from tracker.extensions import db
from tracker.models import Blob, Outcome, SignedCopy, Submission
from tracker.models.outcome import Verdict


def say_what_cqc_said() -> Outcome:
    """CQC has questions, and there is a scan of the signed page."""
    sent = db.session.get(Submission, 1)
    sha256 = current_app.extensions["store"].put(b"%PDF-1.7 signed")
    Blob.known(sha256, 15)
    db.session.add(SignedCopy(submission=sent, filename="signed.pdf", mimetype="application/pdf", sha256=sha256, size=15))
    return Outcome.record(sent, Verdict.QUESTIONS, said_on=date(2016, 8, 1), who="Regional team", how="By email", by=person("lead"), on=TODAY)


def ask(outcome: Outcome, words: str, *numbers: str):
    """One of its questions, about the actions of these recommendations."""
    return outcome.ask([action(n) for n in numbers], words=words, answer_by=date(2016, 9, 9), by=person("lead"), on=TODAY)
