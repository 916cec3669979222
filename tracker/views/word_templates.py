"""Word templates: a lead brings one of her CCG's own, looks at a draft in it, takes it into use, and goes back."""

import io

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.access import find, requires, visible
from tracker.checks import Refused as FileRefused
from tracker.checks import tidy_filename
from tracker.clock import now, today
from tracker.documents import FORMATS, TemplateFailed, render, render_all
from tracker.documents.own_word.checking import check_template
from tracker.documents.own_word.names import published
from tracker.documents.word import TEMPLATE
from tracker.downloads import attachment
from tracker.extensions import db
from tracker.forms import Form
from tracker.forms.word_templates import UseForm, WordTemplateForm
from tracker.models import NotAllowed, Organisation, Review, Submission, WordTemplate
from tracker.saving import saving
from tracker.scanning import check_scanned
from tracker.uploads import takes_file

blueprint = Blueprint("word_templates", __name__)
WORD = FORMATS["docx"]["mimetype"]


@blueprint.get("/organisations/<id:organisation_id>/word-templates")
@requires("word_template.arrange")
def index(organisation_id):
    """What is in use, what was brought, how to bring another, and what it may say."""
    return _page(_led(organisation_id), WordTemplateForm(formdata=None))


@blueprint.post("/organisations/<id:organisation_id>/word-templates")
@requires("word_template.arrange")
@takes_file("WORKBOOK_LIMIT")
def create(organisation_id):
    """Keep a template that can be filled in; it is not in use yet."""
    organisation, form = _led(organisation_id), WordTemplateForm()
    data = _checked(organisation, form) if form.validate() else None
    if data is None:
        return _page(organisation, form), 422
    store = current_app.extensions["store"]
    with store.incoming() as arrival:
        arrival.write(data)
        store.stage(arrival)
        with saving(form, organisation):
            filename = tidy_filename(form.file.data.filename)
            WordTemplate.keep(organisation, filename=filename, sha256=store.keep(arrival), size=len(data), by=current_user, at=now())
    if form.form_errors:
        return _page(organisation, form), 409
    flash(f"{filename} is saved and can be filled in. Look at a draft in it, then take it into use.")
    return redirect(url_for("word_templates.index", organisation_id=organisation.id), 303)


@blueprint.get("/organisations/<id:organisation_id>/word-templates/standard")
@requires("word_template.arrange")
def standard(organisation_id):
    """The tracker's own template, to begin with."""
    _led(organisation_id)
    return attachment(io.BytesIO(TEMPLATE.read_bytes()), WORD, "Template of the action plan tracker.docx")


@blueprint.get("/word-templates/<id:template_id>/file")
@requires("word_template.arrange")
def download(template_id):
    """The bytes of a template as they were brought."""
    row = find(WordTemplate, template_id)
    return attachment(current_app.extensions["store"].open_checked(row.sha256), WORD, row.filename, row.sha256)


@blueprint.get("/word-templates/<id:template_id>/drafts/<id:review_id>")
@requires("word_template.arrange")
def draft(template_id, review_id):
    """The plan as it stands, in a template that need not be in use."""
    row, review = find(WordTemplate, template_id), find(Review, review_id)
    data = _filled(row, lambda template: render("docx", _frozen(review), None, template))
    return attachment(io.BytesIO(data), WORD, f"Draft action plan {review.area} in {row.filename}")


@blueprint.post("/word-templates/<id:template_id>/use")
@requires("word_template.arrange")
def create_use(template_id):
    """Fill in documents with it from now on."""
    row = find(WordTemplate, template_id)
    words = f"{row.filename} is in use: drafts are made from it now, and so are the documents of the next sign-off."
    return _decided(row, words, lambda form: row.use(version=form.version.data, by=current_user, at=now()))


@blueprint.post("/word-templates/<id:template_id>/use/removal")
@requires("word_template.arrange")
def create_removal(template_id):
    """Go back to the tracker's own template."""
    row = find(WordTemplate, template_id)
    words = "Word documents are made from the tracker's own template again."
    return _decided(row, words, lambda form: row.put_away(version=form.version.data, by=current_user))


