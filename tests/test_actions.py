"""Actions: who does what by when, progress, completion, verification, return; the colours; two people at once."""

from datetime import date

import pytest
from sqlalchemy import func, select

from tests.conftest import TODAY, TOP, action, person
from tracker.demo.cast import ACUTE, COMMUNITY
from tracker.extensions import db
from tracker.models import Action, AuditEntry, Extension, NotAllowed, ProgressUpdate, Stale, Verification
from tracker.models.action_status import TRANSITIONS, Confidence, Status
from tracker.models.extension import Reason
from tracker.models.verification import Method

ON = date(2016, 8, 26)
FOUND = {"method": Method.DOCUMENTS, "found": "It is done.", "checked_by": "", "without_evidence": ""}


def entries() -> int:
    """How many audit entries there are."""
    return db.session.scalar(select(func.count(AuditEntry.id)))


# --- the ladder of progress ----------------------------------------------------------------------------------------


def test_progress_is_a_fragment_with_the_new_state(app, open_as):
    own, before = action("1.1"), entries()
    page = open_as("owner").get(f"/actions/{own.id}")
    changed = page.submit(f"/actions/{own.id}/progress", 200, htmx=True, confidence="at risk", note="First line\r\nSecond line")
    assert changed.is_fragment and changed.tree[0].get("id") == "action"
    assert "Your update is saved" in changed.words and "In progress" in changed.words and "Amber: at risk" in changed.words
    update = db.session.scalar(select(ProgressUpdate).order_by(ProgressUpdate.id.desc()))
    assert (update.note, update.by, update.on_behalf_of, update.on) == ("First line\nSecond line", person("owner"), None, ON)
    assert entries() == before + 1


def test_progress_without_scripts_is_a_redirect(app, open_as):
    own = action("1.1")
    page = open_as("owner").get(f"/actions/{own.id}").submit(f"/actions/{own.id}/progress", 303, confidence="on track", note="Begun")
    assert "Begun" in page.follow().words


def test_a_lead_records_for_the_organisation_and_it_says_so(app, open_as):
    own = action("1.1")
    page = open_as("lead").get(f"/actions/{own.id}")
    assert f"on behalf of {ACUTE}" in page.words
    after = page.submit(f"/actions/{own.id}/progress", 303, confidence="on track", note="By phone").follow()
    assert f"recorded by Designated nurse for {ACUTE}" in after.words


@pytest.mark.parametrize("htmx", [True, False])
def test_an_empty_update_names_what_is_missing_and_keeps_what_was_typed(app, open_as, htmx):
    own = action("1.1")
    page = open_as("owner").get(f"/actions/{own.id}").submit(f"/actions/{own.id}/progress", 422, htmx=htmx, note="Typed <b>text</b>")
    assert "Choose how it is going" in page.words and "Typed <b>text</b>" in page.tree.xpath("string(//textarea)")


def test_spaces_are_not_a_note(app, open_as):
    own = action("1.1")
    page = open_as("owner").get(f"/actions/{own.id}").submit(f"/actions/{own.id}/progress", 422, confidence="on track", note=" \n ")
    assert "Enter what has happened" in page.words


@pytest.mark.parametrize("htmx", [True, False])
def test_the_loser_of_two_sees_both_texts_and_loses_nothing(app, open_as, htmx):  # checks 63
    own = action("1.1")
    first, second = (open_as(c).get(f"/actions/{own.id}") for c in ("owner", "lead"))
    first.submit(f"/actions/{own.id}/progress", 303, confidence="on track", note="The owner's words")
    before = entries()
    lost = second.submit(f"/actions/{own.id}/progress", 409, htmx=htmx, confidence="at risk", note="The lead's words")
    assert "The owner's words" in lost.words and lost.tree.xpath("string(//textarea)").strip() == "The lead's words"
    assert entries() == before
    again = lost.submit(f"/actions/{own.id}/progress", 303, confidence="at risk", note="The lead's words").follow()
    assert "The owner's words" in again.words and "The lead's words" in again.words


def test_two_plans_at_once_show_both_and_can_be_merged(app, open_as):  # checks 63
    own = action("1.1")
    url = f"/actions/{own.id}/plan"
    first, second = (open_as(c).get(url) for c in ("owner", "lead"))
    first.submit(url, 303, words="What the owner wrote")
    lost = second.submit(url, 409, words="What the lead wrote", monitored_by="Board")
    assert "What the owner wrote" in lost.words and "What the lead wrote" in lost.tree.xpath("//textarea[@name='words']")[0].text
    assert db.session.get(Action, own.id).words == "What the owner wrote"
    lost.submit(url, 303, words="Both")
    assert db.session.get(Action, own.id).words == "Both" and db.session.get(Action, own.id).monitored_by == "Board"


