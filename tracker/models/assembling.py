"""Assembling: the whole plan becomes the next version, or the next follow-up, checked against its schema and never changed again."""

from datetime import date

from sqlalchemy import func, select, true

from tracker.documents import comparing, schemas
from tracker.extensions import db
from tracker.models.audit import AuditEntry, canonical, sha256
from tracker.models.frozen_plan import freeze, gaps
from tracker.models.refusals import NotAllowed
from tracker.models.review import Review
from tracker.models.submission_kind import Kind, Stage
from tracker.models.user import User

OF_THE_MOMENT = frozenset({"number", "audit_head", "assembled_on", "assembled_by"})  # different in each version, whatever the plan says


class Assembling:
    """How a submission comes to be."""

    @classmethod
    def assemble(cls, review: Review, *, gap_reason: str, by: User, on: date, demonstration: bool, number: int | None = None,
                 follow_up: bool = False, names: bool = True):  # fmt: skip
        """Freeze the whole plan as the next version, or as the next follow-up; without `names` no person is named in it.

        Raises NotAllowed for a gap without a written reason, for a follow-up before a plan was sent, when `number`,
        the one that the form offered, was assembled meanwhile, and for a second one just like the newest while that waits.
        """
        review.check_open()
        kind = cls._check_kind(review, follow_up, number)
        if gaps(review) and not gap_reason:
            raise NotAllowed("The plan has gaps. Close them, or write why it goes without.")
        number = cls.next_number(review, kind)
        plan = cls.frozen_now(review, kind, names=names, number=number, head=AuditEntry.head(), gap_reason=gap_reason or None,
                              demonstration=demonstration, by=by, on=on)  # fmt: skip
        check_schema(plan)
        cls._check_new(review, kind, plan)
        text = canonical(plan)
        row = cls(review=review, kind=kind, series=kind.series, number=number, assembled_on=on, assembled_by=by,
                  plan_json=text, plan_sha256=sha256(text))  # fmt: skip
        db.session.add(row)
        values = {"kind": kind.value, "number": number, "plan_sha256": row.plan_sha256}
        AuditEntry.append("submission.assemble", row, by=by, values=values)
        return row

    @classmethod
    def frozen_now(cls, review: Review, kind: Kind, *, by: User, on: date, demonstration: bool, names: bool = True,
                   number: int | None = None, head: str | None = None, gap_reason: str | None = None) -> dict:  # fmt: skip
        """The plan as it stands, with what changed since the last version that was sent; without a number it is a draft."""
        plan = freeze(review, on=on, by=by.name, number=number, head=head, gap_reason=gap_reason, demonstration=demonstration,
                      kind=kind.value, names=names)  # fmt: skip
        last = cls.last_sent(review, kind)
        return plan | {"since": last and last.told_to(plan)}

    @classmethod
    def next_number(cls, review: Review, kind: Kind = Kind.PLAN) -> int:
        """The number that the next one gets in the series of this kind."""
        numbers = select(func.max(cls.number)).where(cls.review_id == review.id, cls.series == kind.series)
        return (db.session.scalar(numbers.execution_options(own_verb=True)) or 0) + 1

    @classmethod
    def next_plan(cls, review: Review) -> Kind:
        """What the next plan of this review is: the action plan, or a revised one once CQC has a plan."""
        return Kind.REVISED if cls.last_sent(review, Kind.PLAN) else Kind.PLAN

    @classmethod
    def last_sent(cls, review: Review, kind: Kind):
        """What one of this kind is compared with: a plan with the last plan that was sent, a follow-up with whatever was sent last."""
        return cls.newest_sent(review.id, true() if kind is Kind.FOLLOW_UP else cls.is_plan())

    @classmethod
    def newest_sent(cls, review_id: int, *conditions):
        """The newest of those that were sent; those of one series are sent in the order of their numbers."""
        sent = select(cls).where(cls.review_id == review_id, cls.sent_on.is_not(None), *conditions)
        return db.session.scalar(sent.order_by(cls.sent_on.desc(), cls.id.desc()).limit(1).execution_options(own_verb=True))

    def told_to(self, newer: dict) -> dict:
        """What is different in a newer plan, as that keeps it under `since`."""
        found = comparing.changes(self.beside, newer)
        if self.closed_on:
            found = comparing.without_old_texts(found)
        return {"kind": self.kind.value, "number": self.number, "plan_sha256": self.plan_sha256, "changes": found}

    @property
    def is_newest(self) -> bool:
        """Whether none of its series came after it."""
        return self.number + 1 == self.next_number(self.review, self.kind)

    def changed_since(self, *, on: date) -> list[dict]:
        """What is different today from what was frozen."""
        now = freeze(self.review, on=on, by="", number=None, head=None, gap_reason=None, demonstration=False, names=self.plan["names"])
        return self.told_to(now)["changes"]

    @classmethod
    def _check_kind(cls, review: Review, follow_up: bool, number: int | None) -> Kind:
        kind = Kind.FOLLOW_UP if follow_up else cls.next_plan(review)
        if follow_up and cls.last_sent(review, Kind.PLAN) is None:
            raise NotAllowed("A follow-up tells how the plan goes on that CQC has. No plan of this review was sent yet.")
        if number not in (None, cls.next_number(review, kind)):
            raise NotAllowed(f"{kind.numbered(number).capitalize()} is assembled already: it stands in the list below.")
        return kind

    @classmethod
    def _check_new(cls, review: Review, kind: Kind, plan: dict) -> None:
        """The newest one that waits for its sign-off is not assembled twice."""
        query = select(cls).where(cls.review_id == review.id, cls.series == kind.series, cls.number == plan["number"] - 1)
        newest = db.session.scalar(query.execution_options(own_verb=True))
        if newest and newest.stage is Stage.ASSEMBLED and lasting(newest.plan) == lasting(plan):
            raise NotAllowed(f"Nothing changed since {kind.numbered(newest.number)}. Sign it off or decline it first.")


def lasting(plan: dict) -> dict:
    """What two versions share when nothing was changed between them."""
    return {name: value for name, value in plan.items() if name not in OF_THE_MOMENT}


def check_schema(plan: dict) -> None:
    """Raises NotAllowed for a plan that its published schema does not allow."""
    try:
        schemas.check(plan)
    except schemas.WrongPlan as wrong:
        raise NotAllowed(f"The plan does not fit its published schema, so nothing was kept: {wrong}") from wrong
