"""The colours of BRAG and of the house, as hexadecimal RGB without a hash sign."""

BLUE = "005EB8"
INK = "212B32"
SECONDARY = "4C6272"
LINE = "D8DDE0"
PALE = "F0F4F5"

# (tint behind dark text, solid mark beside it): dark ink on every tint passes WCAG AA by far.
BRAG = {
    "blue": ("CCDFF1", "005EB8"),
    "red": ("F7D4D1", "D5281B"),
    "amber": ("FFF0CC", "FFB81C"),
    "green": ("CCE5D8", "007F3B"),
    "grey": ("DDE1E4", "768692"),
}


def tint(brag: str | None) -> str:
    """Give the pale background for a BRAG word; white for one that is not known."""
    return BRAG.get(brag, ("FFFFFF", LINE))[0]


def solid(brag: str | None) -> str:
    """Give the strong colour for a BRAG word; a grey line for one that is not known."""
    return BRAG.get(brag, ("FFFFFF", LINE))[1]
