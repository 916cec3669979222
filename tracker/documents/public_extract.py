"""The public extract of a frozen plan: recommendation, action, post, dates, status; no notes, no reasons, no evidence, nobody's name."""

import csv
import io

from tracker.documents.compliance import harmless
from tracker.documents.compliance_table import NO_ACTION
from tracker.documents.contents import DEMONSTRATION
from tracker.documents.dates import long_date, short_date
from tracker.documents.flat import IMMEDIATE
from tracker.documents.groups import NOT_AGREED
from tracker.documents.paper import facts, paper_pdf, section
from tracker.documents.paper_word import paper_docx
from tracker.documents.text import readable, sentence

SCHEMA = 1
COLUMNS = {"Number": 21, "CQC's recommendation": 66, "Organisation": 38, "Action": 68, "Accountable post": 35, "Due": 29, "Completed": 30, "Status": 27}


def public_extract(plan: dict, label: str) -> dict:
    """What may be published of a frozen plan, and nothing else of it; `label` is what the submission is called."""
    return {
        "schema": SCHEMA, "demonstration": bool(plan["demonstration"]), "label": label, "as_at": plan["assembled_on"],
        "review": {name: plan["review"][name] for name in ("title", "area", "published_on", "commissioners")},
        "rows": [row for r in plan["recommendations"] for row in _rows(plan, r)] + [_row("", "", a) for a in plan["actions"] if not a["recommendations"]],
    }  # fmt: skip


def public_pdf(extract: dict) -> bytes:
    """The extract as PDF."""
    return paper_pdf(_paper(extract))


def public_docx(extract: dict) -> bytes:
    """The extract as Word."""
    return paper_docx(_paper(extract))


def public_csv(extract: dict) -> bytes:
    """One row for each action under each recommendation: UTF-8 with a byte order mark, dates in ISO, no cell a formula."""
    output, said = io.StringIO(newline=""), readable(extract)
    writer = csv.writer(output, quoting=csv.QUOTE_ALL)
    writer.writerow([*COLUMNS, "As at"])
    for row in said["rows"]:
        cells = [row["number"] or IMMEDIATE, row["recommendation"], row["organisation"], row["action"], row["post"], row["due_on"] or "",
                 row["completed_on"] or "", sentence(row["status"])]  # fmt: skip
        writer.writerow([harmless(cell) for cell in cells] + [said["as_at"]])
    return b"\xef\xbb\xbf" + output.getvalue().encode()


def _rows(plan: dict, recommendation: dict) -> list[dict]:
    number, text = recommendation["number"], recommendation["text"]
    own = [_row(number, text, a) for a in plan["actions"] if number in a["recommendations"]]
    return own or [{"number": number, "recommendation": text, "organisation": ", ".join(recommendation["organisations"]), "action": "", "post": "",
                    "due_on": None, "completed_on": None, "status": NO_ACTION.lower()}]  # fmt: skip


def _row(number: str, text: str, action: dict) -> dict:
    plain = {name: action[name] for name in ("organisation", "post", "due_on", "completed_on", "status")}
    return {"number": number, "recommendation": text, "action": action["words"]} | plain


def _paper(extract: dict) -> dict:
    review, rows = extract["review"], extract["rows"]
    known = {
        "Taken from": extract["label"], "As at": long_date(extract["as_at"]), "Report published": long_date(review["published_on"]),
        "Commissioned by": ", ".join(review["commissioners"]),
    }  # fmt: skip
    return {
        "title": "Action plan: public extract", "review": review["title"], "area": review["area"], "made": extract["as_at"],
        "marks": [DEMONSTRATION] * extract["demonstration"], "facts": facts(known), "foot": f"{extract['label']}, as at {long_date(extract['as_at'])}",
        "sections": [section("Recommendations and actions", [], COLUMNS, [_cells(row) for row in rows])],
    }  # fmt: skip


def _cells(row: dict) -> list[str]:
    return [row["number"] or IMMEDIATE, row["recommendation"], row["organisation"], row["action"] or NOT_AGREED, row["post"] or NOT_AGREED,
            short_date(row["due_on"]) or NOT_AGREED, short_date(row["completed_on"]), sentence(row["status"])]  # fmt: skip
