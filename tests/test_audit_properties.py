"""Whatever is done, and by whatever noun's verb: a change commits with exactly one audit entry, and what is refused leaves nothing. # checks 56"""

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.confirmed import APPROVED, part_of
from tests.conftest import TODAY, person
from tests.test_plan_properties import ACTS
from tests.transactions import committed
from tracker.extensions import db
from tracker.models import (
    Action, AuditEntry, Confirmation, Contribution, LegalHold, NotAllowed, Organisation, ProgressUpdate, Recommendation, Redaction, Refused, Request,
    RequestPart, Review, Role, SavedView, Step, Submission,
)  # fmt: skip
from tracker.models.confirmation import actions_of, plans_of, state_of
from tracker.models.request import Kind

VERBS: dict[str, Callable[[Random], object]] = {}


def verb(do):
    """Add one: it draws what it needs, calls a verb of a model, and may be refused."""
    VERBS[do.__name__] = do
    return do


def one(model, dice: Random):
    """Any row of a noun; there may be none."""
    rows = db.session.scalars(select(model).order_by(model.id)).all()
    if not rows:
        raise NotAllowed("there is none")
    return dice.choice(rows)


def by(dice: Random):
    return person(dice.choice(["lead", "owner"]))


def version(row, dice: Random) -> int:
    return row.version + (dice.random() < 0.1)


@verb
def act_on_an_action(dice: Random):
    ACTS[dice.choice(sorted(ACTS))].do(one(Action, dice), by(dice), TODAY + timedelta(dice.randint(0, 60)), dice)


@verb
def add_a_step(dice: Random):
    own = one(Action, dice)
    Step.add(own, words="w", due_on=None, version=version(own, dice), by=by(dice))


@verb
def change_a_step(dice: Random):
    row = one(Step, dice)
    called, given = dice.choice([("tick", {"on": TODAY}), ("untick", {}), ("remove", {})])
    getattr(row, called)(version=version(row, dice), by=by(dice), **given)


@verb
def contribute(dice: Random):
    own = one(Action, dice)
    Contribution.add(own, one(Organisation, dice), version=version(own, dice), by=by(dice))


@verb
def change_a_contribution(dice: Random):
    row = one(Contribution, dice)
    row.note("w", by=by(dice), on=TODAY) if dice.random() < 0.5 else row.end(version=version(row.action, dice), by=by(dice), on=TODAY)


@verb
def ask(dice: Random):
    own = one(Action, dice)
    days = {"answer_by": TODAY + timedelta(dice.randint(-2, 9)), "on": TODAY}
    Request.ask(own.review, [own], kind=dice.choice(list(Kind)), words=f"w{dice.randint(1, 4)}", by=person("lead"), **days)


@verb
def answer(dice: Random):
    part = one(RequestPart, dice)
    said = {"by": by(dice), "on": TODAY, "version": version(part, dice)}
    dice.choice([lambda: part.answer(words="w", evidence=[], **said), lambda: part.approve(**said), lambda: part.give_back(reason="r", **said)])()


@verb
def withdraw_a_request(dice: Random):
    row = one(Request, dice)
    row.withdraw(reason="r", version=version(row, dice), by=person("lead"), on=TODAY)


@verb
def confirm(dice: Random):
    part = part_of()
    seen = state_of(plans_of(actions_of(part))) if dice.random() < 0.8 else "old"
    Confirmation.add(part, seen=seen, approved_on=TODAY, by=by(dice), on=TODAY, **APPROVED)


@verb
def decide_a_confirmation(dice: Random):
    row = one(Confirmation, dice)
    row.accept(by=person("lead"), on=TODAY) if dice.random() < 0.5 else row.give_back(comment="c", comments={}, by=person("lead"), on=TODAY)


@verb
def assemble(dice: Random):
    number = Submission.next_number(one(Review, dice)) + (dice.random() < 0.3)
    Submission.assemble(one(Review, dice), gap_reason="", by=person("lead"), on=TODAY, demonstration=True, number=number)


@verb
def send(dice: Random):
    row = one(Submission, dice)
    if dice.random() < 0.5:
        row.record_sign_off(row.sign_off_record(name="n", role="r", on=TODAY), documents=[], on=TODAY, by=person("lead"))
    else:
        row.record_sending(sent_on=TODAY, how="h", to="t", on=TODAY, by=person("lead"))


@verb
def redact(dice: Random):
    Redaction.of("progress", one(ProgressUpdate, dice), why="w", by=person("lead"), on=TODAY)


@verb
def correct(dice: Random):
    row = one(Recommendation, dice)
    row.correct(number=dice.choice([row.number, "1.1", "9.9"]), text="t", findings=[], version=version(row, dice), by=person("lead"))


@verb
def keep_a_view(dice: Random):
    if dice.random() < 0.5:
        SavedView.save(name=f"n{dice.randint(1, 3)}", query="", by=by(dice))
    else:
        row = one(SavedView, dice)
        row.remove(version=version(row, dice), by=by(dice))


@verb
def hold(dice: Random):
    row = LegalHold.of(one(Review, dice))
    row.end(by=by(dice), on=TODAY) if row else LegalHold.place(one(Review, dice), why="w", by=by(dice), on=TODAY)


@verb
def change_roles(dice: Random):
    who, organisation = person(dice.choice(["outsider", "observer"])), one(Organisation, dice)
    if not any(m.organisation is organisation and m.role is Role.OBSERVER for m in who.active_memberships):
        who.join(organisation, Role.OBSERVER, by=person("admin"))
    else:
        who.leave(organisation, Role.OBSERVER, by=person("admin"), on=TODAY)


def entries() -> list[AuditEntry]:
    return db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(sorted(VERBS)), st.integers(0, 10_000)), min_size=5, max_size=25))
def test_each_change_commits_with_exactly_one_entry(app, acts):
    db.session.rollback()
    with committed(db.engine) as transactions:
        for name, seed in acts:
            _do(name, Random(seed), transactions)
    assert list(AuditEntry.broken()) == []


def _do(name: str, dice: Random, transactions: list) -> None:
    before = len(transactions)
    try:
        VERBS[name](dice)
        db.session.commit()
    except Refused:
        db.session.rollback()
        assert len(transactions) == before, f"{name} was refused, and left something"
        return
    assert [t.entries for t in transactions[before:]] == [1] and transactions[-1].tables, (name, transactions[before:])


@pytest.mark.engines("sqlite", "postgresql")
def test_many_random_acts_of_every_kind(app):
    """Not every sequence above gets far: here each verb is done at least once, on both engines."""
    dice, done = Random(7), set()
    with committed(db.engine) as transactions:
        for n in range(40 * len(VERBS)):
            name, before = sorted(VERBS)[n % len(VERBS)], len(transactions)
            _do(name, dice, transactions)
            done |= {name} if len(transactions) > before else set()
            if done == set(VERBS):
                break
    assert done == set(VERBS) and list(AuditEntry.broken()) == []


def test_an_entry_that_cannot_be_written_takes_its_change_along(app, monkeypatch):
    """The same transaction: when the chain cannot be written, neither is the step."""
    own, head = db.session.get(Action, 1), AuditEntry.head()
    monkeypatch.setattr(AuditEntry, "computed", lambda self: None)
    with pytest.raises(Exception, match="NOT NULL|not-null"):
        Step.add(own, words="w", due_on=None, version=own.version, by=person("lead"))
    db.session.rollback()
    assert AuditEntry.head() == head and db.session.scalar(select(Step)) is None
