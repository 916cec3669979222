"""What the server imports: `granian --interface wsgi wsgi:app`."""

import config
from tracker import create_app

app = create_app(config.from_environment())
