"""Evidence: bring a file, bring a better one, fetch it, check it."""

import secrets
from typing import BinaryIO

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.access import acting_for, acts_on, find, memberships, requires, still_may, visible
from tracker.checks import Refused as FileRefused
from tracker.checks import check_file, tidy_filename
from tracker.checks.file_search import SignSearch, search_file
from tracker.checks.personal_data import signs_in_text
from tracker.clock import now
from tracker.downloads import attachment
from tracker.extensions import csrf, db, done_reading, writing
from tracker.forms.evidence import CheckForm, Decision, EvidenceForm, VersionForm
from tracker.htmx import wants_fragment
from tracker.models import Action, Contribution, Evidence, EvidenceVersion, HeldFile, NotAllowed, Refused, Scan
from tracker.models.quota import Quota, Room, room_for
from tracker.saving import saving
from tracker.scanning import scanned
from tracker.uploads import ROOM_FOR_FIELDS, takes_file

SAVED_UNSCANNED = "The file is saved. It could not be scanned for malware yet, so nobody can open it. It will be scanned later: you need do nothing."

blueprint = Blueprint("evidence", __name__)

PERSONAL_NAME = "The name of the file seems to hold personal data, for example an NHS number. Give it another name, then upload it again."


@blueprint.get("/actions/<id:action_id>/evidence")
@requires("evidence.add")
def new(action_id):
    """The form that brings a new item."""
    action = find(Action, action_id)
    return _new(action, form=EvidenceForm(request_id=_draw(), formdata=None))


@blueprint.post("/actions/<id:action_id>/evidence")
@csrf.exempt
@requires("evidence.add")
@takes_file("EVIDENCE_LIMIT", to_store=True)
def create(action_id):
    """Keep a new item with its first version."""
    action = find(Action, action_id)
    receive(action)
    form = EvidenceForm()
    kept = checked(form) if form.validate() else None
    if kept is None:
        return _new(action, form=form), 422
    return _add(form, kept, action, url_for("actions.show", action_id=action.id),
                lambda: Evidence.add(action, title=form.title.data, shows=form.shows.data, dated_on=form.dated_on.data))  # fmt: skip


@blueprint.get("/contributions/<id:contribution_id>/evidence")
@requires("contribution.add")
def new_contributed(contribution_id):
    """The form that brings what a contributing organisation has."""
    form = EvidenceForm(request_id=_draw(), formdata=None)
    return _contributed(find(Contribution, contribution_id), form)


@blueprint.post("/contributions/<id:contribution_id>/evidence")
@csrf.exempt
@requires("contribution.add")
@takes_file("EVIDENCE_LIMIT", to_store=True)
def create_contributed(contribution_id):
    """Keep it with the action, marked with the contributing organisation."""
    contribution = find(Contribution, contribution_id)
    receive(contribution.action)
    form = EvidenceForm()
    kept = checked(form) if form.validate() else None
    if kept is None:
        return _contributed(contribution, form), 422
    return _add(form, kept, contribution, url_for("actions.show", action_id=contribution.action_id), lambda: Evidence.add(
        contribution.action, title=form.title.data, shows=form.shows.data, dated_on=form.dated_on.data))  # fmt: skip


@blueprint.get("/evidence/<id:evidence_id>")
@requires("evidence.read")
def show(evidence_id):
    """One item: what it shows, its versions, what a lead said."""
    item = find(Evidence, evidence_id)
    return _page(item, VersionForm(request_id=_draw(), formdata=None), CheckForm(formdata=None))


@blueprint.post("/evidence/<id:evidence_id>/versions")
@csrf.exempt
@requires("evidence.add")
@takes_file("EVIDENCE_LIMIT", to_store=True)
def create_version(evidence_id):
    """A new version; it waits to be checked."""
    item = find(Evidence, evidence_id)
    receive(item)
    form = VersionForm()
    kept = checked(form) if form.validate() else None
    if kept is None:
        return _page(item, form, CheckForm(formdata=None)), 422
    return _add(form, kept, item, url_for("evidence.show", evidence_id=item.id), lambda: item)


@blueprint.get("/evidence/<id:evidence_id>/versions/<id:version_id>/file")
@requires("evidence.read")
def download(evidence_id, version_id):
    """The bytes, proven to be those that were uploaded."""
    version = version_of(evidence_id, version_id)
    file = opened(version)
    return attachment(file, version.mimetype, version.filename, version.sha256)


@blueprint.post("/evidence/<id:evidence_id>/versions/<id:version_id>/check")
@requires("evidence.check")
def create_check(evidence_id, version_id):
    """Accept a version, or return it with a reason."""
    version, form = version_of(evidence_id, version_id), CheckForm()
    if not form.validate():
        return _page(version.evidence, VersionForm(request_id=_draw(), formdata=None), form), 422
    decide(version, form)
    if form.form_errors:
        return _page(version.evidence, VersionForm(request_id=_draw(), formdata=None), form), 409
    flash(f"Version {version.number} is {version.check.value}.")
    return redirect(url_for("evidence.show", evidence_id=evidence_id), 303)


def opened(version: EvidenceVersion) -> BinaryIO:
    """The bytes, for whoever may have them, whole or as pictures; 403, 404 or Refused for anybody else."""
    _refuse_closed(version)
    sha256 = version.sha256
    done_reading()
    return current_app.extensions["store"].open_checked(sha256)


def decide(version: EvidenceVersion, form: CheckForm) -> None:
    """Accept the version or return it; a refusal shows on the form."""
    with saving(form, version):
        if form.decision.data is Decision.ACCEPT:
            version.accept(by=current_user, at=now())
        else:
            version.give_back(reason=form.reason.data, by=current_user, at=now())


