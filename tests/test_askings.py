"""Askings: a lead asks the organisations, once and again; what she wrote is kept; a second press asks nobody twice."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from tests.askings import ask, import_another
from tests.bench.queries import statements
from tests.confirmed import confirm, part_of
from tests.conftest import TODAY, person
from tests.test_queries import _counted as counted
from tests.test_requests import entries, verbs
from tracker.demo.cast import ACUTE, COMMUNITY, MENTAL_HEALTH
from tracker.extensions import db
from tracker.models import Action, Asking, AuditEntry, Letter, NotAllowed, Participation, Review
from tracker.models.addressee import addressees
from tracker.models.review_removal import why_it_stays

URL = "/reviews/2/askings"
NEXT_WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def fresh(app) -> Review:
    """A second review, just imported."""
    return import_another()


def part(name: str, review_id: int = 2) -> Participation:
    """An organisation's part in the second review."""
    return next(p for p in db.session.get(Review, review_id).parts if p.organisation.name == name)


def letters() -> dict[str, str]:
    """What the newest asking wrote to each organisation."""
    newest = db.session.scalar(select(func.max(Asking.id)))
    return {row.organisation.name: row.words for row in db.session.scalars(select(Letter).where(Letter.asking_id == newest))}


def press(page, expect: int, action: str = URL, **fields):
    """Send the page's form with all its ticks, as a browser would; `fields` are typed over."""
    typed = {}
    for name, value in page.form(URL).form_values():
        typed.setdefault(name, []).append(value)
    fields = {name.replace("__", "-"): value for name, value in fields.items()}
    assert set(fields) <= set(typed), f"the form has no {set(fields) - set(typed)}"
    return page.browser.post(action, typed | fields, expect)


def day(name: str, on: date | None) -> dict[str, str]:
    """A day as the three boxes take it."""
    return {f"{name}__day": str(on.day if on else ""), f"{name}__month": str(on.month if on else ""), f"{name}__year": str(on.year if on else "")}


# --- asking ----------------------------------------------------------------------------------------------------------


def test_one_press_asks_everybody(fresh, open_as):
    lead, owner, before = open_as("lead"), open_as("owner"), entries()
    page = lead.get("/reviews/2")
    assert f"Not asked yet: {ACUTE}, {MENTAL_HEALTH} and {COMMUNITY} cannot see this review. Ask the organisations" in page.words
    owner.get("/reviews/2", 404)
    page = lead.get(URL)
    assert len(page.tree.xpath("//input[@name='organisations' and @checked]")) == 3
    assert "2 recommendations. Not asked yet." in page.words and "1 recommendation. Not asked yet." in page.words
    after = press(page, 303).follow()
    assert "Asked on 26 August 2016 by Designated nurse" in after.words and "answer is wanted by Monday 19 September 2016" in after.words
    assert "CANARY-TITLE" in owner.get("/reviews/2").words and "Not asked yet" not in lead.get("/reviews/2").words
    assert verbs(before) == ["review.ask_confirmations", "asking.add"] and list(AuditEntry.broken()) == []
    said = letters()[ACUTE].split("\n")
    assert said[0] == f"To {ACUTE}" and "It holds 2 recommendations for" in said[2]
    assert said[-1] == "NHS Medway CCG" and "Please answer by Monday 19 September 2016." in said
    assert "Asking 1, 26 August 2016, Designated nurse, answer by 19 September 2016" in lead.get(URL).words


def test_a_second_press_leads_to_what_the_first_one_made(fresh, open_as):  # checks 45
    lead = open_as("lead")
    page, other = lead.get(URL), open_as("lead").get(URL)
    first, before = press(page, 303).response.location, entries()
    assert press(page, 303).response.location == first and verbs(before) == []
    lost = press(other, 409, words="By somebody else, to {organisation}")
    assert "Somebody saved a change" in lost.words and "By somebody else" in lost.words
    assert db.session.scalar(select(func.count(Asking.id)).where(Asking.review_id == 2)) == 1
    again = press(lost, 303, words="By somebody else, to {organisation}").follow()  # now a decision
    assert "Asking 2" in again.words and part(ACUTE).asked_on == TODAY


def test_only_those_who_are_ticked_are_asked_and_see_it(fresh, open_as):
    lead = open_as("lead")
    page = lead.get(URL)
    sent = dict(page.form(URL).form_values()) | {"organisations": str(part(ACUTE).id)}
    lead.post(URL, sent, 303)
    assert [p.organisation.name for p in db.session.get(Review, 2).unasked] == [MENTAL_HEALTH, COMMUNITY]
    open_as("owner").get("/reviews/2", 200)
    for called in ("outsider", "both"):
        open_as(called).get("/reviews/2", 404)
    ticked = lead.get(URL).tree.xpath("//input[@name='organisations' and @checked]/@value")
    assert ticked == [str(part(MENTAL_HEALTH).id), str(part(COMMUNITY).id)]
    assert "Choose whom to ask" in lead.post(URL, {k: v for k, v in sent.items() if k != "organisations"}, 422).words
    stranger = str(part_of(ACUTE).id)  # of another review
    assert "Choose whom to ask" in lead.post(URL, sent | {"organisations": stranger}, 422).words


