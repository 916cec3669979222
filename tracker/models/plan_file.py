"""Plan file: an action plan that a CCG has already, read into tables, whose columns a lead tells apart."""

from datetime import UTC, date, datetime

from sqlalchemy import JSON, Select, String, Text, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.audit import AuditEntry
from tracker.models.columns import UtcDateTime, Versioned, link
from tracker.models.progress import ProgressUpdate
from tracker.models.recommendation import Recommendation
from tracker.models.refusals import NotAllowed
from tracker.models.review import Review
from tracker.models.user import User
from tracker.models.workbook import Workbook
from tracker.workbooks.exchange import tables_from_json, tables_to_json
from tracker.workbooks.existing_plan import ReadExistingPlan, Unplaced, read_plan
from tracker.workbooks.fields import PLANNED
from tracker.workbooks.known import KnownAction, KnownRecommendation, KnownReview
from tracker.workbooks.table_groups import groups
from tracker.workbooks.tables import Table

NAMED = 3  # rows that were not placed, in a refusal


class PlanFile(Versioned, db.Model):
    """It stays until somebody throws it away, so that its columns can be told apart again. Only leads of the review see it."""

    __tablename__ = "plan_files"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = link("reviews.id")
    filename: Mapped[str] = mapped_column(String(200))
    tables_json: Mapped[str] = mapped_column("tables", Text, deferred=True)
    chosen: Mapped[dict | None] = mapped_column(JSON)  # the columns by which it was last compared, as `read` takes them
    unplaced: Mapped[int] = mapped_column(default=0)  # how many of its rows found no place then
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=lambda: datetime.now(UTC))
    on: Mapped[date]
    by_id: Mapped[int] = link("users.id")

    review: Mapped[Review] = relationship()
    by: Mapped[User] = relationship()

    @classmethod
    def visible_to(cls, memberships):
        """The leads of the review."""
        return cls.review_id.in_(Review.led_by(memberships))

    workable_by = visible_to

    @staticmethod
    def listed(files: Select) -> Select:
        """Newest first, with who brought them."""
        return files.options(joinedload(PlanFile.by)).order_by(PlanFile.id.desc())

    @classmethod
    def of(cls, review: Review):
        """A condition: brought into this review."""
        return cls.review_id == review.id

    @classmethod
    def keep(cls, review: Review, tables: list[Table], *, filename: str, by: User, on: date) -> "PlanFile":
        """Keep a file that was read. Raises NotAllowed before the report, and while the review is closed."""
        if review.awaits_report:
            raise NotAllowed("The report has not arrived yet. Import it first: a plan answers its recommendations.")
        review.check_open()
        row = cls(review=review, filename=filename, tables_json=tables_to_json(tables), by=by, on=on)
        db.session.add(row)
        db.session.flush()
        AuditEntry.append("plan_file.keep", row, by=by, values={"review_id": review.id, "filename": filename, "tables": row.tables_json})
        return row

    @property
    def groups(self) -> list[list[Table]]:
        """Its tables, those with the same headings together."""
        return groups(tables_from_json(self.tables_json))

    def read(self, *, group: int, heading: int, kinds: list[str], on: date) -> ReadExistingPlan:
        """What it says by these columns, compared with the tracker; nothing is kept."""
        return read_plan(self.groups[group], heading, kinds, known_review(self.review, on))

    def propose(self, read: ReadExistingPlan, *, chosen: dict, version: int, by: User, on: date) -> Workbook:
        """Lay what was read by the `chosen` columns beside the plan, for somebody to accept.

        Raises NotAllowed when there is nothing new in it.
        """
        self.expect(version)
        self.chosen = chosen
        self.unplaced = len(read.unplaced)
        if not read.proposals:
            raise NotAllowed(nothing_new(read))
        return Workbook.keep(self.review, None, read.proposals, filename=self.filename, notes=told(read), by=by, on=on)

    def left_out(self, on: date) -> list[Unplaced]:
        """The rows that found no place when it was last compared, as it would be now; none before that."""
        return self.read(**self.chosen, on=on).unplaced if self.chosen else []

    def remove(self, *, version: int, by: User) -> None:
        """Throw it away; what was proposed from it stays."""
        self.expect(version)
        AuditEntry.append("plan_file.remove", self, by=by, values={"filename": self.filename})
        db.session.delete(self)


def nothing_new(read: ReadExistingPlan) -> str:
    """Why a file proposes nothing."""
    if read.already and not read.unplaced:
        return "The tracker has everything that this file says already. Nothing was changed."
    begin = (f"The tracker has {read.already} of its actions already, and the other rows could not be placed." if read.already else
             "No action was found by these columns. Check which row holds the headings, and what each column is.")  # fmt: skip
    more = [f"And {len(read.unplaced) - NAMED} more."] if len(read.unplaced) > NAMED else []
    return " ".join([begin, *(f"{row.place}: {row.reason}" for row in read.unplaced[:NAMED]), *more])


def told(read: ReadExistingPlan) -> list[str]:
    """What the page of the comparison says of the file as a whole, and each row that could not be placed."""
    lines = [f"Not placed: {row.place}. {row.reason} It says: “{row.words}”" for row in read.unplaced] + read.notes
    already = f"{read.already} of its actions {'is' if read.already == 1 else 'are'} in the tracker already, just so."
    return lines + ([already] if read.already else [])


def known_review(review: Review, on: date) -> KnownReview:
    """What the tracker holds of the review."""
    asked = select(Recommendation).where(Recommendation.review_id == review.id).options(selectinload(Recommendation.organisations))
    actions = select(Action).where(Action.review_id == review.id).options(joinedload(Action.organisation), selectinload(Action.recommendations))
    updates = select(ProgressUpdate.action_id, ProgressUpdate.note).where(ProgressUpdate.action_id.in_(select(Action.id).where(Action.review_id == review.id)))
    recommendations = db.session.scalars(asked.order_by(Recommendation.position).execution_options(own_verb=True)).all()
    notes: dict[int, set[str]] = {}
    for action_id, note in db.session.execute(updates.execution_options(own_verb=True)):
        notes.setdefault(action_id, set()).add(note)
    rows = db.session.scalars(actions.order_by(Action.id).execution_options(own_verb=True)).all()
    return KnownReview(tuple(_known(r, rows, notes) for r in recommendations), on, review.received_on)


def _known(recommendation: Recommendation, actions, notes: dict[int, set[str]]) -> KnownRecommendation:
    names = {o.current_id: o.name for o in recommendation.organisations}
    own = [a for a in actions if recommendation in a.recommendations and a.organisation.current_id in names]
    return KnownRecommendation(recommendation.number, recommendation.text, tuple(names.values()), tuple(
        KnownAction(a.id, names[a.organisation.current_id], _values(a), frozenset(notes.get(a.id, ()))) for a in own
    ))  # fmt: skip


def _values(action: Action) -> dict:
    values = {name: getattr(action, name) for name in PLANNED}
    return values | {"status": action.status.value, "confidence": action.confidence.value if action.confidence else "", "completed_on": action.completed_on}
