"""Where pages take styles and scripts from: htmx from the CDN, the design system from its package."""

from pathlib import Path

from flask import Blueprint, Flask, current_app

HTMX = "https://cdn.jsdelivr.net/npm/htmx.org@2.0.11/dist/htmx.min.js"
HTMX_SRI = "sha384-2OatzQy1H+Zd/IIrjr1TcuDGqLXeHhbooAyJY1KdQMKnr4LZ22k31GBLdYKHmVjg"
NHSUK = "https://cdn.jsdelivr.net/npm/nhsuk-frontend@10.6.1/dist/nhsuk"
NHSUK_CSS_SRI = "sha384-Nxdn3tJhYF5F3uyCEBe2y6nyhnFWTumd5uQzgkXHo1MlVHUqay3WNNs0sKoreBVH"
NHSUK_JS_SRI = "sha384-Xx0GDNjmQri7U0/wnKmdRICCkC2MNk1e/4lWDxEQde6IXED1UhBxFaCvFolLyJV1"

VENDOR = Path(__file__).parent / "static" / "vendor"

# The styles name their images as /assets/images/*.svg, so the package's folder is served there.
nhsuk = Blueprint("nhsuk", __name__, static_folder="static/vendor/nhsuk/assets", static_url_path="/assets")


def init_app(app: Flask) -> None:
    """Serve the design system's images and tell templates where everything is."""
    app.register_blueprint(nhsuk)
    app.jinja_env.globals.update(HTMX=HTMX, HTMX_SRI=HTMX_SRI, htmx_from_cdn=htmx_from_cdn, nhsuk_files=nhsuk_files)


def htmx_from_cdn() -> bool:
    """Whether pages ask the CDN first; without a local copy there is nowhere else to ask."""
    return current_app.config["HTMX_CDN"] or not (VENDOR / "htmx.min.js").exists()


def nhsuk_files() -> dict:
    """Addresses of the design system; from the CDN, with their hashes, where npm was missing."""
    if (VENDOR / "nhsuk").exists():
        base, css_sri, js_sri = "/static/vendor/nhsuk", None, None
    else:
        base, css_sri, js_sri = NHSUK, NHSUK_CSS_SRI, NHSUK_JS_SRI
    return {
        "css": f"{base}/nhsuk-frontend-10.6.1.min.css", "css_sri": css_sri,
        "js": f"{base}/nhsuk-frontend-10.6.1.min.js", "js_sri": js_sri,
    }  # fmt: skip
