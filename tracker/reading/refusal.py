"""Bytes that are refused at once, each with a reason that a lead understands."""

MEGABYTE = 1_000_000
MAX_BYTES = 20 * MEGABYTE  # published reports have 0.2 to 3 MB
MAX_TEXT = 4 * MEGABYTE  # letters; the longest report of this programme has 200,000
MAX_PAGES = 1_000  # the longest has 60
MAX_LINES = 50_000  # a report of 40 pages has 2,000; hostile lines cost 40 µs each
MAX_FINDINGS, MAX_GROUPS, MAX_RECOMMENDATIONS, MAX_ADDRESSED = 5_000, 100, 300, 1_000
MAX_CITED = 200  # by one finding

_UPLOAD = "Upload CQC's report as PDF, Word (.docx) or plain text."
_SAVE_AS = "Open it in Word, choose Save as and Word document (.docx), then upload that."

_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0", f"This is an old Word or Excel file, or it is locked with a password. {_SAVE_AS}"),
    (b"{\\rtf", f"This is a rich text file. {_SAVE_AS}"),
    (b"\x89PNG", f"This is a picture. {_UPLOAD}"),
    (b"\xff\xd8\xff", f"This is a picture. {_UPLOAD}"),
    (b"GIF8", f"This is a picture. {_UPLOAD}"),
    (b"II*\x00", f"This is a picture. {_UPLOAD}"),
    (b"MM\x00*", f"This is a picture. {_UPLOAD}"),
)

NOT_TEXT = f"This file cannot be read as text. {_UPLOAD}"
NOT_WORD = f"This is a ZIP file, but no Word document. {_UPLOAD}"
SPREADSHEET = f"This is an Excel spreadsheet. {_UPLOAD}"
OTHER_OFFICE = f"This is an office document, but not of Word's own kind. {_SAVE_AS}"
EMPTY = f"This file is empty. {_UPLOAD}"
SCANNED = (
    "This PDF holds pictures of pages and no text, so it cannot be read. "
    "Download the report from CQC's website and upload that, or ask CQC for the Word file."
)
ENCRYPTED = "This PDF is locked with a password. Save a copy without the password, then upload that."
DAMAGED = "This file is damaged and cannot be opened. Download it from CQC again, then upload that."
BROKEN = f"Reading stopped, because this file is damaged or needs too much memory. {_UPLOAD}"
NOT_DRAWN = "This page cannot be shown. Open the original file to see it."
TOO_SLOW = f"Reading this file took longer than 20 seconds, so it was stopped. {_UPLOAD}"
TOO_LARGE = f"This file is larger than {MAX_BYTES // MEGABYTE} MB, which no report is. {_UPLOAD}"
TOO_MANY = f"This file has more findings, recommendations or organisations than any report. {_UPLOAD}"
TOO_LONG = f"This file has more text than any report. {_UPLOAD}"
TOO_MANY_PAGES = f"This file has more than {MAX_PAGES:,} pages, which no report has. {_UPLOAD}"
ACTION_PLAN = "This looks like an action plan, not the report that it answers. Upload the report that CQC published."
OFSTED = (
    "This is a joint inspection report by Ofsted and CQC, which asks for no such action plan. "
    "Upload the report of a CQC review of health services."
)
LETTER = "This looks like a letter, not the report itself. Upload the report that CQC published."
OTHER_DOCUMENT = (
    "This is not the report of a CQC review of health services "
    "for children looked after and safeguarding. Upload that report."
)
NO_RECOMMENDATIONS = (
    "No recommendations were found in this report. Check that the whole report is in the file, then upload it again."
)


class NotAReport(Exception):
    """The bytes cannot be read as a report; str() is one or two plain sentences for a lead."""


def refuse_other_formats(data: bytes) -> None:
    """Raise `NotAReport` for bytes that are empty, too large or begin like a format that is not read."""
    if not data.strip():
        raise NotAReport(EMPTY)
    if len(data) > MAX_BYTES:
        raise NotAReport(TOO_LARGE)
    for signature, reason in _SIGNATURES:
        if data[:1024].lstrip().startswith(signature):
            raise NotAReport(reason)
