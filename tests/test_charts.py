"""Charts: every number on them is right, they are read by screen readers, and any text stays text."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from lxml import etree

from tests.frozen_plans import HOSTILE, TRUST, long_plan, whole_plan
from tracker.charts import Counted, charts
from tracker.charts.drawing import WIDTH
from tracker.charts.periods import Periods
from tracker.documents.figures import plan_charts
from tracker.documents.text import readable

TODAY = date(2016, 7, 14)
SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {"viewBox", "width", "height", "role", "aria-labelledby", "font-family", "font-size", "font-weight", "fill", "id", "d", "stroke", "stroke-width",
           "stroke-dasharray", "x", "y", "cx", "cy", "r", "text-anchor"}  # fmt: skip


@pytest.fixture(scope="module", params=[whole_plan, long_plan])
def plan(request):
    return request.param()


def test_the_table_and_the_bars_of_status_are_the_counts_of_the_plan(plan):
    status, _, _ = plan_charts(plan)
    *organisations, whole = status.rows
    assert dict(zip(status.heads[1:-1], map(int, whole[1:-1]))) == {name.capitalize(): count for name, count in plan["counts"]["by_status"].items()}
    assert int(whole[-1]) == plan["counts"]["actions"]
    for name, *counts, total in organisations:
        assert sum(map(int, counts)) == int(total) == next(o["actions"] for o in plan["organisations"] if o["name"] == name)
    on_bars = sorted(int(said) for said in texts(status.svg) if said.isdigit())
    assert on_bars == sorted(int(cell) for row in organisations for cell in row[1:] if cell != "0")


def test_done_and_agreed_are_counted_to_the_end_and_until_today(plan):
    _, done, _ = plan_charts(plan)
    dated = [a for a in plan["actions"] if a["due_on"] and a["status"] != "withdrawn"]
    finished = [a for a in plan["actions"] if a["status"] in ("complete", "verified", "embedded")]
    assert int(done.rows[-1][1]) == len(dated)
    assert max(int(row[2]) for row in done.rows if row[2]) == len(finished)
    assert [row[2] for row in done.rows if row[0] == "December 2016"] == [""]  # nobody knows yet
    assert f"Agreed by due date: {len(dated)} in all" in texts(done.svg)
    assert f"Done (complete, verified or embedded): {len(finished)}" in texts(done.svg)


def test_due_dates_are_counted_by_what_became_of_them(plan):
    _, _, due = plan_charts(plan)
    dated = [a for a in plan["actions"] if a["due_on"] and a["status"] != "withdrawn"]
    assert sum(int(row[-1]) for row in due.rows) == len(dated)
    assert f"Done: {sum(a['status'] in ('complete', 'verified', 'embedded') for a in dated)}" in texts(due.svg)
    withdrawn = sum(a["status"] == "withdrawn" for a in plan["actions"])
    assert f"Not shown: {len(plan['actions']) - len(dated) - withdrawn} without a due date, {withdrawn} withdrawn" in texts(due.svg)
    assert "Today, 14 Jul 2016" in texts(due.svg)
    months = Counter(date.fromisoformat(a["due_on"]).strftime("%B %Y") for a in dated)
    assert {row[0]: int(row[-1]) for row in due.rows if row[-1] != "0"} == months


def test_due_today_is_not_overdue():
    _, _, due = charts([Counted(TRUST, "in progress", TODAY, None), Counted(TRUST, "not started", TODAY - timedelta(1), None)], TODAY)
    assert {"Done: 0", "Open: 1", "Overdue: 1"} <= set(texts(due.svg))


def test_a_picture_has_a_title_a_description_and_presentation_attributes_only(plan):
    for chart in plan_charts(plan):
        root = etree.fromstring(chart.svg)
        assert root.get("role") == "img"
        named = {node.get("id"): node.text for node in root if node.tag in (f"{SVG}title", f"{SVG}desc")}
        assert [named[name] for name in root.get("aria-labelledby").split()] == [chart.title, chart.says]
        assert {name for node in root.iter() for name in node.attrib} <= ALLOWED
        assert not re.search(r"url\(|<style|style=|<pattern|<script", chart.svg)


def test_parts_are_told_apart_without_colour(plan):
    for chart in plan_charts(plan)[::2]:
        bars = [node for node in etree.fromstring(chart.svg).iter(f"{SVG}rect") if node.get("stroke")]
        looks = {(node.get("fill"), node.getnext().get("d", "").count("M") > 0) for node in bars}
        assert len(looks) >= 3 and {hatched for _, hatched in looks} == {True, False}


@pytest.mark.parametrize("many", [1, 8, 9, 30])
def test_everything_stays_within_the_picture(many):
    counted = [Counted(f"{'A very long name of an organisation ' * (n % 4)}{n}", status, TODAY + timedelta(days=97 * n - 400), None)
               for n in range(many) for status in ("not started", "complete", "verified", "withdrawn")] + [Counted("Big", "in progress", TODAY, None)] * 400  # fmt: skip
    for chart in charts(counted, TODAY):
        root = etree.fromstring(chart.svg)
        height = float(root.get("height"))
        for node in root.iter(f"{SVG}rect"):
            x, y, wide, high = (float(node.get(name)) for name in ("x", "y", "width", "height"))
            assert -1 <= x and x + wide <= WIDTH and -1 <= y and y + high <= height
        for node in root.iter(f"{SVG}text"):
            assert 0 <= float(node.get("x")) <= WIDTH and 0 < float(node.get("y")) <= height


def test_without_actions_or_dates_there_is_no_chart():
    assert charts([], TODAY) == []
    assert [chart.title for chart in charts([Counted(TRUST, "not started", None, None)], TODAY)] == ["Status by organisation"]


# checks 69
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_stay_text(text):
    for chart in charts([Counted(readable(text), "in progress", TODAY, None)] * 2, TODAY):
        root = etree.fromstring(chart.svg)
        assert {node.tag.removeprefix(SVG) for node in root.iter()} <= {"svg", "title", "desc", "text", "rect", "path", "circle"}
    assert " ".join(readable(text).split()) in texts(charts([Counted(readable(text), "complete", None, None)], TODAY)[0].svg)


@pytest.mark.parametrize("days", [[], [date(1, 1, 1), date(9999, 12, 31)], [TODAY + timedelta(n * 9) for n in range(50)], [date(2016, 12, 31), date(2017, 1, 1)]])
def test_periods_hold_every_day_and_are_twelve_at_most(days):
    periods = Periods.around(days, TODAY)
    assert 1 <= len(periods) <= 12
    assert periods.starts[periods.of(TODAY)] <= TODAY < periods.starts[periods.of(TODAY) + 1]
    for day in days:
        assert 0 <= periods.of(day) < len(periods) and 0 <= periods.place(day) <= len(periods)


def test_periods_say_what_they_are():
    assert [Periods.around([date(2016, 8, 1)], TODAY).name(at) for at in range(2)] == ["July 2016", "August 2016"]
    quarters = Periods.around([date(2017, 8, 1)], TODAY)
    assert quarters.name(0) == "July to September 2016" and quarters.label(0) == ["Jul", "–Sep", "2016"]
    assert Periods.around([date(2021, 8, 1)], TODAY).name(1) == "2017"


def texts(svg: str) -> list[str]:
    """What is written in a picture."""
    return [node.text or "" for node in etree.fromstring(svg).iter(f"{SVG}text")]
