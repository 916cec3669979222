"""A frozen plan and its sign-off → documents: bytes that follow from these two records alone."""

from tracker.documents.compliance import compliance_csv, compliance_json
from tracker.documents.excel import render_xlsx
from tracker.documents.pack import BrokenPack, evidence_pack, pack_length
from tracker.documents.pdf import render_pdf
from tracker.documents.recommendation_file import render_recommendation_file
from tracker.documents.word import TemplateFailed, render_docx

OFFICE = "application/vnd.openxmlformats-officedocument"

# What is rendered once at sign-off and kept by hash.
FORMATS = {
    "pdf": {"name": "PDF", "mimetype": "application/pdf", "render": render_pdf},
    "docx": {"name": "Word", "mimetype": f"{OFFICE}.wordprocessingml.document", "render": render_docx},
    "xlsx": {"name": "Excel", "mimetype": f"{OFFICE}.spreadsheetml.sheet", "render": render_xlsx},
}
# The compliance export, beside Excel.
EXPORTS = {
    "csv": {"name": "CSV", "mimetype": "text/csv", "render": compliance_csv},
    "json": {"name": "JSON", "mimetype": "application/json", "render": compliance_json},
}


def render_all(plan: dict, sign_off: dict, template: bytes | None = None) -> dict[str, bytes]:
    """Every document that is kept at sign-off, by its format. With a CCG's own Word template, raises TemplateFailed."""
    return {format: render(format, plan, sign_off, template) for format in FORMATS}


def render(format: str, plan: dict, sign_off: dict | None, template: bytes | None = None) -> bytes:
    """One of these documents; `template` is for Word alone. Raises TemplateFailed."""
    return FORMATS[format]["render"](plan, sign_off, *([template] if template and format == "docx" else []))


__all__ = [
    "EXPORTS",
    "FORMATS",
    "BrokenPack",
    "TemplateFailed",
    "compliance_csv",
    "compliance_json",
    "evidence_pack",
    "pack_length",
    "render",
    "render_all",
    "render_docx",
    "render_pdf",
    "render_recommendation_file",
    "render_xlsx",
]
