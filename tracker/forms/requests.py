"""Forms of a request: asking, answering, approving or returning, withdrawing."""

from enum import Enum

from wtforms import ValidationError

from tracker.clock import today
from tracker.forms import Form
from tracker.forms.fields import DayField, choice, text, version
from tracker.forms.recommendations import Ticks
from tracker.models import Request
from tracker.models.request import Kind


class Asker(Enum):
    """Whose question it is."""

    CCG = "ccg"
    CQC = "cqc"


class AskForm(Form):
    """A question, or a piece of evidence asked for."""

    asker = choice("Who asks?", Asker, needed="Choose who asks", words={Asker.CCG: "We do, the CCG", Asker.CQC: "CQC, in its own words"})
    received_on = DayField("Date received from CQC", hint="Only when CQC asks.")
    kind = choice("What is asked for?", Kind, needed="Choose what is asked for", words={
        Kind.QUESTION: "An answer to a question", Kind.EVIDENCE: "A piece of evidence"})  # fmt: skip
    words = text("What is asked", needed="Enter what is asked", hint="Each organisation that you ask reads this. Do not name children or families.")
    answer_by = DayField("Answer by", needed="Enter the day by which you need the answer", default=lambda: Request.proposed_day(today()))
    actions = Ticks("Actions that it is about", hint="Each organisation sees its own actions and its own answer, and no others.")

    def validate_received_on(self, field: DayField) -> None:
        """CQC's words came on some day; our own did not."""
        if self.asker.data is Asker.CQC and not field.data and not field.errors:
            field.bad_parts = ["day", "month", "year"]
            raise ValidationError("Enter the day on which CQC's question was received")
        if self.asker.data is Asker.CCG and field.data:
            raise ValidationError("Leave the date received empty, or choose that CQC asks")

    def validate_actions(self, field: Ticks) -> None:
        """It is about something."""
        if not field.data:
            raise ValidationError("Choose at least one action")


class AnswerForm(Form):
    """The organisation's answer."""

    words = text("Your answer", needed="Enter your answer", hint="Do not name children or families.")
    evidence = Ticks("Evidence that shows it", hint="You can leave these empty.")
    version = version()


class Decision(Enum):
    """What a lead may say of an answer."""

    APPROVE = "approve"
    RETURN = "return"


class DecisionForm(Form):
    """Approved, or returned with a reason."""

    decision = choice("Does it answer what was asked?", Decision, needed="Choose whether to approve it", words={
        Decision.APPROVE: "Yes, approve it", Decision.RETURN: "No, return it with a reason"})  # fmt: skip
    reason = text("Reason", rows=3, longest=2000, hint="Needed when you return it. The organisation reads it.")
    version = version()

    def validate_reason(self, field) -> None:
        """A return needs a reason."""
        if self.decision.data is Decision.RETURN and not field.data:
            raise ValidationError("Enter why it is returned")


class WithdrawalForm(Form):
    """It needs no answer any more."""

    reason = text("Why it is withdrawn", needed="Enter why it is withdrawn", rows=3, longest=2000, hint="Each organisation that was asked reads it.")
    version = version()