# --- the plan --------------------------------------------------------------------------------------------------------


def test_a_post_is_required(app, open_as):
    own = action("1.1")
    page = open_as("owner").get(f"/actions/{own.id}/plan").submit(f"/actions/{own.id}/plan", 422, post=" ")
    assert "Enter the post that answers for this action" in page.words


def test_the_date_first_agreed_stays_once_cqc_has_the_plan(app, open_as):
    own = action("1.1")
    assert own.first_due_on == own.due_on == date(2016, 9, 30)
    page = open_as("lead").get(f"/actions/{own.id}/due-date")
    later = {"due_on__day": "31", "due_on__month": "10", "due_on__year": "2016", "reason": "procurement", "words": "The supplier is late"}
    page = page.submit(f"/actions/{own.id}/due-date", 303, **later).follow()
    assert "31 October 2016 (first agreed 30 September 2016, moved once)" in page.words


def test_before_that_the_first_date_follows(app):
    own = action("1.1")
    own.review.first_sent_on = None
    own.plan(version=own.version, on=TODAY, by=person("lead"), due_on=date(2016, 10, 31))
    assert own.first_due_on == date(2016, 10, 31)


def test_after_that_a_lead_does_not_change_or_empty_it_in_the_plan(app, open_as):
    own = action("1.1")
    assert f"/actions/{own.id}/due-date" in open_as("lead").get(f"/actions/{own.id}/plan").links
    for day in (None, date(2016, 12, 1)):
        with pytest.raises(NotAllowed, match="moved by an extension"):
            own.plan(version=own.version, on=TODAY, by=person("lead"), due_on=day)
        db.session.rollback()


@pytest.mark.parametrize("number", ["1.2", "1.13"])
def test_what_is_complete_or_verified_is_not_planned_anew(app, open_as, number):
    own, owner = action(number), open_as("owner")
    url, before = f"/actions/{own.id}/plan", own.words
    assert url not in owner.get(f"/actions/{own.id}").links
    assert "so this cannot be done now" in owner.get(url).submit(url, 409, words="Something easier").words
    assert action(number).words == before


def test_a_note_that_came_too_late_is_still_there_to_copy(app, open_as):
    own = action("1.1")
    page = open_as("owner").get(f"/actions/{own.id}")
    do("complete", own)
    db.session.commit()
    lost = page.submit(f"/actions/{own.id}/progress", 409, htmx=True, confidence="on track", note="Typed for an hour")
    assert lost.tree.xpath("string(//textarea)").strip() == "Typed for an hour" and "cannot be done now" in lost.words


def test_the_story_is_told_in_order(app, open_as):
    own = action("1.13")
    do("reopen", own)
    db.session.commit()
    story = open_as("lead").get(f"/actions/{own.id}").tree.xpath("//ol[@class='tracker-timeline']/li")
    assert ["verified by" in li.text_content() for li in story][:2] == [False, True]


def test_after_that_an_owner_cannot_move_the_date(app, open_as):
    own = action("1.1")
    owner = open_as("owner")
    form = owner.get(f"/actions/{own.id}/plan").form(f"/actions/{own.id}/plan")
    assert "due_on-day" not in form.fields
    typed = dict(form.form_values()) | {"due_on-day": "1", "due_on-month": "1", "due_on-year": "2030", "words": "Typed"}
    refused = owner.post(f"/actions/{own.id}/plan", typed, 409)
    assert "moved by an extension, with a reason" in refused.words and "Typed" in refused.words
    assert db.session.get(Action, own.id).due_on == date(2016, 9, 30)


# --- complete, verify, return ---------------------------------------------------------------------------------------


def test_completion_may_lie_before_the_report_and_not_in_the_future(app, open_as):
    own, owner = action("1.6"), open_as("owner")
    url = f"/actions/{own.id}/completion"
    typed = {"note": "Done in spring", "completed_on__month": "4", "completed_on__year": "2017", "completed_on__day": "1"}
    assert "cannot be in the future" in owner.get(url).submit(url, 409, **typed).words
    page = owner.get(url).submit(url, 303, **typed | {"completed_on__year": "2016"}).follow()
    assert "Completed 1 April 2016" in page.words and "Complete" in page.words


def test_verification_is_somebody_elses_act(app, open_as):
    own, url = action("1.2"), f"/actions/{action('1.2').id}/verification"
    page = open_as("lead").get(url)
    assert "Choose how it was checked" in page.submit(url, 422).words
    after = page.submit(url, 303, method="documents", found="The guide is in use on three wards.").follow()
    assert "Verified" in after.words and "verified by Designated nurse" in after.words
    assert db.session.get(Action, own.id).status is Status.VERIFIED


