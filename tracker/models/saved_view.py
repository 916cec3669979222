"""Saved view: a list of actions that somebody wants to see again, by the name that he gave it."""

from sqlalchemy import Select, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.columns import Versioned, link
from tracker.models.refusals import NotAllowed
from tracker.models.user import User

MOST = 30  # views of one person
LONGEST_NAME, LONGEST_QUERY = 80, 1000


class SavedView(Versioned, db.Model):
    """`query` is the query string of the list; what it names may be gone by now."""

    __tablename__ = "saved_views"
    __table_args__ = (UniqueConstraint("user_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = link("users.id", index=False)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    query: Mapped[str] = mapped_column(String(LONGEST_QUERY))

    @classmethod
    def visible_to(cls, memberships):
        """Everybody's own, and nobody else's."""
        return cls.user_id.in_({m.user_id for m in memberships})

    workable_by = visible_to

    @staticmethod
    def listed(views: Select) -> Select:
        """By name."""
        return views.order_by(func.lower(SavedView.name), SavedView.id)

    @classmethod
    def save(cls, *, name: str, query: str, by: User) -> "SavedView":
        """Keep one more. Raises NotAllowed for a name that he has already, too many, or too long a query."""
        others = cls._of(by)
        if len(others) >= MOST:
            raise NotAllowed(f"You have {MOST} saved views, the most that one person can have. Remove one first.")
        if len(query) > LONGEST_QUERY:
            raise NotAllowed("What you chose is too long to be kept. Use fewer words.")
        cls._check_name(name, others)
        view = cls(user_id=by.id, name=name, query=query)
        db.session.add(view)
        db.session.flush()
        AuditEntry.append("saved_view.save", view, by=by, values={"name": name, "query": query})
        return view

    def rename(self, name: str, *, version: int, by: User) -> None:
        """Give it another name. Raises NotAllowed for one that another of his views has."""
        self._check_name(name, [view for view in self._of(by) if view.id != self.id])
        self.expect(version)
        self.name = name
        AuditEntry.append("saved_view.rename", self, by=by, values={"name": name})

    def remove(self, *, version: int, by: User) -> None:
        """Forget it; the actions stay as they are."""
        self.expect(version)
        AuditEntry.append("saved_view.remove", self, by=by, values={"name": self.name})
        db.session.delete(self)

    @classmethod
    def _of(cls, user: User) -> list["SavedView"]:
        return db.session.scalars(select(cls).where(cls.user_id == user.id).execution_options(own_verb=True)).all()

    @staticmethod
    def _check_name(name: str, others: list["SavedView"]) -> None:
        if name.casefold() in {view.name.casefold() for view in others}:
            raise NotAllowed(f"You have a saved view with the name “{name}” already. Choose another name.")
