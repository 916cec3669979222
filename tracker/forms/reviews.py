"""Forms of a review: opening it, and the day on which its report was received."""

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from tracker.forms import Form
from tracker.forms.fields import DayField, line, version

TITLE = "Review of health services for children looked after and safeguarding"


class ReceiptForm(Form):
    """Correct the day of receipt."""

    received_on = DayField("Date received", needed="Enter the day on which the CCG received the report")
    version = version()


class OpeningForm(Form):
    """A review before its report."""

    area = line("Area", needed="Enter the area", longest=120, hint="The local authority, for example “Medway”.")
    title = line("Title", needed="Enter a title", longest=300, default=TITLE, hint="The report brings its own title with it.")
    commissioner_id = SelectField("CCG", coerce=int, description="The CCG that will send the action plan to CQC.")

    def offer_commissioners(self, organisations: list) -> None:
        """The CCGs that the lead may choose from."""
        self.commissioner_id.choices = [SelectChoice(o.id, o.name) for o in organisations]