def version_of(evidence_id: int, version_id: int) -> EvidenceVersion:
    """The version, when it is one of this item."""
    item, version = find(Evidence, evidence_id), find(EvidenceVersion, version_id)
    return version if version.evidence_id == item.id else abort(404)


def open_files(versions: list[EvidenceVersion]) -> set[int]:
    """The ids of those whose files I may open."""
    opened = visible(EvidenceVersion).where(EvidenceVersion.id.in_([v.id for v in versions]), EvidenceVersion.open_to(memberships()))
    return {v.id for v in db.session.scalars(opened)}


def _refuse_closed(version: EvidenceVersion) -> None:
    if version.id in open_files([version]):
        return
    if version.closed_because and not version.taken_down_at:
        raise NotAllowed(f"Nobody can open this file now: {version.standing}.")
    abort(404 if version.taken_down_at else 403, description=version.left_out_because)


def _page(item: Evidence, form: VersionForm, check: CheckForm):
    actions = db.session.scalars(Action.listed(visible(Action).where(Action.id.in_([a.id for a in item.actions])))).all()
    opened_ids = open_files(item.versions)
    if item.versions and item.newest.id not in opened_ids:
        check.warn_unseen(item.organisation)
    return render_template(
        "evidence/show.html", item=item, actions=actions, acts=acts_on(item), form=form, check=check, room=room_at(item),
        opened=opened_ids, searches={v.id: SignSearch.from_json(v.search) for v in item.versions},
    )  # fmt: skip


def _new(action: Action, form: EvidenceForm):
    url = url_for("evidence.create", action_id=action.id)
    several = url_for("evidence_files.new", action_id=action.id)
    return render_template("evidence/new.html", action=action, organisation=action.organisation, url=url, several=several, form=form, room=room_at(action))


def _contributed(contribution: Contribution, form: EvidenceForm):
    url = url_for("evidence.create_contributed", contribution_id=contribution.id)
    action, room = contribution.action, room_at(contribution.action)
    return render_template("evidence/new.html", action=action, organisation=contribution.organisation, url=url, form=form, room=room)


def receive(place: Action | Evidence) -> None:
    """Only now may the body be read: it goes straight to the store, and holds no connection while it arrives."""
    room_at(place).check((request.content_length or 0) - ROOM_FOR_FIELDS)
    db.session.rollback()
    csrf.protect()


def room_at(place: Action | Evidence) -> Room:
    """What the organisation of an action or of evidence, and I, may still upload."""
    limits = {"of_organisation": Quota(*current_app.config["ORGANISATION_QUOTA"]), "of_user": Quota(*current_app.config["USER_QUOTA"])}
    return room_for(place.organisation, current_user, **limits)


def checked(form: VersionForm) -> tuple | None:
    """What the file is; None, and an error on the form, when it is not one that may be kept."""
    file = form.file.data
    try:
        kind = check_file(file.filename, file.stream)
        scan = scanned(file.stream, file.stream.sha256, tidy_filename(file.filename))
    except FileRefused as refusal:
        form.file.errors = [str(refusal)]
        return None
    if signs_in_text(tidy_filename(file.filename)):
        form.file.errors = [PERSONAL_NAME]
        return None
    with file.stream.path.open("rb") as file_again:
        search = search_file(file_again, kind.extension, file.stream.size)
    current_app.extensions["store"].stage(file.stream)
    return tidy_filename(file.filename), kind.mimetype, file.stream, scan, search


def _add(form: VersionForm, kept: tuple, place, url: str, item):
    brought = keep(form, kept, place, item)
    if isinstance(brought, HeldFile):
        url = url_for("held_files.show", held_file_id=brought.id)
    else:
        flash(said_of(brought))
    return ("", 204, {"HX-Redirect": url}) if wants_fragment() else redirect(url, 303)


def said_of(brought: EvidenceVersion | HeldFile) -> str:
    """What the uploader is told."""
    if isinstance(brought, HeldFile):
        return "It may hold personal data, so it is not evidence yet. Say what shall become of it."
    return SAVED_UNSCANNED if brought.scan is Scan.WAITING else f"The file is saved. {brought.closed_because or 'A lead will check it.'}"


def keep(form: VersionForm, kept: tuple, place, item) -> EvidenceVersion | HeldFile:
    """The one short write: the bytes take their place, then the row that names them. Source: evidence-store.

    `kept` is what `checked` gave, `item()` the evidence. Gives what this very form brings, also when it came before.
    Raises Refused when there is no room, or when the form has brought another file.
    """
    filename, mimetype, arrival, scan, search = kept
    # What a contributor brings always names its organisation, as it belongs to an action of another.
    behalf, where = (place.organisation, place.action) if isinstance(place, Contribution) else (acting_for(place), place)
    writing()
    still_may(place)
    brought = EvidenceVersion.of_request(form.request_id.data) or HeldFile.of_request(form.request_id.data)
    if brought is None:
        room_at(where).check(arrival.size)
        sha256 = current_app.extensions["store"].keep(arrival)
        told = {"filename": filename, "mimetype": mimetype, "request_id": form.request_id.data, "on_behalf_of": behalf}
        told |= {"sha256": sha256, "size": arrival.size, "scan": scan, "search": search.as_json, "at": now(), "by": current_user}
        brought = HeldFile.hold(place, **told, **form.described) if search else item().add_version(**told)
        db.session.commit()
    elif brought.sha256 != arrival.sha256 or brought.by_id != current_user.id or not brought.is_of(where):
        raise Refused("This form has already brought another file. This one was not saved: open the form again and upload it there.")
    return brought


def _draw() -> str:
    return secrets.token_urlsafe(16)
