"""Forms of contributors: who contributes to an action, and what they write."""

from wtforms import SelectField

from tracker.forms import Form
from tracker.forms.fields import line, text, version
from tracker.forms.recommendations import NamedForm


class ContributorForm(NamedForm):
    """One more organisation that helps."""

    known = SelectField("Organisation that contributes", coerce=int)
    new_name = line("Or a new organisation", hint="Its full name. Only when it is not in the list.")
    version = version()
    needed = "Choose an organisation, or enter a new one"


class NoteForm(Form):
    """What a contributing organisation has done."""

    note = text("What has happened", needed="Enter what has happened", hint="Do not name children or families.")
