"""Links for what leaves the building: mails begin theirs with PUBLIC_URL, never with what a request calls the host. Source: checks row 30."""

from flask import current_app, url_for


def from_outside(endpoint: str, **values) -> str:
    """The whole address of a page, as people elsewhere type it; "" while PUBLIC_URL is not set."""
    public = current_app.config["PUBLIC_URL"]
    return public and public + url_for(endpoint, **values)
