"""What the columns of an existing plan hold, guessed from their headings."""

import re
from collections.abc import Sequence

from tracker.workbooks.tables import Cell, Table

KINDS = {
    "number": "Recommendation number",
    "recommendation": "CQC's recommendation",
    "organisation": "Organisation",
    "words": "What will be done",
    "post": "Accountable post",
    "due_on": "Due date",
    "completed_on": "Completed on",
    "note": "Progress update",
    "rating": "RAG or status",
    "success_measure": "Success measure",
    "evidence_expected": "Evidence expected",
    "monitored_by": "Who monitors and how",
}  # in the order in which pages offer them
SEVERAL = frozenset({"note"})  # kinds that several columns may hold
_EXACT = {
    "number": "no|number|ref|reference|rec no|rec number|rec ref|recommendation no|recommendation number|recommendation ref|item|item no|id|nr|#|cqc ref|r no|report ref|rec|action no|action ref|action number|para|paragraph",
    "recommendation": "recommendation|recommendations|cqc recommendation|cqc recommendations|recommendation from report|issue|area for improvement|finding|requirement|recommendation text|what cqc said",
    "organisation": "organisation|organization|lead organisation|responsible organisation|agency|lead agency|provider|trust|organisations|responsible agency|for",
    "words": "action|actions|action required|actions required|action agreed|actions agreed|agreed action|agreed actions|action to be taken|actions to be taken|action needed|planned action|proposed action|what will be done|what we will do|activity|key actions|task|response|action plan|required action|what",
    "post": "lead|leads|action lead|lead officer|responsible officer|responsible person|person responsible|owner|action owner|accountable lead|accountable post|lead person|lead role|responsibility|responsible|by whom|who|accountable officer|named lead|lead professional|responsible lead|executive lead|lead name",
    "due_on": "target date|due|due date|date due|by when|when|timescale|timescales|time scale|timeframe|time frame|deadline|completion date|target completion date|date for completion|target|target completion|planned completion date|to be completed by|complete by|implementation date|expected completion date|expected date|end date|date|milestone",
    "completed_on": "completed on|date completed|actual completion date|actual date|completed|date of completion|actual completion|date closed|closed on",
    "note": "update|updates|progress|progress update|progress to date|current position|progress notes|latest update|position|comments|comment|notes|commentary|narrative|progress and evidence|status update|action taken|actions taken",
    "rating": "rag|brag|rag rating|brag rating|rag status|brag status|status|rating|rag score|how is it going|colour|progress rag|current rag|current status",
    "success_measure": "success measure|success measures|success criteria|outcome|outcomes|expected outcome|expected outcomes|desired outcome|intended outcome|measure of success|how will we know|impact|measure|measures|outcome measure|kpi|how success will be measured|what will success look like",
    "evidence_expected": "evidence|evidence expected|evidence required|evidence of completion|assurance|source of assurance|evidence of implementation|supporting evidence|evidence to be provided|how evidenced|evidence needed",
    "monitored_by": "monitoring|monitored by|monitored|monitoring arrangements|how monitored|governance|monitoring group|reporting|monitoring and reporting|who monitors|who monitors and how|oversight|committee|reports to|monitoring process",
}  # fmt: skip
_KNOWN = {heading: kind for kind, headings in _EXACT.items() for heading in headings.split("|")}
_LIKELY = (
    ("completed_on", r"\b(?:date|day|when) (?:was )?(?:completed|closed|achieved)|actual .*date"),
    ("rating", r"\bb?rag\b|\bcolou?r\b|\bstatus\b"),
    ("note", r"\b(?:update|updates|progress|position|comments?)\b"),
    ("due_on", r"\b(?:target|due|completion|timescales?|timeframe|deadline|by when|date)\b"),
    ("success_measure", r"\b(?:success|outcomes?|impact|measures?|how will (?:we|you) know)\b"),
    ("evidence_expected", r"\b(?:evidence|assurance)\b"),
    ("monitored_by", r"\b(?:monitor|monitored|monitoring|governance|oversight)\b"),
    ("number", r"\b(?:no|number|ref|reference)$"),
    ("organisation", r"\b(?:organisations?|organizations?|agency|agencies|provider|providers|trust)\b"),
    ("post", r"\b(?:leads?|responsible|owner|accountable|whom|officer|responsibility)\b"),
    ("words", r"\b(?:actions?|activity|steps)\b"),
    ("recommendation", r"\b(?:recommendations?|finding|issue|concern)\b"),
)  # fmt: skip
_SEARCHED = 30  # rows in which the headings are looked for


def guess(headings: Sequence[Cell]) -> list[str]:
    """The kind of each column, or "" where its heading says nothing; each kind once, but several progress updates."""
    exact = [_KNOWN.get(plain(heading), "") for heading in headings]
    likely = [_likely(plain(heading)) for heading in headings]
    kinds = [""] * len(headings)
    taken: set[str] = set()
    newest = sorted(range(len(headings)), key=lambda column: _age(plain(headings[column]), column))
    for guesses in (exact, likely):
        for column in newest:
            kind = guesses[column]
            if kind and not kinds[column] and (kind in SEVERAL or kind not in taken):
                kinds[column] = kind
                taken.add(kind)
    return kinds


def heading_row(table: Table) -> int:
    """The position (from 0) of the row that looks most like headings; 0 when none does."""
    scores = [_score(row) for row in table.rows[:_SEARCHED]]
    best = max(scores, default=0)
    return scores.index(best) if best >= 2 else 0


def plain(heading: Cell) -> str:
    """A heading in small letters, without marks: "Rec. No:" is "rec no"."""
    text = str(heading or "").lower().replace("organization", "organisation")
    return " ".join(re.sub(r"[^a-z0-9#]+", " ", text).split())[:120]


def _age(heading: str, column: int) -> tuple[int, int]:
    """Of two dates the revised one counts, and of two ratings the one further right; else the first column."""
    if re.search(r"\b(?:original|first|initial|previous|old)\b", heading):
        return 2, column
    if re.search(r"\b(?:revised|new|current|extended|amended|latest)\b", heading):
        return 0, column
    return 1, -column if re.search(r"\bb?rag\b", heading) else column


def _likely(heading: str) -> str:
    return next((kind for kind, pattern in _LIKELY if re.search(pattern, heading)), "")


def _score(row: list[Cell]) -> float:
    """How many columns a row would name; its words must be short, as headings are."""
    if any(len(str(cell or "")) > 120 for cell in row) or len({plain(cell) for cell in row if plain(cell)}) < 2:
        return 0
    exact = sum(plain(cell) in _KNOWN for cell in row)
    return exact + 0.5 * (len({kind for kind in guess(row) if kind}) - exact)
