"""A seeded world of many reviews: 60 recommendations and 120 actions each, 5 updates an action, inserted in bulk.

Review 1 is the same in every size: the cast's lead leads it alone, the owner's trust is addressed there and nowhere
else. `both` leads every review, for her CCG commissions all of them together with their own.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.bench.large_history import WORDS, history, said
from tests.conftest import TODAY
from tracker.demo import CAST
from tracker.demo.cast import ACUTE, CCG, COMMUNITY, MENTAL_HEALTH, NEIGHBOUR, make_cast
from tracker.extensions import db
from tracker.models import AuditEntry, Organisation, Part, Role
from tracker.models.action_status import Confidence, Status
from tracker.models.audit import START, canonical, sha256

GROUPS, EACH, ACTIONS = 6, 10, 2  # groups of recommendations, recommendations in each, and actions for each of these
FINDINGS = 2  # for each recommendation
STATUSES = {Status.IN_PROGRESS: 52, Status.COMPLETE: 18, Status.VERIFIED: 20, Status.EMBEDDED: 5, Status.WITHDRAWN: 5}
CONFIDENCES = {Confidence.ON_TRACK: 70, Confidence.AT_RISK: 20, Confidence.OFF_TRACK: 10}
PEOPLE = 2  # owners in each organisation beyond the cast's
SENT = date(2016, 7, 15)


def make_world(reviews: int):
    """What fills a World with so many reviews; the caller commits."""
    def fill() -> None:
        make_cast()
        db.session.flush()
        rows = defaultdict(list)
        places = _organisations(reviews, rows)
        for number in range(1, reviews + 1):
            _review(number, places(number), rows)
        _audit(rows)
        for table in db.metadata.sorted_tables:
            if rows[table.name]:
                db.session.execute(table.insert(), rows[table.name])
    return fill  # fmt: skip


def drawn(dice: Random, shares: dict):
    """One of the keys, as often as its share says."""
    return dice.choices(list(shares), list(shares.values()))[0]


def _organisations(reviews: int, rows: dict):
    """Add a CCG for each review, and trusts that each work in two or three; gives (CCG, [(trust, its owners)]) of a review's number."""
    ids = {o.name: o.id for o in db.session.scalars(db.select(Organisation))}
    people = {called: n for n, called in enumerate(CAST, 1)}
    first, newest = max(ids.values()) + 1, iter(range(len(CAST) + 1, 10**6))
    trusts = {}

    def organisation(id: int, name: str, *roles: Role) -> list[int]:
        rows["organisations"].append({"id": id, "name": name, "key": name.lower(), "current_id": id})
        users = [next(newest) for _role in roles]
        rows["users"] += [{"id": u, "email": f"person{u}@trust.example", "name": f"Named nurse {u}", "password_hash": "", "is_cast": False} for u in users]
        rows["memberships"] += [{"user_id": u, "organisation_id": id, "role": role} for u, role in zip(users, roles, strict=True)]
        return users

    for number in range(2, reviews + 1):
        organisation(first + number, f"NHS Area {number} CCG", Role.LEAD)
    for number in range(reviews * 2 + GROUPS):
        id = first + reviews + 1 + number
        trusts[number] = (id, organisation(id, f"Trust {number} NHS Foundation Trust", *[Role.OWNER] * PEOPLE))
    known = [(ids[ACUTE], [people["owner"]]), (ids[MENTAL_HEALTH], [people["outsider"]]), (ids[COMMUNITY], [people["both"]]), trusts[0], trusts[1], trusts[2]]

    def places(number: int) -> tuple[int, int, list]:
        if number == 1:
            return ids[CCG], ids[NEIGHBOUR], known
        return first + number, ids[NEIGHBOUR], [trusts[3 + 2 * (number - 2) + n] for n in range(GROUPS)]

    return places


