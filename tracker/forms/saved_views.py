"""Forms of a saved view: its name."""

from tracker.forms import Form
from tracker.forms.fields import line, version
from tracker.models.saved_view import LONGEST_NAME


class ViewForm(Form):
    """A name for what the list shows."""

    name = line("Name", needed="Enter a name", longest=LONGEST_NAME, hint="For example, overdue in Medway. Only you see it.")


class RenameForm(ViewForm):
    """Another name."""

    version = version()
