"""Lists of actions for tests: with a story that has ties and gaps, and what must come out, told once more in plain Python."""

from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from tests.conftest import TODAY
from tracker.extensions import db
from tracker.models import Action, User
from tracker.models.action_filter import ActionFilter
from tracker.models.action_list import ActionList, Order
from tracker.models.action_status import Confidence, Status
from tracker.models.brag import COLOUR, brag_reason

SHADES = ["red", "amber", "green", "blue", "grey"]


def listed(user: User, asked: ActionFilter = ActionFilter(), order: Order = Order(), on: date = TODAY) -> ActionList:
    """The list as this person would get it."""
    mine = user.active_memberships
    return ActionList(select(Action).where(Action.visible_to(mine)), select(Action).where(Action.workable_by(mine)), asked, order, on)


def own_ids(user: User) -> set[int]:
    """The actions that he works on."""
    return set(db.session.scalars(select(Action.id).where(Action.workable_by(user.active_memberships))))


def scatter(dice: Random) -> None:
    """Give every action something at random: equal days, no days, equal names."""
    people = [None, *db.session.scalars(select(User.id))]
    for action in db.session.scalars(select(Action)):
        action.due_on, action.updated_on = (dice.choice([None, TODAY, TODAY + timedelta(dice.randint(-40, 40))]) for _ in range(2))
        action.owner_id, action.status = dice.choice(people), dice.choice(list(Status))
        action.confidence, action.post = dice.choice([None, *Confidence]), dice.choice(["", "Matron", "100%_post"])
        action.promised_on = dice.choice([None, action.due_on, TODAY])
        if action.number != "5.1" and dice.random() < 0.2:
            action.recommendations = []
    db.session.commit()


def reasons(on: date = TODAY) -> dict[int, str]:
    """The reason of every action's colour."""
    return dict(map(tuple, db.session.execute(select(Action.id, brag_reason(on)))))


def sorted_ids(actions: list[Action], order: Order, own: set[int]) -> list[int]:
    """The oracle: by key, what has none last, then by id."""
    why = reasons()
    keys = {
        "number": lambda a: min((r.position for r in a.recommendations), default=None),
        "review": lambda a: f"{a.review.area}: {a.review.title}".lower(),
        "organisation": lambda a: a.organisation.name.lower(),
        "owner": lambda a: a.owner.name.lower() if a.owner and a.id in own else None,
        "due": lambda a: a.due_on,
        "status": lambda a: list(Status).index(a.status),
        "brag": lambda a: SHADES.index(COLOUR[why[a.id]].value) if a.id in own else None,
        "update": lambda a: a.updated_on if a.id in own else None,
    }
    found = sorted(((keys[order.by](a), a.id) for a in actions), key=lambda pair: pair[1])
    with_key = sorted((pair for pair in found if pair[0] is not None), key=lambda pair: pair[0], reverse=order.down)
    return [id for _, id in with_key] + [id for key, id in found if key is None]
