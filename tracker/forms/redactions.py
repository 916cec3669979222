"""The form of a redaction."""

from tracker.forms import Form
from tracker.forms.fields import line


class RedactionForm(Form):
    """Why a text goes."""

    why = line("Why it is removed", needed="Enter why it is removed", longest=300, hint="For example “It named a child.” Do not repeat the name here.")
