"""Forms: the bridge draws fields and errors, a date has three boxes, text is tidied, nothing typed becomes a page."""

import io
import re
from datetime import date
from urllib.parse import quote

import pytest
from flask import render_template_string
from lxml import html
from markupsafe import Markup
from sqlalchemy import select
from werkzeug.http import parse_options_header

from tests.client import request_id
from tests.conftest import action, person
from tests.test_csrf import dump
from tracker.downloads import attachment, streamed
from tracker.extensions import db
from tracker.forms import Form
from tracker.forms.fields import DayField, choice, line, text, tidy, tidy_line
from tracker.models import EvidenceVersion, Review
from tracker.models.action_status import Confidence

EVIL = "<b>bold</b><script>alert(1)</script>\"'"
GOOD = {"due_on-day": "30", "due_on-month": "9", "due_on-year": "2016", "going": "at risk", "note": "Words", "post": "Matron"}


class Probe(Form):
    """One field of each kind that pages use."""

    class Meta:
        csrf = False

    due_on = DayField("Due date", needed="Enter the due date")
    going = choice("How is it going?", Confidence, needed="Choose how it is going")
    note = text("Note", needed="Enter a note", longest=20, hint="Short.")
    post = line("Accountable post", longest=10)


@pytest.fixture
def bare(_app):
    """The app, whatever its database holds: forms and templates ask it nothing."""
    return _app[0]


@pytest.fixture
def sent(bare):
    """The form as it comes back after these fields were sent; `tree` is how it is drawn."""
    def send(**changes):
        with bare.test_request_context("/", method="POST", data=GOOD | {k.replace("__", "-"): v for k, v in changes.items()}):
            form = Probe()
            form.is_good = form.validate()
            drawn = render_template_string("{{ error_summary(form) }}{% for one in form %}{{ field(one) }}{% endfor %}", form=form)
            form.tree = html.fragment_fromstring(drawn, create_parent="body")
        return form
    return send  # fmt: skip


def links(form) -> dict[str, str]:
    """What the error summary says, and the box that each line leads to."""
    return {a.text.strip(): a.get("href") for a in form.tree.xpath("//div[contains(@class, 'error-summary')]//a")}


def boxes(form, marked: str) -> set[str]:
    """The boxes of the date that look wrong."""
    return {box.get("id") for box in form.tree.xpath(f"//input[contains(@class, '{marked}')]") if box.get("id").startswith("due_on")}


def test_a_form_that_is_right_has_no_errors(sent):
    form = sent()
    assert form.is_good and form.due_on.data == date(2016, 9, 30) and form.going.data is Confidence.AT_RISK
    assert not form.tree.xpath("//*[contains(@class, 'error')]")


@pytest.mark.parametrize(("changes", "words", "bad"), [
    ({"month": ""}, "Due date must include a month", ["month"]),
    ({"year": " "}, "Due date must include a year", ["year"]),
    ({"day": "", "month": ""}, "Due date must include a day and a month", ["day", "month"]),
    ({"day": "", "month": "", "year": ""}, "Enter the due date", ["day", "month", "year"]),
    ({"day": "31", "month": "2"}, "Due date must be a real date", ["day"]),
    ({"day": "29", "month": "2", "year": "2015"}, "Due date must be a real date", ["day"]),
    ({"day": "0"}, "Due date must be a real date", ["day"]),
    ({"day": "32", "month": "13"}, "Due date must be a real date", ["day", "month"]),
    ({"month": "Septembre"}, "Due date must be a real date", ["month"]),
    ({"day": "x", "year": "y"}, "Due date must be a real date", ["day", "year"]),
    ({"day": "³"}, "Due date must be a real date", ["day"]),
    ({"day": "9" * 5000}, "Due date must be a real date", ["day"]),
    ({"year": "1989"}, "Due date must have a year between 1990 and 2100", ["year"]),
    ({"year": "2101"}, "Due date must have a year between 1990 and 2100", ["year"]),
    ({"year": "16"}, "Due date must have a year between 1990 and 2100", ["year"]),
])  # fmt: skip
def test_a_wrong_date_names_the_fault_and_marks_only_its_boxes(sent, changes, words, bad):
    form = sent(**{f"due_on__{part}": typed for part, typed in changes.items()})
    assert not form.is_good and form.due_on.data is None
    assert links(form) == {words: f"#due_on-{bad[0]}"}, "the summary leads to the first bad box"
    assert boxes(form, "nhsuk-input--error") == {f"due_on-{part}" for part in bad}
    kept = {part: form.tree.get_element_by_id(f"due_on-{part}").get("value", "") for part in changes}
    assert kept == {part: typed.strip()[:20] for part, typed in changes.items()}, "what was typed is still there"


@pytest.mark.parametrize("month", ["9", "09", "September", "september", " SEPTEMBER "])
def test_a_month_may_be_a_number_or_a_name(sent, month):
    assert sent(due_on__month=month).due_on.data == date(2016, 9, 30)


