"""What people type, or send in workbooks: nothing saves an NHS number; other signs of personal data are asked about once."""

import importlib
import io
import json
import pkgutil

import openpyxl
import pytest
from sqlalchemy import select
from wtforms import HiddenField, PasswordField, StringField

from tests.conftest import SAMPLE, action, person
from tests.dump import dump
from tests.test_commands import run
from tests.workbook_edits import download, edited, send
from tracker import forms
from tracker.extensions import db
from tracker.forms import Form
from tracker.forms.personal_data import check_texts, why_not_saved
from tracker.models import ProgressUpdate, Workbook
from tracker.workbooks.opening import opened

NUMBER = "943 476 5919"
BORN = "The girl, DOB 12/03/2009, was seen."


def test_an_nhs_number_is_refused_and_what_was_typed_is_kept(app, open_as):
    before, url = dump(), f"/actions/{action('1.4').id}/progress"
    page = open_as("owner").get(f"/actions/{action('1.4').id}").submit(url, 422, confidence="on track", note=f"Seen: {NUMBER}")
    assert "What has happened since the last update seems to hold an NHS number. Take it out" in page.words and f"Seen: {NUMBER}" in page.text and dump() == before
    assert "Save it anyway" not in page.words
    page.submit(url, 422, note=f"Seen: {NUMBER}, {BORN}")
    page.submit(url, 303, note="Seen.")


def test_a_date_of_birth_is_asked_about_once(app, open_as):
    own, url = action("1.4"), f"/actions/{action('1.4').id}/progress"
    page = open_as("owner").get(f"/actions/{own.id}").submit(url, 422, confidence="on track", note=BORN)
    assert "seems to hold a date of birth. Take it out, or tick" in page.words
    again = page.submit(url, 422, note=f"{BORN} {NUMBER}", note__anyway="yes")
    assert "an NHS number" in again.words
    again.submit(url, 303, note=BORN, note__anyway="yes")
    assert db.session.scalar(select(ProgressUpdate).order_by(ProgressUpdate.id.desc())).note == BORN


def every_form() -> list[type[Form]]:
    """All forms of the tracker."""
    for module in pkgutil.iter_modules(forms.__path__):
        importlib.import_module(f"tracker.forms.{module.name}")
    found, left = [], [Form]
    while left:
        left += (below := left.pop().__subclasses__())
        found += [form for form in below if form.__module__.startswith("tracker.forms.")]
    return found


def test_no_form_forgets_it(app):
    """Each text box of each form, filled in with a number, is refused by the check that every form's `validate` makes."""
    seen = 0
    for kind in every_form():
        names = [name for name in dir(kind) if getattr(getattr(kind, name, None), "field_class", None)]
        with app.test_request_context(method="POST", data={name: NUMBER for name in names}):
            form = kind()
            boxes = [field for field in form if isinstance(field, StringField) and not isinstance(field, (PasswordField, HiddenField))]
            assert check_texts(form) is not bool(boxes), kind
            assert all("NHS number" in str(field.errors) for field in boxes), kind
        seen += len(boxes)
    assert seen > 60


@pytest.mark.parametrize("kind", [kind for kind in every_form() if "validate" in vars(kind)], ids=lambda kind: kind.__name__)
def test_a_form_with_a_validate_of_its_own_asks_that_of_all_forms_too(kind):
    assert "super" in kind.validate.__code__.co_names


def test_a_covering_text_is_checked(app, open_as):
    page = open_as("lead").get("/reviews/1/askings")
    again = page.submit("/reviews/1/askings", 422, words=f"About {NUMBER}")
    assert "Covering text seems to hold an NHS number" in again.words


def test_a_workbook_with_an_nhs_number_is_not_kept(app, open_as):
    owner, before = open_as("owner"), dump()
    data = edited(download(owner), {(action("1.4").id, "note"): f"Seen: {NUMBER}"})
    page = send(owner, data, 422)
    assert "The file seems to hold 1 NHS number (sheet 2, row" in page.words and NUMBER not in page.text and dump() == before


