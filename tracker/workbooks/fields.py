"""What of an action may be filled in, in the order of the sheet; the names are those of the model, the titles those of the pages."""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """How a value is written: any text, a day, or one of the field's choices."""

    TEXT = "text"
    DAY = "day"
    CHOICE = "choice"


@dataclass(frozen=True)
class Field:
    """`longest` in characters; `width` of the column, in characters; `hint` shows beside the cell."""

    name: str
    title: str
    kind: Kind = Kind.TEXT
    longest: int = 4000
    width: int = 30
    hint: str = ""
    choices: tuple[str, ...] = ()
    others: tuple[str, ...] = ()  # answers that may stand there and that nobody may fill in


FIELDS = {
    f.name: f
    for f in (
        Field("words", "What will be done", width=44, hint="What will change, in words that a board member understands."),
        Field("post", "Accountable post", longest=200, width=22, hint="The job title that is printed in the plan. No names."),
        Field("due_on", "Due date", Kind.DAY, width=14, hint="A day, for example 30/09/2016."),
        Field("success_measure", "Success measure", longest=2000, hint="How you will know that it worked."),
        Field("evidence_expected", "Evidence expected", longest=2000, hint="What will show it, for example an audit report."),
        Field("monitored_by", "Monitored by", longest=300, width=24, hint="The group that watches progress, and how often."),
        Field("status", "Status", Kind.CHOICE, width=14, choices=("not started", "in progress", "complete"),
              others=("verified", "embedded", "withdrawn"), hint="Choose from the list."),
        Field("confidence", "How is it going?", Kind.CHOICE, width=14, choices=("on track", "at risk", "off track"), hint="Choose from the list."),
        Field("note", "What has happened since the last update", width=36, hint="Do not name children or families."),
        Field("completed_on", "Completion date", Kind.DAY, width=14, hint="Only when it is complete. It may lie before the report."),
    )
}  # fmt: skip
PLANNED = ("words", "post", "due_on", "success_measure", "evidence_expected", "monitored_by")
REPORTED = ("status", "confidence", "note", "completed_on")