@pytest.mark.parametrize(("day", "month", "year"), [("1", "1", "1990"), ("31", "12", "2100"), ("29", "2", "2016")])
def test_the_first_and_the_last_year_and_a_leap_day_are_dates(sent, day, month, year):
    form = sent(due_on__day=day, due_on__month=month, due_on__year=year)
    assert form.is_good and form.due_on.data == date(int(year), int(month), int(day))


def test_a_date_that_is_not_needed_may_be_empty_but_not_half(bare):
    class Optional(Probe):
        due_on = DayField("Due date")

    for typed, good in (({}, True), ({"due_on-day": "3"}, False)):
        rest = {k: v for k, v in GOOD.items() if not k.startswith("due_on")}
        with bare.test_request_context("/", method="POST", data=rest | typed):
            form = Optional()
            assert form.validate() is good and form.due_on.data is None


def test_the_summary_leads_to_the_first_radio_and_to_each_bad_box(sent):
    form = sent(going="", note="  ", post="x" * 11)
    found = links(form)
    assert found == {
        "Choose how it is going": "#going", "Enter a note": "#note", "Accountable post must be 10 characters or fewer": "#post",
    }  # fmt: skip
    radios = form.tree.xpath("//input[@type='radio']")
    assert radios[0].get("id") == "going" and len(radios) == len(Confidence)
    for href in found.values():
        assert form.tree.get_element_by_id(href[1:]).tag in ("input", "textarea")


def test_an_answer_that_is_not_offered_is_refused(sent):
    form = sent(going="splendid")
    assert not form.is_good and links(form) == {"Choose one of the answers": "#going"}


def test_a_bad_box_is_described_by_its_error_and_its_hint(sent):
    note = sent(note="x" * 21).tree.get_element_by_id("note")
    described = note.get("aria-describedby").split()
    assert {"note-hint", "note-error"} <= set(described)
    assert "20 characters or fewer" in note.getroottree().xpath("//*[@id='note-error']")[0].text_content()


def test_what_is_typed_never_becomes_a_part_of_the_page(sent):  # checks 71
    form = sent(post=EVIL, note=EVIL, due_on__day=EVIL, going=EVIL)
    assert not form.tree.xpath("//b | //script")
    assert form.tree.get_element_by_id("post").get("value") == EVIL and form.tree.get_element_by_id("note").text.strip() == EVIL


@pytest.mark.parametrize("template", [
    "{{ evil }}", '{{ nhs("button", {"text": evil}) }}', '{{ nhs("tag", {"text": evil}) }}', '{{ nhs("input", {"label": {"text": evil}, "value": evil}) }}',
    '{% from "macros/page.html" import fact %}{{ fact(evil, evil) }}', '{% from "macros/page.html" import paragraphs %}{{ paragraphs(evil) }}',
    '{% from "macros/page.html" import tag %}{{ tag(evil) }}', '{% from "macros/page.html" import back %}{{ back("/", evil) }}',
    '{% from "macros/page.html" import table %}{% call table(evil, [evil]) %}{{ evil }}{% endcall %}',
    '{% from "macros/page.html" import cell %}{% call cell(evil) %}{{ evil }}{% endcall %}',
])  # fmt: skip
def test_templates_and_macros_escape(bare, template):  # checks 71
    with bare.test_request_context("/"):
        drawn = render_template_string(template, evil=EVIL)
    assert "&lt;" in drawn and not re.search("<b>|<script", drawn, re.IGNORECASE)


def test_what_was_drawn_from_markup_is_never_given_for_the_same_text(bare):  # checks 71
    with bare.test_request_context("/"):
        first, second = (render_template_string('{{ nhs("tag", {"text": words}) }}', words=kind("<b>Open</b>")) for kind in (Markup, str))
    assert "<b>" in first and "<b>" not in second and "&lt;b&gt;" in second


def test_a_name_with_markup_is_printed_as_it_is(open_as):  # checks 71
    person("owner").name = person("lead").name = EVIL
    action("1.4").organisation.name = EVIL
    db.session.commit()
    lead = open_as("lead")
    for url in ("/", "/reviews/1", f"/actions/{action('1.4').id}", "/reviews/1/submissions"):
        page = lead.get(url)
        assert EVIL in page.tree.text_content() and not page.tree.xpath("//b"), url
        assert "<script>alert" not in page.text


@pytest.mark.parametrize(("typed", "kept"), {
    None: "", "": "", "  a  ": "a", "a\0b": "ab", "a\r\nb\rc": "a\nb\nc", "\x1b[31mred\x07": "[31mred", "\n\n a\tb \n": "a\tb",
    "a\x7fb\x85c\x9fd": "abcd", "Zoë 👩🏽‍⚕️ – £40": "Zoë 👩🏽‍⚕️ – £40", "\x01\x02": "",
    "ab\u202efdp.exe": "abfdp.exe", "\u2067a\u2069\u202a": "a", "عربي\u200f": "عربي\u200f",
}.items())  # fmt: skip
def test_text_is_tidied(typed, kept):
    assert tidy(typed) == kept


