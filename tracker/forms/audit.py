"""The query string of the audit pages: who, what was done, on which day, and which page. A value that means nothing is left out and named."""

from collections.abc import Mapping
from datetime import date

from tracker.forms.fields import day_of, tidy
from tracker.models.audit_list import NOBODY, AuditFilter
from tracker.models.columns import LARGEST_ID

LABELS = {"person": "Who", "verb": "What was done", "day": "Day", "opened": "What was opened", "after": "Page", "before": "Page"}
COMMAND = "command"  # as a person: nobody, a command of the tracker's own


class Asked:
    """What a query string asks for: `filter`, `place` for the page; `query` holds what of it means something, `ignored` the labels of the rest."""

    def __init__(self, args: Mapping[str, str]):
        self.query, self.ignored = {}, []
        chosen = {name: self._read(name, args, read) for name, read in READERS.items()}
        self.filter = AuditFilter(user_id=chosen["person"], verb=chosen["verb"] or "", day=chosen["day"], reads=bool(chosen["opened"]))
        place = {name: self._read(name, args, _id) for name in ("after", "before")}
        self.place = {name: id for name, id in place.items() if id is not None}

    def _read(self, name: str, args: Mapping[str, str], read):
        text = tidy(args.get(name))[:100]
        if not text:
            return None
        try:
            value = read(text)
        except (KeyError, ValueError):
            self.ignored.append(LABELS[name])
            return None
        if name in READERS:
            self.query[name] = value.isoformat() if isinstance(value, date) else text
        return value


def _id(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= LARGEST_ID:
        raise ValueError("no id")
    return int(text)


READERS = {"person": lambda text: NOBODY if text == COMMAND else _id(text), "verb": str, "day": day_of, "opened": {"cqc": True}.__getitem__}
