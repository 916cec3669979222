"""People: who has an account, and what they may be. For administrators, who read no review."""

from flask import Blueprint, render_template

from tracker.access import requires
from tracker.extensions import db
from tracker.models import User

blueprint = Blueprint("people", __name__)


@blueprint.get("/people")
@requires("people.read")
def index():
    """Everybody, by name."""
    return render_template("people/index.html", people=db.session.scalars(User.by_name()).unique().all())
