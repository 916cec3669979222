"""A plan that existed before the tracker: no past of its own, assumptions told, what stands here never overwritten unseen."""

from datetime import date

from sqlalchemy import select

from tests.conftest import TODAY, action, person
from tests.test_workbooks import accept
from tests.workbook_edits import waiting_workbook
from tracker.demo.cast import ACUTE, COMMUNITY
from tracker.extensions import db
from tracker.models import Action, PlanChange, ProgressUpdate, Workbook
from tracker.models.workbook_comparison import compared
from tracker.workbooks.proposals import Proposal


def keep(*proposals: Proposal, organisation=None) -> Workbook:
    """A plan that a lead brought."""
    row = Workbook.keep(action("1.4").review, organisation, list(proposals), filename="plan.docx", notes=["Column “Ref” was not read."], by=person("lead"), on=TODAY)
    db.session.commit()
    return row


def test_an_existing_plan_is_compared_and_accepted(app, open_as):
    own, other = action("1.4"), action("5.1", COMMUNITY)
    row = keep(
        Proposal("Table 1, row 2", own.id, "1.4", ACUTE, {"words": own.words, "post": "Somebody else", "note": "Done in part."}, None, ("“Aug” is read as 31 August 2016.",)),
        Proposal("Table 1, row 3", other.id, "5.1", COMMUNITY, {"note": "Begun."}),
        Proposal("Table 1, row 4", None, "1.6", ACUTE, {"words": "A further action", "due_on": date(2016, 9, 30)}),
        Proposal("Table 1, row 5", None, "", ACUTE, {"words": "An immediate one", "post": "Chief nurse"}),
        Proposal("Table 1, row 6", None, "1.6", "Nobody's trust", {"words": "For nobody"}),
    )
    page = open_as("lead").get(f"/workbooks/{row.id}")
    for told in ("“Aug” is read as 31 August 2016.", "Column “Ref” was not read.", "Already so here: What will be done.", "4 changes, and 1 field with two answers",
                 "“Nobody's trust” has no part in this review.", f"Action 5.1, {COMMUNITY}"):  # fmt: skip
        assert told in page.words, told
    assert "after the workbook was downloaded" not in page.words  # nobody downloaded it
    for called in ("owner", "both"):
        open_as(called).get(f"/workbooks/{row.id}", 404)
    for place in ("/", "/reviews/1"):
        home = open_as("lead").get(place).words
        assert "An action plan of Medway was brought in on 26 August 2016." in home and "A workbook of" not in home
    assert "What the plan would change" in page.words and "Take the plan’s: Somebody else" in page.words and "orkbook" not in page.tree.xpath("//main")[0].text_content()
    accept(page, **{"decide-1-post": "keep"})
    assert action("1.4").post != "Somebody else"
    notes = {u.note: u.on_behalf_of.name for u in db.session.scalars(select(ProgressUpdate).where(ProgressUpdate.note.in_(["Done in part.", "Begun."])))}
    assert notes == {"Done in part.": ACUTE, "Begun.": COMMUNITY}
    further, immediate = (db.session.scalar(select(Action).where(Action.words == words)) for words in ("A further action", "An immediate one"))
    assert (further.number, further.due_on, immediate.is_immediate, immediate.post) == ("1.6", date(2016, 9, 30), True, "Chief nurse")
    assert db.session.scalar(select(PlanChange).where(PlanChange.action_id == further.id)).on_behalf_of.name == ACUTE


def test_an_owner_adds_no_action_without_a_recommendation(app):
    own = waiting_workbook().organisation
    (line,) = compared(keep(Proposal("Actions!9", None, "", ACUTE, {"words": "An immediate one"}), organisation=own), TODAY)
    assert line.choices == [] and line.reason.startswith("A new action needs the number")


def test_new_actions_take_only_what_the_life_of_an_action_allows(app):
    said = {"words": "New", "status": "verified", "completed_on": date(2017, 1, 1), "confidence": "on track", "note": "Begun."}
    (line,) = compared(keep(Proposal("Plan!C2", None, "1.6", ACUTE, said)), TODAY)
    assert [d.name for d in line.of("REFUSED")] == ["status", "completed_on"] and line.choices == ["1"]
    (line,) = compared(keep(Proposal("Plan!C3", None, "1.6", ACUTE, said | {"status": "not started", "completed_on": None})), TODAY)
    assert not line.of("REFUSED") and "status" in [d.name for d in line.of("SAME")]  # what is new has not begun


def test_what_is_in_doubt_is_not_ticked_at_first(app, open_as):
    sure, doubtful = (Proposal(f"Plan!{n}", None, "1.6", ACUTE, {"words": f"New {n}"}, is_doubtful=n == 3) for n in (2, 3))
    changed = Proposal("Plan!4", action("1.4").id, "1.4", ACUTE, {"note": "Begun."}, is_doubtful=True)
    page = open_as("lead").get(f"/workbooks/{keep(sure, doubtful, changed).id}")
    assert [box.get("name") for box in page.tree.xpath("//input[@type='checkbox'][@checked]")] == ["take-1"]
    assert len(page.tree.xpath("//input[@type='checkbox']")) == 3
