"""The schemas of the frozen plan, each published with its number; older plans are read as the newest one. Pure."""

import json
from functools import cache
from pathlib import Path

NEWEST = 2
FOLDER = Path(__file__).parent
PUBLISHED = tuple(sorted(file.name for file in FOLDER.glob("*.json")))


class WrongPlan(ValueError):
    """A plan that its schema does not allow; the message names the place."""


def current(plan: dict) -> dict:
    """The plan as the newest schema has it; the one that came in stays as it is. Raises WrongPlan for a number that is not known."""
    while plan.get("schema") != NEWEST:
        if plan.get("schema") not in UPGRADES:
            raise WrongPlan(f"A plan of schema {plan.get('schema')} is not known to this tracker.")
        plan = UPGRADES[plan["schema"]](plan)
    return plan


def check(plan: dict) -> None:
    """Raises WrongPlan unless the plan is as the schema of its number says."""
    if plan.get("schema") not in (*UPGRADES, NEWEST):
        raise WrongPlan(f"A plan of schema {plan.get('schema')} is not known to this tracker.")
    error = next(_validator(plan["schema"]).iter_errors(plan), None)
    if error:
        raise WrongPlan(f"{error.json_path}: {error.message[:200]}")


def text(name: str) -> bytes:
    """One of PUBLISHED as it is served. Raises KeyError for any other name."""
    if name not in PUBLISHED:
        raise KeyError(name)
    return (FOLDER / name).read_bytes()


@cache
def _validator(number: int):
    from jsonschema import Draft202012Validator  # a tenth of a second, which only assembling needs

    return Draft202012Validator(json.loads(text(f"plan-{number}.json")))


def _from_1(plan: dict) -> dict:
    """Schema 2 says whether persons are named, and what changed since the last version that was sent."""
    return plan | {"schema": 2, "names": True, "since": None}


UPGRADES = {1: _from_1}
