"""A frozen plan and its sign-off → documents: bytes that follow from these two records alone."""

from tracker.documents.compliance import compliance_csv, compliance_json
from tracker.documents.compliance_files import compliance_export_csv, compliance_export_json, compliance_xlsx
from tracker.documents.excel import render_xlsx
from tracker.documents.pack import BrokenPack, evidence_pack, pack_length
from tracker.documents.paper import paper_pdf
from tracker.documents.paper_word import paper_docx
from tracker.documents.pdf import render_pdf
from tracker.documents.public_extract import public_csv, public_docx, public_pdf
from tracker.documents.recommendation_file import render_recommendation_file
from tracker.documents.word import TemplateFailed, render_docx

OFFICE = "application/vnd.openxmlformats-officedocument"

# What is rendered once at sign-off and kept by hash.
FORMATS = {
    "pdf": {"name": "PDF", "mimetype": "application/pdf", "render": render_pdf},
    "docx": {"name": "Word", "mimetype": f"{OFFICE}.wordprocessingml.document", "render": render_docx},
    "xlsx": {"name": "Excel", "mimetype": f"{OFFICE}.spreadsheetml.sheet", "render": render_xlsx},
}
# The plan itself for tools, beside Excel.
EXPORTS = {
    "csv": {"name": "CSV", "mimetype": "text/csv", "render": compliance_csv},
    "json": {"name": "JSON", "mimetype": "application/json", "render": compliance_json},
}

# The compliance export, whole or a part of it.
COMPLIANCE = {
    "xlsx": {"name": "Excel", "mimetype": f"{OFFICE}.spreadsheetml.sheet", "render": compliance_xlsx},
    "csv": {"name": "CSV", "mimetype": "text/csv", "render": compliance_export_csv},
    "json": {"name": "JSON", "mimetype": "application/json", "render": compliance_export_json},
}
# The public extract of a submission.
PUBLIC = {
    "pdf": {"name": "PDF", "mimetype": "application/pdf", "render": public_pdf},
    "docx": {"name": "Word", "mimetype": f"{OFFICE}.wordprocessingml.document", "render": public_docx},
    "csv": {"name": "CSV", "mimetype": "text/csv", "render": public_csv},
}
# Papers for a meeting.
PAPERS = {
    "docx": {"name": "Word", "mimetype": f"{OFFICE}.wordprocessingml.document", "render": paper_docx},
    "pdf": {"name": "PDF", "mimetype": "application/pdf", "render": paper_pdf},
}


def render_all(plan: dict, sign_off: dict, template: bytes | None = None) -> dict[str, bytes]:
    """Every document that is kept at sign-off, by its format. With a CCG's own Word template, raises TemplateFailed."""
    return {format: render(format, plan, sign_off, template) for format in FORMATS}


def render(format: str, plan: dict, sign_off: dict | None, template: bytes | None = None) -> bytes:
    """One of these documents; `template` is for Word alone. Raises TemplateFailed."""
    return FORMATS[format]["render"](plan, sign_off, *([template] if template and format == "docx" else []))


__all__ = [
    "COMPLIANCE",
    "EXPORTS",
    "FORMATS",
    "PAPERS",
    "PUBLIC",
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
