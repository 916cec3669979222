"""Downloads: always an attachment of a fixed type that no browser runs. Source: checks row 33."""

import os
from typing import BinaryIO

from flask import request, send_file


def attachment(file: BinaryIO, mimetype: str, name: str, sha256: str | None = None):
    """The answer that serves an open file; part of it when the browser asks for a range."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    answer = send_file(file, mimetype=mimetype, as_attachment=True, download_name=name, etag=sha256 or False, conditional=False)
    answer.content_length = size
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer.make_conditional(request.environ, accept_ranges=True, complete_length=size)
