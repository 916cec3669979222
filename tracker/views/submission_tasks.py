"""The way of a submission as a list of tasks: check, draft, assemble, sign off, send, CQC's outcome; each with its state."""

from dataclasses import dataclass

from flask import url_for

from tracker.clock import today
from tracker.filters import day, plural
from tracker.models import Outcome, Review, Submission
from tracker.models.outcome import Verdict
from tracker.models.submission_kind import Kind, Stage

TO_DO, DONE, NOT_YET, OPTIONAL = "To do", "Completed", "Cannot start yet", "Optional"
COLOURS = {TO_DO: "blue", "Declined": "red", "Late": "red"}
COUNTED = "yellow"  # a state that counts something: gaps, questions
PLAIN = (DONE, NOT_YET, OPTIONAL)


@dataclass(frozen=True)
class Task:
    """One line; `href` is empty while it cannot be started."""

    name: str
    state: str
    href: str = ""
    hint: str = ""

    @property
    def item(self) -> dict:
        """As the design system's task list takes it."""
        tag = {"text": self.state, "classes": f"nhsuk-tag--{COLOURS.get(self.state, COUNTED)} nhsuk-tag--no-border"}
        status = {"text": self.state} if self.state in PLAIN else {"tag": tag}
        item = {"heading": {"text": self.name}, "status": status}
        return item | ({"href": self.href} if self.href else {}) | ({"hint": {"text": self.hint}} if self.hint else {})


@dataclass(frozen=True)
class Round:
    """What is known of one series: the newest of it, how many gaps the plan has, what CQC said of the newest, and asked about any."""

    review: Review
    kind: Kind  # of the next one
    number: int  # of the next one
    newest: Submission | None
    gaps: int
    unconfirmed: int
    outcomes: list[Outcome]
    unanswered: dict[Submission, int]  # how many of CQC's questions about a version wait

    @property
    def is_under_way(self) -> bool:
        """Whether the newest one is on its way, or with CQC."""
        return self.newest is not None and self.newest.stage not in (Stage.DECLINED, Stage.CLOSED)

    @property
    def place(self) -> str:
        """The address of the page where the next one is assembled."""
        return url_for("follow_ups.index" if self.kind is Kind.FOLLOW_UP else "submissions.of_review", review_id=self.review.id)

    @property
    def tasks(self) -> list[Task]:
        """All six, in their order, and the questions about earlier versions."""
        return [self._check(), Task("Draft documents for comments", OPTIONAL, f"{self.place}#draft"), self._assemble(),
                self._sign_off(), self._send(), self._outcome(), *self._earlier()]  # fmt: skip

    @property
    def next(self) -> Task | None:
        """What is to be done next; None when CQC has accepted the newest one and waits for no answer."""
        return next((t for t in self.tasks[2:] if t.state not in (*PLAIN, "Declined")), None)

    def _check(self) -> Task:
        state = DONE if self.is_under_way or not self.gaps else plural(self.gaps, "gap")
        hint = "" if self.is_under_way or not self.unconfirmed else f"{plural(self.unconfirmed, 'organisation')} not confirmed"
        return Task("Check what is missing", state, f"{self.place}#check", hint)

    def _assemble(self) -> Task:
        if self.is_under_way:
            return Task(f"Assemble {self.newest.kind.numbered(self.newest.number)}", DONE, url_for("submissions.show", submission_id=self.newest.id))
        return Task(f"Assemble {self.kind.numbered(self.number)}", TO_DO, f"{self.place}#assemble")

    def _sign_off(self) -> Task:
        if self.newest is None or self.newest.stage is Stage.CLOSED:
            return Task("Sign-off by the accountable officer", NOT_YET)
        state = {Stage.ASSEMBLED: TO_DO, Stage.DECLINED: "Declined"}.get(self.newest.stage, DONE)
        hint = f"{self.newest.kind.numbered(self.newest.number).capitalize()} was declined" if state == "Declined" else ""
        return Task("Sign-off by the accountable officer", state, self._at("sign-off"), hint)

    def _send(self) -> Task:
        stage = self.newest.stage if self.newest else None
        if stage is Stage.SENT:
            return Task("Send it to CQC", DONE, self._at("sending"), f"Sent on {day(self.newest.sent_on)}{lateness(self.newest)}")
        late = self.kind is not Kind.FOLLOW_UP and self.review.first_sent_on is None and (self.review.days_left(today()) or 0) < 0
        hint = f"It was due on {day(self.review.due_on)}" if late else ""
        if stage is Stage.SIGNED_OFF:
            return Task("Send it to CQC", "Late" if late else TO_DO, self._at("sending"), hint)
        return Task("Send it to CQC", NOT_YET, hint=hint)

    def _outcome(self) -> Task:
        if self.newest is None or self.newest.stage is not Stage.SENT:
            return Task("CQC’s outcome", NOT_YET)
        accepted = next((o for o in self.outcomes if o.verdict is Verdict.ACCEPTED), None)
        if accepted:
            return Task("CQC’s outcome", DONE, self._at("outcome"), f"Accepted on {day(accepted.on)}")
        waiting = self.unanswered.get(self.newest)
        state = plural(waiting, "question") + " to answer" if waiting else TO_DO
        return Task("CQC’s outcome", state, self._at("outcome"))

    def _earlier(self) -> list[Task]:
        """Sending a new version answers nothing."""
        return [
            Task(f"CQC’s questions about {s.kind.numbered(s.number)}", f"{plural(n, 'question')} to answer", _of(s, "outcome"))
            for s, n in self.unanswered.items() if s is not self.newest
        ]  # fmt: skip

    def _at(self, section: str) -> str:
        return _of(self.newest, section)


def _of(submission: Submission, section: str) -> str:
    return url_for("submissions.show", submission_id=submission.id) + f"#{section}"


def lateness(submission: Submission) -> str:
    """ ", 3 working days late" where the first plan was sent after its day; nothing otherwise."""
    review = submission.review
    if submission.sent_on is None or submission.sent_on != review.first_sent_on or submission.sent_on <= (review.due_on or submission.sent_on):
        return ""
    days = -review.days_left(submission.sent_on)
    return f", {plural(days, 'working day')} late" if days else ", late"
