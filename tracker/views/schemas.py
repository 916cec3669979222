"""The published schemas of the frozen plan: anybody may read what the JSON export is made of."""

from flask import Blueprint, abort, current_app

from tracker.access import public
from tracker.documents import schemas

blueprint = Blueprint("schemas", __name__)


@blueprint.get("/schemas/<name>")
@public
def show(name):
    """One schema, under an address that stays."""
    if name not in schemas.PUBLISHED:
        abort(404)
    return current_app.response_class(schemas.text(name), mimetype="application/schema+json")