def test_a_lead_who_completed_it_names_who_checked(app, open_as):
    own, lead = action("2.2"), open_as("lead")
    url = f"/actions/{own.id}/verification"
    own.complete(completed_on=ON, note="Done", by=person("lead"), on=ON, version=own.version)
    db.session.commit()
    typed = {"method": "data", "found": "Seen", "without_evidence": "Shown at the meeting"}
    assert "somebody else must have checked it" in lead.get(url).submit(url, 409, **typed).words
    after = lead.get(url).submit(url, 303, **typed, checked_by="CQRG, 14 November").follow()
    assert "verified by CQRG, 14 November, recorded by Designated nurse" in after.words


def test_without_accepted_evidence_a_reason_is_needed(app, open_as):
    own, lead = action("1.1"), open_as("lead")
    own.complete(completed_on=ON, note="Done", by=person("owner"), on=ON, version=own.version)
    db.session.commit()
    url = f"/actions/{own.id}/verification"
    page = lead.get(url).submit(url, 409, method="data", found="Seen")
    assert "No evidence has been accepted" in page.words
    page.submit(url, 303, method="data", found="Seen", without_evidence="Seen on the ward")


def test_a_return_needs_a_reason_and_goes_back_to_work(app, open_as):
    own, lead = action("1.2"), open_as("lead")
    url = f"/actions/{own.id}/return"
    assert "Enter why" in lead.get(url).submit(url, 422).words
    page = lead.get(url).submit(url, 303, reason="Nights are missing").follow()
    own = action("1.2")
    assert "Nights are missing" in page.words and own.status is Status.IN_PROGRESS and own.completed_on is None


ALL = [t.verb for t in TRANSITIONS]


def do(verb: str, own: Action, version: int | None = None) -> None:
    """One verb of the table."""
    given = {"by": person("lead"), "on": ON, "version": version or own.version}
    if verb == "plan":
        own.plan(on=TODAY, by=given["by"], version=given["version"], monitored_by=f"group {own.version}")
    elif verb == "move the due date":
        said = {"reason": Reason.OTHER, "words": "w", "meeting": "", "meeting_on": None}
        Extension.move(own, due_on=date(2017, 1, 31), **said, **given)
    elif verb == "record progress":
        own.record_progress(confidence=Confidence.ON_TRACK, note="n", **given)
    elif verb == "complete":
        own.complete(completed_on=ON, note="n", **given)
    elif verb == "judge":
        own.judge(confidence=Confidence.OFF_TRACK, reason="r", **given)
    elif verb == "embed":
        own.embed(found="f", **given)
    elif verb in ("withdraw", "reinstate", "reopen"):
        getattr(own, verb)(reason="r", **given)
    elif verb == "verify":
        own.verify(**FOUND | {"checked_by": "A meeting", "without_evidence": "Seen"}, **given)
    else:
        own.give_back(reason="r", **given)


@pytest.mark.parametrize("start", Status)
@pytest.mark.parametrize("verb", ALL)
def test_every_move_is_in_the_table_or_refused(app, verb, start):
    own = action("1.1")
    own.status = start
    db.session.commit()
    before, transition = entries(), next(t for t in TRANSITIONS if t.verb == verb)
    if start in transition.starts:
        do(verb, own)
        assert own.status is (transition.end or start) and entries() == before + 1
    else:
        with pytest.raises(NotAllowed):
            do(verb, own)
        db.session.rollback()
        assert own.status is start and entries() == before


@pytest.mark.parametrize("verb", ALL)
def test_every_move_knows_when_somebody_was_first(app, verb):
    own = action("1.1")
    own.status = next(t for t in TRANSITIONS if t.verb == verb).starts[0]
    with pytest.raises(Stale):
        do(verb, own, version=own.version + 1)


def test_the_table_stands_in_the_readme():
    rows = ["| act | from | to | by | needs |", "|---|---|---|---|---|"]
    rows += [f"| {t.verb} | {', '.join(s.value for s in t.starts)} | {t.end.value if t.end else 'stays'} | {t.by} | {t.needs} |" for t in TRANSITIONS]
    assert "\n".join(rows) in (TOP / "README.md").read_text(), "put this into README.md:\n" + "\n".join(rows)


def test_a_verification_keeps_who_what_and_when(app):
    own = action("1.2")
    own.verify(by=person("lead"), on=ON, version=own.version, **FOUND)
    row = db.session.scalar(select(Verification).where(Verification.action_id == own.id))
    assert (row.by, row.on, row.method, row.found) == (person("lead"), ON, Method.DOCUMENTS, "It is done.")


def test_an_unknown_part_of_a_plan_is_an_error(app):
    own = action("5.1", COMMUNITY)
    with pytest.raises(TypeError, match="status"):
        own.plan(version=own.version, on=TODAY, by=person("lead"), status=Status.VERIFIED)