def test_without_a_day_nobody_is_asked_to_confirm(fresh, open_as):
    press(open_as("lead").get(URL), 303, **day("confirm_by", None))
    assert db.session.get(Review, 2).confirm_by is None
    assert "Please answer by" not in letters()[ACUTE] and "by Monday 26 September 2016." in letters()[ACUTE]  # the plan itself is due


@pytest.mark.parametrize(
    ("on", "why"),
    [(TODAY - timedelta(days=1), "has passed"), (date(2016, 9, 27), "due to CQC before that day")],
    ids=["passed", "too late"],
)
def test_a_day_that_cannot_be_is_refused_and_nothing_typed_is_lost(fresh, open_as, on, why):
    lost = press(open_as("lead").get(URL), 409, words="Mine, {organisation}", **day("confirm_by", on))
    assert why in lost.words and "Mine, {organisation}" in lost.words and db.session.get(Review, 2).unasked


def test_a_name_that_cannot_be_filled_in_is_named(fresh, open_as):
    lost = press(open_as("lead").get(URL), 422, words="To {organization}, {0.__class__} and {}")
    assert "{organization} and {0.__class__} and {} cannot be filled in. You can use {organisation}, {area}" in lost.words
    assert "Enter the covering text" in press(open_as("lead").get(URL), 422, words=" ").words


def test_a_preview_shows_each_letter_and_asks_nobody(fresh, open_as):
    page, before = open_as("lead").get(URL), entries()
    ticked = [str(part(name).id) for name in (ACUTE, COMMUNITY)]
    shown = press(page, 200, f"{URL}/previews", words="For {organisation}: {count}\nSo far {missing}", organisations=ticked)
    assert f"For {ACUTE}: 2 recommendations" in shown.words and f"For {COMMUNITY}: 1 recommendation" in shown.words
    assert f"For {MENTAL_HEALTH}:" not in shown.words and "For {organisation}: {count}" in shown.words
    assert verbs(before) == [] and len(db.session.get(Review, 2).unasked) == 3
    press(shown, 303)  # from the preview it is one press
    assert "2 of 2 actions lack" in letters()[ACUTE]


# --- whom to write to ------------------------------------------------------------------------------------------------


def test_contacts_are_kept_and_remembered_for_the_next_review(fresh, open_as):
    lead, id, before = open_as("lead"), part(ACUTE).id, entries()
    typed = {f"mailbox_{id}": "safeguarding@medway-ft.example", f"escalate_to_{id}": "Chief nurse, nurse@medway-ft.example"}
    bad = press(lead.get(URL), 422, **typed | {f"mailbox_{id}": "safeguarding"})
    assert f"Team mailbox, {ACUTE}: enter one email address" in bad.words
    after = press(lead.get(URL), 303, **typed).follow()
    assert "safeguarding@medway-ft.example" in after.words and verbs(before)[0] == "participation.note_contact"
    assert "add a team mailbox" in after.words  # of the others
    boxes = lead.get("/reviews/1/askings").tree.xpath("//input[@type='email']/@value")
    assert [box for box in boxes if box] == ["safeguarding@medway-ft.example"]  # the other review of the same CCG
    part(ACUTE).mailbox = part(ACUTE).escalate_to = ""
    part_of(ACUTE).mailbox, db.session.get(Review, 1).participations[0].organisation = "CANARY-BOX", part(MENTAL_HEALTH).organisation
    db.session.commit()
    assert "CANARY-BOX" not in lead.get(URL).text  # a review of another CCG


def test_a_contact_that_somebody_else_changed_is_not_overwritten(fresh, open_as):  # checks 63
    lead, id = open_as("lead"), part(ACUTE).id
    page, url = lead.get(URL), f"/parts/{id}/contact"
    lead.get(url).submit(url, 303, mailbox="new@medway-ft.example")
    lost = press(page, 409, **{f"mailbox_{id}": "old@medway-ft.example"})
    assert "new@medway-ft.example" in lost.words and "old@medway-ft.example" in lost.tree.xpath("//input/@value")
    assert part(ACUTE).mailbox == "new@medway-ft.example" and db.session.get(Review, 2).unasked
    assert "enter one email address" in lead.get(url).submit(url, 422, mailbox="no address").words


# --- asking again ----------------------------------------------------------------------------------------------------


