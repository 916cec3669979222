"""Column layout: which columns a CCG wants in the Excel and Word documents of its plans, in which order and under which titles."""

import unicodedata

from sqlalchemy import JSON, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.extensions import db
from tracker.models.audit import AuditEntry
from tracker.models.columns import Versioned, link
from tracker.models.membership import Membership, Role
from tracker.models.organisation import Organisation
from tracker.models.refusals import NotAllowed
from tracker.models.review import Part, Review
from tracker.models.user import User

ALWAYS = ("Recommendation", "Action")  # a plan without them would be none
MOST_IN_WORD = 10
LONGEST_TITLE = 60


class ColumnLayout(Versioned, db.Model):
    """`columns` is a list of {"name", "title"} in order, the title "" where it is ours; an empty list is the tracker's own layout."""

    __tablename__ = "column_layouts"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = link("organisations.id", unique=True)
    columns: Mapped[list] = mapped_column(JSON)
    in_word: Mapped[bool]

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    @classmethod
    def visible_to(cls, memberships):
        """Leads of the CCG, as it is today."""
        return cls.organisation_id.in_(Membership.organisations(memberships, Role.LEAD))

    workable_by = visible_to

    @classmethod
    def of(cls, organisation: Organisation) -> "ColumnLayout":
        """The layout of a CCG as it is today; a new one, not yet kept, where nobody chose columns."""
        own = cls._of_all([organisation.current_id]).get(organisation.current_id)
        return own or cls(organisation_id=organisation.current_id, columns=[], in_word=False, version=1)

    @classmethod
    def chosen_for(cls, review: Review) -> "ColumnLayout | None":
        """What the documents of a review follow: the first of its CCGs that chose columns; None for the tracker's own."""
        ids = [organisation.current_id for organisation in review.organisations(Part.COMMISSIONER)]
        found = cls._of_all(ids)
        return next((found[id] for id in ids if id in found and found[id].columns), None)

    @staticmethod
    def arranged_by(user: User, review: Review) -> list[Organisation]:
        """The CCGs of a review whose columns the user may choose, as they are today."""
        commissioners = {organisation.current_id for organisation in review.organisations(Part.COMMISSIONER)}
        return [organisation for organisation in Review.commissioners_led_by(user) if organisation.id in commissioners]

    @classmethod
    def _of_all(cls, ids: list[int]) -> dict[int, "ColumnLayout"]:
        """By the CCG of today. What it chose itself counts, then what was chosen last by one that it answers for."""
        rows = select(Organisation.current_id, cls).join(Organisation, Organisation.id == cls.organisation_id).where(Organisation.current_id.in_(ids))
        ordered = rows.order_by(Organisation.id == Organisation.current_id, cls.id)
        return dict(db.session.execute(ordered.execution_options(own_verb=True)).all())

    @classmethod
    def arrange(cls, organisation: Organisation, *, columns: list[dict], in_word: bool, version: int, by: User) -> "ColumnLayout":
        """Keep the columns of a CCG's documents; none at all goes back to the tracker's own.

        Raises NotAllowed for columns that cannot be, Stale when another lead saved since `version`.
        """
        if organisation not in Review.commissioners_led_by(by):
            raise NotAllowed("Only a lead of the CCG chooses its columns.")
        if columns:
            check(columns, in_word=in_word)
        row = cls.of(organisation)
        row.expect(version)
        db.session.add(row)
        row.columns, row.in_word = columns, in_word
        AuditEntry.append("column_layout.arrange", row, by=by, values={"columns": columns, "in_word": in_word})
        return row

    @property
    def frozen(self) -> dict:
        """The layout as a plan keeps it: every column with the title that is printed."""
        columns = [{"name": column["name"], "title": column["title"] or column["name"]} for column in self.columns]
        return {"columns": columns, "in_word": self.in_word}


def check(columns: list[dict], *, in_word: bool) -> None:
    """Raises NotAllowed unless the columns make a table: number and words are there, every title stands once and is short."""
    names = [column["name"] for column in columns]
    if missing := [name for name in ALWAYS if name not in names]:
        raise NotAllowed(f"The column “{missing[0]}” always stays.")
    if len(set(names)) < len(names) or twins(columns):
        raise NotAllowed("Two columns have the same title.")
    if any(len(column["title"]) > LONGEST_TITLE for column in columns):
        raise NotAllowed(f"A title must be {LONGEST_TITLE} characters or fewer.")
    if in_word and len(columns) > MOST_IN_WORD:
        raise NotAllowed(f"A page in Word has room for {MOST_IN_WORD} columns.")


def twins(columns: list[dict]) -> list[str]:
    """The names of columns whose title another column before them has, however it is written."""
    seen, found = set(), []
    for column in columns:
        key = title_key(column["title"]) or title_key(column["name"])
        found += [column["name"]] * (key in seen)
        seen.add(key)
    return found


def title_key(title: str) -> str:
    """What a reader takes for the same title: capitals, spaces and what cannot be seen do not count."""
    seen = "".join(c for c in unicodedata.normalize("NFKC", title) if unicodedata.category(c)[0] != "C" or c.isspace())
    return " ".join(seen.casefold().split())
