"""Forms of a step: adding one, and ticking it."""

from wtforms import HiddenField
from wtforms.validators import AnyOf

from tracker.forms import Form
from tracker.forms.fields import DayField, line, version


class StepForm(Form):
    """One small part of an action; the version is the action's."""

    words = line("Step", needed="Enter what will be done in this step", longest=300)
    due_on = DayField("Due date of this step", hint="For example, 30 9 2016. You can leave this empty.")
    version = version()


class TickForm(Form):
    """Done, not done after all, or not needed."""

    to = HiddenField(validators=[AnyOf(["done", "open", "gone"])])
    version = version()
