"""Versions are sent in the order of their numbers, so that everybody means the same one by the newest that CQC has."""

from datetime import date

import pytest

from tests.conftest import TODAY, action, person
from tests.kept_mail import keep_mail
from tests.test_follow_ups import assembled, move, send
from tracker.extensions import db
from tracker.models import Mail, NotAllowed, Review, Submission
from tracker.models.compliance import promise_of, standing_of
from tracker.models.submission_kind import Kind


def signed(row: Submission, on: date = TODAY) -> Submission:
    """Signed off, and not sent yet."""
    row.record_sign_off(row.sign_off_record(name="A", role="B", on=on), documents=[], on=TODAY, by=person("lead"))
    return row


def test_an_older_version_is_not_sent_after_a_later_one(app, open_as):
    second, third = signed(assembled()), assembled()
    move("1.5", date(2016, 12, 30))
    send(third)
    db.session.commit()
    page = open_as("lead").get("/submissions/2").submit("/submissions/2/sending", 409, **{
        "sent_on-day": "26", "sent_on-month": "8", "sent_on-year": "2016", "how": "email", "to": "plans@cqc.example"})  # fmt: skip
    assert "Version 3 was sent already. An older one can no longer be sent." in page.words
    assert db.session.get(Submission, 2).sent_on is None and action("1.5").promised_on != date(2016, 12, 30)
    said = {"to": "plans@cqc.example", "subject": "s", "words": "w", "sender": "ccg@nhs.example", "request_id": "late"}
    with pytest.raises(NotAllowed, match="Version 3 was sent already"):
        Mail.queue(second.review, [], **said, submission=db.session.get(Submission, 2), by=person("lead"), at=keep_mail().at)


def test_no_version_was_sent_before_the_one_that_came_before_it(app):
    first, second = db.session.get(Submission, 1), signed(assembled(on=date(2016, 7, 13)), on=date(2016, 7, 13))
    said = {"how": "h", "to": "t", "on": TODAY, "by": person("lead")}
    with pytest.raises(NotAllowed, match="before the day on which version 1 was sent, 15 July 2016"):
        second.record_sending(sent_on=date(2016, 7, 14), **said)
    second.record_sending(sent_on=first.sent_on, **said)
    assert Submission.last_sent(first.review, Kind.REVISED) is second


def test_the_promise_of_a_follow_up_stays_when_a_version_is_sent_after_it(app):
    first, second = db.session.get(Submission, 1), signed(assembled(on=date(2016, 8, 1)), on=date(2016, 8, 1))
    told = signed(assembled(follow_up=True, on=date(2016, 8, 2)), on=date(2016, 8, 2))
    told.record_sending(sent_on=date(2016, 8, 3), how="h", to="t", on=TODAY, by=person("lead"))
    assert promise_of(told) is first and standing_of(first) is told and standing_of(second) is second
    second.record_sending(sent_on=date(2016, 8, 20), how="h", to="t", on=TODAY, by=person("lead"))
    assert promise_of(told) is first, "it was assembled before CQC had version 2"
    assert standing_of(second) is second, "and it tells nothing of version 2"
    later = send(assembled(follow_up=True))
    assert promise_of(later) is second and standing_of(second) is later
    assert Submission.last_sent(db.session.get(Review, 1), Kind.PLAN) is second
