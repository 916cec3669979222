"""The small report as Markdown and as web pages."""

import re
from html import escape

from tests.reports.blocks import Block, blocks_of
from tests.reports.fenmarsh import TEXT
from tests.reports.variant import Variant

PLAIN = TEXT.replace("](#)", "]")


def in_markdown(escaped: bool = False, underlined: bool = False, table: bool = True) -> bytes:
    """The report in Markdown; `escaped` as converters write it, `underlined` with headings marked from below."""
    lines: list[str] = []
    for block in blocks_of(PLAIN):
        text = re.sub(r"([\[\]*_#]|(?<=^\d)\.)", r"\\\1", block.text) if escaped else block.text
        lines += _markdown(block, text, underlined, table, bool(lines) and lines[-1].startswith("|"))
    return "\n".join(lines).encode()


def _markdown(block: Block, text: str, underlined: bool, table: bool, inside: bool) -> list[str]:
    if block.kind in ("row", "entry") and table:
        return ([] if inside else ["", "| | |", "|---|---|"]) + [f"| **{text}** | {block.beside} |"]
    if block.kind in ("row", "entry"):
        return ["", f"**{text}** {block.beside}"]
    if block.kind in ("heading", "title"):
        mark = "#" if block.kind == "title" else "##"
        return ["", text, "=" * len(text)] if underlined else ["", f"{mark} {text}"]
    if text.endswith("should:"):
        return ["", f"**{text}**"]
    return [f"* {text}"] if block.kind == "bullet" else ["", text]


def _cells(block: Block, tag: str = "td") -> str:
    return f"<tr><{tag}>{escape(block.text)}</{tag}><{tag}>{escape(block.beside)}</{tag}></tr>"


def in_html(nested: bool = False, lists: bool = False) -> str:
    """The report as a page: `nested` marks inside words and blocks, `lists` groups and items as numbered list entries."""
    pieces: list[str] = []
    for block in blocks_of(PLAIN):
        words = escape(block.text, quote=False).replace("\n", " ")
        if block.kind in ("row", "entry"):
            pieces.append(f"<table>{_cells(block)}</table>")
        elif block.kind == "bullet":
            pieces.append(f"<ul><li>{words}</li></ul>")
        elif block.kind in ("heading", "title"):
            pieces.append(f"<h2>{words}</h2>")
        elif lists and re.match(r"\d\. ", words):
            pieces.append(f'<ol start="{words[0]}"><li>{words[3:]}</li></ol>')
        else:
            pieces.append(f"<p>{_nested(words) if nested else words}</p>")
    joined = "\n".join(pieces)
    for inner in ("table", "ul"):
        joined = joined.replace(f"</{inner}>\n<{inner}>", "")
    return f"<!DOCTYPE html><html lang=en><head><title>A page</title></head><body>{joined}</body></html>"


def _nested(words: str) -> str:
    """Marks around and inside words, hard spaces, line breaks and comments."""
    words = re.sub(r"\[(Recommendation [\d.]+)\]", r'<a href="#r"><span>[\1]</span></a>', words)
    words = re.sub(r"^([\d.]+) ", r"<b>\1</b>&nbsp;", words)
    words = words.replace("safeguarding", "safe<em>guard</em>ing<!-- 9.9 no finding -->").replace("'", "&rsquo;")
    return words.replace("within six", "within<br/>six").replace("NHS Trust", "<span>NHS\n\t   <i>Trust</i></span>")


SCRIPT = "<script>var text = '1.9 Not a finding';</script><style>.a::before { content: '1.8 nor this' }</style>"
NOSCRIPT = "<nav><a href=/>Home</a> <a href=/publications>Publications</a></nav>"

VARIANTS = (
    Variant("Markdown", in_markdown),
    Variant("Markdown with escapes", lambda: in_markdown(escaped=True)),
    Variant("Markdown with headings marked from below", lambda: in_markdown(underlined=True)),
    Variant("Markdown without tables", lambda: in_markdown(table=False)),
    Variant("HTML", lambda: in_html().encode()),
    Variant("HTML with nested marks", lambda: in_html(nested=True).encode()),
    Variant("HTML with numbered lists", lambda: in_html(lists=True).encode()),
    Variant("HTML with scripts and styles", lambda: in_html().replace("<p>2.1 See", f"{SCRIPT}<p>2.1 See").encode()),
    Variant("HTML with a menu", lambda: in_html().replace("<body>", f"<body>{NOSCRIPT}").encode()),
    Variant("HTML on one line", lambda: in_html().replace("\n", " ").encode()),
    Variant("HTML in divs", lambda: re.sub(r"<(/?)(?:p|h2)>", r"<\1div>", in_html()).encode()),
    Variant("HTML of capitals without end tags", lambda: in_html().replace("<p>", "<P>").replace("</p>", "").encode()),
    Variant(
        "HTML in Windows-1252 that says so",
        lambda: in_html(nested=True).replace("&rsquo;", "\u2019")
        .replace("<head>", '<head><meta charset="windows-1252">').encode("cp1252"),
        may=("the whole file",),
    ),
)  # fmt: skip
