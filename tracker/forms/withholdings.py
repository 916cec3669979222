"""The form that withholds a file."""

from tracker.forms import Form
from tracker.forms.fields import text


class WithholdingForm(Form):
    """Why only its organisation may open a file."""

    because = text("Why it is withheld", needed="Enter why it is withheld", rows=3, longest=1000, hint="The CCG, CQC and the observers can read it. For example “It is a case audit.”")
    ccg_may_because = text("Why the CCG may open it all the same", rows=2, longest=1000, hint="Leave it empty, and the CCG cannot open it.")
