"""Random people do random acts on a plan: no illegal state, one audit entry for each act, colours and counts agree with the rows.

Another noun joins by one more function with `act` before it. PLAN_EXAMPLES=50 tries fifty times as many sequences.
"""

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import pytest
from flask import g
from sqlalchemy import func, select

from tests.conftest import person
from tracker.access import ROLE_CAN, acts_on, visible
from tracker.demo import CAST
from tracker.extensions import db
from tracker.models import (
    Action, AuditEntry, Closure, Evidence, Extension, Handover, Membership, NotAllowed, Opinion, Part, PlanChange, ProgressUpdate,
    Recheck, Recommendation, Refused, Review, Role, User, Verification,
)  # fmt: skip
from tracker.models.action_status import TRANSITIONS, Confidence, Status
from tracker.models.brag import COLOUR, brag_reason
from tracker.models.extension import Reason
from tracker.models.frozen_plan import freeze
from tracker.models.standing import Standing
from tracker.models.verification import Method
from tracker.working_days import working_days_between

MORE = int(os.environ.get("PLAN_EXAMPLES", "1"))
HISTORY = (ProgressUpdate, Verification, Opinion, Recheck, Closure, Extension, Handover)
PRIVATE = (ProgressUpdate, Verification, Opinion, Recheck, PlanChange, Extension, Handover)  # what is one organisation's own. Source: design §2
START = date(2016, 8, 26)
SEQUENCES, STEPS = 10, 40
pytestmark = pytest.mark.timeout(60 * MORE)


# --- the acts: each gets an action, who does it, on which day, and dice -----------------------------------------------


@dataclass(frozen=True)
class Act:
    """The right that it takes, and the verb of the table of moves that it is, if it is one."""

    right: str
    verb: str | None
    do: Callable[[Action, User, date, Random], object]

    def fits(self, action: Action) -> bool:
        """Whether the table allows it now; what is no move always fits."""
        return self.verb is None or self.verb in action.status.verbs


ACTS: dict[str, Act] = {}


def act(right: str, verb: str | None = None):
    """Add an act."""
    def add(do):
        ACTS[do.__name__] = Act(right, verb, do)
        return do
    return add  # fmt: skip


def version(of, dice: Random) -> int:
    """Mostly the newest."""
    return of.version + (dice.random() < 0.1)


@act("action.plan", "plan")
def plan(action: Action, by: User, on: date, dice: Random):
    owners = [None, *{m.user_id for m in by.memberships}]
    fields = {"words": f"w{dice.random()}", "due_on": on + timedelta(dice.randint(-30, 60)), "owner_id": dice.choice(owners)}
    return action.plan(version=version(action, dice), on=on, by=by, **dict(dice.sample(sorted(fields.items()), 2)))


@act("progress.record", "record progress")
def progress(action: Action, by: User, on: date, dice: Random):
    return action.record_progress(confidence=dice.choice(list(Confidence)), note="n", by=by, on=on, version=version(action, dice))


@act("action.judge", "judge")
def opinion(action: Action, by: User, on: date, dice: Random):
    return action.judge(confidence=dice.choice(list(Confidence)), reason="r", by=by, on=on, version=version(action, dice))


@act("action.complete", "complete")
def completion(action: Action, by: User, on: date, dice: Random):
    completed_on = on - timedelta(dice.randint(-2, 200))
    return action.complete(completed_on=completed_on, note="n", by=by, on=on, version=version(action, dice))


@act("action.verify", "verify")
def verification(action: Action, by: User, on: date, dice: Random):
    who = dice.choice([{}, {"checked_by": "Head of safeguarding"}, {"meeting": "CQRG", "meeting_on": on - timedelta(dice.randint(-1, 9))}])
    found = {"method": dice.choice(list(Method)), "found": "f", "without_evidence": dice.choice(["", "Seen"])} | who
    return action.verify(by=by, on=on, version=version(action, dice), recheck_on=dice.choice([None, on + timedelta(dice.randint(0, 9))]), **found)


@act("action.embed", "embed")
def recheck(action: Action, by: User, on: date, dice: Random):
    return action.embed(found="f", by=by, on=on, version=version(action, dice))


def reasoned(right: str, verb: str, called: str) -> None:
    """An act that needs a reason and no more."""
    def do(action: Action, by: User, on: date, dice: Random):
        return getattr(action, called)(reason="r", by=by, on=on, version=version(action, dice))
    ACTS[called] = Act(right, verb, do)  # fmt: skip


@act("extension.ask", "move the due date")
def extension(action: Action, by: User, on: date, dice: Random):
    return Extension.ask(action, proposed_on=on + timedelta(dice.randint(-3, 60)), reason=dice.choice(list(Reason)), words="w", by=by, on=on)


