"""One organisation under several names, and headings that name several."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.reading import organisation_key, split_organisations
from tracker.reading.organisation_lists import split_list

FRONT_TABLE = (
    "Medway NHS Foundation Trust (MFT)",
    "Medway Community Healthcare C.I.C (MCH)",
    "Kent and Medway NHS and Social Care Partnership Trust (KMPT)",
    "Barking, Havering and Redbridge University Hospitals NHS Trust",
    "NHS Medway CCG",
)


@pytest.mark.parametrize(
    "names",
    [
        (
            "Medway CCG",
            "NHS Medway CCG",
            "NHS Medway Clinical Commissioning Group",
            "nhs medway ccg",
            "Medway Clinical Commissioning Group (CCG)",
            " The  Medway CCG. ",
        ),
        (
            "Medway Community Healthcare C.I.C (MCH)",
            "Medway Community Healthcare Community Interest Company",
            "medway community healthcare cic (mch)",
            "Medway Community Healthcare C.I.C.",
        ),
        (
            "Children’s & Families’ Trust",
            "Children's and Families' Trust",
            "Childrens and Families Trust",
        ),
        ("Stockton-on-Tees NHS Trust", "Stockton on Tees NHS Trust (SoTT)"),
        ("Medway NHS FT", "Medway NHS Foundation Trust"),
    ],
)
def test_one_organisation_has_one_key(names):
    assert len(set(map(organisation_key, names))) == 1


def test_different_organisations_keep_different_keys():
    names = [
        "Kent Community Health NHS Foundation Trust",
        "Medway NHS Foundation Trust",
        "Medway NHS Trust",
        "Medway CCG",
        "Medway Council",
        "NHS England",
        "England CCG",
        "Virgin Care (Kent)",
        "Virgin Care (Surrey)",
        "Turning Point",
    ]
    assert len(set(map(organisation_key, names))) == len(names)
    assert organisation_key("NHS England") == "nhs england"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_a_key_is_its_own_key(name):
    key = organisation_key(name)
    assert organisation_key(key) == key


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("Medway NHS Foundation Trust should:", ("Medway NHS Foundation Trust",)),
        (
            "Kent and Medway NHS and Social Care Partnership Trust",
            ("Kent and Medway NHS and Social Care Partnership Trust",),
        ),
        (
            "Medway Community Healthcare Community Interest Company and Medway NHS Foundation Trust",
            ("Medway Community Healthcare C.I.C", "Medway NHS Foundation Trust"),
        ),
        (
            "Kent & Medway NHS & Social Care Partnership Trust, Medway CCG and Medway NHS FT should:",
            (
                "Kent and Medway NHS and Social Care Partnership Trust",
                "NHS Medway CCG",
                "Medway NHS Foundation Trust",
            ),
        ),
        (
            "Barking, Havering and Redbridge University Hospitals NHS Trust and Medway CCG",
            ("Barking, Havering and Redbridge University Hospitals NHS Trust", "NHS Medway CCG"),
        ),
        (
            "NHS England local area team together with Medway CCG",
            ("NHS England local area team", "NHS Medway CCG"),
        ),
        ("NHS England and NHS Medway CCG", ("NHS England", "NHS Medway CCG")),
        ("Open Road", ("Open Road",)),
    ],
)
def test_a_heading_is_split_where_known_names_explain_it(heading, names):
    assert split_organisations(heading, FRONT_TABLE) == (names, True)


@pytest.mark.parametrize(
    "heading",
    [
        "Oak and Ash NHS Trust",
        "Kent and Medway CCG",
        "Oak NHS Trust and Medway CCG",
        "Oak NHS Trust, Ash NHS Trust and Elm NHS Trust",
        "and ".join(["Oak "] * 40),
    ],
)
def test_a_heading_is_never_split_blindly(heading):
    assert split_organisations(heading, FRONT_TABLE) == ((heading.strip(),), False)


def test_a_heading_without_words_is_uncertain():
    assert split_organisations(" should:", FRONT_TABLE) == ((), False)


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (
            ["Medway NHS Foundation Trust (MFT) Oak and Ash Trust (OAT) Turning Point"],
            ("Medway NHS Foundation Trust", "Oak and Ash Trust", "Turning Point"),
        ),
        (["NHS Oak CCG, NHS Ash CCG and NHS Elm CCG"], ("NHS Oak CCG", "NHS Ash CCG", "NHS Elm CCG")),
        (["NHS Oak CCG NHS Ash CCG"], ("NHS Oak CCG", "NHS Ash CCG")),
        (["NHS Oak, Ash and Elm CCG", "Bury"], ("NHS Oak, Ash and Elm CCG", "Bury")),
        (["Oak NHS Trust and Turning Point"], ("Oak NHS Trust", "Turning Point")),
        (["Oak NHS Trust; Turning Point"], ("Oak NHS Trust", "Turning Point")),
    ],
)
def test_the_names_of_the_front_table_are_told_apart(lines, names):
    assert split_list(lines, {}) == (names, True)


@pytest.mark.parametrize(
    "line", ["Oak NHS Trust Ash NHS Trust", "Addaction, Turning Point", "Oak and Ash"]
)
def test_names_that_may_be_one_or_several_are_uncertain(line):
    assert split_list([line], {})[1] is False
