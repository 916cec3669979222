"""The action plan tracker: from a published CQC review to a tracked, evidenced and submitted plan."""

from pathlib import Path

from flask import Flask

import config
from tracker import access, assets, cli, errors, filters, headers, reads, rendering, scanning, uploads, views
from tracker.extensions import csrf, db, migrate, open_database
from tracker.mail import open_post
from tracker.storage import open_store

TOP = Path(__file__).resolve().parent.parent


def create_app(settings: dict) -> Flask:
    """The app with these settings. Raises SettingsError or RuntimeError rather than start unsafe."""
    app = Flask(__name__, template_folder=TOP / "templates")
    app.config.update(config.checked(settings))
    app.request_class = uploads.Request
    rendering.init_app(app)
    db.init_app(app)
    with app.app_context():
        open_database(db.engine)
    migrate.init_app(app, db, directory=str(TOP / "migrations"))
    app.extensions["store"] = open_store(app.config["EVIDENCE_STORE"], app.config["EVIDENCE_SPOOL"])
    app.extensions["post"] = open_post(app.config["MAIL_URL"])
    access.init_app(app)
    reads.init_app(app)
    uploads.init_app(app)
    scanning.init_app(app)
    csrf.init_app(app)
    for part in (filters, assets, headers, errors, views, cli):
        part.init_app(app)
    access.refuse_undeclared(app)
    return app
