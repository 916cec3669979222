"""The form that releases a public extract: there is nothing to fill in."""

from tracker.forms import Form


class ReleaseForm(Form):
    """Only the button."""
