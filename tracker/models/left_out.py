"""Evidence that a plan lists, frozen or not, and what packs do with its files now: given, or left out with the reason."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.extensions import db
from tracker.models.evidence import EvidenceVersion
from tracker.models.scan import Scan


def pack_state(plan: dict) -> dict:
    """For `evidence_pack`: `left_out`, why as a sentence, by the id of the evidence and the number of the version; whether all else was `scanned`."""
    listed = {(item["id"], item["version"]) for action in plan["actions"] for item in action["evidence"]}
    query = select(EvidenceVersion).where(EvidenceVersion.evidence_id.in_({id for id, _ in listed})).options(joinedload(EvidenceVersion.taken_down_by))
    rows = db.session.scalars(query.execution_options(own_verb=True))
    versions = {key: v for v in rows if (key := (v.evidence_id, v.number)) in listed}
    left_out = {key: v.left_out_because for key, v in versions.items() if v.left_out_because}
    packed = [v for key, v in versions.items() if key not in left_out]
    return {"left_out": left_out, "scanned": bool(packed) and all(v.scan is Scan.CLEAN and not v.found for v in packed)}
