"""Recommendations: seen with what belongs to them; corrected, added and split; a plan that was sent knows nothing of it."""

import pytest
from sqlalchemy import select

from tests.bench.queries import statements
from tests.conftest import action, person
from tests.dump import dump
from tracker.demo.cast import ACUTE, CCG, COMMUNITY, MENTAL_HEALTH
from tracker.documents import FORMATS
from tracker.extensions import db
from tracker.models import Action, AuditEntry, Finding, NotAllowed, Organisation, Part, Recommendation, Review, Stale, Submission

KENT = "Kent Community Health NHS Foundation Trust"


def rec(number: str) -> Recommendation:
    """The recommendation with this number."""
    return db.session.scalar(select(Recommendation).where(Recommendation.number == number))


def numbers() -> list[str]:
    """All numbers, in the plan's order."""
    return list(db.session.scalars(select(Recommendation.number).order_by(Recommendation.position)))


def entries() -> list[str]:
    """The verbs of the audit log."""
    return list(db.session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)))


def untouched(number: str) -> Recommendation:
    """A recommendation whose actions are as the import made them."""
    row = rec(number)
    for own in db.session.scalars(select(Action).where(Action.answering(row))):
        own.words = own.post = own.success_measure = ""
        own.version, own.due_on = 1, None
    db.session.commit()
    return row


# --- seeing ---------------------------------------------------------------------------------------------------------


def test_it_shows_cqcs_words_its_findings_and_the_actions_that_i_may_see(app, open_as):
    row, own = rec("1.4"), action("1.4")
    page = open_as("lead").get(f"/recommendations/{row.id}")
    assert row.text.split("\n")[0] in page.words and ACUTE in page.words
    assert all(f.text.split("\n")[0] in page.words for f in row.findings) and row.findings
    assert f"/actions/{own.id}" in page.links and f"/recommendations/{row.id}/correction" in page.links
    owner, outsider = (open_as(c).get(f"/recommendations/{row.id}") for c in ("owner", "outsider"))
    assert f"/actions/{own.id}" in owner.links and not [u for u in owner.links if u.endswith("/correction")]
    assert row.text.split("\n")[0] in outsider.words and f"/actions/{own.id}" not in outsider.links
    assert "belong to other organisations" in outsider.words and "at risk" not in outsider.words


def test_report_and_action_lead_to_it(app, open_as):
    lead, url = open_as("lead"), f"/recommendations/{rec('1.4').id}"
    assert url in lead.get("/reviews/1/report").links and url in lead.get(f"/actions/{action('1.4').id}").links


def test_its_page_asks_the_database_as_often_for_many_findings_and_actions(app, open_as):
    lead, few, many = open_as("lead"), rec("6.1"), rec("5.1")
    findings = db.session.scalars(select(Finding).limit(40)).all()
    many.correct(number="5.1", text=many.text, findings=findings, version=many.version, by=person("lead"))
    db.session.commit()
    counts = []
    for url in (f"/recommendations/{few.id}", f"/recommendations/{many.id}"):
        with statements(db.engine) as said:
            lead.get(url)
        counts.append(len(said))
    assert counts[0] == counts[1] > 3


# --- correcting -----------------------------------------------------------------------------------------------------


def test_number_text_and_findings_are_corrected_and_it_takes_its_place(app, open_as):
    row, before = rec("1.2"), entries()
    url = f"/recommendations/{row.id}/correction"
    page = open_as("lead").get(url).submit(url, 303, number="1.14", words="As printed.", findings="1.2 and 2.1; 1.2").follow()
    assert "Recommendation 1.14 is corrected" in page.words and "As printed." in page.words
    row = rec("1.14")
    assert [f.number for f in row.findings] == ["1.2", "2.1"]
    assert numbers()[:14] == ["1.1", *[f"1.{n}" for n in range(3, 15)], "2.1"]
    assert entries() == [*before, "recommendation.correct"]
    assert action("1.14").id and action("1.14").words, "its action goes with it"


