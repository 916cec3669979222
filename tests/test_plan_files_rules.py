"""The rules by which a row of a plan finds its recommendation, its organisation, its actions; each says what it assumed."""

from datetime import date

import pytest

from tracker.workbooks.existing_plan import read_plan
from tracker.workbooks.headings import guess
from tracker.workbooks.known import KnownAction, KnownRecommendation, KnownReview
from tracker.workbooks.named_organisations import named_in
from tracker.workbooks.numbers import numbers_in
from tracker.workbooks.posts import person_in
from tracker.workbooks.ratings import colour_of, read_rating
from tracker.workbooks.splitting import split_actions, split_alike, split_with_dates
from tracker.workbooks.tables import Table

ACUTE, CCG = "Eastmoor NHS Foundation Trust", "NHS Eastmoor CCG"
CARE = "Eastmoor Community Healthcare Community Interest Company"
MIND = "Eastmoor and Weston NHS and Social Care Partnership Trust"
TODAY, RECEIVED = date(2016, 8, 26), date(2016, 6, 20)
HEAD = ["Rec", "Recommendation", "Action", "Target date", "Lead", "Update Jul 16", "RAG", "Organisation"]


def recommendation(number: str, text: str, *names: str, actions: tuple = ()) -> KnownRecommendation:
    """One with an empty action for each organisation, unless others are given."""
    empty = tuple(KnownAction(int(number.replace(".", "")) * 10 + n, name) for n, name in enumerate(names))
    return KnownRecommendation(number, text, names, actions or empty)


REVIEW = KnownReview((
    recommendation("1.1", "Write down what doctors tell the midwives about each family.", ACUTE),
    recommendation("1.2", "Ask every pregnant woman about violence at home and note it.", ACUTE),
    *(recommendation(f"1.{n}", f"Topic {n}: {'very ' * n} different words of item {n * 111}.", ACUTE) for n in range(3, 11)),
    recommendation("2.1", "Meet every month about vulnerable families in all practices.", CCG),
    recommendation("3.1", "Together check the referrals that went astray last year.", CARE, ACUTE),
), TODAY, RECEIVED)  # fmt: skip


def read(*rows: list, review: KnownReview = REVIEW, head: list = HEAD, **options):
    """What rows below these headings become; short rows are filled up."""
    filled = [list(row) + [""] * (len(head) - len(row)) for row in rows]
    return read_plan([Table("Plan", [head, *filled], **options)], 0, guess(head), review)


def one(*rows: list, **options):
    """The only proposal of these rows."""
    found = read(*rows, **options)
    assert len(found.proposals) == 1 and not found.unplaced, found
    return found.proposals[0]


# --- which recommendation --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["1.1", "1.1.", "Rec 1.1", "R1.1", "Recommendation 1.1:", "1.1 a", "1.1(b)", "1. 1", 1.1, " 1.1 "])
def test_a_number_is_found_however_it_is_written(cell):
    proposal = one([cell, "", "Do it."])
    assert (proposal.recommendation, proposal.organisation, proposal.action_id) == ("1.1", ACUTE, 110)
    assert proposal.base is None and proposal.place == "Plan!2" and proposal.values == {"words": "Do it."}


def test_numbers_of_findings_and_ranges_are_told_apart():
    assert numbers_in("see 5.3.8") == [] and numbers_in("1.1 and 1.3") == ["1.1", "1.3"] and numbers_in("1.1 – 1.3") == ["1.1", "1.2", "1.3"]
    assert numbers_in("3.1") == ["3.1"] and numbers_in("11.12.2016") == [] and numbers_in("0.5") == []


def test_a_number_within_the_recommendations_cell_counts():
    assert one(["", "1.2 Ask every woman", "Do it."]).recommendation == "1.2"


