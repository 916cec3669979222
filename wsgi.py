"""What the server imports: `granian --interface wsgi wsgi:app`."""

import gc
import sys

import config

try:
    settings = config.checked(config.from_environment())
except config.SettingsError as error:
    sys.exit(f"The tracker does not start. {error}")

# What is imported stays: to look for garbage in it costs a fifth of the start, and 0.1 s of some request later on.
gc.disable()
from tracker import create_app  # noqa: E402 – settings that are wrong are told before anything large is loaded

app = create_app(settings)
gc.freeze()
gc.enable()