@act("extension.decide", "move the due date")
def due_date(action: Action, by: User, on: date, dice: Random):
    due_on, reason = on + timedelta(dice.randint(-3, 60)), dice.choice(list(Reason))
    return Extension.move(
        action, due_on=due_on, reason=reason, words="w", meeting="", meeting_on=None, version=version(action, dice), by=by, on=on
    )


@act("extension.decide", "move the due date")
def decision(action: Action, by: User, on: date, dice: Random):
    waiting = db.session.scalar(select(Extension).where(Extension.action_id == action.id, Extension.undecided()))
    if waiting is None:
        raise NotAllowed("nothing to decide")
    return waiting.agree(words="", by=by, on=on) if dice.random() < 0.5 else waiting.decline(words="w", by=by, on=on)


@act("action.hand_over", "plan")
def handover(action: Action, by: User, on: date, dice: Random):
    owners = Membership.owners_of(action.organisation)
    if not owners:
        raise NotAllowed("nobody to hand it to")
    return Handover.pass_on(action, dice.choice(owners).user, version=version(action, dice), by=by, on=on)


for _verb, _called in (("return", "give_back"), ("reopen", "reopen"), ("withdraw", "withdraw"), ("reinstate", "reinstate")):
    reasoned(f"action.{_verb}", _verb, _called)


@act("review.close")
def closing(action: Action, by: User, on: date, dice: Random):
    return Closure.close(action.review, reason=dice.choice(["", "r"]), version=version(action.review, dice), by=by, on=on)


@act("review.reopen")
def reopening(action: Action, by: User, on: date, dice: Random):
    return Closure.reopen(action.review, reason="r", version=version(action.review, dice), by=by, on=on)


# --- what must hold ---------------------------------------------------------------------------------------------------

MOVES = {(t.verb, start): t.end or start for t in TRANSITIONS for start in t.starts}


def colour_in_plain_words(a: Action, on: date) -> str:
    """The oracle: design §4, read again."""
    if a.status in (Status.WITHDRAWN, Status.EMBEDDED, Status.VERIFIED):
        return a.status.value
    if a.status is Status.COMPLETE:
        return "not verified yet" if working_days_between(a.updated_on, on) >= 20 else "complete"
    words = {c.value for c in (a.confidence, a.lead_confidence) if c}
    if a.due_on and a.due_on < on:
        return "overdue"
    for worst in ("off track", "at risk"):
        if worst in words:
            return worst
    counted_from = max(filter(None, (a.review.first_sent_on, a.updated_on)))
    return "no update" if working_days_between(counted_from, on) > 30 else "on track"


def check_state(a: Action) -> None:
    """No row says two things that cannot both be."""
    assert (a.completed_on is not None) is (a.status in (Status.COMPLETE, Status.VERIFIED, Status.EMBEDDED))
    assert (a.completed_by_id is None) is (a.completed_on is None)
    assert a.lead_confidence is None or (a.status.is_open and a.lead_confidence is not None)
    assert a.recheck_on is None or a.status is Status.VERIFIED
    last = db.session.scalar(select(Verification).where(Verification.action_id == a.id).order_by(Verification.id.desc()).limit(1))
    if a.status in (Status.VERIFIED, Status.EMBEDDED):
        assert last.checked_by or last.meeting or last.by_id not in (a.owner_id, a.completed_by_id)
        assert bool(last.meeting) is bool(last.meeting_on)


def check_colours(actions: list[Action], on: date) -> None:
    rows = db.session.execute(select(Action.id, brag_reason(on))).all()
    assert dict(map(tuple, rows)) == {a.id: colour_in_plain_words(a, on) for a in actions}


def check_counts(actions: list[Action], review: Review, on: date) -> None:
    """The frozen plan counts what the rows say, and each recommendation is as far as its slowest action."""
    plan = freeze(review, on=on, by="n", number=None, head=None, gap_reason=None, demonstration=True)
    assert plan["counts"]["by_status"] == Counter(a.status.value for a in actions)
    assert plan["counts"]["by_brag"] == Counter(COLOUR[colour_in_plain_words(a, on)].value for a in actions)
    standing = Standing.of_review(review)
    for r in db.session.scalars(select(Recommendation)):
        live = [a.status for a in actions if r in a.recommendations and a.status is not Status.WITHDRAWN]
        closed = bool(live) and all(s in (Status.VERIFIED, Status.EMBEDDED) for s in live)
        assert (standing.statuses[r] in (Status.VERIFIED, Status.EMBEDDED)) is closed
        assert not live or list(Status).index(standing.statuses[r]) == min(list(Status).index(s) for s in live)


