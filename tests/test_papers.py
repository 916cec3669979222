"""Papers for a meeting: the progress report of any day, and the exceptions paper; their figures are those of the plan."""

import io
import json
from datetime import date

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import TODAY, action, person
from tests.frozen_plans import HOSTILE, hostile_plan, whole_plan
from tests.test_actions import ALL, do
from tests.test_documents import pdf_pages, pdf_text, squeezed, word_text
from tests.test_queries import KEPT, _counted, _triple, statements
from tracker.documents import PAPERS, compliance_csv, render_pdf
from tracker.documents.comparing import REMOVED, changes
from tracker.documents.exceptions_paper import exceptions_paper
from tracker.documents.glyphs import drawable
from tracker.documents.groups import row
from tracker.documents.progress_report import progress_report
from tracker.documents.text import readable
from tracker.extensions import db
from tracker.models import Action, AuditEntry, NotAllowed, Refused, Review, Submission
from tracker.models.extension import Extension, Reason
from tracker.models.plan_of_day import plan_on

REPORTED = ("organisation", "recommendations", "words", "post", "due_on", "first_due_on", "success_measure", "status", "confidence", "brag",
            "brag_reason", "completed_on", "verified_on", "verification", "progress", "evidence", "extensions")  # fmt: skip


def plan_of(day: date, today: date = TODAY) -> dict:
    return plan_on(db.session.get(Review, 1), day, today=today, by="x", demonstration=False)


def told(plan: dict) -> list[dict]:
    return [{name: a.get(name) for name in REPORTED} | {"id": a["id"]} for a in plan["actions"]]


def report(plan: dict, **said) -> dict:
    return progress_report(plan, **{"on": "2016-08-26", "since": None, "changes": [], "sent": [], "not_known": []} | said)


def exceptions(plan: dict, **said) -> dict:
    return exceptions_paper(plan, **{"on": "2016-08-26", "since": "2016-07-18", "before": {}, "asked": []} | said)


def test_what_was_redacted_says_so_wherever_it_would_stand():
    plan, other = whole_plan() | {"names": True}, whole_plan() | {"names": True}
    own = next(a for a in plan["actions"] if a["verification"] and a["progress"])
    gone = next(a for a in plan["actions"] if a["brag"] in ("red", "amber") and a["progress"])
    own["progress"], own["verification"] = own["progress"] | {"note": ""}, own["verification"] | {"found": ""}
    gone["progress"] = gone["progress"] | {"note": ""}
    assert row(own, None)["progress"] == f"{REMOVED}\n\nVerified by {own['verification']['checked_by']} ({own['verification']['method']}): {REMOVED}"
    found = {c["about"]: c["after"] for c in changes(other, plan) if c["field"] in ("progress", "verification")}
    assert len(found) == 2 and all(words.endswith(f": {REMOVED}") for words in found.values())
    assert f"12 Jul 2016: {REMOVED}" in json.dumps(report(plan), ensure_ascii=False).replace("\xa0", " ")
    assert f"): {REMOVED}" in json.dumps(exceptions(plan))
    told_in = {name: compliance_csv(plan, None).decode() if name == "csv" else squeezed(pdf_text(render_pdf(plan, None))) for name in ("csv", "pdf")}
    assert all(text.count(said) > 2 for text, said in ((told_in["csv"], REMOVED), (told_in["pdf"], squeezed(REMOVED))))


@pytest.mark.engines("sqlite", "postgresql")
def test_an_earlier_day_is_what_was_frozen_on_it(app):
    """The plan that was sent was frozen on 13 July; weeks later its day is told from the rows alone."""
    frozen = db.session.get(Submission, 1).plan
    again = plan_of(date(2016, 7, 13))
    assert told(again) == told(frozen) and again["counts"] == frozen["counts"]
    assert [r["status"] for r in again["recommendations"]] == [r["status"] for r in frozen["recommendations"]]
    assert told(plan_of(TODAY)) != told(frozen)


