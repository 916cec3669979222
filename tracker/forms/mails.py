"""Forms of a mail: what goes with it, to whom, in which words; and the version of one that is decided about."""

from wtforms import SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from config import ADDRESS
from tracker.forms import Form
from tracker.forms.fields import line, request_id, text, tidy, version
from tracker.forms.recommendations import Ticks
from tracker.models import Submission


class AddressField(StringField):
    """One plain address."""

    def pre_validate(self, form) -> None:
        """Raises ValidationError for what the tracker cannot send to."""
        if self.data and not self.data.isascii():
            raise ValidationError("Addresses with letters such as é cannot be sent to. Ask for a plain one, or download the draft instead")
        if self.data and not ADDRESS.fullmatch(self.data):
            raise ValidationError("Enter one email address and nothing else, for example plans@cqc.example")


class MessageForm(Form):
    """To whom, and in which words."""

    to = AddressField("To", [InputRequired("Enter the address"), Length(max=254)], filters=[tidy], description="One address.", render_kw={"type": "email"})
    subject = line("Subject", needed="Enter the subject", longest=300)
    words = text("Message", needed="Enter the message", longest=6000, rows=12)
    request_id = request_id()

    def validate_subject(self, field) -> None:
        """One line."""
        if "\n" in field.data:
            raise ValidationError("The subject must be one line")


class MailForm(MessageForm):
    """A version of the plan, sent by the tracker."""

    documents = Ticks("Documents that go with it", validate_choice=False)

    @classmethod
    def of(cls, submission: Submission, label, **given) -> "MailForm":
        """The form that offers the documents of this submission, each with the words that `label(document)` gives."""
        form = cls(**given)
        form.offered = {document.id: document for document in submission.documents}
        form.documents.offer(submission.documents, label)
        return form

    @property
    def chosen(self) -> list:
        """The documents that are ticked."""
        return [d for id, d in self.offered.items() if id in (self.documents.data or [])]

    def validate_documents(self, field) -> None:
        """Only what this submission has."""
        if set(field.data or []) - set(self.offered):
            raise ValidationError("Choose documents of this version")


class ExportMailForm(MessageForm):
    """The compliance export, sent by the tracker."""

    formats = SelectMultipleField("Files that go with it", [InputRequired("Choose at least one file")])

    @classmethod
    def of(cls, offered: dict[str, dict], **given) -> "ExportMailForm":
        """The form that offers these formats, each by its `name`."""
        form = cls(**given)
        form.formats.choices = [SelectChoice(format, kind["name"]) for format, kind in offered.items()]
        return form


class DecisionForm(Form):
    """A button of a mail: the version that the page showed."""

    version = version()
