"""What the server imports: `granian --interface wsgi wsgi:app`."""

import sys

import config
from tracker import create_app

try:
    app = create_app(config.from_environment())
except config.SettingsError as error:
    sys.exit(f"The tracker does not start. {error}")
