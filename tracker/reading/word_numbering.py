"""The numbers that Word computes and python-docx loses: "1.1" stands in numbering.xml, not in the paragraph."""

from dataclasses import dataclass, field

from docx.oxml.ns import qn

_LEVELS = 9
_DEEPEST_STYLE = 20
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True)
class _Level:
    """One level of a list: how its number looks and where it starts."""

    text: str  # "%1.%2"
    form: str  # "decimal", "bullet", "lowerLetter" …
    start: int


@dataclass
class _List:
    """A list with its running numbers."""

    levels: dict[int, _Level]
    styles: dict[str, int]  # level by the paragraph style that has it
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of one document; paragraphs must ask in their order."""

    def __init__(self, lists: dict[str, _List], starts: dict[str, dict[int, int]], styles: dict[str, tuple]):
        """Use `of`."""
        self._lists, self._starts, self._styles = lists, starts, styles
        self._begun: set[str] = set()

    @classmethod
    def of(cls, document) -> "Numbering":
        """The numbering of a python-docx document."""
        styles = {s.get(qn("w:styleId")): _style(s) for s in document.styles.element.iterchildren(qn("w:style"))}
        part = next((rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None)
        if part is None:
            return cls({}, {}, styles)
        abstract = {a.get(qn("w:abstractNumId")): _list(a) for a in part.element.iterchildren(qn("w:abstractNum"))}
        lists, starts = {}, {}
        for num in part.element.iterchildren(qn("w:num")):
            number, which = num.get(qn("w:numId")), _value(num, "w:abstractNumId")
            if which in abstract:
                lists[number] = abstract[which]
                starts[number] = _starts(num)
        return cls(lists, starts, styles)

    def label(self, paragraph) -> str:
        """What Word prints before the paragraph: "1.1", "(a)", "•", or ""."""
        number, level = self._place(paragraph)
        numbered = self._lists.get(number)
        if numbered is None or level not in numbered.levels:
            return ""
        if numbered.levels[level].form == "bullet":
            return "•"
        self._count(numbered, number, level)
        return _written(numbered, level)

    def _place(self, paragraph) -> tuple[str, int]:
        """(id of the list or "", level), from the paragraph or else from its style."""
        properties = paragraph.find(qn("w:pPr"))
        number, level = _num(properties) if properties is not None else (None, None)
        style = (_value(properties, "w:pStyle") if properties is not None else None) or "Normal"
        named = style
        for _ in range(_DEEPEST_STYLE):
            if number is not None and level is not None:
                break
            own, deeper, style = self._styles.get(style, (None, None, None))
            number, level = number or own, level if level is not None else deeper
            if style is None:
                break
        if level is None and number in self._lists:
            level = self._lists[number].styles.get(named, 0)
        return number or "", int(level or 0)

    def _count(self, numbered: _List, number: str, level: int) -> None:
        if number not in self._begun:
            self._begun.add(number)
            for at, start in self._starts[number].items():
                numbered.counts[at] = start - 1
        numbered.counts[level] = numbered.counts.get(level, numbered.levels[level].start - 1) + 1
        for deeper in range(level + 1, _LEVELS):
            numbered.counts.pop(deeper, None)


def _written(numbered: _List, level: int) -> str:
    text = numbered.levels[level].text
    for at in range(level + 1):
        own = numbered.levels.get(at)
        if own and f"%{at + 1}" in text:
            count = numbered.counts.get(at, own.start)
            text = text.replace(f"%{at + 1}", _formed(count, own.form))
    return text.strip()


def _formed(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and count > 0:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        return _roman(count).upper() if form == "upperRoman" else _roman(count)
    return "" if form == "none" else str(count)


def _roman(count: int) -> str:
    letters = ""
    for value, letter in _ROMAN:
        letters += letter * (count // value)
        count %= value
    return letters


def _list(abstract) -> _List:
    levels, styles = {}, {}
    for level in abstract.iterchildren(qn("w:lvl")):
        at = int(level.get(qn("w:ilvl")))
        form, start = _value(level, "w:numFmt") or "decimal", _value(level, "w:start") or "1"
        levels[at] = _Level(_value(level, "w:lvlText") or "", form, int(start))
        styles[_value(level, "w:pStyle") or ""] = at
    return _List(levels, styles)


def _starts(num) -> dict[int, int]:
    return {
        int(override.get(qn("w:ilvl"))): int(start)
        for override in num.iterchildren(qn("w:lvlOverride"))
        if (start := _value(override, "w:startOverride"))
    }


def _style(style) -> tuple[str | None, str | None, str | None]:
    """(list, level, style it is based on)."""
    properties = style.find(qn("w:pPr"))
    number, level = _num(properties) if properties is not None else (None, None)
    return number, level, _value(style, "w:basedOn")


def _num(properties) -> tuple[str | None, str | None]:
    numbered = properties.find(qn("w:numPr"))
    if numbered is None:
        return None, None
    return _value(numbered, "w:numId"), _value(numbered, "w:ilvl")


def _value(element, name: str) -> str | None:
    child = element.find(qn(name))
    return None if child is None else child.get(qn("w:val"))
