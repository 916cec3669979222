"""Headers that every answer carries, errors and static files included. Source: checks row 72."""

import secrets

from flask import Flask, g, request

from tracker.access import STATIC


def init_app(app: Flask) -> None:
    """Set the headers after every request; templates take the nonce from `csp_nonce()`."""
    app.jinja_env.globals["csp_nonce"] = csp_nonce
    app.after_request(_set)


def csp_nonce() -> str:
    """The one nonce of this request."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return g.csp_nonce


def _set(response):
    nonce = f"'nonce-{csp_nonce()}'"
    # The nonce lets the one script of the CDN run; naming the CDN would admit every package on it.
    policy = (
        f"default-src 'self'; script-src 'self' {nonce}; style-src 'self' {nonce}; img-src 'self' data:; "
        "font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    headers = response.headers
    headers.setdefault("Content-Security-Policy", policy)
    headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    # The page that says that a static file is missing names who is signed in, so it is not static.
    if request.endpoint not in STATIC or response.status_code >= 400:
        headers["Cache-Control"] = "no-store"
    return response