def counted() -> tuple[int, int]:
    """How many audit entries there are, and how many rows of history."""
    entries, *rows = (select(func.count()).select_from(m).scalar_subquery() for m in (AuditEntry, *HISTORY))
    return db.session.execute(select(entries, sum(rows[1:], rows[0]))).one()


def rights(people: dict[str, User], actions: list[Action]) -> dict:
    """What each person may do with each action, as the pages ask it."""
    held = {}
    for called, user in people.items():
        g.memberships, g.acts = user.active_memberships, {}
        held |= {(called, a.id): acts_on(a) for a in actions}
    return held


@pytest.fixture
def world(app):
    """The people, the actions, and who may do what with which."""
    with app.test_request_context():
        people = {called: person(called) for called in CAST}
        held = rights(people, db.session.scalars(select(Action).execution_options(visible=True)).all())
    db.session.rollback()
    return held


def test_whatever_people_do_the_plan_stays_sound(world):
    for seed in range(SEQUENCES * MORE):
        try:
            play(world, Random(seed))
        except AssertionError as error:
            error.add_note(f"in the sequence with seed {seed}")
            raise
        finally:
            db.session.rollback()


def play(world: dict, dice: Random) -> None:
    """One sequence, on one action of each organisation, so that it gets far with them."""
    actions = db.session.scalars(select(Action).order_by(Action.id)).all()
    chosen = list({a.organisation_id: a for a in actions}.values())
    on, people = START, {called: person(called) for called in CAST}
    for _ in range(STEPS):
        on += timedelta(dice.choice([0, 0, 1, 9]))
        action = dice.choice(chosen)
        name = choose(action, dice)
        able = [people[called] for called in CAST if ACTS[name].right in world[called, action.id]]
        step(name, action, dice.choice(able), on, dice)
        check_colours(actions, on)
    check_counts(actions, actions[0].review, on)


def choose(action: Action, dice: Random) -> str:
    """Mostly what can be done now: a sequence of refusals proves little."""
    if action.review.is_closed:
        return dice.choice(["reopening", "reopening", *ACTS])
    moves = [name for name, act in ACTS.items() if act.verb and act.fits(action)]
    return dice.choice(moves if dice.random() < 0.85 else [*ACTS, "closing"])


def step(name: str, action: Action, by: User, on: date, dice: Random) -> None:
    """One act: refused and nothing changed, or done, with one audit entry and one row of history at the most."""
    before, status, closed = counted(), action.status, action.review.is_closed
    try:
        with db.session.begin_nested():
            ACTS[name].do(action, by, on, dice)
    except Refused:
        assert (counted(), action.status) == (before, status)
        return
    assert tuple(counted()) == (before[0] + 1, before[1] + (name not in ("plan", "decision")))
    assert action.status is MOVES.get((ACTS[name].verb, status), status)
    assert not closed or name == "reopening"
    check_state(action)


def test_who_is_lead_here_and_owner_there_never_mixes_them(world):
    """The quality lead leads Swale; in Medway she is an owner in one organisation, and has no lead's right anywhere."""
    only_lead = ROLE_CAN[Role.LEAD] - ROLE_CAN[Role.OWNER]
    mine = [acts for (called, _), acts in world.items() if called == "both"]
    assert not any(acts & only_lead for acts in mine) and any("progress.record" in acts for acts in mine)
    assert any(acts & only_lead for (called, _), acts in world.items() if called == "lead")


def stands_for(user: User, action: Action) -> bool:
    """The oracle of design §2: an owner in the action's organisation, or a lead of the review's CCG."""
    commissioners = {o.id for o in action.review.organisations(Part.COMMISSIONER)}
    return any(
        (m.role is Role.OWNER and m.organisation_id == action.organisation_id) or (m.role is Role.LEAD and m.organisation_id in commissioners)
        for m in user.active_memberships
    )


@pytest.mark.parametrize("seed", range(3))
def test_nobody_sees_more_of_another_organisations_action_than_he_may(app, world, seed):
    play(world, Random(seed))
    db.session.commit()
    with app.test_request_context():
        actions = db.session.scalars(select(Action).execution_options(visible=True)).all()
        for called in CAST:
            user = person(called)
            own = {a.id for a in actions if stands_for(user, a)}
            g.memberships, g.acts = user.active_memberships, {}
            for model in PRIVATE:
                seen = {row.action_id for row in db.session.scalars(visible(model))}
                assert seen <= own, (called, model.__name__)
                assert seen or model is not ProgressUpdate or called not in ("lead", "owner")
            shown = {a.id for item in db.session.scalars(visible(Evidence)) for a in item.actions}
            assert shown <= own, called


def test_the_chain_of_entries_holds(app):
    review = db.session.get(Review, 1)
    Closure.close(review, reason="r", version=review.version, by=person("lead"), on=START)
    assert list(AuditEntry.broken()) == []
