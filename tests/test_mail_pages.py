"""Mail on the pages: a lead sends a version, sees what became of it, decides what only a person can."""

import email
from datetime import timedelta
from email.policy import default

import pytest
from sqlalchemy import func, select

from tests.client import request_id
from tests.conftest import person
from tests.mails import BYTES, DAY, TO, app, send, sends, server, signed_world, wait  # noqa: F401 – fixtures
from tracker.clock import now, real_now
from tracker.extensions import db, writing
from tracker.models import AuditEntry, Mail, NotAllowed, Review, Stale, Submission, outbox

NEW, POST = "/submissions/2/mails/new", "/submissions/2/mails"
WRONG = [
    "", "plans", "plans@cqc", "a@cqc.example, b@cqc.example", "a@cqc.example;b@cqc.example", "CQC <plans@cqc.example>", "<plans@cqc.example>",
    "plans@cqc.example\r\nBcc: all@evil.example", "plans@cqc.example\nX", '"a b"@cqc.example', "plåns@cqc.example", "plans@cqç.example", "a" * 65 + "@cqc.example",
]  # fmt: skip


def count() -> int:
    return db.session.scalar(select(func.count(Mail.id)))


def test_a_lead_sends_a_version_and_cqc_reads_it(sends, server, open_as):  # checks 71
    app, lead = sends(server.url), open_as("lead")
    page = lead.get("/submissions/2")
    assert NEW in page.links and "/submissions/2/mail.eml" in page.links
    form = lead.get(NEW)
    assert "from tracker@ccg.example" in form.words and "answers come to designated.nurse@medway-ccg.example" in form.words
    entries = db.session.scalar(select(func.count(AuditEntry.id)))
    documents = form.tree.xpath("//input[@name='documents']/@value")
    shown = form.submit(POST, 303, to=TO, documents=documents, subject="Plan 🙂 " + "x" * 290, words="<script>CANARY</script> CQC & all").follow()
    assert "Waiting to be sent" in shown.words and "<script>CANARY</script> CQC & all" in shown.words and "<script>CANARY" not in shown.text
    assert db.session.scalar(select(func.count(AuditEntry.id))) == entries + 1
    assert NEW not in lead.get("/submissions/2").links
    send(app)
    assert "The mail server said: 250 taken" in lead.get("/submissions/2").words and "/mails/1" in lead.get("/reviews/1/mails").links
    assert "By email from the tracker, to plans@cqc.example" in open_as("regulator").get("/submissions/2").words
    message = email.message_from_bytes(server.received[0], policy=default)
    assert message.get_body().get_content().strip() == "<script>CANARY</script> CQC & all" and message["Subject"] == "Plan 🙂 " + "x" * 290
    assert len(list(message.iter_attachments())) == 3 and len(message.keys()) == len(set(message.keys()))


@pytest.mark.parametrize("to", WRONG)
def test_what_is_no_single_plain_address_is_refused_with_a_sentence(app, open_as, to):
    page = open_as("lead").get(NEW).submit(POST, 422, to=to)
    assert "Enter " in page.words or "cannot be sent to" in page.words
    assert count() == 0


def test_a_second_click_sends_nothing_twice_and_a_second_form_is_refused(app, open_as):
    lead = open_as("lead")
    form, other, shown = lead.get(NEW), lead.get(NEW), lead.get("/submissions/2")
    form.submit(POST, 303, to=TO)
    form.submit(POST, 303, to=TO)
    assert "on its way already" in other.submit(POST, 409, to=TO).words and count() == 1
    by_hand = shown.submit("/submissions/2/sending", 409, how="By hand", to="CQC")
    assert "is on its way" in by_hand.words and db.session.get(Submission, 2).sent_on is None
    shown = lead.get("/submissions/2")
    assert "then you can record that you sent it yourself" in shown.words and not shown.tree.xpath("//form[contains(@action, '/sending')]")


def test_a_waiting_mail_is_withdrawn_and_only_by_who_saw_it_as_it_is(sends, server, open_as):
    app, lead = sends(server.url), open_as("lead")
    wait()
    first, second = lead.get("/mails/1"), lead.get("/mails/1")
    assert "Withdrawn" in first.submit("/mails/1/withdrawal", 303).follow().words
    assert "while you were writing" in second.submit("/mails/1/withdrawal", 409).words
    assert "0 emails" in send(app) and server.received == [] and NEW in lead.get("/submissions/2").links


