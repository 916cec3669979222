"""Signs of personal data in text: what people write is found, what papers of organisations hold is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import SAMPLE
from tracker.checks.personal_data import NHS_NUMBER, Sign, signs_in, signs_in_text

BORN, HOME = "date of birth", "postcode near a name"


def kinds(text: str) -> list[str]:
    """The kinds found in a text."""
    return [sign.kind for sign in signs_in_text(text)]


@pytest.mark.parametrize("text", [
    "NHS number 943 476 5919", "943-476-5919", "9434765919", "NHS no. 943 476 5919.", "NHS9434765919", "Smith,9434765919,F", "(943 476 5919)",
    "943\u00a0476\u00a05919", "943–476–5919", "９４３４７６５９１９", "943 476\u200b 5919", "12 943 476 5919 88", "943 - 476 - 5919", "letter_9434765919.pdf",
    "943_476_5919.txt", "2016_943_476_5919_v2.txt", "943.476.5919", "943.476.5919.pdf", "943/476/5919", "943 / 476 / 5919", "(943) 476 5919", "(943)476-5919",
    "943 476\u20285919", "943\v476 5919", "943 476\x0c5919", "NHSNo9434765919", "NHSNumber9434765919", "nhsno9434765919", "NHS_No_943_476_5919",
])  # fmt: skip
def test_an_nhs_number_is_found_as_people_write_it(text):
    assert kinds(text) == [NHS_NUMBER]


@pytest.mark.parametrize("text", [
    "943 476 5918", "19434765919", "94347659190", "1.9434765919", "9434765919.50", "0000000000", "4444444444", "ISBN 9434765919", "ISBN-10: 9434765919",
    "+44 943 476 5919", "0943 476 5919", "943 4765 919", "943\n476 5919", "3f9434765919ab", "01634 337400", "0300 123 1234", "2016-2017-9434",
    "943.476 5919", "943/476.5919", "943\t476\t5919", "1.943.476.5919", "943.476.5919.2", "12/03/2009", "943/4765/919", "(01634) 337 400", "(0300) 123 1234",
    "+44 (0)943 476 5919", "+44 (943) 476 5919", "2016_03_12_943_476", "9434_765_919", "scan9434765919", "GB 943 4765 91", "REF/2016/943/476", "020 7946 0958",
])  # fmt: skip
def test_other_numbers_are_not(text):
    assert kinds(text) == []


def with_check_digit(digits: str) -> str | None:
    """The nine digits and their check digit, counted anew (NHS data dictionary); None where there is none."""
    last = 11 - sum(int(d) * weight for d, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
    return None if last == 10 else f"{digits}{0 if last == 11 else last}"


@given(st.text("0123456789", min_size=9, max_size=9).filter(lambda digits: "4" <= digits[0] and len(set(digits)) > 1), st.sampled_from(["", " ", "-", " - "]))
def test_the_check_digit_alone_decides(digits, mark):
    right = with_check_digit(digits)
    for last in "0123456789":
        number = f"{digits[:3]}{mark}{digits[3:6]}{mark}{digits[6:]}{last}"
        assert (kinds(f"see {number}, please") == [NHS_NUMBER]) is (digits + last == right)


@pytest.mark.parametrize("text", [
    "DOB 12/03/2009", "D.O.B. 12.3.09", "dob: 12-03-2009", "Date of birth: 12 March 2009", "Date of Birth\n12th March 2009", "born on 12 March 2009",
    "a girl (born 12/3/2009)", "12/03/2009 (DOB)", "Birth date 2009-03-12", "born at Medway Maritime on 12 March 2009", "DOB 12-Mar-2009",
])  # fmt: skip
def test_a_date_of_birth_is_found(text):
    assert kinds(text) == [BORN]


@pytest.mark.parametrize("text", [
    "Children born after 1 April 2016 are seen", "Date of meeting 12 March 2016", "DOB: __/__/____", "Date of birth is asked at triage",
    "The job board met on 12 March 2016", "Newborn checks, 12 March 2016", "DOB recorded in 38 of 40 records. Audit of 12 March 2016",
])  # fmt: skip
def test_other_dates_are_not(text):
    assert kinds(text) == []


@pytest.mark.parametrize("text", [
    "Mrs Brown, 12 Rose Street, Gillingham ME7 5NY", "Miss A Brown\n12 Rose Street\nGillingham\nME7 5NY", "Kayleigh Brown\n12 Rose Street\nGillingham\nME75NY",
    "The child lives at 12 Rose Street, ME7 5NY", "Patient: K B\n12 Rose Street, ME7 5NY", "Home address: 12 Rose Street ME7 5NY",
])  # fmt: skip
def test_a_postcode_near_a_name_is_found(text):
    assert kinds(text) == [HOME]


@pytest.mark.parametrize("text", [
    "Medway Maritime Hospital\nWindmill Road\nGillingham\nME7 5NY", "NHS Medway CCG, Fifty Pembroke Court, Chatham ME4 4EL", "Mrs Brown, Named nurse, Medway NHS Foundation Trust, ME7 5NY",
    "Dr Shah\nThe Surgery\n12 High Street\nME7 5NY", "Mr Brown\nChief Executive\n12 High Street\nME7 5NY", "Care Quality Commission\n151 Buckingham Palace Road\nLondon\nSW1W 9SZ",
    "Mr Brown spoke.\n\nThe next meeting is at ME7 5NY", "Children's Centre, 12 Rose Street, ME7 5NY", "Quality Account, MK4 2AB", "Families live in ME7",
])  # fmt: skip
def test_addresses_of_organisations_are_not(text):
    assert kinds(text) == []


def test_columns_of_a_table_are_read_below_their_headings():
    rows = [("row 1", "Name\tDOB\tPostcode"), ("row 2", "A B\t12/03/2009\tME7 5NY"), ("row 3", "C D\t2010-01-02\tME7 5NX")]
    assert signs_in(rows) == [Sign(BORN, 2, ("row 2", "row 3")), Sign(HOME, 2, ("row 2", "row 3"))]
    assert not signs_in([("row 1", "Practice\tOpened\tPostcode"), ("row 2", "A B\t12/03/2009\tME7 5NY")])


def test_the_same_number_is_counted_once_and_many_places_are_cut_short():
    (sign,) = signs_in([(f"page {n}", "943 476 5919") for n in range(1, 13)])
    assert (sign.count, len(sign.places), sign.more) == (1, 10, True) and sign.words.startswith("1 NHS number (page 1, page 2,")


def test_a_published_report_holds_none():
    assert not signs_in(("", line) for line in SAMPLE.read_text().splitlines())


@pytest.mark.parametrize("tail", [
    "1" * 50_000, "1 " * 25_000, "DOB " * 12_000, "Mr A\n" * 10_000, "born on in at " * 4_000, "ME7 5NY " * 1_000, "943 476 5919 " * 10_000, ",Name,postcode" * 4_000,
])  # fmt: skip
def test_no_text_takes_long(tail):  # the timeout of the suite is the measure
    assert isinstance(signs_in_text(f"{tail} 9434765919"), list)