@pytest.mark.parametrize("typed", ["Zel\nway", "Zel \r\n\n way\n", "Zel\rway", "Zel\u2028way", "Zel\u202e\nway"])
def test_a_line_is_one_line(sent, typed):
    assert tidy_line(typed) == "Zel way"
    assert sent(post=typed).post.data == "Zel way" and "\n" in sent(note="a\nb").note.data


@pytest.mark.parametrize("area", ["Zel\nway", "Zel\r\nSet-Cookie: a=b", "Zel\u2028\u202eway", "Zel\x85way\ud800"], ids=ascii)
def test_no_stored_name_breaks_a_header(bare, area):  # checks 32
    with bare.test_request_context("/"):
        answers = [attachment(io.BytesIO(b"x"), "text/csv", f"{area}.csv"), streamed([b"x"], "text/csv", f"{area}.csv", 1)]
    for answer in answers:
        said = answer.headers["Content-Disposition"]
        assert said.isascii() and said.isprintable() and answer.headers.get("Set-Cookie") is None
        assert parse_options_header(said)[1]["filename"].startswith("Zel")


def test_an_area_of_two_lines_can_be_downloaded(app, open_as):
    db.session.get(Review, 1).area = "Zel\nway"
    db.session.commit()
    lead = open_as("lead")
    for url in ("/reviews/1/draft/docx", "/submissions/1/export/csv"):
        assert "Zel way" in lead.get(url).response.headers["Content-Disposition"], url


def test_a_note_of_nothing_but_control_characters_is_no_note(sent):
    assert links(sent(note="\x01\x02")) == {"Enter a note": "#note"}


KEPT = {
    'filename="../../etc/audit.txt"': "audit.txt", 'filename="/etc/cron.d/audit.txt"': "audit.txt",
    'filename="C:\\\\Users\\\\nurse\\\\audit.txt"': "audit.txt", 'filename="CON.txt"': "_CON.txt",
    f'filename="{"x" * 300}.txt"': "x" * 146 + ".txt", 'filename="Zoë 📎 audit.txt"': "Zoë 📎 audit.txt",
    'filename="a\u200fb.txt"': "ab.txt", 'filename="<img src=x onerror=alert(1)>.txt"': "_img src=x onerror=alert(1)_.txt",
    "filename*=UTF-8''" + quote("../../Prüfung; filename=x.exe.txt", safe=""): "Prüfung; filename=x.exe.txt",
    'filename="a%22; filename=x.exe.txt"': 'a_; filename=x.exe.txt',
}  # fmt: skip
REFUSED = tuple("filename*=UTF-8''" + quote(name, safe="") for name in ("a\r\nSet-Cookie: x=1.txt", "a\0.txt", "a\u202etxt.exe.txt", "a\u2066.txt"))


def upload(browser, disposition: str, expect: int):
    """Send a multipart body written by hand, as no browser would."""
    fields = {"csrf_token": browser.token(), "request_id": request_id(), "title": "Audit", "shows": ""}
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    parts.append(f'Content-Disposition: form-data; name="file"; {disposition}\r\nContent-Type: text/html\r\n\r\nplain words')
    data = "".join(f"--edge\r\n{part}\r\n" for part in parts) + "--edge--\r\n"
    return browser.post("/actions/1/evidence", data.encode(), expect, content_type="multipart/form-data; boundary=edge")


@pytest.mark.parametrize(("disposition", "name"), KEPT.items(), ids=ascii)
def test_an_awkward_file_name_is_only_text(open_as, disposition, name):  # checks 32
    owner = open_as("owner")
    upload(owner, disposition, expect=303)
    version = db.session.scalar(select(EvidenceVersion).order_by(EvidenceVersion.id.desc()))
    assert (version.filename, version.mimetype) == (name, "text/plain")
    page = owner.get(f"/evidence/{version.evidence_id}")
    assert f"Download {name}" in page.tree.text_content() and not page.tree.xpath("//img")
    said = owner.get(f"/evidence/{version.evidence_id}/versions/{version.id}/file").response.headers.getlist("Content-Disposition")
    kind, options = parse_options_header(said[0])
    assert len(said) == 1 and said[0].isascii() and said[0].isprintable()
    assert kind == "attachment" and options["filename"] == name


@pytest.mark.parametrize("disposition", REFUSED)
def test_a_file_name_with_hidden_characters_is_refused(app, open_as, disposition):  # checks 32
    owner, before = open_as("owner"), dump(app)
    page = upload(owner, disposition, expect=422)
    assert "hidden characters" in page.words and dump(app) == before