def test_excels_lost_nought_is_found_by_place_or_by_words():
    by_place = read([1.9, "", "Nine."], [1.1, "", "Ten."], [1.1, "", "Ten again."])
    assert [p.recommendation for p in by_place.proposals] == ["1.9", "1.10", "1.10"]
    assert "“1.1” was read as 1.10: Excel leaves out the last nought." in by_place.proposals[1].assumptions
    assert one([1.1, REVIEW.by_number["1.10"].text, "Ten."]).recommendation == "1.10"
    assert one([1.1, REVIEW.by_number["1.1"].text, "One."]).recommendation == "1.1"


def test_without_a_number_the_words_must_be_unmistakable():
    found = one(["", "ask every pregnant woman about violence at home, and note it", "Do it."])
    assert found.recommendation == "1.2" and "found by CQC's words to be 1.2" in found.assumptions[0]
    doubtful = read(["", "Ask about violence", "Do it."], ["", "Topic: very different words of item", "Do it."])
    assert not doubtful.proposals and [u.place for u in doubtful.unplaced] == ["Plan!2", "Plan!3"]
    assert "no recommendation of this review that could be told for certain" in doubtful.unplaced[0].reason


def test_a_number_that_is_not_in_the_review_is_listed_and_one_that_contradicts_its_words_is_said():
    missing = read(["7.1", "", "Do it."])
    assert missing.unplaced[0].reason == "There is no recommendation 7.1 in this review." and "Do it." in missing.unplaced[0].words
    assert one(["7.1", REVIEW.by_number["1.2"].text, "Do it."]).recommendation == "1.2"
    other = one(["1.1", REVIEW.by_number["1.2"].text, "Do it."])
    assert other.recommendation == "1.1" and "but the words of 1.2: the number was followed" in other.assumptions[0]


def test_several_numbers_are_proposed_for_each():
    found = read(["1.1, 1.2", "", "Do it."]).proposals
    assert [p.recommendation for p in found] == ["1.1", "1.2"] and "it is proposed for each" in found[0].assumptions[0]


def test_a_row_without_number_goes_on_with_the_one_above():
    found = read(["1.2", "Ask.", "First."], ["", "", "Second.", "Sept 2016"]).proposals
    assert [(p.recommendation, p.values["words"], p.action_id) for p in found] == [("1.2", "First.", 120), ("1.2", "Second.", None)]
    assert "No recommendation stands in this row: it continues Plan!2." in found[1].assumptions


def test_a_recommendation_in_a_row_of_its_own_holds_for_the_rows_below():
    text = "Recommendation 1.2: Ask every pregnant woman"
    found = read([text] * len(HEAD), ["", "", "First."], ["", "", "Second."])
    assert [p.recommendation for p in found.proposals] == ["1.2", "1.2"] and not found.notes


def test_repeated_headings_and_empty_rows_are_passed_over():
    assert len(read(["1.1", "", "A."], [], HEAD, ["1.2", "", "B."]).proposals) == 2


# --- whose action ----------------------------------------------------------------------------------------------------


def test_an_organisation_is_named_in_full_without_nhs_or_by_its_letters():
    names = (ACUTE, CCG, CARE, MIND)
    for text, meant in (
        (ACUTE, ACUTE), ("Eastmoor CCG", CCG), ("the CCG", CCG), ("Head of quality, EFT", ACUTE), ("ECH", CARE), ("EWPT", MIND),
        ("Eastmoor Community Healthcare CIC", CARE), ("Head of nursing", None), ("GP", None),
    ):  # fmt: skip
        assert named_in(text, names)[0] == ([meant] if meant else []), text
    assert named_in("EFT and ECH", names)[0] == [ACUTE, CARE]
    assert named_in("EFT", names)[1] == (f"“EFT” was read as {ACUTE}.",)
    assert named_in("ET", (ACUTE, "Eastwood Trust"))[0] == []


def test_a_joint_recommendation_asks_lead_organisation_and_heading():
    assert one(["3.1", "", "Check.", "", "Head of nursing, ECH"]).organisation == CARE
    assert one(["3.1", "", "Check.", "", "Nurse", "", "", "EFT"]).organisation == ACUTE
    by_heading = one([f"3. {CARE} should:"], ["3.1", "", "Check."])
    assert by_heading.organisation == CARE and "taken from the heading" in by_heading.assumptions[0]
    each = read(["3.1", "", "Check."]).proposals
    assert {p.organisation for p in each} == {CARE, ACUTE} and "Accept those that are meant" in each[0].assumptions[0]