@pytest.mark.parametrize("number", ["0.1", "1", "1.100", "100.1", "1.01", "1.1.1", "one", "1,4", "１.１"])
def test_a_number_that_cannot_be_is_refused(app, open_as, number):
    row, before = rec("1.2"), dump()
    url = f"/recommendations/{row.id}/correction"
    page = open_as("lead").get(url).submit(url, 409, number=number)
    assert "must look like 1.1" in page.words and page.tree.xpath("//input[@name='number']/@value") == [number] and dump() == before


@pytest.mark.parametrize("number", ["1.4", "99.99"])
def test_a_number_is_in_a_review_once(app, number):
    row = rec("1.2")
    rec("6.1").number = "99.99"
    with pytest.raises(NotAllowed, match="in this review already"):
        row.correct(number=number, text="t", findings=[], version=row.version, by=person("lead"))


def test_the_number_that_the_report_has_may_stay_whatever_it_looks_like(app):
    row = rec("1.2")
    row.number = "R7"
    row.correct(number="R7", text="Other words", findings=[], version=row.version, by=person("lead"))
    assert (row.number, row.text, row.findings) == ("R7", "Other words", [])


def test_a_finding_that_the_report_has_not_is_named(app, open_as):
    url, before = f"/recommendations/{rec('1.2').id}/correction", dump()
    page = open_as("lead").get(url).submit(url, 422, findings="1.2, 77.1")
    assert "The report has no finding 77.1" in page.words and dump() == before
    assert "Enter the text" in page.submit(url, 422, words=" ").words


def test_two_corrections_at_once_show_both_and_can_be_merged(app, open_as):  # checks 63
    url = f"/recommendations/{rec('1.2').id}/correction"
    first, second = (open_as("lead").get(url) for _ in range(2))
    first.submit(url, 303, words="What the first wrote")
    lost = second.submit(url, 409, words="What the second wrote")
    assert "What the first wrote" in lost.words and "What the second wrote" in lost.tree.xpath("string(//textarea)")
    assert rec("1.2").text == "What the first wrote"
    lost.submit(url, 303, words="Both")
    assert rec("1.2").text == "Both"


def test_nobody_saved_meanwhile_when_only_the_number_is_wrong(app, open_as):
    url = f"/recommendations/{rec('1.2').id}/correction"
    page = open_as("lead").get(url).submit(url, 409, number="1.4", words="New")
    assert "in this review already" in page.words and "Saved by somebody else" not in page.words


def test_an_entry_of_the_audit_log_holds_no_words(app):
    row = rec("1.2")
    row.correct(number="1.2", text="CANARY", findings=[], version=row.version, by=person("lead"))
    entry = db.session.scalar(select(AuditEntry).order_by(AuditEntry.id.desc()))
    assert (entry.noun, entry.noun_id) == ("recommendations", row.id) and "CANARY" not in str(entry.fields)
    assert set(entry.fields) == {"number", "text", "finding_ids", "organisation_ids", "review_id"}


# --- adding, splitting ----------------------------------------------------------------------------------------------


def test_one_that_was_missed_is_added_with_its_action_and_part(app, open_as):
    before = entries()
    known = db.session.scalar(select(Organisation.id).where(Organisation.name == ACUTE))
    url = "/reviews/1/recommendations/new"
    page = open_as("lead").get(url).submit(url, 303, number="1.14", words="Missed.", findings="1.1", known=str(known)).follow()
    row = rec("1.14")
    assert "is added" in page.words and [o.name for o in row.organisations] == [ACUTE] and [f.number for f in row.findings] == ["1.1"]
    assert numbers()[12:15] == ["1.13", "1.14", "2.1"] and entries() == [*before, "recommendation.add"]
    assert action("1.14").organisation.name == ACUTE and f"/actions/{action('1.14').id}" in open_as("owner").get("/reviews/1").links


def test_a_new_organisation_gets_its_part(app, open_as):
    url = "/reviews/1/recommendations/new"
    open_as("lead").get(url).submit(url, 303, number="7.1", words="Missed.", new_name="Elm Health C.I.C")
    assert "Elm Health C.I.C" in [o.name for o in db.session.get(Review, 1).organisations(Part.ADDRESSED)]
    page = open_as("lead").get(url).submit(url, 409, number="7.1", words="Again", new_name="Oak Health Trust")
    assert "in this review already" in page.words and Organisation.matching("Oak Health Trust") is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [({}, "Choose whom it addresses"), ({"known": "1", "new_name": "Elm Health"}, "not both"), ({"new_name": "--"}, "full name"),
     ({"known": "99999"}, "Not a valid choice")],
)  # fmt: skip
def test_exactly_one_organisation_is_named(app, open_as, typed, words):
    before, url = dump(), "/reviews/1/recommendations/new"
    page = open_as("lead").get(url).submit(url, 422, number="7.1", words="Missed.", **typed)
    assert words in page.words and dump() == before


