"""What holds for any plan: nothing raises, no word of an action is lost, every date lies within the month that was named."""

import calendar
import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.test_reading_properties import examples
from tracker.working_days import is_working_day
from tracker.workbooks.csv_tables import csv_tables
from tracker.workbooks.exchange import tables_from_json, tables_to_json
from tracker.workbooks.existing_plan import read_plan
from tracker.workbooks.headings import KINDS, SEVERAL, guess
from tracker.workbooks.known import KnownAction, KnownRecommendation, KnownReview
from tracker.workbooks.plan_dates import read_date
from tracker.workbooks.plan_rows import written
from tracker.workbooks.splitting import MOST, split_actions, split_alike, split_with_dates
from tracker.workbooks.table_groups import columns, groups, likeliest
from tracker.workbooks.tables import NotAWorkbook, Table

RECEIVED, TODAY = date(2016, 6, 20), date(2016, 8, 26)
MONTHS = [name for month in range(1, 13) for name in (calendar.month_name[month], calendar.month_abbr[month])] + ["Sept"]
PIECES = st.sampled_from([
    "1.", "2.", "3.", "a)", "b)", "(i)", "(ii)", "•", "-", "–", "\n", "\n\n", " ", ": ", "; ", "Sept 2016", "30/9/16", "Train all staff", "Write it.", "1.1", "1.10",
    "Red", "Complete", "MFT", "should:", "TBC", "31/2/2016", "Q2 2016/17", "42643", "May", "x" * 300, "é", "\t", "Jane Example", "%s", "{}", "=1+1",
])  # fmt: skip
CELLS = st.one_of(st.none(), st.booleans(), st.floats(allow_nan=False), st.dates(), st.text(max_size=40), st.lists(PIECES, max_size=8).map(" ".join), st.lists(PIECES, max_size=8).map("".join))
WORD = re.compile(r"[^\W\d_]{3,}")  # labels such as "iv" and "12" are marks, not words
ROMAN = {"iii", "vii", "viii", "xii"}
REVIEW = KnownReview(tuple(
    KnownRecommendation(f"1.{n}", f"Text number {n} about several things to be done", ("Medway NHS Foundation Trust",), (KnownAction(n, "Medway NHS Foundation Trust"),))
    for n in range(1, 11)
) + (KnownRecommendation("5.1", "Joint", ("Medway NHS Foundation Trust", "NHS Medway CCG")),), TODAY, RECEIVED)  # fmt: skip


def words(text: str) -> list[str]:
    """The words of a text that no label could be."""
    return [word for word in WORD.findall(text) if word.lower() not in ROMAN]


@given(CELLS, st.sampled_from([RECEIVED, None]))
@examples(40)
def test_any_cell_is_a_date_or_says_why_not(cell, near):
    read = read_date(cell, near)
    assert read.on is None or 1990 <= read.on.year <= 2100
    assert all(said.endswith(".") for said in read.assumptions)
    if isinstance(cell, str) and cell.strip() and read.on is None:
        assert read.assumptions


@given(st.sampled_from(MONTHS), st.integers(2000, 2099), st.sampled_from(["{m} {y}", "{m}-{s}", "End of {m} {y}", "by {m} {y}", "{m}, {y}", "{m} '{s}"]))
@examples(50)
def test_a_month_becomes_its_last_working_day(month, year, form):
    day = read_date(form.format(m=month, y=year, s=f"{year % 100:02}"), RECEIVED).on
    assert (day.year, calendar.month_abbr[day.month].lower()) == (year, month[:3].lower()) and is_working_day(day)
    later = range(day.day + 1, calendar.monthrange(day.year, day.month)[1] + 1)
    assert not any(is_working_day(day.replace(day=number)) for number in later)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d", "%A %d %B %Y", "%d-%b-%y"]))
@examples(50)
def test_a_whole_date_is_kept_as_it_is(day, form):
    expected = day if "%Y" in form or day.year >= 2000 else day.replace(year=day.year + 100, day=min(day.day, 28))
    read = read_date(day.strftime(form), None).on
    assert read == expected or (expected != day and read.month == day.month)


