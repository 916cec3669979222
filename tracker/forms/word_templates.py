"""Forms of a CCG's Word template: the file, and which one is in use."""

from wtforms import FileField, ValidationError

from tracker.forms import Form
from tracker.forms.fields import version


class WordTemplateForm(Form):
    """A template as a file."""

    problems: list[dict] = []  # what is wrong in it, each with its place

    file = FileField("Your template", description="A Word document (.docx) of up to 5 MB.")

    def validate_file(self, field: FileField) -> None:
        """A file is needed."""
        if not (field.data and getattr(field.data, "filename", "")):
            raise ValidationError("Choose the file of your template")


class UseForm(Form):
    """Taking a template into use, and putting it away."""

    version = version()
