"""All variants, family by family."""

from tests.reports import (
    addressees,
    citations,
    copied_text,
    endings,
    fenmarsh,
    front_tables,
    gaps,
    list_items,
    northmere,
    numbering,
    pdf_files,
    running_lines,
    spelling,
    visit_dates,
    web,
    word_files,
)
from tests.reports.variant import Variant

VARIANTS: tuple[Variant, ...] = (
    Variant("plain text", fenmarsh.TEXT.encode),
    *front_tables.VARIANTS,
    *visit_dates.VARIANTS,
    *running_lines.VARIANTS,
    *spelling.VARIANTS,
    *numbering.VARIANTS,
    *list_items.VARIANTS,
    *gaps.VARIANTS,
    *addressees.VARIANTS,
    *citations.VARIANTS,
    *copied_text.VARIANTS,
    *endings.VARIANTS,
    *pdf_files.VARIANTS,
    *word_files.VARIANTS,
    *web.VARIANTS,
    *northmere.VARIANTS,
)
