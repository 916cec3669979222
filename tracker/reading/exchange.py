"""A reading as JSON and back: between the child process, the draft of an import and the command."""

import json
from dataclasses import asdict
from datetime import date

from tracker.reading.report import (
    Doubt, ReadFinding, Reading, ReadPlan, ReadRecommendation, ReadReport, Signatory, SourceLine,
)  # fmt: skip

_DATES = ("visit_started_on", "visit_ended_on", "published_on")
_NAMES = ("inspectors", "providers", "commissioners")


def reading_to_json(reading: Reading) -> str:
    """Everything, so that `reading_from_json` gives back an equal reading."""
    lines = [[line.text, line.page, line.mark] for line in reading.source]
    return json.dumps({"report": _plain(reading.report), "source": lines}, ensure_ascii=False)


def reading_from_json(text: str) -> Reading:
    """The reading that `reading_to_json` was given."""
    plain = json.loads(text)
    return Reading(_report(plain["report"]), tuple(SourceLine(*line) for line in plain["source"]))


def report_to_json(report: ReadReport) -> str:
    """Everything of a report, so that `report_from_json` gives back an equal one."""
    return json.dumps(_plain(report), ensure_ascii=False)


def report_from_json(text: str) -> ReadReport:
    """The report that `report_to_json` was given."""
    return _report(json.loads(text))


def published_form(report: ReadReport) -> dict:
    """What `flask review read --json` prints: ISO dates, None for what is not there; the keys are documented in the README."""
    plain = _plain(report)
    for part, keys in _PUBLISHED.items():
        plain[part] = [{key: row[key] for key in keys} for row in plain[part]]
    return plain


_PUBLISHED = {
    "findings": ("number", "section", "text", "recommendations", "drawn_to_attention_of"),
    "recommendations": ("number", "organisations", "text"),
    "doubts": ("place", "read", "reason"),
}


def _plain(report: ReadReport) -> dict:
    plain = asdict(report)
    return plain | {name: plain[name] and plain[name].isoformat() for name in _DATES}


def _report(plain: dict) -> ReadReport:
    return ReadReport(
        **plain
        | {name: plain[name] and date.fromisoformat(plain[name]) for name in _DATES}
        | {name: tuple(plain[name]) for name in _NAMES}
        | {
            "signatory": plain["signatory"] and Signatory(**plain["signatory"]),
            "findings": tuple(ReadFinding(**_tupled(row, "recommendations")) for row in plain["findings"]),
            "recommendations": tuple(ReadRecommendation(**_tupled(row, "organisations")) for row in plain["recommendations"]),
            "plan": ReadPlan(**plain["plan"]),
            "doubts": tuple(Doubt(**row) for row in plain["doubts"]),
        }
    )


def _tupled(row: dict, name: str) -> dict:
    return row | {name: tuple(row[name])}
