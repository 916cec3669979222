"""Views, one noun a file. Each reads like a sentence: find, form, verb, commit, answer."""

from importlib import import_module

from flask import Flask
from werkzeug.routing import IntegerConverter

from tracker.forms import bridge
from tracker.models.columns import LARGEST_ID

NOUNS = (
    "account", "action_list", "actions", "answers", "askings", "audit", "bulk_plans", "closings", "closures", "column_layouts", "comparisons", "compliance_exports", "compliance_mails", "confirmations", "contributions",
    "corrections", "evidence", "evidence_checks", "evidence_descriptions", "evidence_files", "extensions", "follow_ups", "further_actions", "handovers", "health", "held_files", "home", "imports", "mails", "moves", "opinions", "organisations", "outcomes",
    "pages", "papers", "people", "plan_files", "progress", "public_extracts", "rechecks", "recommendation_files", "recommendations", "redactions", "requests", "reviews",
    "saved_views", "schemas", "search", "seen_on_site", "several_verifications", "sign_offs", "steps", "submissions", "take_downs", "updates", "verifications", "withdrawals", "withholdings", "word_templates", "workbooks",
)  # fmt: skip


class Id(IntegerConverter):
    """An id in a route: too large for the database is not found, never an error."""

    def __init__(self, url_map):
        super().__init__(url_map, min=1, max=LARGEST_ID)


def init_app(app: Flask) -> None:
    """Bind every noun's routes."""
    app.url_map.converters["id"] = Id
    bridge.init_app(app)
    for noun in NOUNS:
        app.register_blueprint(import_module(f"tracker.views.{noun}").blueprint)
