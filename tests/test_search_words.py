"""Search words: what was typed is read as words and numbers, and marked where it stands; no database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.models.search_words import LONGEST, MOST, Sought


@given(st.text(max_size=400), st.text(max_size=300))
def test_what_is_marked_is_the_text_itself(typed, text):
    sought = Sought.of(typed)
    assert len(sought.typed) <= LONGEST and len(sought.words) + len(sought.numbers) <= MOST
    pieces = sought.marked(text + " " + typed)
    if pieces:
        shown = "".join(words for words, _ in pieces).strip("…")
        assert shown.strip("…") in text + " " + typed or "…" in text + typed
        assert any(is_match for _, is_match in pieces)


@pytest.mark.parametrize("typed,words,numbers,short", [
    ("", (), (), ()), ("of the A&E", ("the", "A&E"), (), ("of",)), ('"looked after" children', ("looked after", "children"), (), ()),
    ("1.8", (), ("1.8",), ()), ("1.8. training", ("training",), ("1.8",), ()), ("5.1.18", (), ("5.1.18",), ()), ("12", (), (), ("12",)),
    ("2016", ("2016",), (), ()), ('""', (), (), ()), ("“a b c", ("a b c",), (), ()), ("abc abc", ("abc",), (), ()),
])  # fmt: skip
def test_what_was_typed_is_read_as_words_and_numbers(typed, words, numbers, short):
    sought = Sought.of(typed)
    assert (sought.words, sought.numbers, sought.short) == (words, numbers, short)


def test_a_long_text_is_cut_around_its_first_match():
    pieces = Sought.of("needle").marked("hay " * 200 + "needle in a " + "stack " * 200)
    assert pieces[0] == ("…", False) and pieces[-1] == ("…", False) and ("needle", True) in pieces
    assert 200 < sum(len(words) for words, _ in pieces) < 300
