"""Forms of a submission: assemble, sign off, send."""

from tracker.clock import today
from tracker.forms import Form
from tracker.forms.fields import DayField, line, text, version


class AssembleForm(Form):
    """Freeze the plan as it stands."""

    number = version()
    gap_reason = text("Why the plan goes with gaps", rows=3, longest=2000, hint="Needed while something is missing. It is printed in the plan.")


class SignOffForm(Form):
    """The accountable officer's word."""

    name = line("Name of the accountable officer", needed="Enter who signs the plan off")
    role = line("Role", needed="Enter the role of that person", hint="For example “Accountable officer” or “Chief nurse”.")
    on = DayField("Date of sign-off", needed="Enter the day of the sign-off", default=today)


class SendingForm(Form):
    """How and when CQC got it."""

    sent_on = DayField("Date sent", needed="Enter the day on which it was sent", default=today)
    how = line("How it was sent", needed="Enter how it was sent", longest=300, hint="For example “By email from the quality team's mailbox”.")
    to = line("Sent to", needed="Enter to whom it was sent", longest=254)