def test_what_its_runner_left_behind_is_withdrawn_and_never_sent(sends, server, open_as):
    app, lead = sends(server.url), open_as("lead")
    wait()
    writing()
    mail = outbox.take(at=now(), moment=real_now())
    db.session.commit()
    version = mail.version
    held = lead.get("/mails/1")
    assert "being sent just now" in held.words and "Withdraw it" not in held.words
    with pytest.raises(NotAllowed, match="just now"):
        db.session.get(Mail, 1).withdraw(version=version, by=person("lead"), at=now(), moment=real_now())
    db.session.get(Mail, 1).next_at -= timedelta(minutes=11)
    db.session.commit()
    assert "Withdrawn" in lead.get("/mails/1").submit("/mails/1/withdrawal", 303).follow().words
    with pytest.raises(Stale):
        outbox.say_last(db.session.get(Mail, 1), version, at=now(), moment=real_now())
    db.session.rollback()
    lead.get("/submissions/2").submit("/submissions/2/sending", 303, how="By hand", to="CQC")
    assert "0 emails" in send(app) and server.received == []


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_refused_mail_is_not_sent_beside_another(sends, server, open_as, by_hand):
    app, lead = sends(server.url), open_as("lead")
    wait()
    server.answers["RCPT"] = "550 no such mailbox"
    send(app)
    server.answers.clear()
    refused = lead.get("/mails/1")
    assert "Send it again" in refused.words
    if by_hand:
        lead.get("/submissions/2").submit("/submissions/2/sending", 303, how="By hand", to="CQC")
    else:
        wait()
        assert "To send it once more, write a new email." in refused.submit("/mails/1/repetition", 409).words
        send(app)
    assert "To send it once more, write a new email." in refused.submit("/mails/1/repetition", 409).words
    assert "end it again" not in lead.get("/mails/1").words and NEW in lead.get("/submissions/2").links
    assert "0 emails" in send(app) and len(server.received) == (0 if by_hand else 1)


@pytest.mark.parametrize("declined", [False, True])
def test_a_version_that_nobody_signed_is_not_mailed(app, open_as, declined):
    row = Submission.assemble(db.session.get(Review, 1), gap_reason="", by=person("lead"), on=DAY, demonstration=False)
    if declined:
        db.session.flush()
        row.decline(name="A", role="Chief", comments="No", declined_on=DAY, on=DAY, by=person("lead"))
    db.session.commit()
    lead = open_as("lead")
    said = {"csrf_token": lead.token(), "to": TO, "subject": "Plan", "words": "Dear CQC", "request_id": request_id()}
    assert "not signed off yet" in lead.post(f"/submissions/{row.id}/mails", said, 409).words and count() == 0


@pytest.mark.parametrize(("choice", "came"), [("arrival", 1), ("repetition", 2)])
def test_what_was_perhaps_sent_waits_for_a_person(sends, server, open_as, choice, came):
    app, lead = sends(server.url, 0.3), open_as("lead")
    wait()
    server.answers["DATA"] = "silence"
    send(app)
    server.answers.clear()
    page = lead.get("/mails/1")
    assert "Check before you send it again" in page.words and "Perhaps sent" in lead.get("/submissions/2").words
    page.submit(f"/mails/1/{choice}", 303)
    assert page.submit(f"/mails/1/{choice}", 409)
    send(app)
    assert len(server.received) == came and db.session.get(Submission, 2).sent_to == TO


def test_without_a_mail_server_the_page_says_that_nothing_leaves(sends, open_as, tmp_path):
    app, lead = sends(str(tmp_path)), open_as("lead")
    form = lead.get(NEW)
    assert "nothing leaves the building" in form.words
    form.submit(POST, 303, to=TO)
    send(app)
    assert "nothing has left the building" in lead.get("/mails/1").words and db.session.get(Submission, 2).sent_on is None
    (file,) = tmp_path.glob("*.eml")
    assert email.message_from_bytes(file.read_bytes(), policy=default)["To"] == TO
    lead.get("/submissions/2").submit("/submissions/2/sending", 303, how="By hand", to="CQC")


def test_the_draft_holds_the_documents_and_opens_as_one(app, open_as):
    lead = open_as("lead")
    draft, bare = (email.message_from_bytes(lead.get(f"/submissions/2/mail.eml{q}").response.data, policy=default) for q in ("", "?without=1"))
    assert draft["X-Unsent"] == "1" and draft["From"] is None
    assert {part.get_filename().rpartition(".")[2]: part.get_content() for part in draft.iter_attachments()} == BYTES
    assert not list(bare.iter_attachments()) and "signed off on 26 August 2016" in bare.get_body().get_content()


def test_a_large_mail_is_warned_about(app, open_as):
    db.session.get(Submission, 2).documents[0].size = 16_000_000
    db.session.commit()
    page = open_as("lead").get(NEW)
    assert "refuse more than 20 MB" in page.words and "/submissions/2/mail.eml?without=1" in page.links


def test_nobody_but_its_leads_sees_a_mail(sends, server, open_as):
    app = sends(server.url)
    wait(words="CANARY-MAIL")
    send(app)
    for called in ("owner", "regulator", "observer"):
        page = open_as(called).get("/submissions/2")
        assert "CANARY-MAIL" not in page.text and "/mails/" not in page.text and "250 taken" not in page.text
