"""Personal data in what people type: an NHS number is refused, other signs are asked about once. Every form comes here."""

from flask import has_request_context, request
from wtforms import Field, Form, PasswordField, StringField

from tracker.checks.personal_data import NHS_NUMBER, signs_in_text

REFUSED = "{label}: this seems to hold an NHS number. Take it out, then save again. Nothing was saved"
ASKED = "{label}: this seems to hold a {kinds}. Take it out, or tick the box below the text, then save again. Nothing was saved"


def check_texts(form: Form) -> bool:
    """Whether no text of the form holds an NHS number, and each with other signs is ticked; otherwise the field says so."""
    return all([_check(field) for field in form if isinstance(field, StringField) and not isinstance(field, PasswordField)])


def _check(field: Field) -> bool:
    kinds = [sign.kind for sign in signs_in_text(field.data or "")]
    if not kinds:
        return True
    words = REFUSED if NHS_NUMBER in kinds else ASKED
    if words is ASKED:
        field.anyway = is_ticked(field.name)
        if field.anyway:
            return True
    field.errors = [*field.errors, words.format(label=field.label.text, kinds=" and a ".join(kinds))]
    return False


def is_ticked(name: str) -> bool:
    """Whether "Save it anyway" is ticked for the field of this name."""
    return has_request_context() and f"{name}-anyway" in request.form
