"""A report as Typst sets it: real fonts, kerning, ligatures and, when narrow, divided words."""

import typst

from tests.reports.blocks import Block, blocks_of

HEAD = """#set page(width: {width}pt, height: 520pt, margin: 40pt, columns: {columns},
  header: [Review of Health Services for Children Looked after and Safeguarding],
  footer: context [Care Quality Commission #h(1fr) Page #counter(page).display("1 of 1", both: true)])
#set text(size: 10pt, lang: "en", region: "GB", hyphenate: {narrow})
#set par(justify: {narrow})
#show heading: it => block(it.body)
"""


def typeset(text: str, narrow: bool = False, columns: int = 1) -> bytes:
    """The PDF of a report written like `fenmarsh.TEXT`."""
    head = HEAD.format(width=260 if narrow else 560, columns=columns, narrow=str(narrow).lower())
    return typst.compile((head + "\n".join(map(_markup, blocks_of(text)))).encode())


def _markup(block: Block) -> str:
    words, beside = _quoted(block.text.replace('\n', ' ')), _quoted(block.beside)
    if block.kind == "row":
        return f"#grid(columns: (40%, 1fr), strong({words}), {beside})"
    if block.kind == "entry":
        return f"#block[#{words} #h(1fr) #{beside}]"
    if block.kind == "bullet":
        return f"#list({words})"
    return f"#heading({words})" if block.kind in ("heading", "title") else f"#par({words})"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
