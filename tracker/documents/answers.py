"""The answers to CQC's questions about a submission, in one document: PDF/UA-1 by Typst from `answers.typ`, and Word."""

import io
from datetime import date, datetime, timezone
from pathlib import Path

import docx

from tracker.documents.contents import DEMONSTRATION, RUNNING_LENGTH
from tracker.documents.dates import long_date
from tracker.documents.glyphs import drawable
from tracker.documents.pdf import typeset
from tracker.documents.text import cut, readable
from tracker.documents.word_fill import fixed_zip

TEMPLATE = Path(__file__).with_name("answers.typ")
WAITING = "This answer is not approved yet."
NOT_WHOLE = "Draft – not every question is answered"


def answers_pdf(told: dict) -> bytes:
    """Lay out what `cqc_answers` of the models tells; the same dict gives the same bytes."""
    return typeset(TEMPLATE, drawable(_said(told)), _made(told))


def answers_docx(told: dict) -> bytes:
    """The same as Word, to be edited."""
    said, document = _said(told), docx.Document()
    document.add_heading(said["title"], 0)
    for line in (said["review"], " · ".join(said["marks"]), *(f"{fact['name']}: {fact['value']}" for fact in said["facts"])):
        if line:
            document.add_paragraph(line)
    for question in said["questions"]:
        document.add_heading(question["heading"], 1)
        document.add_paragraph(question["words"], style="Intense Quote")
        for answer in question["answers"]:
            document.add_heading(answer["organisation"], 2)
            for line in filter(None, (answer["about"], answer["words"], answer["evidence"])):
                document.add_paragraph(line)
    return _saved(document, said, _made(told))


def _saved(document, said: dict, made: datetime) -> bytes:
    properties, output = document.core_properties, io.BytesIO()
    properties.title, properties.author, properties.comments, properties.language = said["title"], "", "", "en-GB"
    properties.created = properties.modified = made.replace(tzinfo=None)
    document.save(output)
    return fixed_zip(output.getvalue())


def _made(told: dict) -> datetime:
    day = date.fromisoformat(told["printed_on"])
    return datetime(day.year, day.month, day.day, tzinfo=timezone.utc)


def _said(told: dict) -> dict:
    told = readable(told)
    title = "Answers to CQC’s questions"
    facts = {"About": f"{told['label']}, sent on {long_date(told['sent_on'])}", "Asked by": told["asked_by"],
             "Submitted by": told["submitted_by"], "Date": long_date(told["printed_on"])}  # fmt: skip
    return {
        "title": title, "review": told["review"], "area": told["area"], "running_title": cut(f"{title} · {told['review']}", RUNNING_LENGTH),
        "marks": [NOT_WHOLE] * (not told["is_whole"]) + [DEMONSTRATION] * bool(told["demonstration"]),
        "facts": [{"name": name, "value": value} for name, value in facts.items() if value],
        "questions": [_question(number, q) for number, q in enumerate(told["questions"], 1)],
    }  # fmt: skip


def _question(number: int, question: dict) -> dict:
    return {"heading": f"Question {number}", "words": question["words"], "received": f"Received on {long_date(question['received_on'])}",
            "answers": [_answer(a) for a in question["answers"]]}  # fmt: skip


def _answer(answer: dict) -> dict:
    evidence = "; ".join(answer["evidence"])
    return {
        "organisation": answer["organisation"], "about": f"On {', '.join(answer['about'])}", "words": answer["words"] or WAITING,
        "evidence": f"Evidence: {evidence}" if evidence else "",
    }  # fmt: skip


ANSWERS = {
    "pdf": {"name": "PDF", "mimetype": "application/pdf", "render": answers_pdf},
    "docx": {"name": "Word", "mimetype": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "render": answers_docx},
}
