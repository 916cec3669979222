"""CQC's questions about a submission with the answers, as one dict for the document that goes to CQC. Pure."""

from datetime import date

from tracker.models.request_part import State


def cqc_answers(submission, outcomes: list, parts: list, replies: list, *, on: date, demonstration: bool) -> dict:
    """What the document prints: each question with the newest answer of each organisation; `is_whole` says that there are some and that all are approved.

    `replies` are the answers, newest first. What a lead has not approved is not told.
    """
    newest = {}
    for reply in replies:
        newest.setdefault(reply.part_id, reply)
    asked = [q for outcome in outcomes for q in outcome.questions if not q.withdrawn_on]
    questions = [_question(q, [p for p in parts if p.request_id == q.id], newest) for q in asked]
    return {
        "label": submission.label, "review": submission.review.title, "area": submission.review.area, "submitted_by": submission.review.submitted_by,
        "sent_on": submission.sent_on and submission.sent_on.isoformat(), "printed_on": on.isoformat(), "demonstration": demonstration,
        "asked_by": "; ".join(dict.fromkeys(o.who for o in outcomes if o.questions)),
        "questions": questions, "is_whole": bool(questions) and all(map(_is_answered, questions)),
    }  # fmt: skip


def _is_answered(question: dict) -> bool:
    return bool(question["answers"]) and all(answer["words"] for answer in question["answers"])


def _question(question, parts: list, newest: dict) -> dict:
    return {"words": question.words, "received_on": question.received_on.isoformat(), "answers": [_answer(p, newest.get(p.id)) for p in parts]}


def _answer(part, reply) -> dict:
    approved = part.state is State.APPROVED and reply is not None
    return {
        "organisation": part.organisation.name, "about": [a.number for a in part.actions], "words": reply.words if approved else "",
        "on": reply.on.isoformat() if approved else None, "evidence": [i.title for i in reply.evidence if _is_there(i)] if approved else [],
    }  # fmt: skip


def _is_there(item) -> bool:
    """Whether a version of it is accepted, and somebody may open it."""
    return any(version.standing == "accepted" for version in item.versions)