def drafted(review: Review, plan: dict, format: str) -> bytes:
    """A draft in one of the formats; Word in the template that is in use. Raises NotAllowed when that cannot be filled in."""
    row = WordTemplate.used_for(review) if format == "docx" else None
    return _filled(row, lambda template: render(format, plan, None, template))


def documents_of(submission: Submission, record: dict, form: Form) -> tuple[dict[str, bytes], str | None]:
    """Every document of a sign-off, and the hash of the CCG's template that Word was filled into.

    None at all, and the reason on the form, when it cannot be filled in: it is for the lead to choose another.
    """
    row = WordTemplate.used_for(submission.review)
    sha256 = row and row.sha256
    try:
        return _filled(row, lambda template: render_all(submission.plan, record, template)), sha256
    except NotAllowed as refusal:
        form.refuse(f"{refusal} Nothing was signed off. Mend the template or go back to the tracker's own, then record the sign-off again.")
        return {}, None


def own_copy(submission: Submission, plan: dict, format: str) -> bytes:
    """What an addressed organisation reads of a submission, in the template that was used at its sign-off."""
    used = next((d.template_sha256 for d in submission.documents if d.format == format), None)
    try:
        return render(format, plan, submission.sign_off, _bytes(used) if used else None)
    except TemplateFailed as failure:
        raise NotAllowed(f"Word cannot be made for you: {failure} Take the PDF instead.") from failure


def _filled(row: WordTemplate | None, make):
    """What `make` gives for the bytes of the template, None for the tracker's own. Raises NotAllowed."""
    try:
        return make(_bytes(row.sha256) if row else None)
    except TemplateFailed as failure:
        raise NotAllowed(f"The Word template {row.filename} cannot be used for this plan. {failure}") from failure


def _bytes(sha256: str) -> bytes:
    with current_app.extensions["store"].open_checked(sha256) as file:
        return file.read()


def _decided(row: WordTemplate, words: str, decide):
    form, url = UseForm(), url_for("word_templates.index", organisation_id=row.organisation.current_id)
    if not form.validate():
        abort(422, description="The form came without its version. Open the page again.")
    with saving(form, row):
        decide(form)
    if form.form_errors:
        return _page(row.organisation.current, WordTemplateForm(formdata=None), form.form_errors), 409
    flash(words)
    return redirect(url, 303)


def _checked(organisation: Organisation, form: WordTemplateForm) -> bytes | None:
    """The bytes; None, and what is wrong on the form, when they are no template. Before any lock, as it takes a while."""
    data, filename = form.file.data.read(), form.file.data.filename
    plans = [[_frozen(review), None] for review in _reviews(organisation)[:1]]
    db.session.rollback()
    try:
        form.problems = check_template(data, filename, plans)
        if not form.problems:
            check_scanned(data, tidy_filename(filename))
            return data
        form.file.errors = ["The template was not saved, as something in it must be mended first. It is listed on this page"]
    except FileRefused as refusal:
        form.file.errors = [str(refusal)]
    return None


def _frozen(review: Review) -> dict:
    """The plan as a draft of it has it."""
    kind = Submission.next_plan(review)
    return Submission.frozen_now(review, kind, by=current_user, on=today(), demonstration=current_app.config["DEMO"])


def _reviews(organisation: Organisation) -> list[Review]:
    return db.session.scalars(Review.listed(visible(Review).where(WordTemplate.reviews_of(organisation)))).unique().all()


def _led(organisation_id: int) -> Organisation:
    """The CCG with this id, when I am a lead of it; to everybody else there is none."""
    return next((o for o in Review.commissioners_led_by(current_user) if o.id == organisation_id), None) or abort(404)


def _page(organisation: Organisation, form: WordTemplateForm, refused: list[str] = ()):
    form.form_errors = [*form.form_errors, *refused]
    templates = db.session.scalars(WordTemplate.listed(visible(WordTemplate).where(WordTemplate.of(organisation)))).unique().all()
    return render_template(
        "word_templates/index.html", organisation=organisation, form=form, templates=templates, reviews=_reviews(organisation), names=published(),
        used=next((t for t in templates if t.used_since), None),
    )  # fmt: skip
