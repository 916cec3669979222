"""A submission that holds personal data is closed to reading: its readers find a tombstone, and leads the submission, marked."""

import pytest

from tests.conftest import TODAY, action, person
from tests.kept_mail import keep_mail
from tests.test_follow_ups import assembled, send
from tests.test_redaction import ON, SECRET, WHY, newest, url, write
from tracker.documents import EXPORTS, FORMATS
from tracker.documents.comparing import REMOVED
from tracker.extensions import db
from tracker.models import AuditEntry, NotAllowed, ProgressUpdate, PublicExtract, Submission

READERS = ("regulator", "observer", "owner", "outsider", "both")
WHY_CLOSED = "It named a child."


def version_2(lead) -> Submission:
    """The next version through the pages, with its documents and a released extract."""
    row = write("progress")
    lead.get("/reviews/1/submissions").submit("/reviews/1/submissions", 303).follow().submit(
        "/submissions/2/sign-off", 303, name="A", role="B").follow().submit("/submissions/2/sending", 303, how="By email", to="cqc@example.org")
    lead.get("/submissions/2/public-extract").submit("/submissions/2/public-extract", 303)
    own = db.session.get(ProgressUpdate, row.id).action
    own.plan(version=own.version, by=person("lead"), on=ON, post="Chief nurse")
    db.session.commit()
    return db.session.get(Submission, 2)


def close(row: Submission) -> Submission:
    """A lead closes it."""
    row.close_to_reading(why=WHY_CLOSED, by=person("lead"), on=TODAY)
    db.session.commit()
    return row


def places(app) -> list[str]:
    """Every address that is read of the second submission, in every format."""
    found = []
    for rule in app.url_map.iter_rules():
        if "submission_id" in rule.arguments and "GET" in rule.methods and rule.endpoint != "submissions.show":
            formats = {*FORMATS, *EXPORTS} if "format" in rule.arguments else {""}
            found += [rule.rule.replace("<id:submission_id>", "2").replace("<format>", format) for format in formats]
    return [*found, "/submissions/2/changes?to=1", "/submissions/1/changes?to=2", "/submissions/2/compliance-export?standing=today"]


def test_its_readers_find_when_and_why_and_nothing_of_the_plan(app, open_as):
    version_2(open_as("lead"))
    assert SECRET in open_as("regulator").get("/submissions/2/changes?to=1").words and "/submissions/2/evidence-pack" in places(app)
    close(db.session.get(Submission, 2))
    for called in READERS:
        browser = open_as(called)
        page = browser.get("/submissions/2", 410)
        assert "Closed on 26 August 2016 because it holds personal data. No version replaces it yet." in page.words and WHY_CLOSED in page.words
        assert SECRET not in page.words and "Chief nurse" not in page.words and "SHA-256" not in page.words
        assert not [a for a in page.links if a.startswith("/submissions/2")]
        for place in places(app):
            got = browser.get(place, None)
            assert got.status in (403, 404), f"{called} {place}: {got.status}"
        assert SECRET not in str([browser.get(p).words for p in ("/", "/submissions", "/submissions/1", "/submissions/1/changes", "/submissions/1/compliance-export")])
        assert "Medway: revised plan, version 2, closed on 26 August 2016" in browser.get("/submissions").words


def test_the_next_version_replaces_it_and_does_not_send_its_words_again(app, open_as):
    close(version_2(open_as("lead")))
    own = action("1.1")
    own.record_progress(confidence=own.confidence, note="A newer note", by=person("owner"), on=ON, version=own.version)
    third = send(assembled())
    db.session.commit()
    assert third.label == "Revised plan, version 3" and SECRET not in third.plan_json
    told = {c["field"]: (c["before"], c["after"]) for c in third.plan["since"]["changes"]}
    assert told["progress"] == (REMOVED, "26 August 2016: A newer note") and told["accountable post"] == (REMOVED, "Chief nurse")
    page = open_as("regulator").get("/submissions/2", 410)
    assert "Version 3 replaces it." in page.words and "/submissions/3" in page.links


def test_a_closed_version_is_nobodys_promise_or_standing(app, open_as):
    version_2(open_as("lead"))
    send(assembled(follow_up=True))
    close(db.session.get(Submission, 2))
    export = open_as("regulator").get("/submissions/3/compliance-export/json").response.json
    assert export["promised"]["label"] == "Action plan, version 1"
    close(db.session.get(Submission, 3))
    assert open_as("regulator").get("/submissions/1/compliance-export/json").response.json["standing"]["label"] == "Action plan, version 1"


def test_a_lead_closes_it_after_a_redaction_and_opens_it_marked(app, open_as):
    lead = open_as("lead")
    version_2(lead)
    row = newest(ProgressUpdate)
    page = lead.get(url("progress", row)).submit(url("progress", row), 303, **WHY).follow()
    assert "Close version 2 to reading" in page.words and "/submissions/2/closing" in page.links
    page = lead.get("/submissions/2/closing").submit("/submissions/2/closing", 422, why=" ")
    assert "Enter why it is closed" in page.words
    page = page.submit("/submissions/2/closing", 303, why=WHY_CLOSED).follow()
    assert "Closed to reading by Designated nurse on 26 August 2016: It named a child." in page.words
    assert "/submissions/2/closing" not in page.links and "Send it once more" not in page.words
    assert newest(AuditEntry).verb == "submission.close_to_reading" and not list(AuditEntry.broken()) and WHY_CLOSED not in str(newest(AuditEntry).fields)
    assert lead.get("/submissions/2/documents/pdf").status == 200 and "/submissions/2/closing" not in lead.get(f"/actions/{row.action_id}").links
    assert "Assemble version 3" in lead.get("/reviews/1/submissions").words
    assert "closed to reading already" in lead.get("/submissions/2/closing").words


def test_it_is_sent_to_nobody_any_more(app):
    row, said = db.session.get(Submission, 1), {"by": person("lead"), "on": TODAY}
    waiting = keep_mail()
    with pytest.raises(NotAllowed, match="is on its way"):
        row.close_to_reading(why="w", **said)
    waiting.withdraw(version=waiting.version, by=person("lead"), at=waiting.at, moment=waiting.at)
    close(row)
    for verb in (keep_mail, lambda: row.close_to_reading(why="w", **said), lambda: PublicExtract.release(row, {}, {}, **said)):
        with pytest.raises(NotAllowed, match="closed to reading"):
            verb()
    second = close(assembled())
    record = second.sign_off_record(name="A", role="B", on=TODAY)
    with pytest.raises(NotAllowed, match="closed to reading"):
        second.record_sign_off(record, documents=[], **said)
