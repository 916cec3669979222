"""Forms of what CQC says of a submission: accepted or questions, and each of its questions."""

from wtforms import ValidationError

from tracker.clock import today
from tracker.forms import Form
from tracker.forms.fields import DayField, choice, line, text
from tracker.forms.recommendations import Ticks
from tracker.models import Request
from tracker.models.outcome import Verdict


class OutcomeForm(Form):
    """What CQC said."""

    verdict = choice("What did CQC say?", Verdict, needed="Choose what CQC said", words={
        Verdict.ACCEPTED: "It is accepted", Verdict.QUESTIONS: "It has questions"})  # fmt: skip
    who = line("Who said it at CQC", needed="Enter who said it at CQC", hint="For example “Regional compliance team”.")
    how = line("How it came", needed="Enter how it came", longest=300, hint="For example “By email”.")
    said_on = DayField("Date received from CQC", needed="Enter the day on which it was received", default=today)


class QuestionForm(Form):
    """One of CQC's questions, in its own words."""

    words = text("CQC’s question", needed="Enter CQC’s question", hint="In CQC’s own words. Each organisation that you ask reads this.")
    answer_by = DayField("Answer by", needed="Enter the day by which you need the answer", default=lambda: Request.proposed_day(today()))
    actions = Ticks("Actions that it is about", hint="The organisations of these actions are asked.")

    def validate_actions(self, field: Ticks) -> None:
        """It is about something."""
        if not field.data:
            raise ValidationError("Choose at least one action")