@pytest.mark.engines("sqlite", "postgresql")
def test_a_day_before_any_update_has_its_report(app, open_as):
    """No action has a date of an update yet, nor a due date: PostgreSQL would take such a column for text."""
    days = {"on-day": "21", "on-month": "6", "on-year": "2016"}
    actions = plan_of(date(2016, 6, 21))["actions"]
    assert {a["brag_reason"] for a in actions} and not any(a["progress"] for a in actions)
    open_as("lead").get(f"/reviews/1/progress-report/docx?{'&'.join(f'{name}={value}' for name, value in days.items())}")


def test_what_changed_since_a_later_day_is_refused_in_words(app, open_as):
    days = "on-day=20&on-month=8&on-year=2016&since-day=21&since-month=8&since-year=2016"
    refused = open_as("lead").get(f"/reviews/1/progress-report/docx?{days}", 422)
    assert "must be the day that the report is of, or an earlier day" in refused.words
    open_as("lead").get(f"/reviews/1/progress-report/docx?{days.replace('since-day=21', 'since-day=20')}")


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(ALL), st.integers(1, 24)), min_size=1, max_size=8))
def test_whatever_happens_later_the_day_stays_what_it_was(app, acts):
    db.session.rollback()
    day = date(2016, 8, 25)
    before = plan_of(day, today=day)
    for verb, id in acts:
        try:
            do(verb, db.session.get(Action, id))
            db.session.flush()
        except Refused:
            pass
    db.session.flush()
    again = plan_of(day)
    assert told(again) == [a | {"completed_on": b["completed_on"]} for a, b in zip(told(before), told(again), strict=True)]
    assert all(a["completed_on"] in (None, b["completed_on"]) for a, b in zip(again["actions"], before["actions"], strict=True))
    assert again["counts"]["by_brag"] == before["counts"]["by_brag"]
    db.session.rollback()


def test_a_date_that_moved_and_words_that_changed_are_taken_back(app):
    own, day = action("1.4"), date(2016, 8, 25)
    before = told(plan_of(day, today=day))
    own.plan(version=own.version, on=TODAY, by=person("lead"), words="Other words", post="Another post")
    Extension.move(own, due_on=date(2016, 12, 1), reason=Reason.OTHER, words="Late", meeting="", meeting_on=None, version=own.version, by=person("lead"), on=TODAY)
    db.session.flush()
    assert told(plan_of(day)) == before
    assert {c["field"] for c in changes(plan_of(day), plan_of(TODAY))} == {"what will be done", "accountable post", "due date"}
    db.session.rollback()


def test_an_earlier_day_asks_as_often_for_three_times_as_many_rows(app):
    counted = []
    for again in (False, True):
        if again:
            _triple(KEPT)
        with statements(db.engine) as said:
            plan_of(date(2016, 8, 20))
        counted.append(_counted([statement for statement in said if "VALUES" not in statement]))
    assert counted[0] and counted[0] == counted[1]


@pytest.mark.parametrize("day", [date(2016, 6, 19), date(2016, 8, 27)])
def test_a_day_without_a_plan_is_refused(app, day):
    with pytest.raises(NotAllowed, match="future or before"):
        plan_of(day)


@pytest.mark.parametrize("form", PAPERS)
def test_both_papers_hold_the_figures_of_the_plan(form):
    read = {"pdf": pdf_text, "docx": word_text}[form]
    plan = whole_plan()
    counts = ", ".join(f"{n} {status}" for status, n in plan["counts"]["by_status"].items())
    said = squeezed(read(PAPERS[form]["render"](report(plan))))
    assert squeezed(f"Actions {plan['counts']['actions']}: {counts}") in said and plan["audit_head"] in said
    for a in plan["actions"]:
        assert squeezed(a["words"]) in said
    late = [a | {"brag": "red", "brag_reason": "overdue"} for a in plan["actions"][:2]]
    said = squeezed(read(PAPERS[form]["render"](exceptions(plan | {"actions": late + plan["actions"][2:]}))))
    risky = sum(a["brag_reason"] in ("off track", "at risk") for a in plan["actions"][2:])
    closed = sum(a["status"] in ("verified", "embedded", "withdrawn") for a in plan["actions"])
    assert f"2 overdue, {risky} off track or at risk, 0 other dates asked for, {closed} closed" in said
    assert PAPERS[form]["render"](report(plan)) == PAPERS[form]["render"](report(json.loads(json.dumps(plan))))


