"""PDFs of the small report: plain, with running lines, columns, turned pages, ligatures, divided words, real typesetting."""

import re
from dataclasses import replace

from tests.reports.blocks import blocks_of
from tests.reports.fenmarsh import HOSPITALS, LANTERN, SALTWAY, TEXT, TITLE, WILLOW, changed, with_finding
from tests.reports.judge import spaced_anyhow
from tests.reports.pdf import Line, Words, lines_of, pages_of, written
from tests.reports.spelling import CURLY
from tests.reports.typeset import typeset
from tests.reports.variant import Variant

HEADER = "Review of Health Services for Children Looked after and Safeguarding in Fenmarsh"
WIDTHS = {"ijl'": 0.22, " ftI.,:;/[]!": 0.28, "r()-": 0.33, "ckJsvxyz": 0.5, "FTZ": 0.61, "ABEKPSVXY": 0.67,
          "CDHNRUw": 0.72, "GOQ": 0.78, "mM": 0.83, "W": 0.94}  # fmt: skip
FOOTER = "Care Quality Commission Page {} of {}"


def plain(text: str = TEXT) -> str:
    """The text as a page shows it, without the marks of links."""
    return text.replace("](#)", "]").replace("[", "").replace("]", "")


def pdf_variant(name: str, text=TEXT, width=84, header=HEADER, footer=FOOTER, top=500, **how) -> Variant:
    """A PDF of one text on small pages, with running lines unless they are empty."""
    look = {key: how.pop(key) for key in ("sideways", "rotate") if key in how}
    make = lambda: written(pages_of(lines_of(blocks_of(plain(text)), width), header, footer, top), **look)  # noqa: E731
    return Variant(name, make, look=spaced_anyhow, **how)


def providers_apart() -> bytes:
    """Providers as paragraphs of their own in the front table."""
    names = [f"{HOSPITALS} (FHFT)", f"{WILLOW} (RWPT)", f"{SALTWAY} (SCH)", LANTERN]
    lines: list[Line] = []
    for line in lines_of(blocks_of(plain())):
        if line.text.startswith("Provider services"):
            lines += [Line(line.text, 60, True, 4, "", names[0]), *(Line("", gap=9, beside=name) for name in names[1:])]
        elif not any(part in line.beside for part in ("(RWPT)", "(SCH)", LANTERN)):
            lines.append(line)
    return written(pages_of(lines, HEADER, FOOTER))


def in_columns(by_column: bool) -> bytes:
    """Body and recommendations in two columns, drawn column by column or line by line across both."""
    lines = lines_of(blocks_of(plain()), 44)
    start = next(number for number, line in enumerate(lines) if line.text == "Summary of the review" and line.bold)
    front, rest = pages_of(lines_of(blocks_of(plain().partition("\nSummary of the review\n")[0])), "", FOOTER), lines[start:]
    half = len(rest) // 2 + 1
    columns = [_column(rest[:half], 40), _column(rest[half:], 320)]
    page = columns[0] + columns[1]
    if not by_column:
        page = sorted(page, key=lambda words: (-words.y, words.x))
    return written([*front, page])


def _column(lines: list[Line], left: float) -> list[Words]:
    """One column on a grid that both columns share."""
    words = []
    for number, line in enumerate(lines):
        y = 800 - 13 * number
        if line.mark:
            words.append(Words(left, y, line.mark))
        words.append(Words(left + 14 * (line.x > 60), y, line.text, line.bold))
    return words


def far_apart() -> bytes:
    """Every word drawn by itself, as some programs do."""
    pages = pages_of(lines_of(blocks_of(plain())), HEADER, FOOTER)
    return written([[word for words in page for word in _single(words)] for page in pages])


def _single(words: Words) -> list[Words]:
    x, single = words.x, []
    for word in words.text.split():
        single.append(Words(x, words.y, word, words.bold, words.size))
        x += _length(word + " ", words)
    return single


def _length(text: str, words: Words) -> float:
    return sum(map(_width, text)) * words.size * (1.1 if words.bold else 1)


def _width(letter: str) -> float:
    """About how wide Helvetica draws a letter, as a part of the type's size."""
    return next((width for letters, width in WIDTHS.items() if letter in letters), 0.56)


