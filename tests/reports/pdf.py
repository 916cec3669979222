"""A small writer of PDF files: text at places on pages, in the order in which it is drawn."""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.reports.blocks import Block

WIDTH, HEIGHT = 595, 842
LEADING = 14
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[1/fi/fl/ff]>>>>"


@dataclass(frozen=True)
class Words:
    """Words that are drawn in one go, their left end and base line in points from the lower left corner."""

    x: float
    y: float
    text: str
    bold: bool = False
    size: float = 10


def words_drawn(each: Words, sideways: bool) -> bytes:
    """The operators that draw the words, turned by a quarter to the left if sideways."""
    coded = each.text.replace("\ufb01", "\x01").replace("\ufb02", "\x02").encode("cp1252", "replace")
    escaped = coded.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    place = (0, 1, -1, 0, HEIGHT - each.y, each.x) if sideways else (1, 0, 0, 1, each.x, each.y)
    matrix = " ".join(f"{number:g}" for number in place)
    return f"BT /F{2 if each.bold else 1} {each.size:g} Tf {matrix} Tm (".encode() + escaped + b") Tj ET"


def written(pages: Iterable[Iterable[Words]], sideways: bool = False, rotate: int = 0, extra: bytes = b"") -> bytes:
    """A PDF of these pages; `rotate` is each page's own turn in degrees, `extra` stands in the trailer."""
    contents = [b"\n".join(words_drawn(each, sideways) for each in page) for page in pages]
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(contents)}>>".encode(),
        FONT % b"Helvetica",
        FONT % b"Helvetica-Bold",
    ]
    width, height = (HEIGHT, WIDTH) if sideways else (WIDTH, HEIGHT)
    for number, content in enumerate(contents):
        fonts = "<</Font<</F1 3 0 R/F2 4 0 R>>>>"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Rotate {rotate}"
            f"/Resources{fonts}/Contents {6 + 2 * number} 0 R>>".encode()
        )
        objects.append(f"<</Length {len(content)}>>stream\n".encode() + content + b"\nendstream")
    return assembled(objects, extra)


def assembled(objects: Sequence[bytes], extra: bytes = b"") -> bytes:
    """A PDF file of numbered objects, the first of which is the catalogue."""
    file, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    return file + (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root 1 0 R".encode()
        + extra
        + f">>\nstartxref\n{len(file)}\n%%EOF\n".encode()
    )


@dataclass(frozen=True)
class Line:
    """A line of a laid-out report; `start` says where a numbered or bulleted text begins."""

    text: str
    x: float = 60
    bold: bool = False
    gap: float = 0  # points above it, besides the leading
    mark: str = ""  # a bullet, drawn left of the line
    beside: str = ""  # a value or page number, drawn in a column of its own


def lines_of(blocks: Iterable[Block], width: int = 84) -> list[Line]:
    """The blocks wrapped into lines of so many characters, as a publisher would lay them out."""
    lines: list[Line] = []
    for block in blocks:
        if block.kind == "row":
            lines += _row(block)
            continue
        heading = block.kind in ("heading", "title")
        bullet = block.kind == "bullet"
        wrapped = [piece for line in block.text.split("\n") for piece in _wrapped(line, width - 6 * bullet)]
        for number, text in enumerate(wrapped):
            first = number == 0
            gap = (12 if heading else 2 if bullet or block.kind == "entry" else 7) * first
            lines.append(Line(text, 90 if bullet else 60, heading, gap, "\u2022" * (bullet and first), block.beside * first))
    return lines


def _wrapped(text: str, width: int) -> list[str]:
    """A text's lines; a hyphen ends a line only where a variant says so."""
    return textwrap.wrap(text, width, break_on_hyphens=False)


def _row(block: Block) -> list[Line]:
    labels, values = _wrapped(block.text, 28), _wrapped(block.beside, 50)
    rows = range(max(len(labels), len(values)))
    pick = lambda texts, number: texts[number] if number < len(texts) else ""  # noqa: E731
    return [Line(pick(labels, row), 60, True, 4 * (row == 0), "", pick(values, row)) for row in rows]


def pages_of(lines: Iterable[Line], header: str = "", footer: str = "", top: int = 770, bottom: int = 90) -> list[list[Words]]:
    """Lines placed on pages; bullets are drawn after the page's text, as some publishing programs do."""
    pages: list[list[Words]] = [[]]
    late: list[list[Words]] = [[]]
    y = float(top)
    for line in lines:
        y -= LEADING + line.gap
        if y < bottom:
            pages, late, y = [*pages, []], [*late, []], float(top) - LEADING
        if line.text:
            pages[-1].append(Words(line.x, y, line.text, line.bold))
        if line.beside:
            pages[-1].append(Words(260, y, line.beside))
        if line.mark:
            late[-1].append(Words(line.x - 14, y, line.mark))
    return [[*page, *_running(header, footer, number, len(pages)), *late[number - 1]] for number, page in enumerate(pages, 1)]


def _running(header: str, footer: str, number: int, count: int) -> list[Words]:
    texts = ((800, header), (50, footer.format(number, count)))
    return [Words(60, y, text, size=8) for y, text in texts if text]
