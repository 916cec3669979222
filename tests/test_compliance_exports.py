"""The compliance export: promise and standing side by side, the same in every format, for CQC as for a lead."""

import csv
import io
import json
import zipfile

import jsonschema
import openpyxl
import pytest

from tests.frozen_plans import HOSTILE, SIGN_OFF, TRUST, hostile_plan, whole_plan
from tests.test_comparisons import as_schema_1
from tests.test_documents import assert_csv_is_harmless, assert_no_formula
from tracker.documents import COMPLIANCE
from tracker.documents.compliance_export import SCHEMA_FILE, compliance_export, offered, part
from tracker.documents.text import readable
from tracker.extensions import db
from tracker.models import Submission
from tracker.models.audit import canonical, sha256

SCHEMA = json.loads(SCHEMA_FILE.read_text("utf-8"))
MOVED = {"on": "2016-09-01", "from_on": "2016-08-14", "proposed_on": "2016-12-01", "decided_on": "2016-09-05", "agreed_on": "2016-11-30",
         "meeting_on": "2016-09-05", "words": "The board decides in October.", "decision_words": "Agreed once.", "meeting": "CQRG",
         "reason": "recruitment", "decision": "agreed"}  # fmt: skip


def side(plan, label="Action plan, version 1", sent_on="2016-07-15", **changes):
    return {"plan": plan, "sign_off": SIGN_OFF, "plan_sha256": SIGN_OFF["plan_sha256"], "label": label, "sent_on": sent_on} | changes


def followed(plan):
    """The plan some months later: a date moved, another post, one action more, one gone, and evidence."""
    plan = json.loads(json.dumps(plan)) | {"kind": "follow-up", "assembled_on": "2016-12-01"}
    first = plan["actions"][0]
    first |= {"status": "in progress", "post": "Director of midwifery", "due_on": "2016-11-30",
              "extensions": [MOVED, MOVED | {"decision": "declined", "agreed_on": None, "words": "Once more"}]}  # fmt: skip
    added = json.loads(json.dumps(first)) | {"id": 900, "words": "One more action", "extensions": [], "recommendations": ["1.2"]}
    plan["actions"] = [a for a in plan["actions"] if a["id"] != 2] + [added]
    plan["recommendations"][1]["action_ids"] = [900]
    return plan


def exported(**narrowed):
    plan = whole_plan()
    return compliance_export(side(plan), side(followed(plan), "Follow-up 1", "2016-12-02", plan_sha256="f" * 64), **narrowed)


def test_promise_and_standing_stand_side_by_side():
    export = exported()
    first = export["actions"][0]
    assert first["promised"]["post"] != "Director of midwifery" and first["standing"]["due_on"] == "2016-11-30"
    assert {c["field"]: c["after"] for c in first["changed"]} == {"accountable post": "Director of midwifery", "due date": "2016-11-30"}
    assert [(m["agreed_on"], m["words"]) for m in first["dates_moved"]] == [("2016-11-30", "The board decides in October.")]
    assert [a["standing"] for a in export["actions"] if a["id"] == 2] == [None]
    assert [a["promised"] for a in export["actions"] if a["id"] == 900] == [None]
    assert export["counts"]["actions"] == len(whole_plan()["actions"]) + 1 and export["counts"]["dates_moved"] == 1


@pytest.mark.parametrize("narrowed", [{}, {"organisation": TRUST}, {"recommendation": "5.1"}, {"organisation": TRUST, "recommendation": "1.2"}])
def test_the_json_follows_its_schema_and_every_part_holds_only_itself(narrowed):
    export = json.loads(COMPLIANCE["json"]["render"](exported(**narrowed)))
    jsonschema.validate(export, SCHEMA, format_checker=jsonschema.FormatChecker())
    assert export["part"] == {"organisation": None, "recommendation": None} | narrowed and export["actions"]
    assert {a["organisation"] for a in export["actions"]} <= {narrowed.get("organisation", a["organisation"]) for a in export["actions"]}
    assert all(narrowed.get("recommendation", n) in a["recommendations"] for a in export["actions"] for n in a["recommendations"])
    whole = followed(whole_plan())
    ids = {a["id"] for a in part(whole, export)["actions"]}
    assert ids == {a["id"] for a in export["actions"] if a["standing"]} and part(whole, export)["counts"]["actions"] == len(ids)