def test_an_organisation_that_is_not_addressed_is_listed():
    found = read(["1.1", "", "Do it.", "", "", "", "", CCG])
    assert not found.proposals and found.unplaced[0].reason == f"Recommendation 1.1 is not addressed to {CCG}."
    unknown = one(["1.1", "", "Do it.", "", "", "", "", "Social services"])
    assert unknown.organisation == ACUTE and f"it was taken for {ACUTE}" in unknown.assumptions[0]
    assert read(["3.1", "", "Check.", "", "", "", "", "Social services"]).unplaced[0].reason.startswith("“Social services” is none of those")


# --- several actions in one cell -------------------------------------------------------------------------------------


@pytest.mark.parametrize("text,parts", [
    ("1. Write it.\n2. Train staff.", ["Write it.", "Train staff."]), ("a) Write it\nb) Train staff\nin March", ["Write it", "Train staff\nin March"]),
    ("• Write it\n• Train staff", ["Write it", "Train staff"]), ("(i) Write it; (ii) Train staff", ["Write it;", "Train staff"]),
    ("1. Write it. 2. Train staff to level 3. 3. Look again.", ["Write it.", "Train staff to level 3.", "Look again."]),
    ("The trust will:\n- write it\n- train staff", ["The trust will: write it", "The trust will: train staff"]),
    ("Write it at level 3. Then train.", ["Write it at level 3. Then train."]), ("1. Only this", ["Only this"]), ("2. Not the first", ["2. Not the first"]),
    ("Two lines\nof one action", ["Two lines\nof one action"]), ("A. policy is written", ["policy is written"]), ("", []),
    ("• ", ["•"]), ("1.1 Write it\n1.2 Train", ["1.1 Write it\n1.2 Train"]),
    ("1.1.1 Write it\n1.1.2 Train", ["Write it", "Train"]), ("1.1a Write it\n1.1b Train\nin March", ["Write it", "Train\nin March"]),
    ("1.1.1 Write it\n1.2.2 Train", ["1.1.1 Write it\n1.2.2 Train"]),
])  # fmt: skip
def test_a_cell_is_split_by_its_marks_alone(text, parts):
    assert split_actions(text) == parts


def test_other_cells_split_alike_or_not_at_all():
    assert split_alike("Sept 2016\nOct 2016", 2) == ["Sept 2016", "Oct 2016"] and split_alike("1. Nurse\n2. Doctor", 2) == ["Nurse", "Doctor"]
    assert split_alike("Nurse; Doctor", 2) == ["Nurse", "Doctor"] and split_alike("Nurse", 2) is None and split_alike("a\nb\nc", 2) is None


def test_lines_are_actions_when_each_has_a_date():
    assert split_with_dates("Write it\nTrain staff", "Sept 2016\nOct 2016") == ["Write it", "Train staff"]
    assert split_with_dates("Write it by Sept 2016\nTrain by Oct 2016", "") == ["Write it by Sept 2016", "Train by Oct 2016"]
    assert split_with_dates("Write it\nTrain staff", "Sept 2016") == ["Write it\nTrain staff"]


