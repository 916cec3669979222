"""How many files, and how large together, an organisation's evidence and one person's uploads may be."""

from dataclasses import dataclass

from sqlalchemy import Select, func, select

from tracker.extensions import db
from tracker.models.action import Action
from tracker.models.blob import Blob
from tracker.models.evidence import Evidence, EvidenceVersion
from tracker.models.held_file import HeldFile
from tracker.models.organisation import Organisation
from tracker.models.refusals import NoRoom
from tracker.models.user import User

ASK = "Nothing was saved. Ask the administrator of the tracker for more room."


@dataclass(frozen=True)
class Quota:
    """The most that may be kept: bytes and files, every version and every held file counted."""

    octets: int
    files: int


@dataclass(frozen=True)
class Room:
    """What is left of a quota, never less than nothing; `what` says in words which files are counted."""

    what: str
    octets: int
    files: int

    def check(self, octets: int) -> None:
        """NoRoom, in words for the uploader, when one more file of so many bytes finds no room."""
        if not (self.files and self.octets):
            raise NoRoom(f"There is no room left for {self.what}. {ASK}")
        if octets > self.octets:
            raise NoRoom(f"The file is too large: {self.octets / 1_000_000:.3g} MB are left for {self.what}. {ASK}")


def room_for(organisation: Organisation, user: User, *, of_organisation: Quota, of_user: Quota) -> Room:
    """The smaller of what the organisation and the user have left."""
    # What is held has its room already, so that releasing it needs none.
    kept, held = (select(func.coalesce(func.sum(Blob.size), 0), func.count()).select_from(model).join(Blob) for model in (EvidenceVersion, HeldFile))
    kept, held = kept.join(Evidence).where(EvidenceVersion.purged_at.is_(None)), held.join(Action)
    shared = _left(f"files of {organisation.called}", of_organisation, kept.where(Evidence.organisation_id == organisation.id), held.where(Action.organisation_id == organisation.id))
    own = _left("files that you upload", of_user, kept.where(EvidenceVersion.by_id == user.id), held.where(HeldFile.by_id == user.id))
    return min(shared, own, key=lambda room: (bool(room.files), room.octets))


def _left(what: str, quota: Quota, *used: Select) -> Room:
    rows = [db.session.execute(query.execution_options(own_verb=True)).one() for query in used]
    octets, files = (int(sum(column)) for column in zip(*rows, strict=True))  # PostgreSQL sums to a Decimal
    return Room(what, max(0, quota.octets - octets), max(0, quota.files - files))
