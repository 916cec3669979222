"""The form that brings several files at once: each becomes an item of its own."""

from wtforms import MultipleFileField, ValidationError

from tracker.forms import Form
from tracker.forms.evidence import TYPES
from tracker.forms.fields import request_id

MOST = 20  # files in one request; with JavaScript each goes in a request of its own


class FilesForm(Form):
    """Several files; with the request id, a file that is sent again is known again."""

    file = MultipleFileField("Files", description=f"{TYPES}. You can choose several.")
    request_id = request_id()

    def validate_file(self, field: MultipleFileField) -> None:
        """A file is needed."""
        field.data = [file for file in field.data or [] if getattr(file, "filename", "")]
        if not field.data:
            raise ValidationError("Choose one or more files")
