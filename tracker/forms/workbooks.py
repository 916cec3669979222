"""Forms of workbooks: the file that came back, and what of it is accepted."""

from flask import request
from wtforms import FileField, HiddenField, ValidationError

from tracker.forms import Form
from tracker.forms.fields import version
from tracker.forms.personal_data import is_ticked, why_not_saved
from tracker.models.workbook_comparison import fingerprint

ASKED = "{label} seems to hold a {kinds}. Do not take it, or tick the box at the end of the page to accept it anyway"


class WorkbookForm(Form):
    """The file that somebody filled in."""

    problems: list[str] = []  # where the file is wrong, cell by cell

    workbook = FileField("The workbook that came back", description="An Excel workbook (.xlsx) of up to 5 MB that was downloaded here.")

    def validate_workbook(self, field: FileField) -> None:
        """A file is needed."""
        if not (field.data and getattr(field.data, "filename", "")):
            raise ValidationError("Choose the workbook's file")


class AcceptanceForm(Form):
    """`seen` is the comparison that the page showed. Each change has a tick, each conflict two radios."""

    anyway = False

    seen = HiddenField()
    version = version()

    def offer(self, lines: list) -> None:
        """These rows. At first every change is ticked but those that empty a field or are in doubt, and no conflict is decided."""
        self.lines, self.newest = lines, fingerprint(lines)
        self.changes = [c for line in lines for c in line.choices if line.is_new] + self._named("CHANGE")
        self.conflicts = self._named("CONFLICT")
        sent = request.form if self.is_submitted() else {}
        asked = {f"{line.position}-{d.name}" for line in lines for d in line.of("CHANGE") if d.clears}
        asked |= {c for line in lines if line.proposal.is_doubtful for c in line.choices}
        self.taken = {c for c in self.changes if f"take-{c}" in sent} if self.is_submitted() else set(self.changes) - asked
        self.decided = {c: sent[f"decide-{c}"] for c in self.conflicts if f"decide-{c}" in sent}

    @property
    def is_stale(self) -> bool:
        """Whether the page showed another comparison than there is now; a form that says nothing of it was no page of ours."""
        return bool(self.seen.data) and self.seen.data != self.newest

    @property
    def undecided(self) -> list[str]:
        """The conflicts about which nothing was said."""
        return [c for c in self.conflicts if self.decided.get(c) not in ("keep", "take")]

    @property
    def chosen(self) -> set[str]:
        """What is to happen."""
        return self.taken | {c for c in self.conflicts if self.decided.get(c) == "take"}

    def validate(self, extra_validators=None) -> bool:
        """Every conflict needs an answer, and something must be chosen."""
        is_good = super().validate(extra_validators)
        if self.undecided:
            self.refuse("Choose one of the two answers wherever there are two.")
        elif not self.chosen:
            self.refuse("Tick at least one change. If you want none of them, throw it away.")
        else:
            self._check_texts()
        return is_good and not self.form_errors

    def _check_texts(self) -> None:
        """What is chosen passes as if somebody had typed it; `anyway` says that the page asks about other signs."""
        for line in self.lines:
            said = [d.wanted for d in line.differences if {str(line.position), f"{line.position}-{d.name}"} & self.chosen]
            words, may_tick = why_not_saved(line.proposal.place, "\n".join(w for w in said if isinstance(w, str)), is_ticked("chosen"), ASKED)
            self.anyway = self.anyway or may_tick
            if words:
                self.refuse(words)

    def _named(self, outcome: str) -> list[str]:
        return [f"{line.position}-{d.name}" for line in self.lines if line.action for d in line.of(outcome)]
