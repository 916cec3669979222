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
    from tracker.views import account, actions, corrections, evidence, home, imports, pages, people, progress
    from tracker.views import recommendations, reviews, submissions, verifications
    from tracker.views import answers, confirmations, requests

    app.url_map.converters["id"] = Id
    bridge.init_app(app)
    for noun in (home, account, pages, imports, corrections, reviews, recommendations, actions, progress, verifications, evidence, submissions, people):
        app.register_blueprint(noun.blueprint)
    for noun in (requests, confirmations, answers):
        app.register_blueprint(noun.blueprint)
