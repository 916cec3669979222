"""Reviews: the real report and our own sample become the same plan; import, receipt, clock, filters."""

import functools
import hashlib
import io
from datetime import date

import pytest
from sqlalchemy import func, select

from tests.conftest import REAL_REPORT, SAMPLE, person
from tests.dump import dump
from tracker.demo.cast import ACUTE, CCG, COMMUNITY, MENTAL_HEALTH, make_cast
from tracker.extensions import db
from tracker.models import (
    Action, AuditEntry, Finding, ImportDraft, NotAllowed, Organisation, Part, Recommendation, Review, Role, User,
)  # fmt: skip
from tracker.models.finding import cited
from tracker.models.report_import import import_report
from tracker.reading import read_report

RECEIVED = date(2016, 6, 20)


def count(model) -> int:
    """Rows of a model."""
    return db.session.scalar(select(func.count()).select_from(model))


_read = functools.cache(read_report)  # once for all of these tests: a read report never changes


def bring(data: bytes, by: User, on: date = RECEIVED) -> Review:
    """Import a report, as the command does."""
    return import_report(_read(data), filename="report.txt", data=data, received_on=on, on=on, by=by)


@pytest.mark.parametrize("report", [REAL_REPORT, SAMPLE], ids=["real", "sample"])
def test_the_report_becomes_the_plan(empty_app, report):
    if not report.exists():
        pytest.skip("the real report is not beside this checkout")
    lead = make_cast()["lead"]
    known = count(Organisation)
    review = bring(report.read_bytes(), lead)
    assert (count(Recommendation), count(Action), count(Finding)) == (23, 24, 160)
    assert db.session.scalar(select(func.count()).select_from(cited)) == 27
    assert review.due_on == date(2016, 7, 18)
    groups = {}
    for r in db.session.scalars(select(Recommendation).order_by(Recommendation.position)):
        groups.setdefault(r.number.split(".")[0], []).append([o.name for o in r.organisations])
    assert {n: len(rows) for n, rows in groups.items()} == {"1": 13, "2": 4, "3": 3, "4": 1, "5": 1, "6": 1}
    assert [sorted(rows[0]) for rows in groups.values()] == [
        [ACUTE], [CCG], [MENTAL_HEALTH], ["Sussex Partnership NHS Foundation Trust"], sorted([COMMUNITY, ACUTE]),
        ["Kent Community Health NHS Foundation Trust"],
    ]  # fmt: skip
    assert all(rows == [rows[0]] * len(rows) for rows in groups.values())
    assert {a.organisation.name for a in db.session.scalars(select(Action)) if a.recommendations[0].number == "5.1"} == {COMMUNITY, ACUTE}
    assert [o.name for o in review.organisations(Part.COMMISSIONER)] == [CCG] and len(review.organisations(Part.ADDRESSED)) == 6
    assert (review.send_to, review.submitted_by) == ("childrens-services-inspection@cqc.org.uk", CCG)
    assert count(Organisation) == known + 2  # two providers that nobody of the cast belongs to
    assert db.session.scalar(select(func.count()).where(Finding.drawn_to_attention_of.is_not(None))) == 8
    assert db.session.scalar(select(func.count()).where(Finding.is_heading)) == 3
    assert [e.verb for e in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))][-1] == "review.import"


def test_nothing_exists_until_a_lead_of_that_ccg_confirms(empty_app):
    from tests.client import Browser

    people = {name: user.email for name, user in make_cast().items()}
    db.session.commit()
    lead = Browser(empty_app, people["lead"])
    page = _upload(lead, SAMPLE.read_bytes()).follow()
    assert "23 recommendations in 6 groups, all cited; 157 findings" in page.words and count(Review) == 0
    assert "23 recommendations" not in Browser(empty_app, people["both"]).get("/import").words  # the draft is private
    page = page.submit("/import/confirmation", 303).follow()
    assert count(Review) == 1 and "24 of 24 actions" in page.words and ImportDraft.of(person("lead")) is None
    lead.post("/import/confirmation", {"csrf_token": lead.token()}, 303)  # the second click
    assert count(Review) == 1


def test_a_lead_of_another_ccg_sees_what_was_read_and_cannot_confirm(empty_app):
    from tests.client import Browser

    neighbour = make_cast()["both"].email
    db.session.commit()
    browser = Browser(empty_app, neighbour)
    page = _upload(browser, SAMPLE.read_bytes()).follow()
    assert "you are not one" in page.words and "/import/confirmation" not in [f.get("action") for f in page.tree.iter("form")]
    fields = {"csrf_token": browser.token(), "version": ImportDraft.of(person("both")).version}
    assert "Only a lead of the report's own CCG" in browser.post("/import/confirmation", fields, 409).words
    assert count(Review) == 0


def test_a_draft_is_replaced_and_thrown_away(empty_app):
    from tests.client import Browser

    email = make_cast()["lead"].email
    db.session.commit()
    lead = Browser(empty_app, email)
    _upload(lead, SAMPLE.read_bytes())
    lead.post("/import/removal", {"csrf_token": lead.token()}, 303)
    assert count(ImportDraft) == 0 and "Upload the review" in lead.get("/import").words


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "empty"), (b"%PDF-1.7 not text", "damaged"), ("Minutes of a meeting.\n".encode() * 50, "report"), (b"\x00\x01\x02" * 99, "text")],
)
def test_what_is_no_report_is_refused_with_a_reason(app, open_as, data, words):
    before = dump()
    page = _upload(open_as("lead"), data, expect=422)
    error = page.tree.xpath("string(//*[@id='report-error'])")
    assert words.lower() in error.lower() and len(error) < 300 and dump() == before