def test_the_summary_adds_up():
    plan = whole_plan()
    table = Document(io.BytesIO(PAPERS["docx"]["render"](report(plan)))).tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    colours = [name.lower() for name in rows[0][3:]]
    assert rows[-1][1:] == [str(plan["counts"]["recommendations"]), str(plan["counts"]["actions"]), *(str(plan["counts"]["by_brag"].get(c, 0)) for c in colours)]
    assert {r[0]: r[2] for r in rows[1:-1]} == {o["name"]: str(o["actions"]) for o in plan["organisations"]}


# checks 68, 69
def test_hostile_text_comes_out_as_text():
    text = " ".join(HOSTILE)
    plan, asked = hostile_plan(text), {"action_id": 1, "proposed_on": "2016-12-01", "on": "2016-08-01", "reason": text, "words": text}
    change = {"about": "Action 1", "organisation": text, "recommendations": [text], "field": text, "before": text, "after": text}
    for paper in (report(plan, since="2016-07-18", changes=[change], not_known=[text]), exceptions(plan, asked=[asked])):
        assert squeezed(drawable(readable(text))) in squeezed(pdf_text(PAPERS["pdf"]["render"](paper)))
        assert squeezed(readable(text)) in squeezed(word_text(PAPERS["docx"]["render"](paper)))


# checks 69
def test_a_cell_of_100_kb_opens_and_a_long_note_is_cut():
    plan = whole_plan()
    plan["actions"][0] |= {"brag": "red", "brag_reason": "overdue", "words": "word " * 20_000, "progress": {"on": "2016-07-12", "note": "x" * 100_000}}
    for paper in (report(plan), exceptions(plan)):
        for text in (pdf_text(PAPERS["pdf"]["render"](paper)), word_text(PAPERS["docx"]["render"](paper))):
            told = "".join(text.replace("\u200b", "").split())
            assert "xxx…" in told and "x" * 500 not in told and "wordword" in told


def test_a_lead_takes_the_papers(app, open_as):
    lead = open_as("lead")
    links = lead.get("/reviews/1").links
    assert "/reviews/1/papers" in links and "/reviews/1/papers" not in open_as("owner").get("/reviews/1").links
    said = squeezed(pdf_text(lead.get("/reviews/1/exceptions-paper/pdf").response.get_data()))
    assert "Closed since 15 July 2016" in said and "1 other date asked for" in said and "The board decides on the posts in October." in said
    page = lead.get("/reviews/1/papers")
    assert "Progress report" in page.words
    days = "on-day=26&on-month=8&on-year=2016&since-day=15&since-month=7&since-year=2016"
    said = squeezed(word_text(lead.get(f"/reviews/1/progress-report/docx?{days}").response.get_data()))
    assert AuditEntry.head() in said
    assert "What changed since 15 July 2016" in said and "Action plan, version 1, 15 July 2016" in said
    assert "How this day was told" in said and "Guide on asking about domestic abuse" in said
    assert len(pdf_pages(lead.get("/reviews/1/exceptions-paper/pdf").response.get_data())) <= 2


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("progress-report/docx?on-day=26&on-month=8&on-year=2030", "cannot lie in the future"),
        ("progress-report/pdf?on-day=x", "must include a month and a year"),
        ("progress-report/pdf?on-day=26&on-month=8&on-year=2016&since-day=1&since-month=1&since-year=2016", "before the report was received"),
        ("exceptions-paper/pdf?closed_since-day=1&closed_since-month=1&closed_since-year=2016", "before the report was received"),
        ("exceptions-paper/pdf?x=1", "Enter the day from which"),
    ],
)
def test_a_day_that_cannot_be_says_so(app, open_as, url, words):
    assert words in open_as("lead").get(f"/reviews/1/{url}", 422).words
