"""Views, one noun a file. Each reads like a sentence: find, form, verb, commit, answer."""

from flask import Flask
from werkzeug.routing import IntegerConverter

from tracker.forms import bridge


class Id(IntegerConverter):
    """An id in a route: too large for the database is not found, never an error."""

    def __init__(self, url_map):
        super().__init__(url_map, min=1, max=2**63 - 1)


def init_app(app: Flask) -> None:
    """Bind every noun's routes."""
    from tracker.views import account, actions, answers, bulk_plans, closures, confirmations, contributions, corrections, evidence, extensions, further_actions
    from tracker.views import handovers, home, imports, moves, opinions, organisations, pages, people, progress, rechecks
    from tracker.views import recommendations, redactions, requests, reviews, several_verifications, steps, submissions, updates, verifications
    from tracker.views import withdrawals
    from tracker.views import recommendation_files, search

    app.url_map.converters["id"] = Id
    bridge.init_app(app)
    for noun in (
        home, account, pages, people, organisations, imports, corrections, reviews, closures, recommendations, further_actions,
        actions, bulk_plans, updates, progress, steps, extensions, handovers, moves, contributions, evidence,
        requests, confirmations, answers,
        verifications, several_verifications, rechecks, withdrawals, opinions, redactions, submissions,
        search, recommendation_files,
    ):  # fmt: skip
        app.register_blueprint(noun.blueprint)
