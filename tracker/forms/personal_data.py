"""Personal data in what people type: an NHS number is refused, other signs are asked about once. Every form comes here."""

from flask import has_request_context, request
from wtforms import Field, Form, HiddenField, PasswordField, StringField

from tracker.checks.personal_data import NHS_NUMBER, signs_in_text

REFUSED = "{label} seems to hold an NHS number. Take it out, then save again"
ASKED = "{label} seems to hold a {kinds}. Take it out, or tick the box below the text to save it anyway"


def check_texts(form: Form) -> bool:
    """Whether no text of the form holds an NHS number, and each with other signs is ticked; otherwise the field says so."""
    return all([_check(field) for field in form if is_text(field)])


def is_text(field: Field) -> bool:
    """Whether people type words into it; a password is kept as a hash alone, and nobody types what is hidden."""
    return isinstance(field, StringField) and not isinstance(field, (PasswordField, HiddenField))


def why_not_saved(label: str, text: str, anyway: bool, asked: str = ASKED) -> tuple[str, bool]:
    """What is wrong with a text, "" when it may be saved, and whether ticking saves it. `anyway` says that it was ticked."""
    kinds = [sign.kind for sign in signs_in_text(text)]
    if NHS_NUMBER in kinds:
        return REFUSED.format(label=label), False
    return asked.format(label=label, kinds=" and a ".join(kinds)) if kinds and not anyway else "", bool(kinds)


def _check(field: Field) -> bool:
    anyway = is_ticked(field.name)
    words, may_tick = why_not_saved(field.label.text, field.data or "", anyway)
    if anyway or may_tick:
        field.anyway = anyway
    if words:
        field.errors = [*field.errors, words]
    return not words


def is_ticked(name: str) -> bool:
    """Whether "Save it anyway" is ticked for the field of this name."""
    return has_request_context() and f"{name}-anyway" in request.form
