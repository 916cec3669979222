"""The labels of the front table, in the wordings that reports print, and the values that belong to them."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tracker.reading.front_columns import dealt_out
from tracker.reading.lines import Line

# without any spaces, because labels are wrapped and spaces stray into their words
_LABEL = re.compile(
    r"""(?P<signatory>cqc(?:deputychiefinspector|regionaldirector|chiefinspector))
      | (?P<visit>dates?(?:\(s\))?of(?:the)?(?:review|visit|inspection))
      | (?P<published>dateof(?:the)?publication)
      | (?P<inspectors>names?(?:\(s\))?of(?:the)?cqcinspectors?(?:\(s\))?)
      | (?P<providers>providers?(?:services?)?included)
      | (?P<commissioners>(?:ccgs?|clinicalcommissioninggroups?)(?:\(s\)|\(ccgs?\))?included)
      | (?P<nhs_england_area>nhsenglandarea(?:team)?)
      | (?P<cqc_region>cqcregion)""",
    re.IGNORECASE | re.VERBOSE,
)
_INTERRUPTED = re.compile(
    r"(?:^|\n)(?P<above>(?:[^\n:]*\b(?:Trust|CCG|C\.I\.C|CIC|Company)\b[^\n:]*\n){0,5})"
    r"provider services\s+(?P<value>\S.{0,300}?)\s+included\s*:", re.IGNORECASE | re.DOTALL,
)  # fmt: skip
_GAP = "\n\n"  # stands between lines where the file has a gap
_LONGEST_POST = 120  # letters
_BULLET = "; "  # stands before the words of a bullet


@dataclass(frozen=True)
class Value:
    """What stands beside one label, a string for each line, and where."""

    line: Line  # the line of the label
    texts: tuple[str, ...]
    certain: bool  # whether it is certainly the value of this label

    @property
    def text(self) -> str:
        """The value on one line."""
        return " ".join(self.texts).strip()


@dataclass(frozen=True)
class _Found:
    """A label in the text, and what follows it up to the next one."""

    label: str
    start: int
    rest: str
    certain: bool = True


def labelled_values(front: tuple[Line, ...]) -> tuple[tuple[Line, ...], dict[str, Value]]:
    """(the lines above the first label, the value of each label by its name here); a label's first printing counts."""
    text, starts = _joined(front)
    found = list(_labels(text))
    if not found:
        return front, {}
    values: dict[str, Value] = {}
    for label, texts, certain in _assigned(found):
        line = front[bisect_right(starts, label.start) - 1]
        values.setdefault(label.label, Value(line, tuple(texts), certain and label.certain))
    return _above(front, starts, found[0].start), values


def _joined(front: tuple[Line, ...]) -> tuple[str, list[int]]:
    """(the text, the offset of each line in it)."""
    text, starts = "", []
    for line in front:
        text += (_GAP if line.opens else "\n") if text else ""
        starts.append(len(text))
        text += f"{_BULLET}{line.text}" if line.bullet else line.text
    return text, starts


def _above(front: tuple[Line, ...], starts: list[int], end: int) -> tuple[Line, ...]:
    """The lines before an offset, the last one cut there."""
    index = bisect_right(starts, end) - 1
    beginning = front[index].text[: end - starts[index]].strip()
    return (*front[:index], *([replace(front[index], text=beginning)] if beginning else []))


def _labels(text: str) -> Iterator[_Found]:
    """The labels in printed order, each with the text up to the next one."""
    places = [(start, start if label == "signatory" else end, label, "") for start, end, label in _matches(text)]
    interrupted = _INTERRUPTED.search(text)
    if interrupted and "providers" not in {label for _, _, label, _ in places}:
        places.append((interrupted.start(), interrupted.end(), "providers", f"{interrupted['above']}{interrupted['value']}\n"))
    if not places:
        return
    places.sort()
    ends = [*(start for start, *_ in places[1:]), len(text)]
    for (start, after, label, before), end in zip(places, ends, strict=True):
        yield _Found(label, start, before + text[after:end].lstrip(" :"), certain=not before)


def _matches(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, label); a label within a line counts only with its colon."""
    places = [index for index, letter in enumerate(text) if not letter.isspace()]
    for match in _LABEL.finditer("".join(text[index] for index in places)):
        start, end = places[match.start()], places[match.end() - 1] + 1
        before, after = text[start - 1 : start], text[end : end + _LONGEST_POST]
        colon = ":" in after if match.lastgroup == "signatory" else after.lstrip().startswith(":")
        if before in ("", "\n") or (before.isspace() and colon):
            if not after[:1].isalpha():
                yield start, end, match.lastgroup


def _assigned(found: list[_Found]) -> list[tuple[_Found, list[str], bool]]:
    """The lines of each label's value; when labels stand alone, the values below the last one are dealt out."""
    texts = [_lines(label, last=label is found[-1]) for label in found]
    if not any(texts[:-1]) and len(found) > 2:
        return dealt_out(found)
    return [(label, lines, True) for label, lines in zip(found, texts, strict=True)]


def _lines(label: _Found, *, last: bool) -> list[str]:
    """The lines of a value; a gap ends the last one, but not between bullets or within the signatory's post."""
    text = label.rest.strip()
    if label.label == "signatory":
        post, colon, name = text.partition(":")
        return [*post.split("\n"), ":", *name.strip().partition(_GAP)[0].split("\n")] if colon else text.split("\n")[:1]
    lines: list[str] = []
    for piece in text.split(_GAP):
        if lines and last and not piece.startswith(_BULLET):
            break
        lines += [line for line in piece.split("\n") if line.strip(" ;")]
    return lines