def test_the_same_report_twice_is_noticed(app, open_as):
    assert "imported before" in _upload(open_as("lead"), SAMPLE.read_bytes(), expect=422).words and count(ImportDraft) == 0
    with pytest.raises(NotAllowed, match="imported before"):
        bring(SAMPLE.read_bytes(), person("lead"))


@pytest.mark.parametrize("on", [date(2016, 6, 19), date(2016, 8, 27)])
def test_a_day_of_receipt_that_cannot_be_is_refused(app, open_as, on):
    lead = open_as("lead")
    page = lead.get("/reviews/1/clock").submit(
        "/reviews/1/clock", 409, received_on__day=str(on.day), received_on__month=str(on.month), received_on__year="2016"
    )
    assert "cannot have been received" in page.words
    assert db.session.get(Review, 1).received_on == RECEIVED


def test_the_day_of_receipt_can_be_corrected_and_the_clock_recounts(app, open_as):
    lead = open_as("lead")
    page = lead.get("/reviews/1/clock")
    entries = count(AuditEntry)
    after = page.submit("/reviews/1/clock", 303, received_on__day="22", received_on__month="June", received_on__year="2016").follow()
    assert "Wednesday 20 July 2016" in after.words and count(AuditEntry) == entries + 1
    stale = page.submit("/reviews/1/clock", 409, received_on__day="23", received_on__month="6", received_on__year="2016")
    assert "Somebody saved a change" in stale.words and db.session.get(Review, 1).received_on == date(2016, 6, 22)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2016, 7, 5), "9 working days left, due Monday 18 July 2016"),
        (date(2016, 7, 15), "1 working day left, due Monday 18 July 2016"),
        (date(2016, 7, 17), "1 working day left, due Monday 18 July 2016"),
        (date(2016, 7, 18), "Due today, Monday 18 July 2016"),
        (date(2016, 7, 19), "1 working day overdue, was due Monday 18 July 2016"),
    ],
)
def test_the_clock_in_words(empty_app, on, words):
    from tests.client import Browser

    lead = make_cast()["lead"]
    review, email = bring(SAMPLE.read_bytes(), lead), lead.email
    db.session.commit()
    empty_app.config["CALENDAR_DAY"] = on
    assert words in Browser(empty_app, email).get(f"/reviews/{review.id}").words


def test_a_weekend_after_the_last_day_is_overdue(empty_app):
    from tests.client import Browser

    lead = make_cast()["lead"]
    review, email = bring(SAMPLE.read_bytes(), lead, date(2016, 6, 24)), lead.email  # due on a Friday
    db.session.commit()
    empty_app.config["CALENDAR_DAY"] = date(2016, 7, 23)
    assert "overdue" in Browser(empty_app, email).get(f"/reviews/{review.id}").words.lower().split("see how")[0]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("report.txt", "text/plain"), ("Report.PDF", "application/pdf"), ("report.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
     ("report.html", "text/plain"), ("report.exe", "application/octet-stream")],
)  # fmt: skip
def test_the_original_report_comes_back_as_it_came(app, open_as, name, kind):  # checks 33
    review = db.session.get(Review, 1)
    review.report_name, sha256 = name, review.report_sha256
    db.session.commit()
    page = open_as("owner").get("/reviews/1/report")
    assert name in page.words and sha256 in page.words and "KB)" in page.words
    answer = page.browser.get(next(u for u in page.links if u.endswith("/file"))).response
    assert answer.get_data() == SAMPLE.read_bytes() and hashlib.sha256(answer.get_data()).hexdigest() == sha256
    assert answer.mimetype == kind and answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_report_that_was_changed_in_the_database_is_not_served(app, open_as):  # checks 40
    db.session.get(Review, 1).report += b"!"
    db.session.commit()
    assert "differs from its checksum" in open_as("lead").get("/reviews/1/report/file", 500).words


def test_filters_stand_in_the_url(app, open_as):
    lead = open_as("lead")
    assert "4 of 24 actions" in lead.get(f"/reviews/1?organisation={CCG}").words
    assert "1 of 24 actions" in lead.get("/reviews/1?status=verified").words
    red = lead.get("/reviews/1?brag=red")
    assert "2 of 24 actions" in red.words and "Red: overdue" in red.words and "Red: off track" in red.words
    assert "24 of 24 actions" in lead.get("/reviews/1?status=nonsense&brag=<b>").words
    assert "No action matches" in lead.get(f"/reviews/1?organisation={CCG}&status=verified").words


def test_an_organisation_named_otherwise_is_the_same(app):
    known = count(Organisation)
    for name in ("Medway CCG", "NHS Medway Clinical Commissioning Group", "nhs medway  ccg"):
        assert Organisation.named(name).name == CCG
    assert count(Organisation) == known and Organisation.named("NHS Bury CCG").id == Organisation.named("Bury CCG").current_id


def test_a_membership_is_held_once(app):
    lead = person("lead")
    before = len(lead.memberships)
    lead.join(Organisation.named(CCG), Role.LEAD, by=None)
    assert len(lead.memberships) == before


def _upload(browser, data: bytes, expect: int = 303):
    page = browser.get("/import")
    return page.submit("/import", expect, report=(io.BytesIO(data), "report.txt"), received_on__day="20", received_on__month="6", received_on__year="2016")
