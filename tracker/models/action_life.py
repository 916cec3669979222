"""The life of an action: its verbs, from the first update to "verified". The table of moves is in action_status."""

from datetime import date

from tracker.models.action_status import Confidence, end_of
from tracker.models.audit import AuditEntry
from tracker.models.refusals import NotAllowed
from tracker.models.user import User


class Life:
    """What is done to an action. Each verb makes one move of the table, keeps a row of history and one audit entry."""

    def record_progress(self, *, confidence: Confidence, note: str, by: User, on: date, version: int, on_behalf_of=None):
        """A dated entry on how it is going; the first one starts the action."""
        self._move("record progress", version)
        self.confidence = confidence
        return self._log("action.record_progress", note, by=by, on=on, on_behalf_of=on_behalf_of)

    def complete(self, *, completed_on: date, note: str, by: User, on: date, version: int, on_behalf_of=None):
        """The owner's word that it is done; the day may lie before the report."""
        if completed_on > on:
            raise NotAllowed("The completion date cannot be in the future.")
        self._move("complete", version)
        self.completed_on, self.completed_by_id = completed_on, by.id
        return self._log("action.complete", note, by=by, on=on, on_behalf_of=on_behalf_of)

    def give_back(self, *, reason: str, by: User, on: date, version: int):
        """A lead does not find it done: back in progress, with a reason."""
        self._move("return", version)
        self.completed_on = self.completed_by_id = None
        return self._log("action.return", reason, by=by, on=on)

    def verify(self, *, by: User, on: date, version: int, **found):
        """Somebody other than the one who completed it confirms it; see Verification for what is needed."""
        from tracker.models.verification import Verification

        Verification.check(self, by=by, **found)
        self._move("verify", version)
        verification = Verification.of(self, by=by, on=on, **found)
        AuditEntry.append("action.verify", self, by=by, values={"status": self.status.value} | verification.values)
        return verification

    def _move(self, verb: str, version: int) -> None:
        end = end_of(verb, self.status)
        self.expect(version)
        self.status = end

    def _log(self, verb: str, note: str, *, by: User, on: date, on_behalf_of=None):
        from tracker.models.progress import ProgressUpdate

        self.updated_on = on
        update = ProgressUpdate.of(self, note=note, by=by, on=on, on_behalf_of=on_behalf_of)
        values = {"status": self.status.value, "note": note, "completed_on": self.completed_on}
        AuditEntry.append(verb, self, by=by, values=values)
        return update
