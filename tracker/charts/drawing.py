"""The pieces of a chart as SVG text: presentation attributes only, hatching as paths, so that any page's rules and any PDF take them."""

from dataclasses import dataclass
from html import escape

WIDTH = 320  # units; a phone's screen, and a third of a page
BLUE, DEEP, SKY, INK, QUIET, LINE, WHITE = "#005eb8", "#003087", "#cce0f3", "#212b32", "#4c6272", "#aeb7bd", "#ffffff"
FONTS = "Frutiger W01, Arial, Source Sans Pro, sans-serif"
LETTER = 0.53  # of the size: most letters are narrower
HATCH = 5  # units between two strokes


class Svg(str):
    """Markup that was made here and may go into a page as it is."""

    def __html__(self) -> str:
        return self


@dataclass(frozen=True)
class Chart:
    """A picture, what it says in words, and its figures as a table."""

    name: str
    title: str
    says: str
    svg: Svg
    heads: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Look:
    """How a part of a bar is told from its neighbours: by tint, and by strokes for who sees no colours."""

    fill: str
    strokes: str = ""  # directions of hatching: any of / \ | -
    ink: str = INK  # of the hatching, and of the number on a plain part


def svg(name: str, title: str, says: str, height: float, parts: list[str]) -> Svg:
    """Close the parts into one picture with its title and description."""
    return Svg(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" height="{height:g}" role="img" '
        f'aria-labelledby="{name}-title {name}-says" font-family="{FONTS}" font-size="12" fill="{INK}">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-says">{escape(says)}</desc>{"".join(parts)}</svg>'
    )


def words(x: float, y: float, said: str, *, anchor: str = "start", size: float = 12, bold: bool = False, fill: str = INK) -> str:
    """Set words at a point: `anchor` is start, middle or end."""
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{x:.4g}" y="{y:.4g}" text-anchor="{anchor}" font-size="{size:g}"{weight} fill="{fill}">{escape(said)}</text>'


def path(drawn: str, *, ink: str = INK, width: float = 1, dashes: str = "") -> str:
    """Draw strokes along an SVG path."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="{drawn}" fill="none" stroke="{ink}" stroke-width="{width:g}"{dashed}/>'


def box(x: float, y: float, width: float, height: float, look: Look) -> str:
    """Draw a part of a bar with its hatching."""
    strokes = "".join(_strokes(x, y, width, height, look.strokes))
    edged = f'<rect x="{x:.5g}" y="{y:.5g}" width="{width:.5g}" height="{height:.5g}" fill="{look.fill}" stroke="{INK}" stroke-width="0.8"/>'
    return edged + (path(strokes, ink=look.ink, width=0.9) if strokes else "")


def number(x: float, y: float, count: int, look: Look) -> str:
    """Set the number of a part around its middle, on a white plate where there is hatching."""
    said, size = str(count), 11
    wide = len(said) * size * LETTER + 3
    plate = f'<rect x="{x - wide / 2:.5g}" y="{y - 6:.5g}" width="{wide:.4g}" height="12" fill="{WHITE}"/>' if look.strokes else ""
    return plate + words(x, y + 4, said, anchor="middle", size=size, bold=True, fill=INK if look.strokes else look.ink)


def key(x: float, y: float, look: Look, said: str) -> str:
    """Draw one entry of a legend; `y` is its top."""
    return box(x, y, 16, 12, look) + words(x + 22, y + 10, said)


def lengths(counts: list[int], scale: float, least: float) -> list[float]:
    """How long each part is: in proportion, but long enough for its number; nothing for 0."""
    return [max(count * scale, least + 6 * (len(str(count)) - 1)) if count else 0 for count in counts]


def scale_for(bars: list[list[int]], room: float, least: float) -> float:
    """Units for one action, so that the longest of these bars still fits."""
    scale = room / max(map(sum, bars))
    longest = max(sum(lengths(counts, scale, least)) for counts in bars)
    # What is drawn longer than its share is taken from the others.
    return scale * max(0, 1 - (longest - room) / room * 1.5)


def lines(said: str, width: float, *, size: float = 12, most: int = 2) -> list[str]:
    """Break words into at most so many lines of a width; what is left out shows as "…"."""
    room, told = int(width / (size * LETTER)), [""]
    for word in said.split():
        joined = f"{told[-1]} {word}".strip()
        if len(joined) <= room or not told[-1]:
            told[-1] = joined
        else:
            told.append(word)
    told = [*told[: most - 1], " ".join(told[most - 1 :])] if len(told) > most else told
    return [line if len(line) <= room else line[: room - 1].rstrip() + "…" for line in told]


def _strokes(x: float, y: float, width: float, height: float, directions: str):
    """Strokes that end where the part ends."""
    for direction in directions:
        if direction in "/\\":
            for at in _steps(width + height):
                ends = (max(0, at - height), min(at, height)), (min(at, width), max(0, at - width))
                (a, b), (c, d) = ends if direction == "/" else [(one, height - other) for one, other in ends]
                yield f"M{x + a:.5g} {y + b:.5g}L{x + c:.5g} {y + d:.5g}"
        elif direction == "|":
            yield from (f"M{x + at:.5g} {y:.5g}v{height:.5g}" for at in _steps(width))
        else:
            yield from (f"M{x:.5g} {y + at:.5g}h{width:.5g}" for at in _steps(height))


def _steps(to: float):
    return range(HATCH - 1, int(to), HATCH)
