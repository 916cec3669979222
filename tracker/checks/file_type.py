"""The files that are accepted as evidence, and how each is recognised."""

from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from .byte_range import size_of
from .file_name import extension_of
from .leading_bytes import is_heic, is_jpeg, is_pdf, is_png, is_tiff
from .office import is_office
from .ole import is_message
from .open_document import is_open_document
from .refused import Refused, refuse_macros, refuse_old_office
from .text import is_email, is_text

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_POWERPOINT = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_WRITER = "application/vnd.oasis.opendocument.text"
_CALC = "application/vnd.oasis.opendocument.spreadsheet"
_IMPRESS = "application/vnd.oasis.opendocument.presentation"


@dataclass(frozen=True)
class FileType:
    """What a file is: its extension as stored, its media type, and its name for people ("Word document")."""

    extension: str
    mimetype: str
    name: str


def check_file(filename: str, stream: BinaryIO) -> FileType:
    """What the file is, when its name, first bytes and inner structure agree; otherwise Refused.

    Reads the open file `stream` from its start, however large it is without unpacking it, and rewinds it.
    """
    try:
        return _check(extension_of(filename), stream)
    finally:
        stream.seek(0)


def _check(extension: str, stream: BinaryIO) -> FileType:
    extension = _ALSO.get(extension, extension)
    if extension not in _ACCEPTED:
        _refuse_extension(extension)
    file_type, is_this = _ACCEPTED[extension]
    if not size_of(stream):
        raise Refused("The file is empty: check that it opens on your computer, then upload it again.")
    if not is_this(stream):
        raise Refused(
            f"The name says {file_type.name} (.{extension}) but the content is something else: "
            "open it in the program that made it, save it again and upload the new copy."
        )
    return file_type


def _refuse_extension(extension: str) -> None:
    if extension in _MACROS:
        refuse_macros()
    if extension in _OLD_OFFICE:
        refuse_old_office()
    if extension in _ARCHIVES:
        raise Refused("Archives are not accepted: unpack it and upload the files one by one.")
    raise Refused(f"Files of this type are not accepted: use {_ACCEPTED_NAMES}.")


_ALSO = {"jpeg": "jpg", "tiff": "tif"}
_MACROS = {"docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm", "potm", "ppsm", "ppam"}
_OLD_OFFICE = {"doc", "dot", "xls", "xlt", "ppt", "pps", "pot"}
_ARCHIVES = {"zip", "7z", "rar", "gz", "tgz", "tar", "bz2", "xz", "iso", "cab"}
_ACCEPTED_NAMES = "PDF, Word, Excel, PowerPoint, OpenDocument, CSV, plain text, JPEG, PNG, TIFF, HEIC, MSG or EML"

_ROWS = (
    ("pdf", "application/pdf", "PDF", is_pdf),
    ("docx", _WORD, "Word document", partial(is_office, mimetype=_WORD)),
    ("xlsx", _EXCEL, "Excel workbook", partial(is_office, mimetype=_EXCEL)),
    ("pptx", _POWERPOINT, "PowerPoint presentation", partial(is_office, mimetype=_POWERPOINT)),
    ("odt", _WRITER, "OpenDocument text", partial(is_open_document, mimetype=_WRITER)),
    ("ods", _CALC, "OpenDocument spreadsheet", partial(is_open_document, mimetype=_CALC)),
    ("odp", _IMPRESS, "OpenDocument presentation", partial(is_open_document, mimetype=_IMPRESS)),
    ("csv", "text/csv", "CSV", is_text),
    ("txt", "text/plain", "plain text", is_text),
    ("jpg", "image/jpeg", "JPEG image", is_jpeg),
    ("png", "image/png", "PNG image", is_png),
    ("tif", "image/tiff", "TIFF image", is_tiff),
    ("heic", "image/heic", "HEIC image", is_heic),
    ("msg", "application/vnd.ms-outlook", "Outlook message", is_message),
    ("eml", "message/rfc822", "e-mail message", is_email),
)
_ACCEPTED = {
    extension: (FileType(extension, mimetype, name), is_this) for extension, mimetype, name, is_this in _ROWS
}
