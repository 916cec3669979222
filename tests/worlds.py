"""A world of the tests: a folder with the evidence, and its database: a file there, or on PostgreSQL one of its own.

`TEST_DATABASE=postgresql` runs every test on PostgreSQL; without it they run on SQLite.
"""

import hashlib
import os
import shutil
from pathlib import Path

from tests import postgresql

ON_POSTGRESQL = os.environ.get("TEST_DATABASE") == "postgresql"


def database_url(folder: Path) -> str:
    """The database of the world in this folder, made empty when there is none yet."""
    if not ON_POSTGRESQL:
        return f"sqlite:///{folder}/tracker.sqlite"
    postgresql.make(_name(folder))
    return postgresql.url(_name(folder))


def copy_world(world: Path, folder: Path) -> None:
    """Fill a folder with a copy of a world; what its database held before is gone."""
    shutil.copytree(world, folder, dirs_exist_ok=True)
    if ON_POSTGRESQL:
        postgresql.copy(_name(world), _name(folder))


def _name(folder: Path) -> str:
    return "world_" + hashlib.sha256(str(folder).encode()).hexdigest()[:20]
