"""Addressee: an organisation as the page that asks shows it: what it has to answer, whom to write to, what is missing."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from tracker.extensions import db
from tracker.models.answer_standing import Standing, standings
from tracker.models.asking import Asked, last_asked
from tracker.models.confirmation import Word
from tracker.models.organisation import Organisation
from tracker.models.recommendation import Recommendation, addressed
from tracker.models.review import Part, Participation, Review


@dataclass(frozen=True)
class Addressee:
    """One row; `mailbox` and `escalate_to` come from an earlier review of the same CCG when nothing is noted in this one."""

    standing: Standing
    count: int  # recommendations
    asked: Asked | None
    mailbox: str
    escalate_to: str

    @property
    def part(self) -> Participation:
        """Its part in the review."""
        return self.standing.part

    @property
    def missing(self) -> list[str]:
        """What its part still lacks, as sentences that the organisation and a lead read; none when it has answered."""
        row, said = self.standing, []
        if not row.is_drafted:
            left = row.total - row.drafted
            lacking = "The action lacks" if row.total == 1 else f"{left} of {row.total} actions {'lacks' if left == 1 else 'lack'}"
            said.append(f"{lacking} words, a post or a date.")
        if self.part.review.confirm_by and row.total and not row.is_confirmed:
            said.append(_unconfirmed(row))
        return said


def addressees(review: Review) -> list[Addressee]:
    """Everybody whom the review addresses, in the report's order."""
    rows, counts, asked = standings(review), _counts(review), last_asked(review)
    known = _remembered(review, [row.part for row in rows])
    return [_addressee(row, counts, asked, known) for row in rows]


def values_of(row: Addressee, *, confirm_by: date | None, sender: str, link: str, on: date) -> dict[str, str]:
    """What the names of a covering text stand for; "" is not known."""
    review = row.part.review
    count, due = row.count, review.due_on if not review.first_sent_on and review.due_on and review.due_on >= on else None
    asked = row.asked.on if row.asked else row.part.asked_on
    return {
        "organisation": row.part.organisation.name, "area": review.area, "review": review.title,
        "ccg": " and ".join(o.name for o in review.organisations(Part.COMMISSIONER)),
        "count": f"{count} recommendation{'' if count == 1 else 's'}" if count else "",
        "date": _day(confirm_by), "due": _day(due), "asked": _day(asked), "missing": " ".join(row.missing),
        "link": link, "sender": sender,
    }  # fmt: skip


def _unconfirmed(row: Standing) -> str:
    if row.confirmation is None:
        return "The part is not confirmed yet."
    if row.confirmation.word is Word.RETURNED:
        return "The part was returned with comments, and is to be confirmed again."
    return "The part was changed after it was confirmed, and is to be confirmed again."


def _addressee(row: Standing, counts: dict[int, int], asked: dict[int, Asked], known: dict[int, Participation]) -> Addressee:
    id = row.part.organisation_id
    noted = row.part if row.part.mailbox or row.part.escalate_to else known.get(row.part.organisation.current_id, row.part)
    return Addressee(standing=row, count=counts.get(id, 0), asked=asked.get(id), mailbox=noted.mailbox, escalate_to=noted.escalate_to)


def _counts(review: Review) -> dict[int, int]:
    told = select(addressed.c.organisation_id, func.count()).join(Recommendation, Recommendation.id == addressed.c.recommendation_id)
    rows = db.session.execute(told.where(Recommendation.review_id == review.id).group_by(addressed.c.organisation_id).execution_options(own_verb=True))
    return {organisation_id: count for organisation_id, count in rows}


def _remembered(review: Review, parts: list[Participation]) -> dict[int, Participation]:
    """By what each organisation is today, the newest contact that was noted in another review of the same CCG."""
    ccgs = select(Organisation.id).where(Organisation.current_id.in_({o.current_id for o in review.organisations(Part.COMMISSIONER)}))
    theirs = select(Participation.review_id).where(Participation.part == Part.COMMISSIONER, Participation.organisation_id.in_(ccgs))
    lines = select(Organisation.id).where(Organisation.current_id.in_({p.organisation.current_id for p in parts}))
    noted = select(Participation).where(
        Participation.part == Part.ADDRESSED, Participation.review_id.in_(theirs), Participation.review_id != review.id,
        Participation.organisation_id.in_(lines), or_(Participation.mailbox != "", Participation.escalate_to != ""),
    )  # fmt: skip
    rows = db.session.scalars(noted.order_by(Participation.id).execution_options(own_verb=True))
    return {p.organisation.current_id: p for p in rows}


def _day(day: date | None) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}" if day else ""


def proposed_day(review: Review, *, chase: bool, on: date) -> date | None:
    """The day that the page proposes: the one that was set, then working day 15; None when it has passed or is not wanted."""
    day = review.confirm_by or (None if chase or review.first_sent_on else review.proposed_confirm_by)
    return day if day and day >= on else None
