"""What CQC said: accepted, or questions that become requests and are answered in one document."""

import io
from datetime import date
from types import SimpleNamespace

import docx
import pypdfium2
import pytest

from tests.conftest import TODAY, action, person
from tests.outcomes import ask, say_what_cqc_said
from tests.test_follow_ups import assembled
from tracker.clock import now
from tracker.demo.story import _evidence as bring
from tracker.extensions import db
from tracker.models import NotAllowed, Outcome, RequestPart, Submission
from tracker.models.cqc_answers import cqc_answers
from tracker.models.outcome import Verdict
from tracker.models.request_part import State

SAID = {"who": "Regional team", "how": "By email"}


def text_of(pdf: bytes) -> str:
    """Every word of a PDF."""
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf))


def test_accepted_ends_the_tasks(app, open_as):
    page = open_as("lead").get("/submissions/1")
    assert "CQC’s outcome To do" in page.words
    page = page.submit("/submissions/1/outcomes", 303, verdict="accepted", said_on__day="1", **SAID).follow()
    assert "1 August 2016, Regional team (By email): accepted" in page.words and "Accepted on 1 August 2016 Completed" in page.words
    assert "Record the outcome" not in page.words
    with pytest.raises(NotAllowed, match="accepted this already"):
        Outcome.record(db.session.get(Submission, 1), Verdict.ACCEPTED, said_on=TODAY, by=person("lead"), on=TODAY, **SAID)


def test_questions_become_requests_and_are_answered_in_one_document(app, open_as):
    lead = open_as("lead")
    page = lead.get("/submissions/1").submit("/submissions/1/outcomes", 303, verdict="questions", **SAID).follow()
    for words, numbers in (("How many records were sampled?", ["1.4"]), ("Who cares <script> at night?", ["1.1", "3.1"])):
        ids = [str(action(n).id) for n in numbers]
        page = page.submit("/outcomes/1/questions/new", 303, words=words, actions=ids).follow()
    assert "How many records were sampled?" in page.words
    seen = lead.get("/submissions/1")
    assert "2 questions to answer" in seen.words and "to answer" in seen.words
    part = db.session.query(RequestPart).filter_by(request_id=1).one()
    assert part.request.asker == "CQC" and part.request.received_on == TODAY
    part.answer(words="Twenty {{7*7}} a week.", evidence=[], by=person("owner"), on=TODAY, version=part.version)
    other = db.session.query(RequestPart).filter_by(request_id=2).first()
    other.answer(words="NOT APPROVED", evidence=[], by=person("owner"), on=TODAY, version=other.version)
    part.approve(by=person("lead"), on=TODAY, version=part.version)
    db.session.commit()
    assert "1 question to answer" in lead.get("/submissions/1").words
    pdf = lead.get("/submissions/1/answers/pdf").response.get_data()
    words = text_of(pdf)
    assert pdf == lead.get("/submissions/1/answers/pdf").response.get_data()
    document = docx.Document(io.BytesIO(lead.get("/submissions/1/answers/docx").response.get_data()))
    for told in (words, " ".join(p.text for p in document.paragraphs)):
        assert "How many records were sampled?" in told and "Twenty {{7*7}} a week." in told and "Who cares <script> at night?" in told
        assert "NOT APPROVED" not in told and "not approved yet" in told and "Draft – not every question is answered" in told


def test_an_answer_document_that_is_whole_is_no_draft(app, open_as):
    asked = ask(say_what_cqc_said(), "Why?", "1.4")
    part = db.session.query(RequestPart).filter_by(request_id=asked.id).one()
    part.answer(words="Because.", evidence=[], by=person("owner"), on=TODAY, version=part.version)
    part.approve(by=person("lead"), on=TODAY, version=part.version)
    db.session.commit()
    words = text_of(open_as("lead").get("/submissions/1/answers/pdf").response.get_data())
    assert "Draft" not in words and "Asked by Regional team" in words and "Because." in words
    open_as("lead").get("/submissions/1/answers/exe", 404)


def test_no_answers_are_given_to_no_questions(app, open_as):
    lead, url = open_as("lead"), "/submissions/1/answers/pdf"
    lead.get(url, 404)
    say_what_cqc_said()
    db.session.commit()
    lead.get(url, 404)
    assert "answers/pdf" not in lead.get("/submissions/1").text


@pytest.mark.parametrize("parts", [[], ["", "Because."], ["Because."]], ids=["nobody is asked", "one is silent", "all answered"])
def test_what_nobody_answered_is_not_whole(parts):
    """Pure: a question without a part is open, too."""
    part = SimpleNamespace(state=State.APPROVED, organisation=SimpleNamespace(name="Trust"), actions=[], request_id=1)
    asked = SimpleNamespace(id=1, words="Why?", received_on=TODAY, withdrawn_on=None)
    review = SimpleNamespace(title="t", area="a", submitted_by="CCG")
    submission, said = SimpleNamespace(label="l", review=review, sent_on=TODAY), [SimpleNamespace(who="CQC", questions=[asked])]
    rows = [SimpleNamespace(**vars(part), id=n) for n, _words in enumerate(parts)]
    replies = [SimpleNamespace(part_id=n, words=words, on=TODAY, evidence=[]) for n, words in enumerate(parts)]
    assert cqc_answers(submission, said, rows, replies, on=TODAY, demonstration=False)["is_whole"] is (parts == ["Because."])
    assert cqc_answers(submission, [], [], [], on=TODAY, demonstration=False)["is_whole"] is False


