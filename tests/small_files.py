"""The tracker for granian, with another limit for files: `tests.small_files:app`."""

import os

import config
from tracker import create_app

app = create_app(config.from_environment() | {"EVIDENCE_LIMIT": int(os.environ["EVIDENCE_LIMIT"])})
