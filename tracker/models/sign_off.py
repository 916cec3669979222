"""Sign-off: the accountable officer's word on one very version, bound to its hash; or that the version is declined, and why."""

import json
from datetime import date

from tracker.extensions import db
from tracker.models.audit import AuditEntry, canonical
from tracker.models.blob import Blob
from tracker.models.refusals import NotAllowed
from tracker.models.user import User

OWN, RECORDED = "own account", "recorded"


class SignOff:
    """What is said of a submission once it is assembled: signed off, or declined. Each is written once."""

    @property
    def sign_off(self) -> dict | None:
        """The frozen record of the sign-off, once there is one."""
        return self.sign_off_json and json.loads(self.sign_off_json)

    @property
    def declined(self) -> dict | None:
        """Who declined it (`name`, `role`), `on` which day, with which `comments`; None unless somebody did."""
        return self.declined_json and json.loads(self.declined_json)

    def sign_off_record(self, *, name: str, role: str, on: date, own: bool = False) -> dict:
        """What the accountable officer signs: this very plan, by its hash; without the name where the plan names nobody.

        `own` says that he signed with his own account; otherwise a lead recorded it.
        """
        named = name if self.plan["names"] else ""
        how = OWN if own else RECORDED
        return {"schema": 1, "plan_sha256": self.plan_sha256, "name": named, "role": role, "on": on.isoformat(), "how": how}

    def check_sign_off(self, record: dict, *, on: date) -> None:
        """Raises NotAllowed for a second sign-off, one of a declined version, or one on a day that cannot be."""
        self._check_undecided()
        if not self.assembled_on <= date.fromisoformat(record["on"]) <= on:
            raise NotAllowed("The day of the sign-off cannot lie before the version was assembled or in the future.")

    def record_sign_off(self, record: dict, *, documents: list, on: date, by: User, signed_copy=None) -> None:
        """Keep the second frozen record, the documents made from both, and the scan of the signed page where there is one."""
        self.check_sign_off(record, on=on)
        self.sign_off_json = canonical(record)
        for file in [*documents, *filter(None, [signed_copy])]:
            Blob.known(file.sha256, file.size)
            file.submission_id = self.id
            db.session.add(file)
        values = record | {d.format: d.sha256 for d in documents} | ({"signed_copy": signed_copy.sha256} if signed_copy else {})
        AuditEntry.append("submission.sign_off", self, by=by, values=values)

    def decline(self, *, name: str, role: str, comments: str, declined_on: date, on: date, by: User) -> None:
        """The accountable officer does not sign: the version stays as it is, and is never sent. Raises NotAllowed as for a sign-off."""
        record = {"plan_sha256": self.plan_sha256, "name": name, "role": role, "comments": comments, "on": declined_on.isoformat()}
        self.check_sign_off(record, on=on)
        self.declined_json = canonical(record)
        AuditEntry.append("submission.decline", self, by=by, values=record)

    def _check_undecided(self) -> None:
        self.review.check_open()
        self.check_open_to_reading()
        if self.sign_off_json:
            raise NotAllowed("This version is signed off already.")
        if self.declined_json:
            raise NotAllowed("This version was declined. Assemble a new one.")
