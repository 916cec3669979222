"""The text of a finding or recommendation, put together from its paragraphs."""

from collections.abc import Iterable


def join_passages(passages: Iterable[tuple[str, bool]]) -> str:
    """One text from (words, is a bullet): paragraphs parted by "\\n\\n", bullets as "- …" lines."""
    pieces: list[str] = []
    after_bullet = False
    for words, bullet in passages:
        if not words:
            continue
        if pieces:
            pieces.append("\n" if bullet and after_bullet else "\n\n")
        pieces.append(f"- {words}" if bullet else words)
        after_bullet = bullet
    return "".join(pieces)
