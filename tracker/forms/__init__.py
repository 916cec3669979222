"""Forms, one noun a file; `fields` holds the fields that browsers lack, `bridge` draws them."""

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from werkzeug.datastructures import MultiDict
from wtforms import FileField

from tracker.forms.personal_data import check_texts


class Form(FlaskForm):
    """Every form: what was typed survives a refusal, which shows as an error of the form."""

    class Meta(FlaskForm.Meta):
        """Files fill file fields and nothing else; a JSON body is no form."""

        def wrap_formdata(self, form, formdata):
            """What was sent, or what a caller gives."""
            if formdata is not _Auto:
                return formdata
            if not form.is_submitted():
                return None
            sent = MultiDict(request.form)
            for field in form:
                if isinstance(field, FileField):
                    sent.setlist(field.name, request.files.getlist(field.name))
            return sent

    def validate(self, extra_validators=None) -> bool:
        """Every field by itself; then whether what was typed names somebody, in whatever form it is."""
        good = super().validate(extra_validators)
        return check_texts(self) and good

    def refuse(self, words: str) -> None:
        """Show why the domain refused."""
        self.form_errors.append(words)
