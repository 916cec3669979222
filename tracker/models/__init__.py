"""The nouns of the tracker; each file holds one, with its rules."""

from tracker.models.action import Action
from tracker.models.audit import AuditEntry
from tracker.models.confirmation import Confirmation, ConfirmedAction
from tracker.models.evidence import Blob, Evidence, EvidenceVersion
from tracker.models.finding import Finding
from tracker.models.import_draft import ImportDraft
from tracker.models.membership import Membership, Role
from tracker.models.organisation import Organisation
from tracker.models.progress import ProgressUpdate
from tracker.models.recommendation import Recommendation
from tracker.models.refusals import NotAllowed, Refused, Stale
from tracker.models.request import Request
from tracker.models.request_answer import RequestAnswer
from tracker.models.request_part import RequestPart
from tracker.models.review import Part, Participation, Review
from tracker.models.sign_in import SignIn
from tracker.models.submission import Document, Submission
from tracker.models.throttle import Throttle
from tracker.models.user import User
from tracker.models.verification import Verification

__all__ = [
    "Action", "AuditEntry", "Blob", "Document", "Evidence", "EvidenceVersion", "Finding", "ImportDraft",
    "Membership", "NotAllowed", "Organisation", "Part", "Participation", "ProgressUpdate", "Recommendation",
    "Confirmation", "ConfirmedAction", "Request", "RequestAnswer", "RequestPart",
    "Refused", "Review", "Role", "SignIn", "Stale", "Submission", "Throttle", "User", "Verification",
]  # fmt: skip
