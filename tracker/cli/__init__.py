"""Commands, one noun a file: `flask user`, `review`, `submission`, `evidence`, `audit`, `demo`, `organisation`, `mail`."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Add every noun's commands to `flask`."""
    from tracker.cli import audit, demo, evidence, mail, organisation, review, scanning, submission, user  # noqa: F401 – scanning adds to evidence

    for noun in (user, review, submission, evidence, audit, demo, organisation, mail):
        app.cli.add_command(noun.group)
