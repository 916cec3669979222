"""Downloads: always an attachment of a fixed type that no browser runs. Source: checks row 33."""

import os
from collections.abc import Iterable
from typing import BinaryIO

from flask import current_app, request, send_file

from tracker.checks import one_line
from tracker.extensions import done_reading


def attachment(file: BinaryIO, mimetype: str, name: str, sha256: str | None = None):
    """The answer that serves an open file; part of it when the browser asks for a range."""
    done_reading()
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    answer = send_file(file, mimetype=mimetype, as_attachment=True, download_name=one_line(name), etag=sha256 or False, conditional=False)
    answer.content_length = size
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer.make_conditional(request.environ, accept_ranges=True, complete_length=size)


def streamed(parts: Iterable[bytes], mimetype: str, name: str, length: int | None = None):
    """The answer that sends parts as they are made; when fewer bytes than `length` come, every client calls it a broken transfer."""
    answer = current_app.response_class(parts, mimetype=mimetype)
    if length is not None:  # otherwise Werkzeug would write the word "None" into the header, and no server sends that
        answer.content_length = length
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers.set("Content-Disposition", "attachment", filename=one_line(name))
    return answer


def picture(png: bytes):
    """The answer that shows a picture in a page, and is nothing else wherever it is opened."""
    answer = current_app.response_class(png, mimetype="image/png")
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
