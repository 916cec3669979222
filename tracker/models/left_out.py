"""Evidence that a plan lists, frozen or not, and whose files are not given now: withheld, taken down, purged."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.extensions import db
from tracker.models.evidence import EvidenceVersion


def left_out(plan: dict) -> dict[tuple[int, int], str]:
    """Why, as a sentence, by the id of the evidence and the number of the version, as the plan names them."""
    listed = {(item["id"], item["version"]) for action in plan["actions"] for item in action["evidence"]}
    query = select(EvidenceVersion).where(EvidenceVersion.evidence_id.in_({id for id, _ in listed}), ~EvidenceVersion.is_given())
    rows = db.session.scalars(query.options(joinedload(EvidenceVersion.taken_down_by)).execution_options(own_verb=True))
    return {key: v.left_out_because for v in rows if (key := (v.evidence_id, v.number)) in listed}
