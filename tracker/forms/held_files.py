"""The form of a held file: what shall become of it."""

from enum import Enum

from wtforms import ValidationError

from tracker.forms import Form
from tracker.forms.fields import choice, text


class Fate(Enum):
    """What its uploader decides."""

    REPLACE = "replace"
    WITHHOLD = "withhold"
    HARMLESS = "harmless"


class HeldFileForm(Form):
    """Replaced, or kept with the reason."""

    fate = choice("What do you want to do?", Fate, needed="Choose what to do with the file", words={
        Fate.REPLACE: "Throw it away, and upload a copy without personal data",
        Fate.WITHHOLD: "Keep it, but only the organisation whose evidence it is can open it. It stays in the list",
        Fate.HARMLESS: "Keep it: nobody can be recognised in it"})  # fmt: skip
    because = text("Why it may stay", rows=3, longest=1000, hint="Needed unless you throw it away. The CCG can read it; when only its organisation can open the file, CQC and the observers can too.")
    ccg_may_because = text("Why the CCG may open it too", rows=2, longest=1000, hint="Only for a withheld file. Leave it empty, and the CCG cannot open it.")

    def validate_because(self, field) -> None:
        """To keep it needs a reason."""
        if self.fate.data in (Fate.WITHHOLD, Fate.HARMLESS) and not field.data:
            raise ValidationError("Enter why the file may stay")
