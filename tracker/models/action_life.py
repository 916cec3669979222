"""The life of an action: its verbs, from the first update to "embedded". The table of moves is in action_status."""

from datetime import date

from tracker.models.action_status import Confidence, end_of
from tracker.models.audit import AuditEntry
from tracker.models.refusals import NotAllowed
from tracker.models.user import User

NOT_YET = "The completion date cannot be in the future."


class Life:
    """What is done to an action. Each verb makes one move of the table, keeps a row of history and one audit entry."""

    def record_progress(self, *, confidence: Confidence, note: str, by: User, on: date, version: int, on_behalf_of=None):
        """A dated entry on how it is going; the first one starts the action."""
        self._move("record progress", version)
        self.confidence = confidence
        return self._log("action.record_progress", note, by=by, on=on, on_behalf_of=on_behalf_of)

    def judge(self, *, confidence: Confidence, reason: str, by: User, on: date, version: int):
        """The lead's own word on how it is going; the owner's very word takes hers back.

        It is no update: "no update since …" goes on counting the owner's. Raises NotAllowed when there is nothing to take back.
        """
        from tracker.models.opinion import Opinion

        agrees = confidence is self.confidence
        if agrees and self.lead_confidence is None:
            raise NotAllowed("The organisation says the same already.")
        self._move("judge", version)
        self.lead_confidence = None if agrees else confidence
        row = Opinion.of(self, confidence=self.lead_confidence, reason=reason, by=by, on=on)
        AuditEntry.append("action.judge", self, by=by, values={"lead_confidence": confidence.value, "reason": reason})
        return row

    def complete(self, *, completed_on: date, note: str, by: User, on: date, version: int, on_behalf_of=None):
        """The owner's word that it is done; the day may lie before the report."""
        if completed_on > on:
            raise NotAllowed(NOT_YET)
        self._move("complete", version)
        self.completed_on, self.completed_by_id = completed_on, by.id
        return self._log("action.complete", note, by=by, on=on, on_behalf_of=on_behalf_of)

    def give_back(self, *, reason: str, by: User, on: date, version: int):
        """A lead does not find it done: back in progress, with a reason."""
        return self._resume("return", "action.return", reason, by=by, on=on, version=version)

    def reopen(self, *, reason: str, by: User, on: date, version: int):
        """It was verified, and it did not last or was not so: back in progress, with a reason."""
        return self._resume("reopen", "action.reopen", reason, by=by, on=on, version=version)

    def withdraw(self, *, reason: str, by: User, on: date, version: int):
        """It will not be done; the reason stays with it."""
        self._move("withdraw", version)
        return self._log("action.withdraw", reason, by=by, on=on)

    def reinstate(self, *, reason: str, by: User, on: date, version: int):
        """What was withdrawn is to be done after all."""
        return self._resume("reinstate", "action.reinstate", reason, by=by, on=on, version=version)

    def verify(self, *, by: User, on: date, version: int, **found):
        """Somebody other than the one who completed it confirms it; see Verification for what is needed."""
        from tracker.models.verification import Verification

        end_of("verify", self.status)
        Verification.check(self, by=by, on=on, **found)
        self._move("verify", version)
        verification = Verification.of(self, by=by, on=on, **found)
        self.recheck_on = verification.recheck_on
        AuditEntry.append("action.verify", self, by=by, values={"status": self.status.value} | verification.values)
        return verification

    def embed(self, *, found: str, by: User, on: date, version: int):
        """A re-check, on its day or later, found that it lasted. Raises NotAllowed before that day."""
        from tracker.models.recheck import Recheck

        end_of("embed", self.status)
        if self.recheck_on and on < self.recheck_on:
            raise NotAllowed(f"The re-check was set for {self.recheck_on.day} {self.recheck_on:%B %Y}. It cannot be recorded before that day.")
        self._move("embed", version)
        row = Recheck.of(self, due_on=self.recheck_on, found=found, by=by, on=on)
        self.recheck_on = None
        AuditEntry.append("action.embed", self, by=by, values={"status": self.status.value, "found": found})
        return row

    def _resume(self, move: str, verb: str, reason: str, *, by: User, on: date, version: int):
        self._move(move, version)
        self.completed_on = self.completed_by_id = self.recheck_on = None
        return self._log(verb, reason, by=by, on=on)

    def _move(self, verb: str, version: int) -> None:
        end = end_of(verb, self.status)
        self.expect(version)
        self.status = end
        if not end.is_open:
            self.lead_confidence = None  # it counts only while there is work to do, and is asked afresh after that

    def _log(self, verb: str, note: str, *, by: User, on: date, on_behalf_of=None):
        from tracker.models.progress import ProgressUpdate

        self.updated_on = max(on, self.updated_on or on)
        update = ProgressUpdate.of(self, note=note, by=by, on=on, on_behalf_of=on_behalf_of)
        values = {"status": self.status.value, "note": note, "completed_on": self.completed_on}
        AuditEntry.append(verb, self, by=by, values=values)
        return update
