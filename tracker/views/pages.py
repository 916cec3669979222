"""Pages that everybody may read: the accessibility statement and the privacy notice, a legal duty."""

from flask import Blueprint, render_template

from tracker.access import public

blueprint = Blueprint("pages", __name__)


@blueprint.get("/accessibility")
@public
def accessibility():
    """The accessibility statement."""
    return render_template("pages/accessibility.html")


@blueprint.get("/privacy")
@public
def privacy():
    """The privacy notice."""
    return render_template("pages/privacy.html")