def _review(number: int, places: tuple, rows: dict) -> None:
    """One review with its plan and what happened since."""
    dice, (ccg, everywhere, trusts) = Random(number), places
    received = date(2016, 6, 20) - timedelta(dice.randint(0, 5) if number > 1 else 0)
    rows["reviews"].append({
        "id": number, "title": f"Review of health services in area {number}", "area": f"Area {number}", "published_on": received, "received_on": received,
        "first_sent_on": SENT, "closed_on": TODAY if number % 5 == 0 else None, "report": b"A report.", "report_name": "report.txt",
        "report_sha256": sha256(f"report {number}"), "imported_by_id": 1,
    })  # fmt: skip
    parts = [(ccg, Part.COMMISSIONER), (everywhere, Part.COMMISSIONER), *((trust, Part.ADDRESSED) for trust, _ in trusts)]
    asked = {Part.ADDRESSED: received}
    rows["participations"] += [{"review_id": number, "organisation_id": id, "part": part, "asked_on": asked.get(part)} for id, part in parts]
    for position in range(GROUPS * EACH):
        _recommendation(number, position, trusts, dice, rows)


def _recommendation(review: int, position: int, trusts: list, dice: Random, rows: dict) -> None:
    """One recommendation, the findings behind it, and its actions; the last of each group is joint."""
    id, group = len(rows["recommendations"]) + 1, position // EACH
    rows["recommendations"].append({"id": id, "review_id": review, "position": position, "number": f"{group + 1}.{position % EACH + 1}", "text": said(dice, 20, 60)})
    asked = [trusts[group], trusts[(group + 1) % GROUPS]] if position % EACH == EACH - 1 else [trusts[group]]
    rows["recommendation_organisations"] += [{"recommendation_id": id, "organisation_id": trust} for trust, _ in asked]
    for n in range(FINDINGS):
        finding = len(rows["findings"]) + 1
        rows["findings"].append({"id": finding, "review_id": review, "position": position * FINDINGS + n, "number": f"{group + 1}.{position % EACH * FINDINGS + n + 1}",
                                 "section": f"Section {group + 1}", "text": said(dice, 40, 120)})  # fmt: skip
        rows["finding_recommendations"].append({"finding_id": finding, "recommendation_id": id})
    for n in range(ACTIONS):
        trust, owners = asked[n % len(asked)]
        action = _action(review, trust, dice.choice([None, *owners]), dice, rows)
        rows["action_recommendations"].append({"action_id": action["id"], "recommendation_id": id})
        history(action, dice.choice(owners), dice, rows)


def _action(review: int, trust: int, owner: int | None, dice: Random, rows: dict) -> dict:
    status, due = drawn(dice, STATUSES), TODAY + timedelta(dice.randint(-30, 200))
    done = status not in (Status.IN_PROGRESS, Status.WITHDRAWN)
    moved = dice.random() < 0.05
    row = {
        "id": len(rows["actions"]) + 1, "review_id": review, "organisation_id": trust, "owner_id": owner, "words": said(dice, 10, 30),
        "post": f"Head of {dice.choice(WORDS)}", "due_on": due, "first_due_on": due - timedelta(28) if moved else due, "promised_on": due,
        "times_moved": int(moved), "success_measure": said(dice, 8, 20), "status": status, "confidence": drawn(dice, CONFIDENCES),
        "updated_on": TODAY - timedelta(dice.randint(0, 60)), "completed_on": TODAY - timedelta(dice.randint(1, 40)) if done else None,
        "completed_by_id": (owner or 2) if done else None, "version": 7,
    }  # fmt: skip
    rows["actions"].append(row)
    return row


def _audit(rows: dict) -> None:
    """An audit entry for every update, in a whole chain that goes on from the cast's."""
    newest = db.session.scalar(db.select(AuditEntry).order_by(AuditEntry.id.desc()))
    rows["audit_entries"] = list(_chained(rows["progress_updates"], newest.id if newest else 0, newest.hash if newest else START))


def _chained(updates: list[dict], id: int, previous: str) -> Iterator[dict]:
    for id, update in enumerate(updates, id + 1):
        told = {"user_id": update["by_id"], "verb": "action.record_progress", "noun": "actions", "noun_id": update["action_id"],
                "fields": {"note": sha256(canonical(update["note"]))}, "previous": previous}  # fmt: skip
        previous = sha256(canonical(told | {"at": update["at"].isoformat()}))
        yield told | {"id": id, "at": update["at"], "hash": previous}