def test_split_actions_get_their_own_dates_and_leads_or_those_of_the_row():
    row = ["1.1", "", "1. Write it.\n2. Train staff.", "Sept 2016\nOct 2016", "Head of nursing", "Drafted.", "Green"]
    first, second = read(row).proposals
    assert (first.values["due_on"], second.values["due_on"]) == (date(2016, 9, 30), date(2016, 10, 31))
    assert (first.action_id, second.action_id) == (110, None) and second.values["post"] == "Head of nursing"
    assert "The cell holds 2 actions: this is number 2." in second.assumptions
    assert second.assumptions[-2:] == ("Divided like the actions: the date.", "Taken from the row for each of them: the lead, the rating, the progress update.")
    news = read(["1.1", "", "1. Write it.\n2. Train staff.", "", "", "Drafted.\nSent round."], ["1.2", "", "a) One.\nb) Two.", "", "", "a) Begun.\nb) Done."]).proposals
    assert [p.values["note"] for p in news] == ["Drafted.\nSent round."] * 2 + ["Begun.", "Done."]
    alone = read(["1.1", "", "1. Write it by Sept 2016.\n2. Train by 3 Oct 2016."]).proposals
    assert [p.values["due_on"] for p in alone] == [date(2016, 9, 30), date(2016, 10, 3)]


# --- lead, rating, news ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text,person", [
    ("Jane Example", "Jane Example"), ("Dr Example", "Dr Example"), ("J Example", "J Example"), ("JE", "JE"), ("JE/AB", "JE/AB"),
    ("Head of midwifery (Jane Example)", "Jane Example"), ("Head of midwifery", ""), ("Named Nurse", ""), ("GP", ""), ("CCG", ""),
    ("Designated Doctor for Safeguarding Children", ""), ("Chief Nurse, EFT", ""), ("Paediatric Liaison Nurse", ""), ("", ""), ("Business Intelligence", ""),
])  # fmt: skip
def test_a_person_is_told_from_a_post(text, person):
    assert person_in(text) == person


def test_a_name_stays_as_typed_and_is_said():
    proposal = one(["1.1", "", "Do it.", "", "Jane Example"])
    assert proposal.values["post"] == "Jane Example" and "Names of people do not belong in a published plan" in proposal.assumptions[0]


@pytest.mark.parametrize("cell,confidence,is_done", [
    ("Red", "off track", False), ("R", "off track", False), ("amber", "at risk", False), ("Amber/Green", "at risk", False), ("G", "on track", False),
    ("On target", "on track", False), ("Blue", "", True), ("Complete", "", True), ("not complete", "", False), ("Not started", "", False),
    ("Grey", "", False), ("", "", False), (None, "", False),
])  # fmt: skip
def test_a_rating_is_never_our_colour_but_a_word_on_how_it_goes(cell, confidence, is_done):
    rating = read_rating(cell)
    assert (rating.confidence, rating.is_done) == (confidence, is_done)
    assert bool(rating.assumptions) == bool(cell)


def test_a_colour_alone_is_read_from_the_ground_of_the_cell():
    grounds = {"FF0000": "red", "C00000": "red", "FFC000": "amber", "FFFF00": "amber", "00B050": "green", "92D050": "green", "0070C0": "blue", "FFFFFF": "", "D9D9D9": "", "": ""}
    assert {fill: colour_of(fill) for fill in grounds} == grounds
    proposal = one(["1.1", "", "Do it."], fills={(1, 6): "FFC000"})
    assert proposal.values["confidence"] == "at risk" and "The amber ground of the cell" in proposal.assumptions[0]


def test_complete_needs_a_day_that_is_given_and_not_in_the_future():
    done = one(["1.1", "", "Do it.", "Completed 12/8/2016", "", "", "Blue"])
    assert done.values["status"] == "complete" and done.values["completed_on"] == date(2016, 8, 12) and "due_on" not in done.values
    for date_cell, part in (("Sept 2016", "gives no day"), ("Complete", "gives no day"), ("Complete Sept 2016", "lies in the future")):
        open_still = one(["1.1", "", "Do it.", date_cell, "", "", "Complete"])
        assert "status" not in open_still.values and any(part in words for words in open_still.assumptions), date_cell


def test_a_tick_in_the_column_of_completion_is_no_day():
    ticked = one(["1.1", "Do it.", "Yes"], head=["Rec", "Action", "Completed"])
    assert "status" not in ticked.values and any("gives no day" in words for words in ticked.assumptions)
    dated = one(["1.1", "Do it.", "3/8/2016"], head=["Rec", "Action", "Date completed"])
    assert dated.values["status"] == "complete" and dated.values["completed_on"] == date(2016, 8, 3)


