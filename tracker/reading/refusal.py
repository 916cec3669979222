"""Bytes that are refused at once, each with a reason that a lead understands."""

MAX_BYTES = 1_000_000  # the longest report of this programme has 200,000 as text
MAX_FINDINGS, MAX_GROUPS, MAX_RECOMMENDATIONS, MAX_ADDRESSED = 2_000, 100, 300, 1_000
MAX_CITED = 200  # by one finding
MAX_LINES = 50_000  # a report of 40 pages has 2,000; hostile lines cost 40 µs each

_UPLOAD_TEXT = "Open the report in Word, choose Save as and Plain text (.txt), then upload that."

_SIGNATURES = (
    (b"%PDF-", f"This is a PDF file. {_UPLOAD_TEXT}"),
    (b"\xd0\xcf\x11\xe0", f"This is an old Word or Excel file. {_UPLOAD_TEXT}"),
    (b"{\\rtf", f"This is a rich text file. {_UPLOAD_TEXT}"),
    (b"\x89PNG", f"This is a picture. {_UPLOAD_TEXT}"),
    (b"\xff\xd8\xff", f"This is a picture. {_UPLOAD_TEXT}"),
    (b"GIF8", f"This is a picture. {_UPLOAD_TEXT}"),
    (b"II*\x00", f"This is a picture. {_UPLOAD_TEXT}"),
    (b"MM\x00*", f"This is a picture. {_UPLOAD_TEXT}"),
)

NOT_TEXT = f"This file is not text. {_UPLOAD_TEXT}"
EMPTY = "This file is empty."
TOO_LARGE = f"This file is larger than {MAX_BYTES // 1_000_000} MB, which no report is."
TOO_MANY = "This file has more findings, recommendations or organisations than any report."
TOO_LONG = f"This file has more than {MAX_LINES:,} lines, which no report has."
ACTION_PLAN = "This looks like an action plan, not the report that it answers."
OFSTED = "This is a joint inspection report by Ofsted and CQC, which asks for no such action plan."
OTHER_DOCUMENT = (
    "This is not the report of a CQC review of health services "
    "for children looked after and safeguarding."
)
NO_RECOMMENDATIONS = "No recommendations were found in this report."


class NotAReport(Exception):
    """The bytes cannot be read as a report; str() is one or two plain sentences for a lead."""


def refuse_other_formats(data: bytes) -> None:
    """Raise `NotAReport` for bytes that are empty, too large or begin like another format."""
    if not data.strip():
        raise NotAReport(EMPTY)
    if len(data) > MAX_BYTES:
        raise NotAReport(TOO_LARGE)
    for signature, reason in _SIGNATURES:
        if data[:1024].lstrip().startswith(signature):
            raise NotAReport(reason)
    if data.startswith(b"PK\x03\x04"):
        raise NotAReport(_zip_reason(data))


def _zip_reason(data: bytes) -> str:
    kind = "Word" if b"word/" in data else "ZIP"
    return f"This is a {kind} file. {_UPLOAD_TEXT}"
