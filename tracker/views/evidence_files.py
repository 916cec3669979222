"""Several files at once: each is checked and kept by itself, so that one that is refused takes no other along."""

import hashlib
import secrets
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.datastructures import FileStorage

from tracker.access import find, requires
from tracker.checks import tidy_filename
from tracker.extensions import csrf, db
from tracker.forms.evidence import EvidenceForm
from tracker.forms.evidence_files import MOST, FilesForm
from tracker.htmx import wants_fragment
from tracker.models import Action, Evidence, EvidenceVersion, HeldFile, Refused
from tracker.uploads import takes_file
from tracker.views.evidence import checked, keep, receive, room_at, said_of

blueprint = Blueprint("evidence_files", __name__)


@dataclass(frozen=True)
class Outcome:
    """What became of one file, in words; and what it is now, when it was not refused."""

    filename: str
    words: str
    brought: EvidenceVersion | HeldFile | None = None

    @property
    def state(self) -> str:
        """In one word."""
        return "to decide" if isinstance(self.brought, HeldFile) else "saved" if self.brought else "not saved"

    @property
    def link(self) -> tuple[str, str] | None:
        """The address and the name of what it is now."""
        if isinstance(self.brought, HeldFile):
            return url_for("held_files.show", held_file_id=self.brought.id), self.brought.name
        return (url_for("evidence.show", evidence_id=self.brought.evidence_id), self.brought.evidence.title) if self.brought else None


@blueprint.get("/actions/<id:action_id>/evidence-files")
@requires("evidence.add")
def new(action_id):
    """The form that brings several files."""
    return _page(find(Action, action_id), FilesForm(request_id=secrets.token_urlsafe(16), formdata=None))


@blueprint.post("/actions/<id:action_id>/evidence-files")
@csrf.exempt
@requires("evidence.add")
@takes_file("EVIDENCE_LIMIT", to_store=True, most=MOST)
def create(action_id):
    """Keep each file as an item of its own; our script sends them one by one and asks for a fragment each time."""
    action = find(Action, action_id)
    receive(action)
    form = FilesForm()
    if not form.validate():
        return _page(action, form, status=422)
    outcomes = [_outcome(action, file, form.request_id.data) for file in form.file.data]
    if wants_fragment():
        return render_template("evidence_files/_outcome.html", outcome=outcomes[0]), 200 if outcomes[0].brought else 422
    if all(o.state == "saved" for o in outcomes):
        flash("The file is saved." if len(outcomes) == 1 else f"{len(outcomes)} files are saved. A lead will check them.")
        return redirect(url_for("actions.show", action_id=action_id), 303)
    return _page(action, form, outcomes, status=200 if all(o.brought for o in outcomes) else 422)


def _outcome(action: Action, file: FileStorage, request_id: str) -> Outcome:
    form, filename = _form_of(file, request_id), tidy_filename(file.filename)
    try:
        kept = checked(form)
        if kept is None:
            return Outcome(filename, str(form.file.errors[0]))
        brought = keep(form, kept, action, lambda: Evidence.add(action, **form.described))
    except Refused as refusal:
        db.session.rollback()
        return Outcome(filename, str(refusal))
    return Outcome(filename, said_of(brought), brought)


def _form_of(file: FileStorage, request_id: str) -> EvidenceForm:
    """The form for one item, as if it had been filled in: the file's name is its title.

    The id is drawn from the page and the bytes, so that the same file sent again from there is the same item.
    """
    form = EvidenceForm(formdata=None, shows="")
    form.file.data, form.title.data = file, tidy_filename(file.filename).rpartition(".")[0][:200] or "File"
    form.request_id.data = hashlib.sha256(f"{request_id} {file.stream.sha256}".encode()).hexdigest()
    return form


def _page(action: Action, form: FilesForm, outcomes: list[Outcome] = (), status: int = 200):
    return render_template("evidence_files/new.html", action=action, form=form, outcomes=outcomes, room=room_at(action)), status