def test_news_keep_the_date_of_their_column_and_stand_in_time_order():
    head = ["Rec", "Action", "Update Jul 16", "Update Mar 2016", "Comments"]
    dated = one(["1.1", "Do it.", "Later.", "Earlier."], head=head)
    assert dated.values["note"] == "Update Mar 2016: Earlier.\n\nUpdate Jul 16: Later." and dated.values["note_on"] == date(2016, 7, 29)
    undated = one(["1.1", "Do it.", "", "", "Going on."], head=head)
    assert undated.values["note"] == "Going on." and "note_on" not in undated.values
    assert any("recorded on the day on which you accept it" in words for words in undated.assumptions)


# --- what the tracker has already ------------------------------------------------------------------------------------


def with_actions(*values: dict, notes: frozenset = frozenset()) -> KnownReview:
    """A review whose 1.1 has these actions."""
    own = tuple(KnownAction(n, ACUTE, v, notes) for n, v in enumerate(values, 1))
    return KnownReview((recommendation("1.1", "Text.", ACUTE, actions=own),), TODAY, RECEIVED)


def test_what_is_there_word_for_word_is_not_proposed_again():
    review = with_actions({"words": "Do it.", "post": "Nurse", "due_on": date(2016, 9, 30)}, notes=frozenset({"Begun."}))
    again = read(["1.1", "", "do it", "Sept 2016", "Nurse", "Begun."], review=review)
    assert again.proposals == [] and again.already == 1
    news = one(["1.1", "", "Do it.", "Oct 2016", "Nurse", "Going on."], review=review)
    assert news.action_id == 1 and news.values == {"post": "Nurse", "due_on": date(2016, 10, 31), "note": "Going on.", "note_on": date(2016, 7, 29)}


def test_other_words_meet_the_one_action_and_are_a_conflict_there():
    proposal = one(["1.1", "", "Quite another thing."], review=with_actions({"words": "Do it."}))
    assert proposal.action_id == 1 and proposal.values["words"] == "Quite another thing." and proposal.base is None
    assert "The tracker has other words for this action." in proposal.assumptions


def test_similar_words_find_their_action_among_several():
    review = with_actions({"words": "Train all staff every year."}, {"words": "Write a short policy for wards."}, {"words": ""})
    found = read(["1.1", "", "Write one short policy for wards."], ["", "", "Something new altogether."], review=review).proposals
    assert [p.action_id for p in found] == [2, 3]


def test_the_same_action_twice_in_a_file_is_proposed_once():
    twice = read(["1.1", "", "Do it.", "Sept 2016"], ["1.1", "", "Do it.", "Sept 2016"], ["1.1", "", "Do it.", "Oct 2016"])
    assert len(twice.proposals) == 1 and [u.place for u in twice.unplaced] == ["Plan!4"]


def test_a_row_without_words_changes_the_one_action_or_is_listed():
    assert one(["1.1", "", "", "Sept 2016"]).values == {"due_on": date(2016, 9, 30)}
    several = read(["1.1", "", "", "Sept 2016"], review=with_actions({"words": "A b c."}, {"words": "D e f."}))
    assert not several.proposals and "not certain which one it means" in several.unplaced[0].reason
    assert read(["1.1", "Write down what doctors tell the midwives"]).unplaced == []


def test_formulas_and_texts_that_are_too_long_are_left_out_and_said():
    proposal = one(["1.1", "", "Do it.", "", "Lead"], refused={(1, 4): "holds a formula"})
    assert "Plan!E2 holds a formula, so it was left out." in proposal.assumptions
    long = one(["1.1", "", "Do it.", "", "Nurse " * 50])
    assert "post" not in long.values and any("longer than 200 characters" in words for words in long.assumptions)
    assert "These columns were not used: Cost." in read(["1.1"], head=["Rec", "Action", "Cost"]).notes
