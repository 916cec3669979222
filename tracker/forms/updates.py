"""The form of one line of an update round. Its fields carry the action's id, because all lines share one page."""

import re

from flask import request
from wtforms import HiddenField

from tracker.forms.actions import ProgressForm
from tracker.forms.fields import text
from tracker.models import Action

LINE = re.compile(r"u([1-9]\d{0,17})-version")


class LineForm(ProgressForm):
    """One dated entry of one action; `was` is the answer that the page showed before anybody chose."""

    note = text("What has happened", needed="Enter what has happened", rows=3)
    was = HiddenField()

    @classmethod
    def of(cls, action: Action, **given) -> "LineForm":
        """The line of this action: what was sent, or `formdata=None` for how it stands."""
        form = cls(prefix=f"u{action.id}-", obj=action, was=action.confidence.value if action.confidence else "", **given)
        form.says_no_change = form.is_submitted() and request.form.get("no_change") == str(action.id)
        return form

    @property
    def is_filled(self) -> bool:
        """Whether somebody wrote or chose something here."""
        chosen = self.confidence.data.value if self.confidence.data else ""
        return bool(self.note.data) or chosen != (self.was.data or "")

    def is_good(self) -> bool:
        """Whether it can be saved as it is; its errors say why not."""
        if not self.says_no_change:
            return self.validate()
        if self.is_filled:
            self.refuse("You wrote or chose something here. Press Save to keep it, or take it out before you press No change.")
        return not self.form_errors and self.version.validate(self)


def sent_ids() -> list[int]:
    """The ids of the actions whose lines were sent."""
    return [int(found[1]) for found in map(LINE.fullmatch, request.form) if found]
