"""Requests: asked, answered, approved or returned, withdrawn; each organisation sees its own part alone."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from tests.asked import ask, owners_part, part_of
from tests.bench.queries import statements
from tests.conftest import TODAY, action, person
from tests.dump import dump
from tests.test_queries import _counted as counted
from tracker.demo.cast import ACUTE, COMMUNITY, MENTAL_HEALTH
from tracker.extensions import db
from tracker.models import AuditEntry, Evidence, NotAllowed, Request, RequestAnswer, RequestPart, Stale
from tracker.models.request import Kind
from tracker.models.request_part import State
from tracker.working_days import add_working_days

NEW = "/reviews/1/requests/new"
ASKED = {"asker": "ccg", "kind": "question", "words": "How many records were checked?"}


def verbs(since: int) -> list[str]:
    """The verbs of the audit entries after one."""
    return list(db.session.scalars(select(AuditEntry.verb).where(AuditEntry.id > since).order_by(AuditEntry.id)))


def entries() -> int:
    """The newest audit entry."""
    return db.session.scalar(select(func.max(AuditEntry.id)))


# --- the whole way -------------------------------------------------------------------------------------------------


def test_the_whole_way_of_a_request(app, open_as):
    own, before, lead, owner = action("1.4"), entries(), open_as("lead"), open_as("owner")
    page = lead.get(f"/actions/{own.id}")
    assert f"{NEW}?action={own.id}" in page.links
    lead.get(f"{NEW}?action={own.id}").submit(NEW, 303, **ASKED | {"actions": own.id})
    part = owners_part()
    url = f"/requests/parts/{part.id}"
    assert part.request.answer_by == add_working_days(TODAY, 10) and part.actions == [own]
    assert "How many records were checked?" in owner.get("/").words and url in owner.get(f"/actions/{own.id}").links
    item = db.session.scalar(select(Evidence).where(Evidence.of(own)))
    after = owner.get(url).submit(f"{url}/answers", 303, words="Eighty of them", evidence=item.id).follow()
    assert "Eighty of them" in after.words and f"/evidence/{item.id}" in after.links and "Answered" in after.words
    assert "Requests to answer" not in owner.get("/").words and "Answers that wait for your approval" in lead.get("/").words
    returned = lead.get(url).submit(f"{url}/decision", 303, decision="return", reason="In which weeks?").follow()
    assert "Returned by Designated nurse on 26 August 2016: In which weeks?" in returned.words
    assert "In which weeks?" in owner.get(url).words and url in owner.get("/").links
    owner.get(url).submit(f"{url}/answers", 303, words="Weeks 1 to 4")
    approved = lead.get(url).submit(f"{url}/decision", 303, decision="approve").follow()
    assert "Approved" in approved.words and "Eighty of them" in approved.words and url not in lead.get("/").links
    assert verbs(before) == ["request.ask", "request.answer", "request.returned", "request.answer", "request.approved"]
    assert list(AuditEntry.broken()) == []


def test_a_lead_answers_for_the_organisation_and_it_says_so(app, open_as):
    url = f"/requests/parts/{owners_part().id}"
    page = open_as("lead").get(url)
    assert f"on behalf of {ACUTE}" in page.words
    assert f"recorded by Designated nurse for {ACUTE}" in page.submit(f"{url}/answers", 303, words="By phone").follow().words


def test_cqcs_own_words_are_kept_with_the_day_they_came(app, open_as):
    own = action("3.1")
    day = {"received_on__day": "24", "received_on__month": "8", "received_on__year": "2016"}
    open_as("lead").get(NEW).submit(NEW, 303, **ASKED | day | {"asker": "cqc", "words": "Please explain.", "actions": own.id})
    assert db.session.scalar(select(Request)).received_on == date(2016, 8, 24)
    page = open_as("outsider").get(f"/requests/parts/{db.session.scalar(select(RequestPart.id))}")
    assert "CQC asks, received on 24 August 2016" in page.words


def test_unused_it_shows_nothing_to_an_owner(app, open_as):
    owner, own = open_as("owner"), action("1.4")
    for url in ("/", f"/actions/{own.id}", "/reviews/1"):
        assert "equest" not in owner.get(url).tree.xpath("string(//main)")
    assert "Nothing was asked yet" in owner.get("/reviews/1/requests").words


# --- nobody else sees it -------------------------------------------------------------------------------------------


def test_two_organisations_that_are_asked_see_their_own_part_alone(app, open_as):  # checks 8
    joint = [action("5.1", ACUTE), action("5.1", COMMUNITY)]
    row = ask(*joint)
    ours, theirs = (part_of(row, name) for name in (ACUTE, COMMUNITY))
    assert COMMUNITY not in open_as("owner").get("/reviews/1/requests").words
    open_as("both").get(f"/requests/parts/{ours.id}", 404)
    both = open_as("both")
    for url in (f"/requests/parts/{ours.id}/answers", f"/requests/parts/{ours.id}/decision"):
        both.post(url, {"csrf_token": both.token(), "words": "x", "version": "1"}, 404)
    both.post(f"/requests/parts/{theirs.id}/decision", {"csrf_token": both.token(), "version": "1"}, 403)


@pytest.mark.parametrize("called", ["owner", "outsider", "both", "regulator", "observer", "admin"])
def test_only_a_lead_asks_and_withdraws(app, open_as, called):
    row, browser = owners_part().request, open_as(called)
    before = dump()
    browser.get(NEW, 403)
    browser.post(NEW, {"csrf_token": browser.token()} | ASKED, 403)
    sent = {"csrf_token": browser.token(), "version": "1", "reason": "r"}
    browser.post(f"/requests/{row.id}/withdrawal", sent, 404 if called == "both" else 403)  # a lead elsewhere
    assert dump() == before


def test_evidence_of_another_organisation_cannot_be_pointed_at(app, open_as):
    part = part_of(ask(action("3.1")), MENTAL_HEALTH)
    foreign = db.session.scalar(select(Evidence).where(Evidence.of(action("1.4"))))
    outsider, url = open_as("outsider"), f"/requests/parts/{part.id}/answers"
    sent = {"csrf_token": outsider.token(), "version": "1", "words": "x", "evidence": str(foreign.id)}
    outsider.post(url, sent, 422)
    with pytest.raises(NotAllowed, match="its own organisation"):
        part.answer(words="x", evidence=[foreign], by=person("outsider"), on=TODAY, version=part.version)
    assert db.session.scalar(select(func.count(RequestAnswer.id))) == 0


# --- what is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"words": " "}, "Enter what is asked"),
        ({"actions": ""}, "Choose at least one action"),
        ({"asker": "cqc"}, "Enter the day on which CQC's question was received"),
        ({"received_on__day": "1", "received_on__month": "8", "received_on__year": "2016"}, "Leave the date received empty"),
        ({"answer_by__day": "31", "answer_by__month": "2"}, "Answer by must be a real date"),
        ({"answer_by__day": "", "answer_by__month": "", "answer_by__year": ""}, "Enter the day by which you need the answer"),
    ],
)
def test_a_request_that_lacks_something_is_asked_for_it(app, open_as, fields, words):
    typed = {"actions": action("1.1").id} | ASKED | fields
    typed = {k: v for k, v in typed.items() if (k, v) != ("actions", "")}
    page = open_as("lead").get(NEW).submit(NEW, 422, **typed)
    assert words in page.words and db.session.scalar(select(func.count(Request.id))) == 0


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"answer_by__day": "25", "answer_by__month": "8"}, "cannot lie before"),
        ({"asker": "cqc", "received_on__day": "27", "received_on__month": "8", "received_on__year": "2016"}, "in the future"),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_what_was_typed_stays(app, open_as, fields, words):
    page = open_as("lead").get(NEW).submit(NEW, 409, **ASKED | {"actions": action("1.1").id} | fields)
    assert words in page.words and ASKED["words"] in page.tree.xpath("string(//textarea)")


def test_the_same_words_are_asked_once(app, open_as):
    asked = ASKED | {"actions": action("1.1").id}
    page = open_as("lead").get(NEW)
    page.submit(NEW, 303, **asked)
    assert "asked already" in page.submit(NEW, 409, **asked).words


def test_an_action_of_another_review_cannot_be_asked_about(app):
    own = action("1.1")
    with pytest.raises(NotAllowed, match="one review"):
        Request.ask(type(own.review)(), [own], kind=Kind.QUESTION, words="x", answer_by=TODAY, by=person("lead"), on=TODAY)


@pytest.mark.parametrize(("what", "fields", "words"), [
    ("answers", {"words": " "}, "Enter your answer"),
    ("decision", {"decision": "return"}, "Enter why it is returned"),
    ("decision", {}, "Choose whether to approve it"),
])  # fmt: skip
def test_an_answer_or_decision_that_lacks_something(app, open_as, what, fields, words):
    part = owners_part()
    part.answer(words="First", evidence=[], by=person("owner"), on=TODAY, version=part.version)
    db.session.commit()
    url = f"/requests/parts/{part.id}"
    assert words in open_as("lead").get(url).submit(f"{url}/{what}", 422, **fields).words


def test_the_loser_of_two_keeps_his_text_and_sees_the_other(app, open_as):  # checks 63
    url = f"/requests/parts/{owners_part().id}"
    first, second = (open_as(c).get(url) for c in ("owner", "lead"))
    first.submit(f"{url}/answers", 303, words="The owner's words")
    before = dump()
    lost = second.submit(f"{url}/answers", 409, words="The lead's words")
    assert "The owner's words" in lost.words and lost.tree.xpath("string(//textarea[@name='words'])").strip() == "The lead's words"
    assert dump() == before
    again = lost.submit(f"{url}/answers", 303, words="The lead's words").follow()
    assert "The owner's words" in again.words and "The lead's words" in again.words


def test_an_answer_that_came_meanwhile_is_not_approved_unread(app, open_as):  # checks 63
    part = owners_part()
    part.answer(words="First", evidence=[], by=person("owner"), on=TODAY, version=part.version)
    db.session.commit()
    url = f"/requests/parts/{part.id}"
    page = open_as("lead").get(url)
    open_as("owner").get(url).submit(f"{url}/answers", 303, words="Second")
    assert "Second" in page.submit(f"{url}/decision", 409, decision="approve").words
    assert db.session.get(RequestPart, part.id).state is State.ANSWERED


def test_steps_are_not_skipped(app):
    part, lead = owners_part(), {"by": person("lead"), "on": TODAY}
    for verb in (lambda: part.approve(**lead, version=part.version), lambda: part.give_back(reason="r", **lead, version=part.version)):
        with pytest.raises(NotAllowed, match="is to answer"):
            verb()
    with pytest.raises(Stale):
        part.answer(words="x", evidence=[], by=person("owner"), on=TODAY, version=part.version + 1)
    part.answer(words="x", evidence=[], by=person("owner"), on=TODAY, version=part.version)
    part.approve(**lead, version=part.version)
    with pytest.raises(NotAllowed, match="is approved"):
        part.answer(words="y", evidence=[], by=person("owner"), on=TODAY, version=part.version)
    part.give_back(reason="It says x", **lead, version=part.version)
    assert part.state is State.RETURNED


# --- withdrawing, being late, staying --------------------------------------------------------------------------------


def test_what_is_withdrawn_waits_for_nobody(app, open_as):
    part, before = owners_part(), entries()
    url, own = f"/requests/{part.request_id}/withdrawal", f"/requests/parts/{part.id}"
    lead = open_as("lead")
    assert "Enter why it is withdrawn" in lead.get(url).submit(url, 422, reason=" ").words
    stale = lead.get(url)
    after = lead.get(url).submit(url, 303, reason="CQC found it in the plan").follow()
    assert "CQC found it in the plan" in after.words and verbs(before) == ["request.withdraw"]
    lead.post(url, dict(stale.form(url).form_values()) | {"reason": "Again"}, 409)
    owner = open_as("owner")
    assert own not in owner.get("/").links and "Withdrawn" in owner.get(own).words
    assert not owner.get(own).tree.xpath("//textarea")
    owner.post(f"{own}/answers", {"csrf_token": owner.token(), "words": "Too late", "version": str(part.version)}, 409)


def test_an_overdue_answer_stands_first_and_says_so(app, open_as):
    ask(action("1.1"), words="LATER", answer_by=date(2016, 9, 30))
    late = ask(action("1.2"), words="SOONER", answer_by=date(2016, 9, 1))
    app.config["CALENDAR_DAY"] = date(2016, 9, 2)
    for called in ("owner", "lead"):
        words = open_as(called).get("/").words
        assert words.index("SOONER") < words.index("LATER") and words.count("1 September 2016Overdue") == 1
    part = part_of(late, ACUTE)
    assert not part.is_overdue(late.answer_by) and part.is_overdue(late.answer_by + timedelta(days=1))


def test_an_action_that_is_asked_about_is_not_removed(app, open_as):
    lead, url = open_as("lead"), "/reviews/1/actions/new"
    made = lead.get(url).submit(url, 303, known=action("1.4").organisation_id, words="Something at once")
    removal = f"{made.response.location}/removal"
    page = lead.get(removal)
    ask(db.session.get(type(action("1.4")), int(made.response.location.rsplit("/", 1)[1])))
    assert "Something was recorded" in page.submit(removal, 409).words


@pytest.mark.parametrize(("called", "url"), [("lead", "/"), ("owner", "/"), ("lead", "/reviews/1/requests"), ("owner", "/reviews/1/requests")])
def test_a_page_asks_as_often_for_more_requests(app, open_as, called, url):
    ask(action("1.1"), action("1.2"))
    browser = open_as(called)
    with statements(db.engine) as short:
        page = browser.get(url)
    for number in ("1.4", "1.5", "1.6"):
        ask(action(number), action("3.1"), action("5.1", COMMUNITY), words=f"About {number}")
    with statements(db.engine) as long:
        longer = browser.get(url)
    assert len(longer.words) > len(page.words) and counted(long) == counted(short)
