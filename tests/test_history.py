"""The history of an action: one time line, newest first, a sentence an entry; nothing of it for another organisation."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from tests.conftest import action, person
from tests.test_actions import FOUND, do, entries
from tracker.demo.cast import ACUTE
from tracker.extensions import db
from tracker.models import Action, Evidence, Extension, Organisation, PlanChange, ProgressUpdate, Review
from tracker.models.action_status import Confidence, Status
from tracker.models.extension import Reason
from tracker.models.history import history

ON = date(2016, 8, 26)


def told(browser, own: Action) -> list[str]:
    """The sentences of the time line, newest first."""
    lines = browser.get(f"/actions/{own.id}").tree.xpath("//ol[@class='tracker-timeline']/li")
    return [" ".join(line.text_content().split()) for line in lines]


def test_the_whole_life_of_an_action_newest_first(app, open_as):
    own, lead, owner = action("1.13"), person("lead"), person("owner")
    own.reopen(reason="The course was level 3", by=lead, on=ON, version=own.version)
    own.plan(version=own.version, by=owner, on=ON, monitored_by="Training board")
    Extension.move(own, due_on=date(2016, 12, 1), reason=Reason.TRAINING, words="Next course", meeting="", meeting_on=None, version=own.version, by=lead, on=ON)
    db.session.commit()
    lines = told(open_as("owner"), own)
    starts = [
        "26 August 2016, due date moved from 30 September 2016 to 1 December 2016 by Designated nurse: training dates Next course",
        "26 August 2016, who monitors it changed by Named nurse Who monitors it: Training board Before: Safeguarding committee, every month",
        "26 August 2016, reopened by Designated nurse The course was level 3",
        "12 July 2016, verified by Designated nurse (documents) The certificate names",
        "12 July 2016, evidence “Level 4 certificate” accepted by Designated nurse",
        "11 July 2016, marked as complete by Named nurse Level 4 course completed",
        "11 July 2016, evidence “Level 4 certificate” added by Named nurse",
        "29 June 2016, what will be done, accountable post, owner, due date, success measure, evidence expected and who monitors it set by Designated nurse",
        "20 June 2016, CQC's report received, with recommendation 1.13",
    ]
    assert len(lines) == len(starts)
    for line, start in zip(lines, starts, strict=True):
        assert line.replace(" (open)", "").startswith(start)


def test_what_a_lead_records_says_for_whom(app, open_as):
    own, lead = action("1.1"), open_as("lead")
    lead.get(f"/actions/{own.id}/plan").submit(f"/actions/{own.id}/plan", 303, monitored_by="Board")
    lead.get(f"/actions/{own.id}").submit(f"/actions/{own.id}/progress", 303, confidence="on track", note="By phone")
    first, second = told(lead, own)[:2]
    assert f"progress updated, recorded by Designated nurse for {ACUTE}: on track By phone" in first
    assert f"who monitors it changed, recorded by Designated nurse for {ACUTE}" in second


def test_passing_an_action_on_names_both_as_they_were(app, open_as):
    own = action("1.1")
    own.plan(version=own.version, by=person("owner"), on=ON, owner_id=None)
    db.session.commit()
    assert "owner changed by Named nurse Owner: Nobody Before: Named nurse" in told(open_as("owner"), own)[0]


def test_returned_evidence_tells_why(app, open_as):
    lines = told(open_as("owner"), action("1.4"))
    assert any("evidence “Weekly dip-samples” returned by Designated nurse" in line and "Only two of the four weeks" in line for line in lines)
    assert any("evidence “Weekly dip-samples”, version 2, added by Named nurse" in line for line in lines)


def test_an_immediate_action_begins_with_itself(app, open_as):
    own = Action.add(db.session.get(Review, 1), Organisation.named(ACUTE), words="Lock the cupboard", by=person("lead"), on=ON)
    db.session.commit()
    assert [line.partition(" Remove")[0] for line in told(open_as("owner"), own)] == [
        "26 August 2016, immediate action added by Designated nurse What will be done: Lock the cupboard"]  # fmt: skip
    own.remove(version=1, by=person("lead"))
    db.session.commit()
    assert db.session.scalar(select(func.count(PlanChange.id)).where(PlanChange.action_id == own.id)) == 0


def test_a_plan_that_is_saved_unchanged_leaves_no_line(app, open_as):
    own, owner, before = action("1.1"), open_as("owner"), entries()
    owner.get(f"/actions/{own.id}/plan").submit(f"/actions/{own.id}/plan", 303)
    assert "29 June 2016" in told(owner, own)[0] and entries() == before + 1


def test_a_plan_that_is_refused_leaves_no_line(app, open_as):
    own = action("1.2")
    before = told(open_as("owner"), own)
    open_as("owner").get(f"/actions/{own.id}/plan").submit(f"/actions/{own.id}/plan", 409, words="Something easier")
    assert told(open_as("owner"), own) == before


def test_plan_changes_of_one_trust_reach_no_page_of_another(app, open_as):  # checks 8
    theirs = action("5.1", ACUTE)
    theirs.plan(version=theirs.version, by=person("owner"), on=ON, evidence_expected="CANARY-OLD")
    theirs.plan(version=theirs.version, by=person("owner"), on=ON, evidence_expected="CANARY-NEW")
    db.session.commit()
    page = open_as("both").get(f"/actions/{theirs.id}")
    assert "CANARY" not in page.text and "History" not in page.words and "set by" not in page.words
    assert "CANARY-OLD" in open_as("owner").get(f"/actions/{theirs.id}").words


# --- the rules, without a database -----------------------------------------------------------------------------------


def update(status: Status, minute: int, confidence: Confidence | None = None):
    """A progress update as history reads it."""
    at = datetime(2016, 8, 26, 9, minute, tzinfo=UTC)
    return SimpleNamespace(id=minute, on=ON, at=at, status=status, confidence=confidence, note="n", by=SimpleNamespace(name="Ann"), on_behalf_of=None)


BARE = SimpleNamespace(recommendations=[], review=None)


@pytest.mark.parametrize(("before", "after", "said"), [
    (None, Status.IN_PROGRESS, "progress updated by Ann"),
    (Status.IN_PROGRESS, Status.COMPLETE, "marked as complete by Ann"),
    (Status.COMPLETE, Status.IN_PROGRESS, "returned by Ann"),
    (Status.EMBEDDED, Status.IN_PROGRESS, "reopened by Ann"),
    (Status.IN_PROGRESS, Status.WITHDRAWN, "withdrawn by Ann"),
    (Status.WITHDRAWN, Status.IN_PROGRESS, "reinstated by Ann"),
])  # fmt: skip
def test_what_was_done_follows_from_the_state_before(before, after, said):
    rows = [update(before, 1), update(after, 2)] if before else [update(after, 2)]
    assert history(BARE, updates=rows)[0].said == said


def test_a_verification_between_two_updates_makes_the_second_a_reopening():
    checked = SimpleNamespace(id=9, on=ON, at=datetime(2016, 8, 26, 9, 2, tzinfo=UTC), by=SimpleNamespace(name="Bo"), who="CQRG",
                              method=FOUND["method"], found="f", without_evidence="")  # fmt: skip
    told = history(BARE, updates=[update(Status.COMPLETE, 1), update(Status.IN_PROGRESS, 3)], verifications=[checked])
    assert [e.said for e in told] == ["reopened by Ann", "verified by CQRG, recorded by Bo (documents)", "marked as complete by Ann"]


def test_confidence_is_told_while_the_action_is_open():
    assert history(BARE, updates=[update(Status.IN_PROGRESS, 1, Confidence.AT_RISK)])[0].said == "progress updated by Ann: at risk"
    assert history(BARE, updates=[update(Status.COMPLETE, 1, Confidence.AT_RISK)])[0].said == "marked as complete by Ann"


def test_a_moment_after_midnight_in_london_is_the_next_day():  # checks 66
    at = datetime(2016, 8, 25, 23, 30, tzinfo=UTC)
    version = SimpleNamespace(number=1, at=at, by=SimpleNamespace(name="Ann"), on_behalf_of=None, checked_by=None, is_infected=False, withheld_at=None, taken_down_at=None)
    entry = history(BARE, evidence=[SimpleNamespace(id=1, title="T", versions=[version])])[0]
    assert entry.on == ON and history(BARE, updates=[update(Status.IN_PROGRESS, 1)])[0].at - at < timedelta(hours=10)


def test_newest_first_also_on_one_day(app):
    own = action("1.1")
    do("record progress", own)
    do("plan", own)
    rows = db.session.scalars(select(ProgressUpdate).where(ProgressUpdate.action_id == own.id)).all()
    changes = db.session.scalars(select(PlanChange).where(PlanChange.action_id == own.id).order_by(PlanChange.id)).all()
    changes[-1].on = ON
    first, second = history(own, updates=rows, changes=changes, evidence=db.session.scalars(select(Evidence).where(Evidence.of(own))).all())[:2]
    assert (first.kind, second.kind) == ("plan-changes", "progress")
