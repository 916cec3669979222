"""Any edits, offline in any order beside online edits: every one is applied or shown as a conflict; nothing is overwritten silently."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.workbooks.comparing import Outcome, differences
from tracker.workbooks.fields import FIELDS, Kind
from tracker.workbooks.proposals import Proposal, edited, edits, from_json, same, to_json

ACTIONS = range(1, 4)
TEXTS = st.sampled_from(["", "a", "b ", "c\r\nd", "c\nd"])
DAYS = st.sampled_from([None, date(2016, 7, 18), date(2016, 9, 30)])
CELLS = {name: DAYS if field.kind is Kind.DAY else TEXTS for name, field in FIELDS.items()}
PLACES = [(action, name) for action in ACTIONS for name in FIELDS]

rows = st.fixed_dictionaries({action: st.fixed_dictionaries(CELLS) for action in ACTIONS})
some_edits = st.lists(st.sampled_from(PLACES).flatmap(lambda at: CELLS[at[1]].map(lambda value: (at, value))), max_size=8)


def with_edits(state: dict, changes: list) -> dict:
    """A copy of the state after these edits."""
    copy = {action: dict(values) for action, values in state.items()}
    for (action, name), value in changes:
        copy[action][name] = value
    return copy


def sheet(base: dict, changes: list) -> list[Proposal]:
    """What comes back when somebody edits a workbook that was downloaded at `base`."""
    filled = with_edits(base, changes)
    return [Proposal(f"Actions!{a}", a, "1.1", "A trust", filled[a], dict(base[a])) for a in ACTIONS]


def accept(state: dict, proposals: list[Proposal], decide) -> dict[tuple, Outcome]:
    """Apply every change, and the conflicts that `decide` takes; what each edit came to."""
    told = {}
    for proposal in from_json(to_json(edited(proposals))):
        for found in differences(proposal, state[proposal.action_id]):
            told[proposal.action_id, found.name] = found.outcome
            if found.outcome is Outcome.CHANGE or found.outcome is Outcome.CONFLICT and decide(proposal.action_id, found.name):
                state[proposal.action_id][found.name] = found.wanted
    return told


@settings(deadline=None)
@given(rows, some_edits, some_edits, st.sets(st.sampled_from(PLACES)))
def test_every_edit_is_applied_or_shown_and_nothing_is_overwritten_silently(base, offline, online, taken):
    state, filled = with_edits(base, online), with_edits(base, offline)
    before = with_edits(state, [])
    told = accept(state, sheet(base, offline), lambda *at: at in taken)
    for action, name in PLACES:
        was, now, wanted, end = (rows[action][name] for rows in (base, before, filled, state))
        outcome = told.get((action, name))
        if same(wanted, was):  # nobody edited it offline
            assert outcome is None and end == now
        elif same(now, wanted):
            assert outcome is Outcome.SAME and end == now
        elif same(now, was):
            assert outcome is Outcome.CHANGE and same(end, wanted)
        else:  # both did
            assert outcome is Outcome.CONFLICT and same(end, wanted if (action, name) in taken else now)


@settings(deadline=None)
@given(rows, some_edits, some_edits, some_edits, st.booleans())
def test_two_workbooks_of_one_download_in_any_order(base, first, second, online, swaps):
    state = with_edits(base, [])
    order = [second, first] if swaps else [first, second]
    accept(state, sheet(base, order[0]), lambda *_: True)
    between = state = with_edits(state, online)
    before = with_edits(between, [])
    told = accept(state, sheet(base, order[1]), lambda *_: False)
    for at in PLACES:
        action, name = at
        if not same(state[action][name], before[action][name]):  # it changed without a question: nobody else had touched it
            assert told[at] is Outcome.CHANGE and same(before[action][name], base[action][name])


@settings(deadline=None)
@given(rows, some_edits)
def test_the_same_workbook_a_second_time_says_nothing_new(base, offline):
    state = with_edits(base, [])
    accept(state, sheet(base, offline), lambda *_: True)
    assert set(accept(state, sheet(base, offline), lambda *_: True).values()) <= {Outcome.SAME}


@settings(deadline=None)
@given(st.fixed_dictionaries(CELLS), st.fixed_dictionaries(CELLS))
def test_an_existing_plan_fills_what_is_empty_and_asks_about_the_rest(said, now):
    proposal = Proposal("Plan!C2", 1, "1.1", "A trust", said)
    found = {d.name: d.outcome for d in differences(proposal, now)}
    assert set(found) == set(edits(proposal)) == {name for name, value in said.items() if not same(value, None)}
    for name, outcome in found.items():
        expected = Outcome.SAME if same(now[name], said[name]) else Outcome.CHANGE if same(now[name], None) else Outcome.CONFLICT
        assert outcome is expected


def test_not_started_is_as_good_as_empty_to_an_existing_plan():
    proposal = Proposal("Plan!C2", 1, "1.1", "A trust", {"status": "in progress"})
    assert [d.outcome for status in ("not started", "complete") for d in differences(proposal, {"status": status})] == [Outcome.CHANGE, Outcome.CONFLICT]


@settings(deadline=None)
@given(st.fixed_dictionaries({}, optional=CELLS), st.none() | st.fixed_dictionaries({}, optional=CELLS), st.lists(st.text(max_size=9)).map(tuple))
def test_proposals_survive_their_journey(values, base, assumptions):
    proposal = Proposal("Actions!7", None, "", "", values, base, assumptions)
    assert from_json(to_json([proposal])) == [proposal]
