"""Import draft: a report that one person has uploaded, corrects, and has not yet confirmed. Nobody else sees it."""

import secrets
from datetime import date

from sqlalchemy import JSON, LargeBinary, String, Text, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.columns import Versioned, link
from tracker.models.refusals import NotAllowed, Stale
from tracker.models.report_import import import_report
from tracker.models.review import Review
from tracker.models.user import User
from tracker.reading import Reading, ReadReport, SourceLine, corrections
from tracker.reading.exchange import reading_from_json, reading_to_json, report_from_json, report_to_json
from tracker.reading.problems import Place, Problem, problems

CORRECTIONS = {
    "correct_details": corrections.with_details,
    "correct_recommendation": corrections.with_recommendation,
    "add_recommendation": corrections.with_new_recommendation,
    "split_recommendation": corrections.with_split,
    "remove_recommendation": corrections.without_recommendation,
    "readdress_group": corrections.with_group,
    "correct_finding": corrections.with_finding,
    "add_finding": corrections.with_new_finding,
    "remove_finding": corrections.without_finding,
    "rename_organisation": corrections.renamed,
}  # what may be put right; the names stand in the audit log


class ImportDraft(Versioned, db.Model):
    """One per user: uploading again replaces it. The report may be embargoed, so the draft is private."""

    __tablename__ = "import_drafts"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = link("users.id", unique=True)
    filename: Mapped[str] = mapped_column(String(200))
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)  # the file as it came
    received_on: Mapped[date]
    source_json: Mapped[str] = mapped_column("source", Text, deferred=True)  # the reading, written once
    report_json: Mapped[str] = mapped_column("report", Text, deferred=True)  # the report as corrected so far
    checked: Mapped[list[int]] = mapped_column(JSON)  # numbers, from 1, of the doubts that were compared with the report

    @classmethod
    def visible_to(cls, memberships):
        """Only the person who uploaded it."""
        return cls.user_id.in_({m.user_id for m in memberships})

    workable_by = visible_to

    @classmethod
    def of(cls, user: User) -> "ImportDraft | None":
        """The user's draft, if there is one."""
        return db.session.scalar(select(cls).where(cls.user_id == user.id).execution_options(own_verb=True))

    @classmethod
    def keep(cls, reading: Reading, *, filename: str, data: bytes, received_on: date, by: User) -> "ImportDraft":
        """Keep a report that was read; it takes the place of the draft before it."""
        cls.discard(by=by)
        draft = cls(user_id=by.id, filename=filename, data=data, received_on=received_on, checked=[])
        # Another number to begin with, so that a page of the draft before cannot change this one.
        draft.version = 1 + secrets.randbelow(2**30)
        draft.source_json, draft.report_json = reading_to_json(reading), report_to_json(reading.report)
        db.session.add(draft)
        AuditEntry.append("import_draft.keep", draft, by=by, values={"filename": filename, "received_on": received_on})
        return draft

    @classmethod
    def discard(cls, *, by: User) -> None:
        """Throw the user's draft away."""
        draft = cls.of(by)
        if draft:
            AuditEntry.append("import_draft.discard", draft, by=by, values={"filename": draft.filename})
            db.session.delete(draft)
            db.session.flush()

    @property
    def report(self) -> ReadReport:
        """The report as it is corrected so far."""
        return report_from_json(self.report_json)

    @property
    def source(self) -> tuple[SourceLine, ...]:
        """The text of the file, line by line."""
        return reading_from_json(self.source_json).source

    @property
    def unchecked(self) -> list[int]:
        """The numbers of the doubts that nobody has compared with the report yet."""
        return [n for n in range(1, len(self.report.doubts) + 1) if n not in self.checked]

    @property
    def problems(self) -> list[Problem]:
        """What does not add up, those that stop the confirmation first."""
        published_on = self.report.published_on
        early = "The report cannot have been received before it was published."
        late = published_on and self.received_on < published_on
        return [Problem(early, Place("details", field="received_on-day"), stops=True)] * bool(late) + problems(self.report)

    def correct(self, verb: str, *given, version: int, by: User, **values) -> None:
        """Put something right by one of CORRECTIONS, which takes the report and what is given.

        Raises Stale when the page was older than the draft, and NotAllowed when what it speaks of is no longer there.
        """
        self.expect(version)
        try:
            self.report_json = report_to_json(CORRECTIONS[verb](self.report, *given, **values))
        except IndexError:
            raise NotAllowed("That is no longer there. Nothing was changed.") from None
        AuditEntry.append(f"import_draft.{verb}", self, by=by, values={"given": given, **values})

    def correct_receipt(self, received_on: date, *, on: date, by: User) -> None:
        """Set the day of receipt; raises NotAllowed for one in the future."""
        if received_on == self.received_on:
            return
        Review.check_receipt(received_on, published_on=None, on=on)
        self.received_on = received_on
        AuditEntry.append("import_draft.correct_receipt", self, by=by, values={"received_on": received_on})

    def check_doubt(self, number: int, *, is_checked: bool, version: int, by: User) -> None:
        """Note that the user compared a doubt with the report, or did not after all. Raises Stale for an older page."""
        if version != self.version:  # what is read stays as it is, so this counts as no edit
            raise Stale("You changed this draft in another window. Look at it again.")
        if not 1 <= number <= len(self.report.doubts):
            raise NotAllowed("That doubt is no longer there.")
        self.checked = sorted({*self.checked, number} if is_checked else {*self.checked} - {number})
        AuditEntry.append("import_draft.check_doubt", self, by=by, values={"number": number, "is_checked": is_checked})

    def confirm(self, *, into: Review | None, version: int, on: date, by: User) -> Review:
        """Create everything that the report holds, and be gone. Raises Refused when something stops it."""
        self.expect(version)
        stopping = [problem.words for problem in self.problems if problem.stops]
        if stopping:
            raise NotAllowed(" ".join(stopping))
        review = import_report(
            self.report, filename=self.filename, data=self.data, received_on=self.received_on, on=on, by=by, into=into
        )
        db.session.delete(self)
        return review

    def resembled(self):
        """A condition: reviews of the same area or title, published on the same day."""
        report = self.report
        same_day = Review.published_on.is_not(None) & (Review.published_on == report.published_on)
        return same_day & or_(Review.area == report.area, Review.title == report.title)