def test_the_schema_refuses_what_it_does_not_know():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for change in ({"schema": 2}, {"secret": 1}, {"actions": [{"id": 1}]}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(exported() | change, SCHEMA)


def test_excel_and_csv_have_the_figures_of_the_json():
    export = exported()
    book = openpyxl.load_workbook(io.BytesIO(COMPLIANCE["xlsx"]["render"](export)))
    assert book.sheetnames == ["Compliance", "Evidence", "Dates moved", "About"]
    rows = table(book["Compliance"])
    listed = list(csv.DictReader(io.StringIO(COMPLIANCE["csv"]["render"](export).decode("utf-8-sig"))))
    assert len(rows) == len(listed) == sum(max(1, len(a["recommendations"])) for a in export["actions"])
    for status, count in export["counts"]["by_status"].items():
        ids = {r["Action number"] for r in rows if r["Status"] == status.capitalize()}
        assert len(ids) == count == len({r["Action number"] for r in listed if r["Status"] == status.capitalize()})
    assert {r["SHA-256"] for r in table(book["Evidence"])} == {e["sha256"] for a in export["actions"] for e in a["evidence"]}
    assert len(table(book["Dates moved"])) == export["counts"]["dates_moved"]
    due = {str(a["id"]): a["promised"]["due_on"] for a in export["actions"] if a["promised"]}
    assert {r["Action number"]: None if r["Promised: due"] == "Not yet agreed" else f"{r['Promised: due']:%Y-%m-%d}" for r in rows if r["Promised: due"]} == due


@pytest.mark.parametrize("form", COMPLIANCE)
def test_the_same_export_gives_the_same_bytes(form):
    assert COMPLIANCE[form]["render"](exported()) == COMPLIANCE[form]["render"](json.loads(json.dumps(exported())))


@pytest.fixture
def long_fields():
    """Python's reader of CSV stops at 131,072 characters of its own accord."""
    before = csv.field_size_limit(10**7)
    yield
    csv.field_size_limit(before)


# checks 68
@pytest.mark.parametrize("text", [*HOSTILE, "x" * 100_000])
def test_hostile_text_comes_out_as_text(text, long_fields):
    plan = hostile_plan(text)
    plan["actions"][0]["extensions"] = [MOVED | {"words": text, "meeting": text}]
    export = compliance_export(side(plan, label=text), side(plan))
    values = assert_no_formula(COMPLIANCE["xlsx"]["render"](export))
    assert len(text) > 32_000 or readable(text).strip() in {str(value).strip() for value in values} | {""}
    assert_csv_is_harmless(COMPLIANCE["csv"]["render"](export))
    assert json.loads(COMPLIANCE["json"]["render"](export)) == export


def test_it_can_be_narrowed_to_what_either_plan_names():
    plan = whole_plan()
    later = followed(plan)
    later["actions"][-1]["organisation"] = "A new trust"
    can = offered(side(plan), side(later))
    assert can["organisations"][0] == TRUST and "A new trust" in can["organisations"] and can["recommendations"][:2] == ["1.1", "1.2"]


def test_cqc_reads_and_takes_one_providers_part(app, open_as):
    regulator = open_as("regulator")
    page = regulator.get("/submissions/1")
    link = next(a for a in page.links if "compliance-export?organisation=Medway+NHS" in a)
    page = regulator.get(link)
    assert "14 actions of Medway NHS Foundation Trust" in page.words and "Level 4 certificate, version 1" in page.words
    assert "No follow-up was sent yet" in page.words and "today" not in page.words.lower()
    files = {a.split("?")[0].rsplit("/", 1)[1]: regulator.get(a).response.get_data() for a in page.links if "/compliance-export/" in a and "?" in a}
    export = json.loads(files["json"])
    jsonschema.validate(export, SCHEMA)
    assert {a["organisation"] for a in export["actions"]} == {TRUST} and export["part"]["organisation"] == TRUST
    assert len(table(openpyxl.load_workbook(io.BytesIO(files["xlsx"]))["Compliance"])) == 14
    pack = zipfile.ZipFile(io.BytesIO(files["evidence-pack"]))
    assert json.loads(pack.read(next(n for n in pack.namelist() if n.endswith("Compliance export.json")))) == export
    assert [n for n in pack.namelist() if n.endswith("certificate.txt")] and "evidence for Medway" in pack.namelist()[0]


def test_a_lead_sees_exactly_what_cqc_sees_and_where_it_stands_today(app, open_as):
    lead, regulator = open_as("lead"), open_as("regulator")
    for format in COMPLIANCE:
        url = f"/submissions/1/compliance-export/{format}?organisation=Medway+NHS+Foundation+Trust"
        assert lead.get(url).response.get_data() == regulator.get(url).response.get_data()
    seen, today = lead.get("/submissions/1/compliance-export"), lead.get("/submissions/1/compliance-export?standing=today")
    assert "This is what CQC sees" in seen.words and "guide is issued" not in seen.words
    assert "CQC does not see this" in today.words and "The guide is issued and the prompts are live." in today.words
    book = lead.get("/submissions/1/compliance-export/csv?standing=today").response.get_data().decode()
    assert "Today, 26 August 2016" in book and "Not sent to CQC" in book
    for called in ("regulator", "observer", "owner"):
        open_as(called).get("/submissions/1/compliance-export?standing=today", 404)


def test_an_addressed_organisation_gets_its_own_copy(app, open_as):
    page = open_as("outsider").get("/submissions/1/compliance-export")
    assert "This is the copy for" in page.words and "Level 4 certificate, version 1" not in page.words and "The certificate names the course" not in page.words
    export = json.loads(open_as("outsider").get("/submissions/1/compliance-export/json").response.get_data())
    assert export["copy_for"] and not any(a["evidence"] for a in export["actions"] if a["organisation"] == TRUST)


@pytest.mark.parametrize("query", ["organisation=Nobody", "recommendation=99", "format=exe"])
def test_what_is_not_in_the_plan_is_not_found(app, open_as, query):
    url = "/submissions/1/compliance-export/exe" if "exe" in query else f"/submissions/1/compliance-export?{query}"
    open_as("regulator").get(url, 404)


def table(sheet) -> list[dict]:
    """The rows of the sheet's one table, keyed by its heads."""
    (found,) = sheet.tables.values()
    heads, *rows = [[cell.value for cell in row] for row in sheet[found.ref]]
    return [dict(zip(heads, row)) for row in rows if any(row)]


def test_an_ampersand_in_a_name_is_no_code_of_the_header():
    name = "Kent & Medway " * 20
    plan = whole_plan() | {"copy_for": name}
    book = openpyxl.load_workbook(io.BytesIO(COMPLIANCE["xlsx"]["render"](compliance_export(side(plan), side(plan)))))
    for sheet in book:
        assert "Copy for Kent && Medway" in (sheet.oddHeader.right.text or ""), sheet.title


@pytest.mark.parametrize("is_old", [True, False])
def test_the_plan_in_a_pack_fits_the_hash_beside_it(app, open_as, is_old):
    if is_old:
        as_schema_1(app)
    for place in ("/submissions/1/evidence-pack", "/submissions/1/compliance-export/evidence-pack"):
        plan, bag, page = packed(open_as("regulator"), place)
        assert f"Plan-SHA256: {sha256(canonical(plan))}\n" in bag and "Part-Of" not in bag and "SHA-256 of the plan</dt>" in page
    plan, bag, page = packed(open_as("regulator"), "/submissions/1/compliance-export/evidence-pack?recommendation=1.1")
    whole = db.session.get(Submission, 1).plan_sha256
    assert "\nPlan-SHA256" not in bag and f"\nPart-Of-Plan-SHA256: {whole}\n" in bag and plan["part_of"] == whole and plan["kind"] == "evidence for recommendation 1.1"
    assert "SHA-256 of the whole plan, of which this is a part" in page


def packed(browser, place: str) -> tuple[dict, str, str]:
    """The plan of an evidence pack, its bag-info.txt and its page."""
    pack = zipfile.ZipFile(io.BytesIO(browser.get(place).response.get_data()))
    plan, bag, page = (pack.read(next(n for n in pack.namelist() if n.endswith(end))).decode() for end in ("plan.json", "bag-info.txt", "index.html"))
    return json.loads(plan)["plan"], bag, page


@pytest.mark.parametrize("url", ["/submissions/1/evidence-pack", "/submissions/1/compliance-export/evidence-pack"])
def test_no_connection_is_held_while_a_pack_goes_out(app, open_as, url):
    lead = open_as("lead")
    db.session.rollback()
    with lead.client.get(url, base_url="https://localhost") as response:
        first = next(iter(response.response))
        assert first and db.engine.pool.checkedout() == 0
