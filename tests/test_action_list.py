"""The list of all actions that somebody may see: filters, order, pages, counts, and what it never tells."""

import csv
import io
import tracemalloc
import zipfile
from datetime import date
from random import Random
from tempfile import TemporaryFile

import openpyxl
import pytest
from sqlalchemy import func, select

from tests.action_lists import listed, own_ids, scatter, sorted_ids
from tests.bench.queries import statements
from tests.conftest import TODAY, action, person
from tests.test_queries import KEPT, _counted, _triple
from tracker.demo.cast import ACUTE
from tracker.documents.action_list import COLUMNS, list_csv, list_xlsx
from tracker.extensions import db
from tracker.models import Action, Organisation, Review
from tracker.models.action_filter import NOBODY, OVERDUE, STILL_OPEN, ActionFilter
from tracker.models.action_list import SORTS, Order
from tracker.models.action_status import OPEN, Confidence
from tracker.models.brag import COLOUR, Brag
from tracker.working_days import working_days_before, working_days_between

ORDERS = [Order(by, down) for by in SORTS for down in (False, True)]


def shown(page) -> list[int]:
    """The ids of the rows, in order."""
    links = page.tree.xpath("//tbody[@class='nhsuk-table__body']//a/@href[starts-with(., '/actions/')]")
    return [int(link.removeprefix("/actions/")) for link in links]


def exported(browser, query: str = "") -> list[dict]:
    """The rows of the CSV."""
    data = browser.get(f"/actions/export/csv{query}").response.get_data()
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


# --- pages and order --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("called, most", [("lead", 24), ("owner", 15)])
def test_paging_gives_every_row_once_in_order_there_and_back(app, called, most):
    user, dice = person(called), Random(called)
    scatter(dice)
    own, seen = own_ids(user), db.session.scalars(select(Action).where(Action.visible_to(user.active_memberships))).all()
    assert len(seen) == most and (called == "lead") is (len(own) == most)
    for order in ORDERS:
        expected, size = sorted_ids(seen, order, own), dice.randint(6, 11)
        there, back = paged(listed(user, order=order), size)
        assert there == expected and back == expected, (order, size)


def paged(all_of, size: int) -> tuple[list[int], list[int]]:
    """The ids, page by page to the end, and back from there to the first page."""
    page = all_of.page(size=size)
    there, back = ids(page), []
    while page.later:
        page = all_of.page(page.later, size)
        assert page.earlier, "one can go back"
        there += ids(page)
    back = ids(page)
    while page.earlier:
        page = all_of.page(page.earlier, size)
        back = ids(page) + back
    return there, back


def ids(page) -> list[int]:
    """The ids of its rows."""
    return [row.id for row in page.rows]


def test_the_pages_of_the_browser_lead_there_and_back_and_keep_what_was_chosen(app, open_as, monkeypatch):
    monkeypatch.setattr("tracker.models.action_list.ActionList.page.__defaults__", (None, 7))
    lead = open_as("lead")
    for sort in ("due", "-brag", "organisation"):
        first = lead.get(f"/actions?sort={sort}&status=open")
        found, page = shown(first), first
        while following := page.tree.xpath("//a[@rel='next']/@href"):
            page = lead.get(following[0])
            found += shown(page)
        assert len(found) == len(set(found)) == len(exported(lead, "?status=open")), sort
        assert not page.tree.xpath("//*[contains(@class, 'tracker-beside')]")
        while following := page.tree.xpath("//a[@rel='prev']/@href"):
            page = lead.get(following[0])
        assert shown(page) == shown(first)


def test_a_file_that_would_hold_more_than_was_asked_for_is_not_made(app, open_as):
    answer = open_as("lead").get("/actions/export/csv?organisation=9999&_scheme=x&status=open", 302)
    assert answer.status == 302 and answer.response.location == "/actions?organisation=9999&_scheme=x&status=open"


def test_the_length_of_what_is_made_as_it_goes_is_not_announced(app, open_as):
    assert "Content-Length" not in open_as("lead").get("/actions/export/csv").response.headers


def test_an_empty_list_can_be_saved(app, open_as):
    page = open_as("lead").get("/actions?post=zzzzz")
    assert page.tree.xpath("//a[.='Save this view']/@href") == ["/saved-views/new?post=zzzzz"]


# --- filters ----------------------------------------------------------------------------------------------------------


