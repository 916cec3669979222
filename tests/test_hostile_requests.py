"""Requests that no browser of ours sends: each is answered in words, and nothing of them is kept."""

import io
from datetime import date

import pytest
from sqlalchemy import func, select

from tests.client import request_id
from tests.conftest import action, folder_of, person
from tests.dump import dump
from tests.worlds import ask
from tracker.extensions import db
from tracker.models import NotAllowed, Review, Submission
from tracker.reading import NotAReport, read_report

TEXT = b"Audit of 40 records: 38 complete.\n"


@pytest.mark.parametrize("body", ['{"note": 1}', "[1]", '"a\\ud800"', "[" * 50_000])
def test_json_is_no_form(app, open_as, body):
    owner, before = open_as("owner"), dump()
    headers = {"X-CSRFToken": owner.token()}
    page = owner.post("/actions/1/progress", body, headers=headers, content_type="application/json")
    assert page.status in (400, 422) and dump() == before


def test_a_file_is_no_text(app, open_as):
    owner, before = open_as("owner"), dump()
    fields = {"csrf_token": owner.token(), "confidence": "on track", "version": "2", "note": (io.BytesIO(b"x"), "note.txt")}
    assert owner.post("/actions/1/progress", fields, 422, content_type="multipart/form-data").words
    assert dump() == before


def test_fields_that_are_missing_are_named_or_empty(app, open_as):
    lead = open_as("lead")
    page = lead.post("/actions/1/plan", {"csrf_token": lead.token(), "post": "Head of midwifery", "version": "2"})
    assert page.status in (303, 409, 422)


def test_one_file_at_a_time(app, open_as):
    owner, before = open_as("owner"), dump()
    fields = {"csrf_token": owner.token(), "title": "T", "request_id": request_id(),
              "file": [(io.BytesIO(TEXT), f"{n}.txt") for n in range(5)]}  # fmt: skip
    assert "one file at a time" in owner.post("/actions/1/evidence", fields, 400, content_type="multipart/form-data").words
    assert dump() == before and not list((app.extensions["store"].root / "incoming").iterdir())


def test_a_form_without_its_length_is_refused(app, open_as):
    owner, before = open_as("owner"), dump()
    sent = {"headers": {"Transfer-Encoding": "chunked"}, "input_stream": io.BytesIO(b"note=cut off he"),
            "content_type": "application/x-www-form-urlencoded"}  # fmt: skip
    assert "came without its length" in owner.post("/actions/1/progress", None, 411, **sent).words
    assert dump() == before


@pytest.mark.engines("sqlite", "postgresql")
@pytest.mark.parametrize(
    "ended",
    ["UPDATE memberships SET ended_on = '2016-08-26'", "UPDATE users SET suspended_at = '2016-08-26'", "DELETE FROM sign_ins"],
)
def test_rights_that_end_during_an_upload_count(app, open_as, monkeypatch, ended):  # checks 7
    from tracker.views import evidence

    owner, real = open_as("owner"), evidence.check_file

    def while_checking(*given):
        ask(folder_of(app), ended)
        return real(*given)

    monkeypatch.setattr(evidence, "check_file", while_checking)
    url = f"/actions/{action('1.1').id}/evidence"
    page = owner.get(url)
    count = "SELECT count(*) FROM evidence_versions"
    before = db.session.execute(db.text(count)).scalar()
    assert page.submit(url, title="T", file=(io.BytesIO(TEXT), "a.txt")).status in (403, 404)
    assert db.session.execute(db.text(count)).scalar() == before


def test_a_second_click_on_assemble_makes_no_second_version(app, open_as):  # checks 45
    page = open_as("lead").get("/reviews/1/submissions")
    page.submit("/reviews/1/submissions", 303)
    assert "Version 2 is assembled already" in page.submit("/reviews/1/submissions", 409).words
    assert db.session.scalar(select(func.count(Submission.id))) == 2
    with pytest.raises(NotAllowed):
        Submission.assemble(db.session.get(Review, 1), gap_reason="", by=person("lead"), on=date(2016, 8, 26), demonstration=True, number=7)


def test_a_refused_sign_off_renders_and_keeps_nothing(app, open_as):
    page = open_as("lead").get("/reviews/1/submissions").submit("/reviews/1/submissions", 303).follow()
    kept = len(list((app.extensions["store"].root / "objects").rglob("*")))
    page.submit("/submissions/2/sign-off", 409, name="A", role="B", on__year="2017")
    assert len(list((app.extensions["store"].root / "objects").rglob("*"))) == kept


def test_names_of_files_have_no_slashes(app):
    submission = db.session.get(Submission, 1)
    submission.review.area = 'Bath/Wiltshire: "A" \\ B'
    assert submission.document("pdf", 0, "0" * 64).filename == "Action plan Bath-Wiltshire- -A- - B version 1.pdf"


def _report(recommendations: str, findings: str = "1.1 Things are late. [Recommendation 1.1](#)") -> bytes:
    return (
        "Review of health services for Children Looked After and Safeguarding in Exampleshire\n\n"
        "Date of publication:\t20 June 2016\nProvider services included:\tExample NHS Foundation Trust\n"
        f"CCGs included:\tNHS Example CCG\n\n1. Early help\n\n{findings}\n\nRecommendations\n\n{recommendations}\n\n"
        "Next steps\n\nAn action plan is required from NHS Example CCG within 20 working days of receipt.\n"
    ).encode()


@pytest.mark.parametrize(
    "data",
    [
        _report("\n".join(f"{n}. {'a b and ' * 16}c should:\n{n}.1 Do it." for n in range(1, 9000))),
        _report("1. X and Y should:\n" + "\n".join(f"{g}.{n} Do it." for g in range(1, 99) for n in range(1, 99))),
        _report("1. Example NHS Foundation Trust should:\n1.1 Do it.", "\n\n".join(f"{s}.{n} Late." for s in range(1, 60) for n in range(1, 99))),
    ],
)
def test_a_report_that_no_reader_should_finish_is_refused(data):
    with pytest.raises(NotAReport):
        read_report(data)
