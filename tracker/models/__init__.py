"""The nouns of the tracker; each file holds one, with its rules."""

from tracker.models.action import Action
from tracker.models.audit import AuditEntry
from tracker.models.closure import Closure
from tracker.models.contribution import Contribution
from tracker.models.confirmation import Confirmation, ConfirmedAction
from tracker.models.evidence import Blob, Evidence, EvidenceVersion
from tracker.models.extension import Extension
from tracker.models.finding import Finding
from tracker.models.handover import Handover
from tracker.models.move import Move
from tracker.models.step import Step
from tracker.models.succession import Succession
from tracker.models.import_draft import ImportDraft
from tracker.models.membership import Membership, Role
from tracker.models.opinion import Opinion
from tracker.models.organisation import Organisation
from tracker.models.plan_change import PlanChange
from tracker.models.progress import ProgressUpdate
from tracker.models.recheck import Recheck
from tracker.models.recommendation import Recommendation
from tracker.models.redaction import Redaction
from tracker.models.refusals import NotAllowed, Refused, Stale
from tracker.models.request import Request
from tracker.models.request_answer import RequestAnswer
from tracker.models.request_part import RequestPart
from tracker.models.review import Part, Participation, Review
from tracker.models.saved_view import SavedView
from tracker.models.sign_in import SignIn
from tracker.models.submission import Document, Submission
from tracker.models.throttle import Throttle
from tracker.models.user import User
from tracker.models.verification import Verification

__all__ = [
    "Action", "AuditEntry", "Blob", "Closure", "Confirmation", "ConfirmedAction", "Contribution", "Document", "Evidence", "EvidenceVersion", "Finding", "ImportDraft",
    "Extension", "Handover", "Membership", "Move", "NotAllowed", "Opinion", "Organisation", "Part", "Participation", "PlanChange", "ProgressUpdate",
    "Recheck", "Recommendation", "Redaction", "Request", "RequestAnswer", "RequestPart", "Step", "Succession",
    "Refused", "Review", "Role", "SavedView", "SignIn", "Stale", "Submission", "Throttle", "User", "Verification",
]  # fmt: skip