def test_each_filter_finds_what_it_says_and_counts_agree(app):
    lead, week, nurse, organisation = person("lead"), working_days_before(TODAY, 5), person("owner").id, action("1.4").organisation_id
    scatter(Random(7))
    rows = db.session.scalars(select(Action)).all()
    reason = {row.id: row.reason for row in listed(lead).page(size=99).rows}
    plain = {
        ActionFilter(): lambda a: True,
        ActionFilter(review_id=1): lambda a: True,
        ActionFilter(review_id=2): lambda a: False,
        ActionFilter(organisation_id=organisation): lambda a: a.organisation_id == organisation,
        ActionFilter(owner_id=nurse): lambda a: a.owner_id == nurse,
        ActionFilter(owner_id=NOBODY): lambda a: a.owner_id is None,
        ActionFilter(post="maT"): lambda a: a.post == "Matron",
        ActionFilter(post="%_"): lambda a: a.post == "100%_post",
        ActionFilter(status=STILL_OPEN): lambda a: a.status in OPEN,
        ActionFilter(status=OVERDUE): lambda a: a.status in OPEN and a.due_on and a.due_on < TODAY,
        ActionFilter(status="complete"): lambda a: a.status.value == "complete",
        ActionFilter(brag=Brag.RED): lambda a: COLOUR[reason[a.id]] is Brag.RED,
        ActionFilter(due_within=0): lambda a: a.status in OPEN and a.due_on == TODAY,
        ActionFilter(due_within=10): lambda a: a.status in OPEN and a.due_on and 0 <= working_days_between(TODAY, a.due_on) <= 10 and a.due_on >= TODAY,
        ActionFilter(no_update_since=5): lambda a: a.status in OPEN and (a.updated_on is None or a.updated_on <= week),
        ActionFilter(no_update_since=TODAY): lambda a: a.status in OPEN and (a.updated_on is None or a.updated_on < TODAY),
        ActionFilter(promised=True): lambda a: a.promised_on is not None and a.promised_on != a.due_on,
        ActionFilter(post="matron", status=STILL_OPEN): lambda a: a.post == "Matron" and a.status in OPEN,
    }
    for asked, holds in plain.items():
        found = listed(lead, asked)
        assert set(found.ids()) == {a.id for a in rows if holds(a)}, asked
        counts, page = found.counts(), found.page(size=99).rows
        assert counts.total == len(page) == sum(counts.statuses.values()) == sum(counts.colours.values())
        assert all(count == sum(row.status is status for row in page) for status, count in counts.statuses.items())
        assert all(count == sum(COLOUR[row.reason] is shade for row in page) for shade, count in counts.colours.items())


QUERIES = ["?sort=-owner", "?brag=green&status=open", "?due_within=60&post=matron", "?no_update_since=1+8+2016&promised=yes"]


@pytest.mark.parametrize("called", ["lead", "owner", "both"])
def test_page_counts_and_both_files_show_the_same_rows(app, open_as, called):
    scatter(Random(3))
    browser = open_as(called)
    for query in QUERIES:
        page, rows = browser.get(f"/actions{query}"), exported(browser, query)
        assert shown(page) == [int(row["Action number"]) for row in rows], query
        assert not rows or f"{len(rows)} action" in page.words
        for shade in ("Red", "Amber", "Green", "Blue", "Grey"):
            count = sum(row["BRAG"] == shade for row in rows)
            assert not count or f"{count} {shade.lower()}" in page.words
    assert any(exported(browser, query) for query in QUERIES)


NONSENSE = [
    ("review=99", "Review"), ("review=x", "Review"), (f"review={10**30}", "Review"), ("organisation=0", "Organisation"), ("owner=7", "Owner"),
    ("status=done", "Status"), ("brag=pink", "Colour"), ("due_within=-1", "Due within"), ("due_within=1000", "Due within"), ("due_within=²", "Due within"),
    ("no_update_since=31+2+2016", "No update since"), ("no_update_since=0", "No update since"), ("no_update_since=1+1+0001", "No update since"),
    ("promised=no", "Promised to CQC"), ("sort=words", "Order"), ("sort=--due", "Order"), ("after=x", "Page"), ("after=1~2016", "Page"),
    ("before=1~~", "Page"), (f"after={2**63}", "Page"), ("sort=brag&after=1~2016-01-01", "Page"),
]  # fmt: skip