def test_questions_about_an_earlier_version_stay_in_the_tasks(app, open_as):
    asked = ask(say_what_cqc_said(), "Why?", "1.4")
    db.session.commit()
    lead, words = open_as("lead"), "CQC’s questions about version 1 1 question to answer"
    assert words not in lead.get("/submissions/1").words
    assembled()
    db.session.commit()
    for url in ("/reviews/1/submissions", "/submissions/2"):
        page = lead.get(url)
        assert words in page.words and "/submissions/1#outcome" in page.links, url
    assert "CQC’s questions" not in lead.get("/reviews/1/follow-ups").words
    part = db.session.query(RequestPart).filter_by(request_id=asked.id).one()
    part.answer(words="Because.", evidence=[], by=person("owner"), on=TODAY, version=part.version)
    part.approve(by=person("lead"), on=TODAY, version=part.version)
    db.session.commit()
    assert "CQC’s questions" not in lead.get("/submissions/2").words


def test_only_evidence_that_is_accepted_and_there_is_named(app, open_as):
    asked, lead = ask(say_what_cqc_said(), "Why?", "1.4"), person("lead")
    part = db.session.query(RequestPart).filter_by(request_id=asked.id).one()
    items = [bring(part.request.review, "1.4", person("owner"), TODAY, title, "a.txt", title) for title in ("KEPT", "RETURNED", "TAKEN", "WAITING")]
    part.answer(words="See.", evidence=items, by=person("owner"), on=TODAY, version=part.version)
    part.approve(by=lead, on=TODAY, version=part.version)
    for item in items[:3]:
        item.newest.accept(by=lead, at=now())
    items[1].newest.give_back(reason="No.", by=lead, at=now())
    items[2].newest.taken_down_at, items[2].newest.taken_down_by = now(), lead
    db.session.commit()
    words = text_of(open_as("lead").get("/submissions/1/answers/pdf").response.get_data())
    assert [title for title in ("KEPT", "RETURNED", "TAKEN", "WAITING") if title in words] == ["KEPT"]


def test_nobody_else_reads_what_cqc_said(app, open_as):
    ask(say_what_cqc_said(), "CANARY QUESTION", "3.1")
    db.session.commit()
    for called in ("regulator", "observer", "owner", "both"):
        page = open_as(called).get("/submissions/1")
        assert "CANARY" not in page.text and "Regional team" not in page.text and "outcome" not in page.text
    assert "CANARY QUESTION" in open_as("outsider").get("/").words


@pytest.mark.parametrize(
    ("said_on", "words"), [(date(2016, 7, 14), "cannot lie before"), (date(2016, 8, 27), "cannot lie before")], ids=["before it was sent", "tomorrow"]
)
def test_a_day_that_cannot_be_is_refused(app, said_on, words):
    with pytest.raises(NotAllowed, match=words):
        Outcome.record(db.session.get(Submission, 1), Verdict.ACCEPTED, said_on=said_on, by=person("lead"), on=TODAY, **SAID)


def test_a_second_click_says_it_no_second_time(app, open_as):
    page = open_as("lead").get("/submissions/1")
    page.submit("/submissions/1/outcomes", 303, verdict="questions", **SAID)
    assert "This is recorded already" in page.submit("/submissions/1/outcomes", 409, verdict="questions", **SAID).words


def test_what_was_not_sent_has_no_outcome(app):
    with pytest.raises(NotAllowed, match="does not have this yet"):
        Outcome.record(assembled(), Verdict.ACCEPTED, said_on=TODAY, by=person("lead"), on=TODAY, **SAID)


def test_an_acceptance_asks_nothing(app):
    accepted = Outcome.record(db.session.get(Submission, 1), Verdict.ACCEPTED, said_on=TODAY, by=person("lead"), on=TODAY, **SAID)
    with pytest.raises(NotAllowed, match="asked nothing"):
        ask(accepted, "Why?", "1.1")


def test_an_empty_form_says_what_is_missing(app, open_as):
    lead = open_as("lead")
    refused = lead.get("/submissions/1").submit("/submissions/1/outcomes", 422)
    assert "Choose what CQC said" in refused.words and "Enter who said it at CQC" in refused.words
    say_what_cqc_said()
    db.session.commit()
    refused = lead.get("/outcomes/1/questions/new").submit("/outcomes/1/questions/new", 422)
    assert "Enter CQC’s question" in refused.words and "Choose at least one action" in refused.words
