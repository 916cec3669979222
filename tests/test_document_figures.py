"""Every figure that a document prints is the figure of the frozen JSON: read back from PDF, Word and Excel, and compared."""

import io
import re
from collections import Counter

import openpyxl
import pytest
from docx import Document

from tests.frozen_plans import SIGN_OFF, long_plan, whole_plan
from tests.later_plans import follow_up
from tests.test_documents import pdf_pages, squeezed
from tracker.documents import render_docx, render_pdf, render_xlsx

PLANS = {"whole": whole_plan(), "long": long_plan(), "follow-up": follow_up()}


@pytest.fixture(scope="module", params=PLANS)
def plan(request):
    return PLANS[request.param]


@pytest.fixture
def counted(plan):
    """The figures, counted anew from the actions of the plan."""
    actions, names = plan["actions"], [entry["brag"] for entry in plan["legend"]]
    own = {one["name"]: [a["brag"] for a in actions if a["organisation"] == one["name"]] for one in plan["organisations"]}
    recommendations = {name: sum(name in r["organisations"] for r in plan["recommendations"]) for name in own}
    return {
        "totals": {"Recommendations": len(plan["recommendations"]), "Actions": len(actions), "Findings": plan["counts"]["findings"]},
        "colours": {entry["name"]: sum(a["brag"] == entry["brag"] for a in actions) for entry in plan["legend"]},
        "statuses": {name.capitalize(): count for name, count in Counter(a["status"] for a in actions).items()},
        "organisations": {name: [recommendations[name], len(brags), *(brags.count(brag) for brag in names)] for name, brags in own.items()},
    }  # fmt: skip


def test_the_json_counts_its_own_actions(plan, counted):
    assert {name.capitalize(): count for name, count in plan["counts"]["by_status"].items()} == counted["statuses"]
    assert {entry["name"]: plan["counts"]["by_brag"].get(entry["brag"], 0) for entry in plan["legend"]} == counted["colours"]


def test_the_pdf_prints_the_figures_of_the_json(plan, counted):
    pages = pdf_pages(render_pdf(plan, SIGN_OFF))
    said = squeezed("\n".join(pages))
    for name, count in counted["totals"].items():
        assert f"{count} {name}" in said
    for name, count in counted["colours"].items():
        meaning = next(entry["meaning"] for entry in plan["legend"] if entry["name"] == name)
        assert re.search(rf"{name} {re.escape(meaning)} {count}\b", said)
    for name, count in counted["statuses"].items():
        assert re.search(rf"\b{name} {count}\b", said)  # the line of words
        assert f"{name}: {count}" in said  # the chart
    for name, figures in counted["organisations"].items():
        assert f"{name} {' '.join(str(f) if f else '–' for f in figures)}" in said
    whole = [counted["totals"]["Recommendations"], counted["totals"]["Actions"], *counted["colours"].values()]
    assert f"Whole plan {' '.join(str(f) if f else '–' for f in whole)}" in said


def test_word_prints_the_figures_of_the_json(plan, counted):
    document = Document(io.BytesIO(render_docx(plan, SIGN_OFF)))
    lines, tables = "\n".join(p.text for p in document.paragraphs), [[[c.text for c in row.cells] for row in t.rows] for t in document.tables[:2]]
    for name, count in counted["totals"].items():
        assert f"{name}: {count}" in lines
    for name, count in counted["statuses"].items():
        assert re.search(rf"\b{name} {count}\b", lines)
    assert {row[0]: int(row[-1]) for row in tables[0][1:]} == counted["colours"]
    assert {row[0]: [int(row[1]), int(row[2])] for row in tables[1][1:-1]} == {name: figures[:2] for name, figures in counted["organisations"].items()}
    assert list(map(int, tables[1][-1][1:])) == [counted["totals"]["Recommendations"], counted["totals"]["Actions"]]


def test_excel_holds_the_figures_of_the_json_as_numbers(plan, counted):
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(plan, SIGN_OFF)))
    legend = {row[0]: row[1:] for row in book["Legend"].iter_rows(values_only=True) if row[0]}
    assert {name: legend[name][0] for name in counted["totals"]} == counted["totals"]
    assert {name: legend[name][1] for name in counted["colours"]} == counted["colours"]
    assert {name: legend[f"Actions: {name.lower()}"][0] for name in counted["statuses"]} == counted["statuses"]
    assert {row[0]: list(row[1:]) for row in below(book, "Organisations")} == counted["organisations"]
    rows = below(book, "Plan")
    assert len({row[-1] for row in rows}) == counted["totals"]["Actions"]
    assert len({row[0] for row in rows} - {"Immediate action"}) == counted["totals"]["Recommendations"]


def test_evidence_is_the_same_list_everywhere(plan):
    held = {item["sha256"]: (item["dated_on"], item["size"]) for action in plan["actions"] for item in action["evidence"]}
    sheet = below(openpyxl.load_workbook(io.BytesIO(render_xlsx(plan, SIGN_OFF))), "Evidence")
    assert {row[9]: (row[6].date().isoformat(), row[8]) for row in sheet} == held
    printed = "\n".join(pdf_pages(render_pdf(plan, SIGN_OFF)))
    assert all(checksum in printed for checksum in held)


def below(book, name: str) -> list[tuple]:
    """The rows of a sheet's table."""
    sheet = book[name]
    first, last = sheet.tables[name].ref.split(":")
    return [tuple(cell.value for cell in row) for row in sheet[first:last]][1:]