def test_what_means_nothing_is_left_out_and_said(app, open_as):
    lead = open_as("lead")
    for query, named in NONSENSE:
        page = lead.get(f"/actions?{query}")
        assert f"{named}: what the address asks for" in page.words and "24 actions." in page.words, query
        assert not page.tree.xpath("//ul[@class='tracker-chips']")


def test_each_chip_leads_to_the_list_without_it(app, open_as):
    lead = open_as("lead")
    page = lead.get("/actions?status=open&post=matron&sort=-due")
    assert "Status: Open (not started or in progress)" in page.words and "Accountable post: matron" in page.words
    chips = page.tree.xpath("//ul[@class='tracker-chips']//a/@href")
    assert chips == ["/actions?status=open&sort=-due", "/actions?post=matron&sort=-due", "/actions"]
    assert "No action matches" in lead.get("/actions?post=astronaut").words
    assert page.tree.xpath("string(//th[@aria-sort='descending'])").split()[0] == "Due"


def test_an_organisation_is_found_under_its_name_of_today(app):
    old, new = action("1.4").organisation, Organisation.named("Kent NHS Foundation Trust")
    old.current_id = new.id
    db.session.commit()
    assert len(listed(person("lead"), ActionFilter(organisation_id=new.id)).ids()) == 14


# --- what it never tells ----------------------------------------------------------------------------------------------


def test_the_others_of_a_joint_recommendation_are_listed_without_owner_colour_and_updates(app, open_as):  # checks 8
    theirs, owner = action("5.1", ACUTE), person("owner")
    theirs.record_progress(confidence=Confidence.OFF_TRACK, note="CANARY-NOTE", by=owner, on=TODAY, version=theirs.version)
    theirs.success_measure, owner.name = "CANARY-MEASURE", "CANARY-OWNER"
    db.session.commit()
    both = open_as("both")
    page = both.get("/actions")
    assert theirs.id in shown(page) and theirs.words[:60] in page.words and theirs.post in page.words
    row = next(row for row in exported(both) if row["Action number"] == str(theirs.id))
    assert row["Action"] == theirs.words and row["Due"] == theirs.due_on.isoformat() and row["Status"] == "In progress"
    told = {name for name, words in row.items() if words}
    assert told == {"Review", "Recommendation", "Organisation", "Action", "Accountable post", "Due", "First agreed", "Promised to CQC", "Status", "Action number"}
    assert "off track" not in page.words.split("What the colours mean")[0] and "CANARY" not in page.text + str(exported(both))
    xlsx = both.get("/actions/export/xlsx").response.get_data()
    assert b"CANARY" not in _unzipped(xlsx) and b"Named nurse" not in _unzipped(xlsx)


