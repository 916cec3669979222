"""Workbook: a spreadsheet that came back. It waits until somebody accepts what it says, or throws it away."""

from datetime import UTC, date, datetime

from sqlalchemy import JSON, Select, String, Text, and_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.audit import AuditEntry
from tracker.models.columns import UtcDateTime, Versioned, link
from tracker.models.organisation import Organisation
from tracker.models.recommendation import Recommendation
from tracker.models.refusals import NotAllowed
from tracker.models.review import Participation, Review
from tracker.models.user import User
from tracker.workbooks.proposals import Proposal, from_json, to_json


MOST_CHARACTERS = 2_000_000  # a plan of 120 actions with every field full has 1,400,000


class Workbook(Versioned, db.Model):
    """`organisation` is None for an existing plan of several. Once accepted it keeps two counts and no words."""

    __tablename__ = "workbooks"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = link("reviews.id")
    organisation_id: Mapped[int | None] = link("organisations.id")
    filename: Mapped[str] = mapped_column(String(200))
    said: Mapped[str] = mapped_column("proposals", Text, deferred=True)  # JSON
    notes: Mapped[list[str]] = mapped_column(JSON)  # sentences: which columns and sheets were not read
    on: Mapped[date]
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: datetime.now(UTC))
    by_id: Mapped[int] = link("users.id")
    accepted_on: Mapped[date | None]
    accepted_by_id: Mapped[int | None] = link("users.id")
    accepted: Mapped[int | None]  # how many of its changes
    offered: Mapped[int | None]  # how many changes and conflicts it had when that was last counted

    review: Mapped[Review] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    by: Mapped[User] = relationship(foreign_keys=by_id)
    accepted_by: Mapped[User | None] = relationship(foreign_keys=accepted_by_id)

    @classmethod
    def visible_to(cls, memberships):
        """The leads of the review, and the owners of its organisation, once it was asked."""
        return Participation.worked(cls, memberships)

    workable_by = visible_to

    @classmethod
    def waits(cls):
        """A condition: nobody has accepted it yet."""
        return cls.accepted_on.is_(None)

    @classmethod
    def asks(cls):
        """A condition: it waits, and there was something to accept when that was last counted."""
        return and_(cls.waits(), cls.offered.is_(None) | (cls.offered > 0))

    @staticmethod
    def listed(workbooks: Select) -> Select:
        """Newest first, with who brought them."""
        shown = (joinedload(Workbook.review), joinedload(Workbook.organisation), joinedload(Workbook.by), joinedload(Workbook.accepted_by))
        return workbooks.options(*shown).order_by(Workbook.id.desc())

    @classmethod
    def keep(
        cls, review: Review, organisation: Organisation | None, proposals: list[Proposal], *, filename: str, notes: list[str], by: User, on: date
    ) -> "Workbook":
        """Keep what a spreadsheet says until somebody decides; the same one twice is one. Raises NotAllowed while the review is closed."""
        review.check_open()
        if len(to_json(proposals)) > MOST_CHARACTERS:
            raise NotAllowed("The workbook says more than any plan. Take out what does not belong to it.")
        alike = select(cls).where(cls.review_id == review.id, cls.organisation_id == (organisation and organisation.id), cls.waits())
        twin = db.session.scalar(alike.where(cls.said == to_json(proposals)).limit(1).execution_options(own_verb=True))
        if twin:
            return twin
        row = cls(review=review, organisation=organisation, filename=filename, said=to_json(proposals), notes=notes, by=by, on=on)
        db.session.add(row)
        values = {"review_id": review.id, "organisation_id": organisation and organisation.id, "filename": filename, "proposals": row.said}
        AuditEntry.append("workbook.keep", row, by=by, values=values)
        return row

    @property
    def proposals(self) -> list[Proposal]:
        """What it says, row by row; nothing once it was accepted."""
        return from_json(self.said)

    @property
    def kind(self) -> str:
        """What pages call it: an existing plan of several organisations is no workbook of ours."""
        return "workbook" if self.organisation_id else "plan"

    @property
    def is_accepted(self) -> bool:
        """Whether somebody has decided about it."""
        return self.accepted_on is not None

    def end(self, *, accepted: int, offered: int, by: User, on: date) -> None:
        """Somebody decided: so many of its changes were accepted. Its words go; what was accepted stands in the history of the actions."""
        self.expect(self.version)
        self.accepted, self.offered, self.accepted_on, self.accepted_by = accepted, offered, on, by
        self.said, self.notes = to_json([]), []
        AuditEntry.append("workbook.accept", self, by=by, values={"accepted": accepted, "offered": offered})

    def remove(self, *, version: int, by: User) -> None:
        """Throw it away. Raises NotAllowed once it was accepted."""
        if self.is_accepted:
            raise NotAllowed(f"This {self.kind} was accepted before, so it stays in the history.")
        self.expect(version)
        AuditEntry.append("workbook.remove", self, by=by, values={"filename": self.filename})
        db.session.delete(self)


def part_of(review: Review, organisation: Organisation, actions: list[Action], *, on: date | None = None) -> dict:
    """What `workbooks.writing.written` takes: these actions of one organisation, in the order of the plan."""
    told = select(Recommendation).where(Recommendation.review_id == review.id, Recommendation.addressed_to(organisation))
    rows = db.session.scalars(told.order_by(Recommendation.position).execution_options(own_verb=True)).all()
    return {
        "review": {"id": review.id, "title": review.title, "area": review.area},
        "organisation": {"id": organisation.id, "name": organisation.name},
        "on": on,
        "due_on": review.due_on if review.first_sent_on is None else None,
        "numbers": [] if review.is_closed else [r.number for r in rows],
        "actions": [_told(action) for action in sorted(actions, key=lambda a: a.place)],
    }


def _told(action: Action) -> dict:
    values = {name: getattr(action, name) for name in ("words", "post", "due_on", "success_measure", "evidence_expected", "monitored_by")}
    reported = {"status": action.status.value, "confidence": action.confidence.value if action.confidence else "", "note": "",
                "completed_on": action.completed_on}  # fmt: skip
    opened = [*values, *reported] if action.status.is_open and not action.review.is_closed else []
    return {
        "id": action.id, "number": action.number, "text": "\n\n".join(r.text for r in action.recommendations),
        "open": [name for name in opened if not (name == "due_on" and action.date_is_kept)], "values": values | reported,
    }  # fmt: skip
