"""Commands, one noun a file: `flask user`, `review`, `submission`, `evidence`, `audit`, `demo`, `organisation`."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add every noun's commands to `flask`."""
    from tracker.cli import audit, demo, evidence, organisation, review, scanning, submission, user  # noqa: F401 – scanning adds to evidence

    for noun in (user, review, submission, evidence, audit, demo, organisation):
        app.cli.add_command(noun.group)
