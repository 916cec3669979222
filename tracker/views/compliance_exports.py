"""The compliance export: what was promised to CQC and where it stands, as a page, as files, and as a pack of its evidence."""

import io
from dataclasses import dataclass

from flask import Blueprint, abort, current_app, render_template, request, stream_with_context
from flask_login import current_user

from tracker.access import acts_on, find, my_organisations, requires
from tracker.clock import today
from tracker.documents import COMPLIANCE, evidence_pack, pack_length
from tracker.documents.compliance_export import SCHEMA_FILE, compliance_export, offered, part
from tracker.documents.compliance_table import changed, moved
from tracker.downloads import attachment, streamed
from tracker.extensions import done_reading
from tracker.models import Submission
from tracker.models.compliance import promise_of, side, side_today, standing_of
from tracker.models.frozen_plan import without_others
from tracker.models.left_out import pack_state
from tracker.views.submissions import told_whole

blueprint = Blueprint("compliance_exports", __name__)


@dataclass(frozen=True)
class Chosen:
    """What the address asks for: a part of the export, and for a lead today's standing."""

    submission: Submission
    promised: dict
    standing: dict
    organisation: str
    recommendation: str

    @property
    def export(self) -> dict:
        """The export itself."""
        return compliance_export(self.promised, self.standing, organisation=self.organisation, recommendation=self.recommendation)

    @property
    def query(self) -> dict[str, str]:
        """The same choice as it stands in an address."""
        asked = {"organisation": self.organisation, "recommendation": self.recommendation, "standing": self.is_today and "today"}
        return {name: value for name, value in asked.items() if value}

    @property
    def is_today(self) -> bool:
        """Whether it tells more than CQC has."""
        return self.standing["plan_sha256"] is None

    def file(self, format: str, kind: dict) -> tuple[str, str, bytes]:
        """It as a file: name, type, bytes."""
        return f"{self.name}.{format}", kind["mimetype"], kind["render"](self.export)

    @property
    def name(self) -> str:
        """What its files are called."""
        parts = ["Compliance export", self.submission.review.area, self.organisation, self.recommendation]
        return " ".join(filter(None, [*parts, self.submission.kind.numbered(self.submission.number)]))


@blueprint.get("/submissions/<id:submission_id>/compliance-export")
@requires("submission.read")
def show(submission_id):
    """Promise and standing side by side; `organisation` and `recommendation` choose a part, `standing=today` is for leads."""
    chosen = chosen_of(find(Submission, submission_id))
    return render_template(
        "compliance_exports/show.html", chosen=chosen, export=chosen.export, offered=offered(chosen.promised, chosen.standing),
        submission=chosen.submission, formats=COMPLIANCE, schema=SCHEMA_FILE.name, acts=acts_on(chosen.submission), moved=moved, changed=changed,
        left_out=pack_state(chosen.standing["plan"], told_whole(chosen.submission))["left_out"],
    )  # fmt: skip


@blueprint.get("/submissions/<id:submission_id>/compliance-export/<format>")
@requires("submission.read")
def download(submission_id, format):
    """The same as a file."""
    chosen, kind = chosen_of(find(Submission, submission_id)), COMPLIANCE.get(format) or abort(404)
    name, mimetype, data = chosen.file(format, kind)
    return attachment(io.BytesIO(data), mimetype, name)


@blueprint.get("/submissions/<id:submission_id>/compliance-export/evidence-pack")
@requires("evidence_pack.read")
def pack(submission_id):
    """A ZIP of the evidence that the export lists, with the export itself."""
    chosen = chosen_of(find(Submission, submission_id))
    export, sign_off = chosen.export, chosen.standing["sign_off"]
    plan = part(chosen.standing["plan" if chosen.organisation or chosen.recommendation else "frozen"], export)
    documents = {f"Compliance export.{format}": kind["render"](export) for format, kind in COMPLIANCE.items()}
    state = pack_state(plan)
    parts = evidence_pack(plan, sign_off, current_app.extensions["store"].open, documents, **state)
    length, name = pack_length(plan, sign_off, documents, **state), f"Evidence pack {chosen.name}.zip"
    done_reading()
    return streamed(stream_with_context(parts), "application/zip", name, length)


def chosen_of(submission: Submission) -> Chosen:
    """What the address asks for of this submission; 404 for what is not in it."""
    promised = _side(promise_of(submission))
    standing = _today(submission) if request.args.get("standing") == "today" else _side(standing_of(submission))
    found, can = {name: request.args.get(name, "") for name in ("organisation", "recommendation")}, offered(promised, standing)
    if any(value and value not in can[f"{name}s"] for name, value in found.items()):
        abort(404)
    return Chosen(submission, promised, standing, **found)


def _side(submission: Submission) -> dict:
    """A frozen plan as this reader may see it."""
    whole = "submission.read_whole" in acts_on(submission)
    return side(submission, submission.beside if whole else without_others(submission.beside, my_organisations()))


def _today(submission: Submission) -> dict:
    if "submission.read_led" not in acts_on(submission):
        abort(404)
    return side_today(submission, on=today(), by=current_user, demonstration=bool(current_app.config["DEMO"]))
