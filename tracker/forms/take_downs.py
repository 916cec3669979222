"""The form that takes a file down."""

from tracker.forms import Form
from tracker.forms.fields import text


class TakeDownForm(Form):
    """Why nobody may open the file any more."""

    because = text("Why it is taken down", needed="Enter why it is taken down", rows=3, longest=1000, hint="For example “It named a child.” Do not repeat the name here.")
