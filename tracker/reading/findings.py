"""The numbered paragraphs of the body become findings, each under its nearest heading.

CQC numbers its subsection headings ("5.1 Governance") like paragraphs, and they are counted as
such: each is a finding of its own, whose text is the heading and which says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.reading.attention import drawn_to_attention_of
from tracker.reading.citations import take_citations
from tracker.reading.headings import NUMBERED, Headings, looks_like_heading
from tracker.reading.lines import Line
from tracker.reading.paragraphs import paragraphs
from tracker.reading.numbering import check_numbers, plain_number
from tracker.reading.passages import join_passages
from tracker.reading.refusal import MAX_FINDINGS, TOO_MANY, NotAReport
from tracker.reading.report import Doubt, ReadFinding


@dataclass
class _Draft:
    """A finding while its paragraphs arrive."""

    number: str
    section: str
    line: Line
    passages: list[tuple[str, bool]]  # words, and whether they are a bullet

    def doubt(self, read: str, reason: str) -> Doubt:
        return self.line.doubt(f"finding {self.number}", read, reason)


def read_findings(
    body: tuple[Line, ...], contents: Mapping[str, str]
) -> tuple[tuple[ReadFinding, ...], tuple[Doubt, ...]]:
    """The findings in order, with doubts; `contents` are the section names the report lists."""
    headings = Headings(contents)
    drafts, doubts = _collect(paragraphs(body, closed=headings.closes), headings)
    if not drafts:
        return (), (Doubt("findings", "", "No numbered findings were found."),)
    if len(drafts) > MAX_FINDINGS:
        raise NotAReport(TOO_MANY)
    doubts += check_numbers((draft.number, draft) for draft in drafts)
    doubts += [*_without_section(drafts), *_childless(drafts)]
    parents = {draft.number.rpartition(".")[0] for draft in drafts}
    findings = tuple(_finding(draft, parents, doubts) for draft in drafts)
    return findings, tuple(doubts)


def _collect(texts: Iterable[Line], headings: Headings) -> tuple[list[_Draft], list[Doubt]]:
    drafts: list[_Draft] = []
    doubts: list[Doubt] = []
    introducing = True  # words between a section's heading and its first finding are no finding
    for text in texts:
        heading = headings.read(text, after=drafts[-1].number if drafts else "")
        numbered = NUMBERED.match(text.text)
        if numbered and "." in numbered.group(1):
            number, words = plain_number(numbered.group(1)), numbered.group(2)
            drafts.append(_Draft(number, headings.section(number), text, [(words, False)]))
            introducing = False
        elif not heading and not introducing:
            drafts[-1].passages.append((text.text, text.bullet))
            doubts += _unlisted_heading(text)
        if heading:
            doubts += _unlisted_section(text, headings.lists(heading))
            headings.add(heading)
            introducing = "." not in heading.number
    return drafts, doubts


def _without_section(drafts: list[_Draft]) -> list[Doubt]:
    """One doubt for each missing heading, not one for each finding under it."""
    firsts: dict[str, _Draft] = {}
    for draft in drafts:
        if not draft.section:
            firsts.setdefault(draft.number.rpartition(".")[0], draft)
    return [
        draft.doubt("", f"No heading {parent} was found above this finding.")
        for parent, draft in firsts.items()
    ]


def _childless(drafts: list[_Draft]) -> list[Doubt]:
    parents = {draft.number.rpartition(".")[0] for draft in drafts}
    reason = "This looks like a heading, but no finding stands under it."
    return [
        draft.doubt(draft.passages[0][0], reason)
        for draft in drafts
        if draft.number not in parents and looks_like_heading(draft.line)
    ]


def _unlisted_section(text: Line, listed: bool) -> list[Doubt]:
    reason = "This was read as a section's heading, but the contents do not name it."
    return [] if listed else [text.doubt("findings", text.text, reason)]


def _unlisted_heading(text: Line) -> list[Doubt]:
    if not looks_like_heading(text):
        return []
    reason = "This may be a heading; it was read as part of the finding before it."
    return [text.doubt("findings", text.text, reason)]


def _finding(draft: _Draft, parents: set[str], doubts: list[Doubt]) -> ReadFinding:
    """The finding of a draft; what is doubtful in it is added to `doubts`."""
    taken = [take_citations(words) for words, _ in draft.passages]
    bullets = [bullet for _, bullet in draft.passages]
    remaining = [words for words, _, _ in taken]
    text = join_passages(zip(remaining, bullets, strict=True))
    told, told_certain = drawn_to_attention_of(text)
    if not all(clean for _, _, clean in taken):
        reason = "A recommendation is named in a way that could not be read."
        doubts.append(draft.doubt(text[-120:], reason))
    if not told_certain:
        doubts.append(draft.doubt(told or "", "Whom CQC told about this is not certain."))
    cited = dict.fromkeys(number for _, numbers, _ in taken for number in numbers)
    return ReadFinding(
        draft.number, draft.section, text, tuple(cited), told, is_heading=draft.number in parents, line=draft.line.place
    )
