"""Bodies that hold files: evidence goes to the store while it arrives, once, and is dropped when the request fails."""

import flask
from flask import Flask, abort, current_app, request
from werkzeug.exceptions import BadRequest, ClientDisconnected, RequestEntityTooLarge

from tracker.storage import Arrival, TooLarge

ROOM_FOR_FIELDS = 64 * 1024  # the multipart body is larger than the file it carries
BROKEN = "The upload broke off before the end. Nothing was saved. Please send it again."


def takes_file(limit: str, *, to_store: bool = False, most: int = 1):
    """Mark a view: its body may be as large as the named setting; with `to_store` its files, at most so many, are streamed there."""
    def mark(view):
        view.file_limit, view.to_store, view.most_files = limit, to_store, most
        return view
    return mark  # fmt: skip


class Request(flask.Request):
    """A request whose files may go straight to the store."""

    def __init__(self, environ, *args, **options):
        """A body shorter than it was declared is an error: granian ends its stream as if all had come."""
        if environ.get("CONTENT_LENGTH"):
            environ.pop("wsgi.input_terminated", None)
        super().__init__(environ, *args, **options)

    def make_form_data_parser(self):
        """A body that breaks off is an error, not an empty form."""
        parser = super().make_form_data_parser()
        parser.silent = False
        return parser

    def _load_form_data(self) -> None:
        try:
            super()._load_form_data()
        except (ValueError, ClientDisconnected) as error:
            raise BadRequest(BROKEN) from error

    def _get_file_stream(self, total_content_length, content_type, filename=None, content_length=None):
        view = current_app.view_functions.get(self.endpoint)
        if not getattr(view, "to_store", False):
            return super()._get_file_stream(total_content_length, content_type, filename, content_length)
        if len(_arrivals(self)) >= view.most_files:
            number = "one file" if view.most_files == 1 else f"at most {view.most_files} files"
            raise BadRequest(f"Send {number} at a time. Nothing was saved.")
        arrival = current_app.extensions["store"].incoming(current_app.config[view.file_limit])
        _arrivals(self).append(arrival)
        return arrival


def init_app(app: Flask) -> None:
    """Set the size limit before anybody reads the body, and clean up after every request."""
    app.before_request(_set_limit)
    app.teardown_request(_discard)
    app.register_error_handler(TooLarge, lambda error: app.handle_http_exception(RequestEntityTooLarge(str(error))))


def _set_limit() -> None:
    view = current_app.view_functions.get(request.endpoint)
    if "Transfer-Encoding" in request.headers and request.content_length is None and request.mimetype != "multipart/form-data":
        abort(411, description="The form came without its length, so nobody can tell whether it is whole. Nothing was saved.")
    if hasattr(view, "file_limit"):
        request.max_content_length = current_app.config[view.file_limit] + ROOM_FOR_FIELDS


def _discard(_error) -> None:
    for arrival in _arrivals(request):
        arrival.discard()


def _arrivals(of: Request) -> list[Arrival]:
    return of.environ.setdefault("tracker.arrivals", [])
