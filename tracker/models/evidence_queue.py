"""The queue of evidence that waits to be checked."""

from sqlalchemy import Select, func, select

from tracker.extensions import db
from tracker.models.evidence import Check, Evidence, EvidenceVersion
from tracker.models.organisation import Organisation
from tracker.models.review import Review


def waiting(versions: Select) -> Select:
    """Those of the versions that wait for a lead and can be opened, oldest first, ready to list."""
    still = EvidenceVersion.evidence.has(Review.still_open(Evidence.review_id))
    newest = versions.where(EvidenceVersion.check == Check.WAITING, EvidenceVersion.is_newest(), EvidenceVersion.is_available(), still)
    return EvidenceVersion.listed(newest)


def after(versions: Select, version_id: int) -> Select:
    """The part of the queue that stands behind this version."""
    return versions.where(EvidenceVersion.id > version_id)


def counts(versions: Select) -> list[tuple[str, int]]:
    """For each organisation whose evidence waits: its name, and how many versions."""
    ids = versions.order_by(None).with_only_columns(EvidenceVersion.id)
    query = (
        select(Organisation.name, func.count()).select_from(EvidenceVersion).join(EvidenceVersion.evidence).join(Evidence.organisation)
        .where(EvidenceVersion.id.in_(ids)).group_by(Organisation.id, Organisation.name).order_by(Organisation.name)
    )  # fmt: skip
    return [tuple(row) for row in db.session.execute(query.execution_options(own_verb=True))]
