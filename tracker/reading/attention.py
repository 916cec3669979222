"""Findings that CQC drew to the attention of others: outside the plan, but listed."""

import re

_PHRASE = " to the attention of "
_LONGEST_SENTENCE = 600
_DRAWN_BY_CQC = re.compile(
    r"\b(?:has|have)(?: also| too)? been drawn$|^we (?:have )?(?:also )?(?:drawn|drew)\b",
    re.IGNORECASE,
)
_WHOM_ENDS = re.compile(
    r"(?<!\bSt)[.](?:\s|$)|[,;:\n]| as | who | which | so that "
    r"| in a separate| in writing| by letter| during | through "
)


def drawn_to_attention_of(text: str) -> tuple[str | None, bool]:
    """(whom CQC told, whether that is certain); None when nobody, and for ordinary prose."""
    told, certain = [], True
    for clause, rest in _mentions(text):
        if _DRAWN_BY_CQC.search(clause):
            told.append(_WHOM_ENDS.split(rest, maxsplit=1)[0].strip())
        elif re.search(r"\b(?:drawn|drew)\b", clause):
            certain = False
    return (told[0] if told else None), certain and len(set(told)) <= 1


def _mentions(text: str) -> list[tuple[str, str]]:
    """For each mention, the sentence before it and what follows it."""
    pairs = []
    for match in re.finditer(_PHRASE, text):
        before = text[max(0, match.start() - _LONGEST_SENTENCE) : match.start()]
        clause = re.split(r"[.?!]['’”\")]? |\n", before)[-1]
        pairs.append((clause.strip(), text[match.end() : match.end() + _LONGEST_SENTENCE]))
    return pairs
