"""Forms of a submission: assemble, sign off or decline, send."""

from enum import Enum

from wtforms import FileField, ValidationError

from tracker.clock import today
from tracker.forms import Form
from tracker.forms.fields import DayField, choice, line, text, version

SIGNED_COPY = "PDF, JPEG or PNG, up to 5 MB. You can leave this empty."


class Names(Enum):
    """Who is named in the documents."""

    NAMES = "names"
    ROLES = "roles"


class AssembleForm(Form):
    """Freeze the plan as it stands."""

    number = version()
    names = choice("Names in the documents", Names, needed="Choose whether persons are named", words={
        Names.NAMES: "Names and roles", Names.ROLES: "Roles, no names: for a plan that will be published"},
        hint="Names typed into texts stay. Read the draft for them.")  # fmt: skip
    gap_reason = text("Why the plan goes with gaps", rows=3, longest=2000, hint="Needed while something is missing. It is printed in the plan.")


class Word(Enum):
    """What the accountable officer said."""

    SIGNED = "signed"
    OWN = "own"
    DECLINED = "declined"


class SignOffForm(Form):
    """The accountable officer's word: signed off with his own account, recorded for him, or declined with comments."""

    word = choice("What did the accountable officer say?", Word, needed="Choose what the accountable officer said", words={
        Word.SIGNED: "Signed off: I record it", Word.OWN: "I am the accountable officer, and sign it off now with my own account",
        Word.DECLINED: "Declined: I record the comments"})  # fmt: skip
    name = line("Name of the accountable officer", hint="Leave this empty when you sign with your own account.")
    role = line("Role", needed="Enter the role of that person", hint="For example “Accountable officer” or “Chief nurse”.")
    on = DayField("Date of sign-off", needed="Enter the day of the sign-off", default=today)
    file = FileField("Scan of the signed page", description=SIGNED_COPY)
    comments = text("Comments", rows=4, longest=4000, hint="Needed when it is declined. Only leads read them.")

    @classmethod
    def of(cls, names: bool, **said) -> "SignOffForm":
        """The form for a plan that names persons, or for one that names nobody: that one asks for no name."""
        form = cls(**said)
        if not names:
            del form.name
        return form

    def validate_name(self, field) -> None:
        """Somebody else has a name."""
        if self.word.data is not Word.OWN and not field.data:
            raise ValidationError("Enter who signs the plan off")

    def validate_file(self, field) -> None:
        """A page that was signed belongs to a sign-off."""
        if self.word.data is Word.DECLINED and self.brings_file:
            raise ValidationError("A declined version has no signed page. Leave the file out, or choose “Signed off”")

    def validate_comments(self, field) -> None:
        """Whoever declines says why."""
        if self.word.data is Word.DECLINED and not field.data:
            raise ValidationError("Enter why it is declined")

    @property
    def typed_name(self) -> str:
        """The name that was typed; "" where none is asked for."""
        return self.name.data if self.name else ""

    @property
    def brings_file(self) -> bool:
        """Whether a scan was chosen."""
        return bool(self.file.data and getattr(self.file.data, "filename", ""))


class SendingForm(Form):
    """How and when CQC got it."""

    sent_on = DayField("Date sent", needed="Enter the day on which it was sent", default=today)
    how = line("How it was sent", needed="Enter how it was sent", longest=300, hint="For example “By email from the quality team's mailbox”.")
    to = line("Sent to", needed="Enter to whom it was sent", longest=254)
