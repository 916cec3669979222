"""Error pages: what happened, that nothing was lost, what to do next."""

import secrets

from flask import Flask, current_app, g, render_template, request
from sqlalchemy.exc import DataError, InterfaceError, InternalError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, SecurityError

from tracker.extensions import db, login_manager
from tracker.htmx import wants_fragment
from tracker.models import Refused
from tracker.models.refusals import NoRoom
from tracker.storage import CorruptObject, MissingObject, StorageError, StoreFull, StoreUnavailable

PAGES = {400, 403, 404, 409, 413, 429, 500, 503}


def init_app(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SecurityError, _unknown_host)
    app.register_error_handler(Refused, _refused)
    for lost in (OperationalError, ProgrammingError, InterfaceError, InternalError, PoolTimeout):
        app.register_error_handler(lost, _database)
    app.register_error_handler(DataError, _not_kept)
    app.register_error_handler(StorageError, _store)
    app.register_error_handler(Exception, _unexpected)


def _number() -> str:
    """The number of this request: drawn when it is first asked for, as access refuses before anything else runs."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(4)
    return g.request_id


def _page(code: int, *, words: str | None = None, says_next: bool = False, headers: dict | None = None):
    template = f"errors/{code if code in PAGES else (400 if code < 500 else 500)}.html"
    return render_template(template, words=words, says_next=says_next, request_id=_number()), code, headers or {}


def _http(error: HTTPException):
    if error.code is None or error.code < 400:
        return error
    db.session.rollback()
    own_words = error.description if error.description != type(error).description else None
    kept = {k: v for k, v in error.get_headers() if k in ("Retry-After", "Allow")}
    return _page(error.code, words=own_words, headers=kept)


def _unknown_host(_error: SecurityError):
    """No page: its links would be made from a name that is not ours. Source: checks row 30."""
    return "The tracker is not known under this name. Use the address that you were given.\n", 400, {"Content-Type": "text/plain; charset=utf-8"}


def _refused(error: Refused):
    db.session.rollback()
    if wants_fragment():
        # Reselect too: a form that picks its own piece of a page would find nothing in this fragment, and show nothing.
        where = {"HX-Retarget": "#notice", "HX-Reselect": "#notice", "HX-Reswap": "outerHTML"}
        return render_template("errors/_refused.html", words=str(error)), 409, where
    return _page(409, words=str(error), says_next=isinstance(error, NoRoom))


def _database(error: Exception):
    db.session.rollback()
    # The page must not ask the database again, not even who is signed in.
    g._login_user = login_manager.anonymous_user()
    current_app.logger.error("request %s: database: %s", _number(), getattr(error, "orig", error))
    return _page(503, headers={"Retry-After": "10"})


def _not_kept(error: DataError):
    """PostgreSQL refuses what no form of ours sends, and SQLite keeps: a NUL, a number beyond two billion."""
    db.session.rollback()
    # Its own words may quote what was sent.
    current_app.logger.error("request %s: database: refused a value (%s)", _number(), getattr(error.orig, "sqlstate", None))
    return _page(400, words="Something that was sent cannot be kept.")


def _store(error: StorageError):
    db.session.rollback()
    current_app.logger.error("request %s: store: %s %s", _number(), error, error.__cause__ or "")
    if isinstance(error, CorruptObject):
        return _page(500, words=f"{error} It was not sent to you.")
    # A bucket may miss for a while what it has; a full disk can be freed.
    persists = " If that stays so, tell your administrator the number below." if isinstance(error, MissingObject) else ""
    lost = " What you sent was not saved; everything saved before is safe." if request.method == "POST" and isinstance(error, StoreUnavailable) else ""
    return _page(503, words=f"{error}{lost}{persists}", headers={"Retry-After": "600" if isinstance(error, StoreFull) else "60"})


def _unexpected(error: Exception):
    db.session.rollback()
    current_app.logger.exception("request %s: %s %s", _number(), request.method, request.path)
    return _page(500)