LIGATURES = changed(("first", "\ufb01rst"), ("Young people wait", "Of\ufb01ce \ufb02oors are cold. Young people wait"))
WHOLE = ("Nine of us", "Safeguarding needs follow-up, early appointments and co-ordinated work. Nine of us")



def rearranged(arrange) -> bytes:
    """The pages with their words drawn in another order or at other places."""
    return written([arrange(page) for page in pages_of(lines_of(blocks_of(plain())), HEADER, FOOTER, 500)])


def raised_ordinals(page: list[Words]) -> list[Words]:
    """Ordinals of dates as small raised letters, drawn by themselves."""
    done = []
    for words in page:
        match = re.match(r"(.*?\d)(st|nd|rd|th)( .*)", words.text)
        if not match:
            done.append(words)
            continue
        x = words.x + _length(match[1], words)
        done += [replace(words, text=match[1]), Words(x, words.y + 4, match[2], size=6)]
        done.append(replace(words, x=x + _length(match[2], words) * 0.6, text=match[3]))
    return done


def late_numbers(page: list[Words]) -> list[Words]:
    """Numbers of paragraphs hang in the margin and are drawn after the page's text, as bullets are."""
    texts, numbers = [], []
    for words in page:
        match = re.match(r"([\d.]+) (?=[A-Z])", words.text)
        texts.append(replace(words, text=words.text[match.end() :]) if match else words)
        numbers += [replace(words, x=words.x - 32, text=match[1])] if match else []
    return texts + numbers


def drawn_twice(page: list[Words]) -> list[Words]:
    """Everything drawn two times at the same place."""
    return [words for words in page for _ in range(2)]


VARIANTS = (
    pdf_variant("PDF without running lines", header="", footer="", top=770),
    pdf_variant("PDF with running header and footer on short pages"),
    pdf_variant("PDF with the title as its header", header=TITLE),
    pdf_variant("PDF with bare page numbers", footer="{}"),
    pdf_variant("PDF of narrow lines", width=40),
    pdf_variant("PDF of very short pages", top=200),
    pdf_variant("PDF with curly quotation marks", CURLY),
    pdf_variant("PDF drawn sideways, page turned upright", sideways=True, rotate=90),
    pdf_variant("PDF drawn sideways on upright pages", sideways=True),
    pdf_variant("PDF drawn upright on turned pages", rotate=90),
    pdf_variant("PDF upside down", rotate=180),
    pdf_variant(
        "PDF with ligatures", LIGATURES,
        expected=with_finding("2.2", text="Office floors are cold. Young people wait too long for a first appointment."),
    ),
    pdf_variant("PDF with a divided word", changed(WHOLE, ("first appointment.", "first appoint-\nment."))),
    pdf_variant("PDF with a real hyphen at a line end", changed(WHOLE, ("follow-up calls", "follow-\nup calls"))),
    Variant("PDF in two columns", lambda: in_columns(True), look=spaced_anyhow),
    Variant("PDF in two columns, drawn line by line", lambda: in_columns(False), look=spaced_anyhow, may=("*",)),
    pdf_variant("PDF with a citation wrapped before its number",
                changed(("[Recommendation 3.1](#)", "[Recommendation\n3.1](#)"))),
    Variant("PDF with gaps between providers", providers_apart, look=spaced_anyhow),
    Variant("PDF drawn word by word", far_apart, look=spaced_anyhow),
    Variant("PDF with running lines drawn first", lambda: rearranged(lambda page: page[-2:] + page[:-2]), look=spaced_anyhow),
    Variant("PDF with raised ordinals", lambda: rearranged(raised_ordinals), look=spaced_anyhow),
    Variant("PDF with numbers in the margin, drawn late", lambda: rearranged(late_numbers), look=spaced_anyhow),
    Variant("PDF that is drawn twice, as if bold", lambda: rearranged(drawn_twice), look=spaced_anyhow),
    Variant("PDF from a typesetter", lambda: typeset(plain()), look=spaced_anyhow),
    Variant(
        "PDF from a typesetter, justified and hyphenated", lambda: typeset(plain(), narrow=True), look=spaced_anyhow, may=("*",)
    ),
    Variant("PDF from a typesetter, in two columns", lambda: typeset(plain(), columns=2), look=spaced_anyhow),
)  # fmt: skip