def test_other_signs_in_a_workbook_are_asked_about_when_it_is_accepted(app, open_as):
    owner = open_as("owner")
    page = send(owner, edited(download(owner), {(action("1.4").id, "note"): BORN}))
    url = f"/workbooks/{db.session.scalar(select(Workbook).order_by(Workbook.id.desc())).id}/acceptance"
    again = page.submit(url, 422)
    assert "seems to hold a date of birth" in again.words and "Accept it anyway" in again.words and "at the end of the page" in again.words
    again.submit(url, 303, chosen__anyway="yes")
    assert db.session.scalar(select(ProgressUpdate).order_by(ProgressUpdate.id.desc())).note == BORN


@pytest.mark.parametrize(("data", "name", "where"), [
    (f"Rec,Action\n1.1,Seen {NUMBER}\n".encode(), "plan.csv", "sheet 1, row 2"), (b"Rec,Action\n1.1,Seen\n", f"plan {NUMBER}.csv", "the name of the file"),
])  # fmt: skip
def test_a_plan_with_an_nhs_number_is_not_kept(app, open_as, data, name, where):
    lead, before = open_as("lead"), dump()
    page = lead.get("/reviews/1/plan-files").submit("/reviews/1/plan-files", 422, file=(io.BytesIO(data), name))
    assert f"The file seems to hold 1 NHS number ({where})" in page.words and dump() == before


def test_the_child_that_reads_a_file_looks_for_the_numbers():
    answer = json.loads(opened(f"Rec,Action\n1.1,Seen {NUMBER}\n".encode(), "plan.csv"))
    assert list(answer) == ["problems"] and "1 NHS number (sheet 1, row 2)" in answer["problems"][0]


def test_a_tick_is_offered_for_what_it_saves_alone():
    assert why_not_saved("Note", f"{NUMBER}, {BORN}", False)[1] is False
    assert why_not_saved("Note", BORN, False)[1] and why_not_saved("Note", BORN, True) == ("", True)
    assert why_not_saved("Note", "Nobody", False) == ("", False)


def test_a_plan_whose_sheet_is_named_with_an_nhs_number_is_not_kept(app, open_as):
    workbook = openpyxl.Workbook()
    workbook.active.title = "943_476_5919"
    workbook.active.append(["Rec", "Action"]), workbook.active.append(["1.1", "Seen"])
    workbook.save(data := io.BytesIO())
    lead, before = open_as("lead"), dump()
    data.seek(0)
    page = lead.get("/reviews/1/plan-files").submit("/reviews/1/plan-files", 422, file=(data, "plan.xlsx"))
    assert "The file seems to hold 1 NHS number (the name of sheet 1)" in page.words and dump() == before


def test_a_report_named_with_an_nhs_number_is_not_kept(app, open_as):
    lead, before = open_as("lead"), dump()
    page = lead.get("/import/new").submit("/import", 422, report=(io.BytesIO(SAMPLE.read_bytes()), "943_476_5919.txt"))
    assert "The name of the file seems to hold an NHS number" in page.words and dump() == before


@pytest.mark.parametrize("words", [
    ("review", "hold", "1", "--by", "designated.nurse@ccg.example", "--why", f"About {NUMBER}"),
    ("review", "observer", "1", "--organisation", f"Board {NUMBER}"),
    ("user", "add", "new@trust.example", "--role", "owner", "--organisation", "Trust", "--name", f"Jo {NUMBER}"),
    ("user", "add", "new@trust.example", "--role", "owner", "--organisation", f"Trust {NUMBER}"),
    ("user", "add", "jo.9434765919@trust.example", "--role", "owner", "--organisation", "Trust"),
])  # fmt: skip
def test_the_command_line_takes_no_nhs_number(app, words):
    before = dump()
    assert "seems to hold an NHS number. Take it out, then try again." in run(app, *words, expect=1).stderr and dump() == before


def test_the_command_line_takes_no_report_named_with_an_nhs_number(app, tmp_path):
    file, before = tmp_path / "943.476.5919.txt", dump()
    file.write_bytes(SAMPLE.read_bytes())
    run(app, "review", "import", file, "--received-on", "2016-06-20", "--by", person("lead").email, expect=1)
    assert dump() == before
