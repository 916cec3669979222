"""The nouns of the tracker; each file holds one, with its rules."""

from tracker.models.action import Action
from tracker.models.asking import Asking, Letter
from tracker.models.audit import AuditEntry
from tracker.models.closure import Closure
from tracker.models.contribution import Contribution
from tracker.models.column_layout import ColumnLayout
from tracker.models.confirmation import Confirmation, ConfirmedAction
from tracker.models.blob import Blob
from tracker.models.evidence import Evidence, EvidenceVersion
from tracker.models.extension import Extension
from tracker.models.finding import Finding
from tracker.models.handover import Handover
from tracker.models.held_file import HeldFile
from tracker.models.move import Move
from tracker.models.step import Step
from tracker.models.succession import Succession
from tracker.models.import_draft import ImportDraft
from tracker.models.legal_hold import LegalHold
from tracker.models.mail import Mail, MailFile
from tracker.models.membership import Membership, Role
from tracker.models.outcome import Outcome
from tracker.models.opinion import Opinion
from tracker.models.organisation import Organisation
from tracker.models.plan_change import PlanChange
from tracker.models.plan_file import PlanFile
from tracker.models.progress import ProgressUpdate
from tracker.models.public_extract import PublicExtract
from tracker.models.recheck import Recheck
from tracker.models.recommendation import Recommendation
from tracker.models.redaction import Redaction
from tracker.models.refusals import NotAllowed, Refused, Stale
from tracker.models.request import Request
from tracker.models.request_answer import RequestAnswer
from tracker.models.request_part import RequestPart
from tracker.models.review import Part, Participation, Review
from tracker.models.saved_view import SavedView
from tracker.models.scan import Scan
from tracker.models.scanning import RefusedFile
from tracker.models.sign_in import SignIn
from tracker.models.document import Document
from tracker.models.signed_copy import SignedCopy
from tracker.models.submission import Submission
from tracker.models.tombstone import Tombstone
from tracker.models.throttle import Throttle
from tracker.models.user import User
from tracker.models.verification import Verification
from tracker.models.word_template import WordTemplate
from tracker.models.workbook import Workbook

__all__ = [
    "Action", "Asking", "AuditEntry", "Blob", "Closure", "ColumnLayout", "Confirmation", "ConfirmedAction", "Contribution", "Document",
    "Evidence", "EvidenceVersion", "Extension", "Finding", "Handover", "HeldFile", "ImportDraft", "LegalHold", "Letter", "Mail", "MailFile", "Membership", "Move", "NotAllowed",
    "Opinion", "Organisation", "Part", "Participation", "PlanChange", "PlanFile", "ProgressUpdate", "PublicExtract", "Recheck", "Recommendation",
    "Redaction", "Refused", "RefusedFile", "Request", "RequestAnswer", "RequestPart", "Review", "Role", "SavedView", "Scan", "SignIn", "Stale", "Step",
    "Outcome", "SignedCopy", "Submission", "Succession", "Throttle", "Tombstone", "User", "Verification", "WordTemplate", "Workbook",
]  # fmt: skip
