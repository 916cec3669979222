"""Evidence that a plan lists, frozen or not, and what packs do with its files now: given, or left out with the reason."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.extensions import db
from tracker.models.evidence import Evidence, EvidenceVersion
from tracker.models.file_sight import WITHHELD
from tracker.models.scan import Scan

Tells = Callable[[EvidenceVersion], bool]


def pack_state(plan: dict, tells: Tells = lambda _version: False) -> dict:
    """For `evidence_pack`: `left_out`, why as a sentence, by the id of the evidence and the number of the version; whether all else was `scanned`.

    What somebody wrote since the plan was frozen, and who it was, stands in a sentence only where `tells` says so of the version.
    """
    listed = {(item["id"], item["version"]): item.get("withheld") for action in plan["actions"] for item in action["evidence"]}
    told = (joinedload(EvidenceVersion.taken_down_by), joinedload(EvidenceVersion.evidence).joinedload(Evidence.organisation))
    query = select(EvidenceVersion).where(EvidenceVersion.evidence_id.in_({id for id, _ in listed})).options(*told)
    rows = db.session.scalars(query.execution_options(own_verb=True))
    versions = {key: v for v in rows if (key := (v.evidence_id, v.number)) in listed}
    left_out = {key: why for key, v in versions.items() if (why := v.left_out_because if tells(v) else _plainly(v, listed[key]))}
    packed = [v for key, v in versions.items() if key not in left_out]
    return {"left_out": left_out, "scanned": bool(packed) and all(v.scan is Scan.CLEAN and not v.found for v in packed)}


def whole(_version: EvidenceVersion) -> bool:
    """Tell all: for leads."""
    return True


def of_organisations(names: set[str]) -> Tells:
    """Tell all of the evidence of these organisations: for their owners."""
    return lambda version: version.evidence.organisation.name in names


def _plainly(version: EvidenceVersion, frozen: str | None) -> str:
    """What was `frozen` was sent with the plan: everybody who reads that may read it again."""
    return f"Withheld: {frozen}" if frozen and version.left_out_plainly == WITHHELD else version.left_out_plainly