def test_chasing_names_what_is_missing_and_reaches_only_those_who_have_not_answered(fresh, open_as):
    lead, chase = open_as("lead"), f"{URL}?chase=1"
    assert chase not in lead.get("/reviews/2/answers").links  # nobody was asked yet
    ask(fresh, on=TODAY - timedelta(days=5), confirm_by=NEXT_WEEK)
    assert "21 August 2016" in lead.get("/reviews/2/answers").words and chase in lead.get("/reviews/2/answers").links
    for action in db.session.scalars(select(Action).where(Action.review_id == 2)):
        if action.organisation.name == MENTAL_HEALTH:
            action.plan(version=1, by=person("lead"), on=TODAY, words="w", post="p", due_on=NEXT_WEEK)
    db.session.get(Review, 2).confirm_by = None
    db.session.commit()
    page = lead.get(chase)
    assert MENTAL_HEALTH not in page.words.split("Who was asked")[0] and "2 of 2 actions lack words, a post or a date." in page.words
    press(page, 303)
    assert set(letters()) == {ACUTE, COMMUNITY} and part(ACUTE).asked_on == TODAY - timedelta(days=5)
    assert "On Sunday 21 August 2016 we asked you" in letters()[ACUTE] and "The action lacks words, a post or a date." in letters()[COMMUNITY]
    assert "26 August 2016" in lead.get("/reviews/2/answers").words  # last asked


def test_a_part_that_is_not_confirmed_as_it_stands_is_missing_too(app, open_as):
    review = db.session.get(Review, 1)
    review.confirm_by = NEXT_WEEK
    db.session.commit()
    returned, changed = confirm(ACUTE), confirm(COMMUNITY, by=person("lead"))
    confirm(MENTAL_HEALTH, by=person("lead"))
    returned.give_back(comment="Why?", comments={}, by=person("lead"), on=TODAY)
    own = changed.confirmed[0].action
    own.plan(version=own.version, by=person("lead"), on=TODAY, post="Somebody else")
    db.session.commit()
    said = {row.part.organisation.name: row.missing for row in addressees(review)}
    assert said[MENTAL_HEALTH] == []
    assert "returned with comments" in said[ACUTE][-1] and "changed after it was confirmed" in said[COMMUNITY][-1]
    assert said["NHS Medway CCG"][-1] == "The part is not confirmed yet."
    assert MENTAL_HEALTH not in open_as("lead").get("/reviews/1/askings?chase=1").words.split("Who was asked")[0]


def test_when_everybody_has_answered_there_is_nobody_to_chase(app, open_as):
    assert "Everybody has answered." in open_as("lead").get("/reviews/1/askings?chase=1").words


def test_a_name_is_text_and_nothing_else_on_pages_and_in_letters(fresh, open_as):  # checks 71
    name = '<b class="x">Oak</b>, "Ash" & {link}'
    part(ACUTE).organisation.name = name
    db.session.commit()
    page = open_as("lead").get(URL)
    after = press(page, 303).follow()
    for shown in (page, after, after.browser.get(URL)):
        assert not shown.tree.xpath("//main//b") and name in shown.words
    assert letters()[name].startswith(f"To {name}\n")


# --- limits ----------------------------------------------------------------------------------------------------------


def test_a_review_that_waits_for_its_report_or_is_closed_asks_nobody(fresh, open_as):
    early = Review.open(area="Medway", title="t", commissioner=fresh.organisations(fresh.parts[0].part.COMMISSIONER)[0], by=person("lead"))
    with pytest.raises(NotAllowed, match="has not arrived yet"):
        Asking.add(early, {}, words="w", confirm_by=None, request_id="r", version=1, by=person("lead"), on=TODAY)
    with pytest.raises(NotAllowed, match="Choose organisations"):
        Asking.add(fresh, {part_of(): "w"}, words="w", confirm_by=None, request_id="r", version=fresh.version, by=person("lead"), on=TODAY)
    db.session.rollback()
    page = open_as("lead").get(URL)
    fresh.closed_on = TODAY
    db.session.commit()
    press(page, 409)
    assert db.session.get(Review, 2).unasked and "Not asked yet" not in open_as("lead").get("/reviews/2").words


def test_a_review_of_which_somebody_was_told_is_not_removed(fresh):
    assert why_it_stays(fresh) is None
    ask(fresh)
    assert why_it_stays(fresh) == "Organisations were asked for their parts of it."


@pytest.mark.parametrize("url", [URL, f"{URL}?chase=1", "/reviews/2/answers"])
def test_a_page_asks_as_often_for_more_askings_and_organisations(fresh, open_as, url):
    lead = open_as("lead")
    ask(fresh)
    with statements(db.engine) as short:
        lead.get(url)
    ask(fresh)
    ask(fresh)
    with statements(db.engine) as long:
        lead.get(url)
    assert counted(long) == counted(short)