def _unzipped(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return b"".join(book.read(name) for name in book.namelist())


def test_no_filter_finds_out_what_is_not_told(app, open_as):  # checks 8
    theirs, nurse, both, found = action("5.1", ACUTE), person("owner").id, open_as("both"), {}
    for confidence, owner in ((Confidence.OFF_TRACK, nurse), (Confidence.ON_TRACK, None)):
        theirs.confidence, theirs.owner_id, theirs.updated_on = confidence, owner, None if owner else TODAY
        db.session.commit()
        for query in ("brag=red", "brag=green", f"owner={nurse}", "owner=nobody", "no_update_since=1", "no_update_since=1+8+2017"):
            page = both.get(f"/actions?{query}")
            assert "Owner: what the address" in page.words or theirs.id not in shown(page), query
            found.setdefault(query, set()).add((tuple(shown(page)), page.tree.xpath("string(//select[@id='owner'])")))
    assert all(len(answers) == 1 for answers in found.values())


def test_no_order_finds_out_what_is_not_told(app):  # checks 8
    theirs, both = action("5.1", ACUTE), person("both")
    for by in ("brag", "owner", "update"):
        places = set()
        for confidence, owner, day in ((Confidence.OFF_TRACK, person("owner").id, date(2016, 1, 1)), (Confidence.ON_TRACK, None, TODAY)):
            theirs.confidence, theirs.owner_id, theirs.updated_on = confidence, owner, day
            db.session.commit()
            places.add(tuple(listed(both, order=Order(by)).ids()))
        assert len(places) == 1, by


def test_a_stranger_sees_nothing_of_a_review_that_does_not_address_him(app, open_as):
    other = Review(area="Elsewhere", title="CANARY review", working_days=20)
    db.session.add(other)
    db.session.add(Action(review=other, organisation=Organisation.named("CANARY trust"), post="CANARY post", owner_id=person("outsider").id))
    db.session.commit()
    for called in ("lead", "owner", "outsider", "both"):
        browser = open_as(called)
        for query in ("", f"?review={other.id}", "?post=canary", "?sort=review", f"?owner={person('outsider').id}"):
            assert "CANARY" not in browser.get(f"/actions{query}").text.replace("post: canary", "")


# --- files ------------------------------------------------------------------------------------------------------------


def test_no_cell_is_a_formula(app, open_as):  # checks 68
    own, lead = action("1.4"), person("lead")
    own.words, own.post, own.success_measure = "=HYPERLINK(\"http://evil\")", "+1+1", "@SUM(A1)"
    own.record_progress(confidence=Confidence.ON_TRACK, note="-2+3", by=lead, on=TODAY, version=own.version)
    db.session.commit()
    browser = open_as("lead")
    row = next(row for row in exported(browser) if row["Action number"] == str(own.id))
    assert row["Action"].startswith("'=") and row["Accountable post"] == "'+1+1" and row["Last note"] == "'-2+3" and row["Success measure"] == "'@SUM(A1)"
    book = openpyxl.load_workbook(io.BytesIO(browser.get("/actions/export/xlsx?status=open").response.get_data()))
    assert book.sheetnames == ["Actions", "Legend"]
    sheet = book["Actions"]
    assert sheet["A2"].value == "Status: Open (not started or in progress)"
    heads = [cell.value for cell in sheet[5]]
    rows = [dict(zip(heads, cells)) for cells in sheet.iter_rows(min_row=6)]
    assert len(rows) == len(exported(browser, "?status=open"))
    mine = next(cells for cells in rows if cells["Action number"].value == str(own.id))
    assert mine["Action"].value == own.words and mine["Due"].value.date() == own.due_on and mine["Last note"].value == "-2+3"
    assert all(cell.data_type != "f" for cells in rows for cell in cells.values())
    assert {cell.value for cell in book["Legend"]["A"]} >= {"Red", "Amber", "Green", "Blue", "Grey"}


def test_a_verified_action_says_by_whom_and_when(app, open_as):
    row = next(row for row in exported(open_as("lead")) if row["Recommendation"] == "1.13")
    assert (row["Verified"], row["Verified by"], row["Evidence items"], row["BRAG"]) == ("2016-07-12", "Designated nurse", "1", "Blue")


def test_there_is_no_other_format(app, open_as):
    open_as("lead").get("/actions/export/pdf", 404)


# --- cost -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["/actions", "/actions/bulk-plan?actions={ids}", "/actions/export/csv"])
def test_a_longer_list_asks_the_database_as_often(app, open_as, url):
    lead = open_as("lead")
    with statements(db.engine) as short:
        lead.get(url.format(ids="&actions=".join(map(str, range(1, 9)))))
    _triple(KEPT | {"users", "organisations", "memberships", "participations"})
    with statements(db.engine) as long:
        lead.get(url.format(ids="&actions=".join(map(str, range(1, 25)))))
    assert db.session.scalar(select(func.count(Action.id))) > 60
    assert _counted(long) == _counted(short)


def test_ten_times_as_many_rows_need_no_more_memory():
    assert peak(csv_of, 2000) < 1.5 * peak(csv_of, 200)
    assert peak(xlsx_of, 800) < 1.5 * peak(xlsx_of, 80)


def rows_of(count: int):
    """Made-up rows, one at a time."""
    return ({key: "2016-10-31" if kind == "date" else f"{number} {key} " * 5 for key, _, kind in COLUMNS.values()} for number in range(count))


def csv_of(count: int) -> None:
    assert sum(1 for _ in list_csv(rows_of(count))) == count + 1


def xlsx_of(count: int) -> None:
    with TemporaryFile() as file:
        list_xlsx(rows_of(count), {"chosen": "", "on": "", "legend": []}, file)


def peak(do, count: int) -> int:
    """The most bytes that Python held meanwhile, and 200,000 that everything may take."""
    tracemalloc.start()
    try:
        do(count)
        return tracemalloc.get_traced_memory()[1] + 200_000
    finally:
        tracemalloc.stop()
