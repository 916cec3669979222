"""The schemas of the frozen plan: what is kept is as they say, wrong ones are refused, old texts open for ever."""

import copy
import json

import pytest
from jsonschema import Draft202012Validator

from tests.conftest import TODAY, person
from tests.frozen_plans import empty_plan, long_plan, whole_plan
from tests.test_comparisons import as_schema_1
from tracker.documents import schemas
from tracker.extensions import db
from tracker.models import AuditEntry, NotAllowed, Review, Submission
from tracker.models.audit import canonical, sha256
from tracker.models.submission_kind import Kind


def frozen_now(**said) -> dict:
    """The demonstration's plan as a draft of a revised plan."""
    said = {"by": person("lead"), "on": TODAY, "demonstration": True} | said
    return Submission.frozen_now(db.session.get(Review, 1), Kind.REVISED, **said)


@pytest.mark.parametrize("name", schemas.PUBLISHED)
def test_a_schema_is_one(name):
    Draft202012Validator.check_schema(json.loads(schemas.text(name)))


def test_there_is_a_file_for_every_number():
    assert [name for name in schemas.PUBLISHED if name.startswith("plan-")] == [f"plan-{n}.json" for n in range(1, schemas.NEWEST + 1)]
    with pytest.raises(KeyError):
        schemas.text("../__init__.py")


@pytest.mark.parametrize("plan", [whole_plan(), long_plan(), empty_plan()], ids=["whole", "long", "empty"])
def test_plans_of_schema_1_are_valid_and_so_is_what_they_become(plan):
    plan = plan | {"actions": [a | {"extensions": []} for a in plan["actions"]]}
    if not plan["actions"]:
        plan["review"] |= {"title": "A review"}
    before = copy.deepcopy(plan)
    schemas.check(plan)
    upgraded = schemas.current(plan)
    schemas.check(upgraded)
    assert plan == before and upgraded["schema"] == schemas.NEWEST and (upgraded["names"], upgraded["since"]) == (True, None)
    assert schemas.current(upgraded) == upgraded


WRONG = {
    "no kind": lambda p: p.pop("kind"),
    "another kind": lambda p: p | {"kind": "leaflet"},
    "a field nobody knows": lambda p: p | {"colour": "red"},
    "a number below one": lambda p: p | {"number": 0},
    "a day that is none": lambda p: p | {"assembled_on": "tomorrow"},
    "a status nobody has": lambda p: p["actions"][0].update(status="done"),
    "an action without a post": lambda p: p["actions"][0].pop("post"),
    "evidence without its hash": lambda p: next(a for a in p["actions"] if a["evidence"])["evidence"][0].update(sha256="0"),
    "a schema of the future": lambda p: p | {"schema": 3},
    "a change without its field": lambda p: p | {"since": {"kind": "plan", "number": 1, "plan_sha256": "0" * 64, "changes": [{"about": "Action 1"}]}},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_plan_is_refused(app, wrong):
    plan = frozen_now()
    schemas.check(plan)
    spoilt = WRONG[wrong](plan)
    with pytest.raises(schemas.WrongPlan):
        schemas.check(spoilt if isinstance(spoilt, dict) and "actions" in spoilt else plan)


def test_what_does_not_fit_is_never_kept(app, monkeypatch):
    monkeypatch.setattr("tracker.models.assembling.freeze", lambda *_, **said: {"schema": 2, "names": True, "actions": [], "recommendations": []})
    head = AuditEntry.head()
    with pytest.raises(NotAllowed, match="does not fit its published schema"):
        Submission.assemble(db.session.get(Review, 1), gap_reason="", by=person("lead"), on=TODAY, demonstration=True)
    assert AuditEntry.head() == head and Submission.next_number(db.session.get(Review, 1)) == 2


def test_the_kept_plans_are_valid(app):
    row = Submission.assemble(db.session.get(Review, 1), gap_reason="", by=person("lead"), on=TODAY, demonstration=True)
    assert row.frozen["schema"] == schemas.NEWEST and sha256(canonical(row.frozen)) == row.plan_sha256
    schemas.check(row.frozen)
    schemas.check(db.session.get(Submission, 1).frozen)


def test_without_names_no_name_stands_anywhere(app):
    lead = person("lead")
    lead.name = "Canary Name"
    assert "Canary Name" in canonical(frozen_now())
    plan = frozen_now(names=False)
    assert "Canary Name" not in canonical(plan) and plan["assembled_by"] == "CCG lead"
    verified = [a["verification"] for a in plan["actions"] if a["verification"]]
    assert verified and all(v["checked_by"] == "" for v in verified)
    schemas.check(plan)


def test_what_is_downloaded_fits_the_schema_that_the_page_links(app, open_as):
    as_schema_1(app)
    for called, number in (("regulator", 1), ("observer", 1), ("owner", 2), ("outsider", 2)):
        page = open_as(called).get("/submissions/1")
        assert f"/schemas/plan-{number}.json" in page.links and "the plan stands in it under “plan”" in page.words
        told = open_as(called).get("/submissions/1/export/json").response.json
        assert set(told) == {"plan", "sign_off"} and told["plan"]["schema"] == number and ("copy_for" in told["plan"]) is (number == 2)
        schemas.check(told["plan"])
