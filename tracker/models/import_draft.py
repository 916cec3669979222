"""Import draft: a report that one person has uploaded and not yet confirmed. Nobody else sees it."""

from datetime import date

from sqlalchemy import LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.columns import link
from tracker.models.user import User
from tracker.reading import ReadReport, read_report


class ImportDraft(db.Model):
    """One per user: uploading again replaces it. The report may be embargoed, so the draft is private."""

    __tablename__ = "import_drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = link("users.id", unique=True)
    filename: Mapped[str] = mapped_column(String(200))
    data: Mapped[bytes] = mapped_column(LargeBinary)
    received_on: Mapped[date]

    @classmethod
    def visible_to(cls, memberships):
        """Only the person who uploaded it."""
        return cls.user_id.in_({m.user_id for m in memberships})

    workable_by = visible_to

    @classmethod
    def keep(cls, *, filename: str, data: bytes, received_on: date, by: User) -> "ImportDraft":
        """Keep a report that was read; it takes the place of the draft before it."""
        cls.discard(by=by)
        draft = cls(user_id=by.id, filename=filename, data=data, received_on=received_on)
        db.session.add(draft)
        AuditEntry.append("import_draft.keep", draft, by=by, values={"filename": filename, "received_on": received_on})
        return draft

    @classmethod
    def of(cls, user: User) -> "ImportDraft | None":
        """The user's draft, if there is one."""
        return db.session.scalar(select(cls).where(cls.user_id == user.id).execution_options(own_verb=True))

    @classmethod
    def discard(cls, *, by: User) -> None:
        """Throw the user's draft away."""
        draft = cls.of(by)
        if draft:
            AuditEntry.append("import_draft.discard", draft, by=by, values={"filename": draft.filename})
            db.session.delete(draft)
            db.session.flush()

    def read(self) -> ReadReport:
        """What the reader makes of it."""
        return read_report(self.data)