@given(st.lists(PIECES | st.text(max_size=20), max_size=12).map("".join))
@examples(50)
def test_splitting_loses_no_word(text):
    parts = split_actions(text)
    found = words(" ".join(parts))
    for word in words(text):
        assert word in found, (word, parts)
    assert len(parts) <= MOST + 1 and all(part.strip() for part in parts)


@given(st.text(max_size=80) | st.lists(PIECES, max_size=8).map("".join), st.integers(1, 5), st.text(max_size=40))
@examples(50)
def test_splitting_alike_gives_as_many_or_none(text, number, dates):
    parts = split_alike(text, number)
    assert parts is None or len(parts) == number
    assert words(" ".join(split_with_dates(text, dates))) == words(text)


@given(st.lists(st.text(max_size=30) | st.none() | st.sampled_from(["Update", "Lead", "Action", "RAG", "Date", "Rec no"]), max_size=15))
@examples(50)
def test_any_headings_are_guessed_each_kind_once(headings):
    kinds = guess(headings)
    assert len(kinds) == len(headings)
    once = [kind for kind in kinds if kind and kind not in SEVERAL]
    assert len(once) == len(set(once)) and set(kinds) <= {*KINDS, ""}


@given(st.lists(st.lists(CELLS, min_size=1, max_size=9), min_size=1, max_size=8), st.data())
@examples(40)
def test_any_table_becomes_proposals_or_rows_with_reasons(rows, data):
    tables = [Table("Plan", rows), Table("Table 2", rows[::-1], is_sheet=False)]
    assert tables_from_json(tables_to_json(tables)) == tables
    found = groups(tables)
    for group in found[likeliest(found) :][:1]:
        heading = data.draw(st.integers(0, len(group[0].rows) - 1))
        shown = columns(group, heading)
        kinds = data.draw(st.lists(st.sampled_from([*KINDS, ""]), min_size=len(shown), max_size=len(shown)))
        read = read_plan(group, heading, kinds, REVIEW)
        for proposal in read.proposals:
            assert proposal.values and (proposal.action_id or proposal.values.get("words")) and proposal.recommendation in REVIEW.by_number
            assert all(said.endswith((".", "”.")) for said in proposal.assumptions)
        assert all(row.place and row.reason.endswith((".", "”.")) for row in read.unplaced)


@given(st.lists(st.lists(CELLS | st.just("long " * 1500), min_size=3, max_size=3), min_size=1, max_size=8), st.permutations(["number", "words", "post", "", "note", "due_on", "rating"]))
@examples(60)
def test_every_row_with_something_in_it_is_proposed_or_named(rows, kinds):
    headings = ["Head one", "Head two", "Head three"]
    read = read_plan([Table("Plan", [headings, *rows])], 0, kinds[:3], REVIEW)
    places = {p.place for p in read.proposals} | {u.place for u in read.unplaced}
    named = " ".join([*read.notes, *(said for p in read.proposals for said in p.assumptions)])
    lost = [n for n, row in enumerate(rows, 2) if any(map(written, row)) and f"Plan!{n}" not in places and not re.search(rf"Plan!{n}\b", named)]
    assert len(lost) <= read.already, [rows[n - 2] for n in lost]


@given(st.lists(st.tuples(st.integers(1, 10), st.lists(PIECES | st.text(max_size=15), max_size=6).map("".join)), max_size=6))
@examples(40)
def test_every_word_of_every_action_is_proposed_or_listed(rows):
    table = Table("Plan", [["Rec", "Action"], *([f"1.{n}", text] for n, text in rows)])
    read = read_plan([table], 0, ["number", "words"], REVIEW)
    told = [*(p.values.get("words", "") for p in read.proposals), *(row.words for row in read.unplaced)]
    for _, text in rows:
        if len(text) < 150:
            assert set(words(text)) <= set(words(" ".join(told)))


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@examples(40)
def test_any_bytes_are_a_csv_file_or_refused(data):
    try:
        (table,) = csv_tables(data)
    except NotAWorkbook as refusal:
        assert refusal.problems
    else:
        assert len({len(row) for row in table.rows}) == 1