def test_a_joint_one_is_split_with_its_organisations_and_findings(app, open_as):
    row, before = rec("5.1"), entries()
    findings, url = [f.number for f in row.findings], f"/recommendations/{row.id}/split"
    page = open_as("lead").get(url).submit(url, 303, words="First half.", number="5.2", new_words="Second half.").follow()
    assert "Number 5.2 is new" in page.words
    old, new = rec("5.1"), rec("5.2")
    assert (old.text, new.text) == ("First half.", "Second half.") and entries() == [*before, "recommendation.split"]
    assert {o.name for o in new.organisations} == {ACUTE, COMMUNITY} and [f.number for f in new.findings] == findings
    assert [f.number for f in old.findings] == findings and numbers()[-3:] == ["5.1", "5.2", "6.1"]
    assert {a.organisation.name for a in db.session.scalars(select(Action).where(Action.answering(new)))} == {ACUTE, COMMUNITY}
    assert action("5.1", ACUTE).words and not action("5.2", ACUTE).words


def test_a_split_that_came_second_keeps_what_was_typed(app, open_as):  # checks 63
    url = f"/recommendations/{rec('5.1').id}/split"
    first, second = (open_as("lead").get(url) for _ in range(2))
    first.submit(url, 303, words="First half.", number="5.2", new_words="Second half.")
    lost = second.submit(url, 409, words="Mine", number="5.3", new_words="Mine too")
    assert "First half." in lost.words and [t.text.strip() for t in lost.tree.xpath("//textarea")] == ["Mine", "Mine too"]
    assert numbers()[-3:] == ["5.1", "5.2", "6.1"]


# --- two at once; a plan that was sent ---------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["correct", "split", "readdress", "remove"])
def test_every_verb_knows_when_somebody_was_first(app, verb):
    row = rec("1.2")
    given = {
        "correct": {"number": "1.2", "text": "t", "findings": []}, "split": {"text": "t", "number": "1.14", "new_text": "u"},
        "readdress": {"organisations": row.organisations}, "remove": {},
    }[verb]  # fmt: skip
    before = dump()
    with pytest.raises(Stale):
        getattr(rec("1.2"), verb)(version=rec("1.2").version + 1, by=person("lead"), **given)
    assert dump() == before


def test_a_plan_that_was_sent_is_untouched_and_the_pages_say_so(app, open_as):
    sent, lead = db.session.scalar(select(Submission)), open_as("lead")
    plan, kept = sent.plan_json, {f: lead.get(f"/submissions/1/documents/{f}").response.get_data() for f in FORMATS}
    page = open_as("regulator").get("/submissions/1").words
    for url in ("correction", "split", "organisations", "removal"):
        assert "CQC has version 1; this change will not be in it" in lead.get(f"/recommendations/{rec('1.1').id}/{url}").words
    assert "CQC has version 1; this change will not be in it" in lead.get("/reviews/1/recommendations/new").words
    by = person("lead")
    row = rec("1.1")
    row.correct(number="1.14", text="LATER", findings=[], version=row.version, by=by)
    rec("1.2").split(text="LATER", number="1.15", new_text="LATER", version=rec("1.2").version, by=by)
    rec("1.3").readdress([Organisation.named(ACUTE), Organisation.named(CCG)], version=rec("1.3").version, by=by)
    untouched("6.1").remove(version=rec("6.1").version, by=by)
    db.session.commit()
    db.session.expire_all()
    assert db.session.scalar(select(Submission)).plan_json == plan and open_as("regulator").get("/submissions/1").words == page
    assert kept == {f: lead.get(f"/submissions/1/documents/{f}").response.get_data() for f in FORMATS}
