"""Forms of the rest of a life: withdrawn and reinstated, opened again, looked at again, and how a lead says it is going."""

from tracker.forms import Form
from tracker.forms.fields import choice, text, version
from tracker.models.action_status import Confidence


class WithdrawalForm(Form):
    """It will not be done."""

    reason = text("Why it is withdrawn", needed="Enter why it is withdrawn")
    version = version()


class ReinstatementForm(Form):
    """It is to be done after all."""

    reason = text("Why it is taken up again", needed="Enter why it is taken up again")
    version = version()


class ReopeningForm(Form):
    """It was finished, and is not."""

    reason = text("Why it is opened again", needed="Enter why it is opened again")
    version = version()


class RecheckForm(Form):
    """It lasted."""

    found = text("What the re-check found", needed="Enter what the re-check found", hint="Say what was looked at, and that it still holds.")
    version = version()


class OpinionForm(Form):
    """How a lead says that it is going."""

    confidence = choice("How do you say it is going?", Confidence, needed="Choose how it is going")
    reason = text("Why you see it like this", needed="Enter why you see it like this", hint="The organisation reads your reason.")
    version = version()


class ClosureForm(Form):
    """The end of a review."""

    reason = text("Reason", hint="Needed only while something is not closed.")
    version = version()
