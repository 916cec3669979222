"""A PostgreSQL server of the tests' own: one for each worker, on loopback, started when the first test asks for it.

    with Cluster() as own:      another, that a test may stop
        own.make("tracker")
        own.url("tracker")
"""

import atexit
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import psycopg

from tests.seaweed import free_ports

# No power cut comes in the tests, so it need not wait for the disk.
HASTY = "-c fsync=off -c full_page_writes=off -c autovacuum=off -c max_wal_senders=0 -c max_connections=300"
MEMORY = "/dev/shm"  # copying a database takes 22 ms there, 120 on a disk
ROOM = 4 * 2**30  # bytes; a database takes 9 MB, and containers often have 64 MB there


def program(name: str) -> str | None:
    """Where a program of PostgreSQL lies; Debian keeps initdb off the path."""
    beside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(beside[-1]) if beside else None)


class Cluster:
    """A server with databases of its own; everybody of this machine is its user `tracker`."""

    def __init__(self):
        roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
        self.folder = Path(tempfile.mkdtemp(prefix="postgresql-", dir=MEMORY if roomy else None))
        if os.getuid() == 0:  # it refuses to run as root
            shutil.chown(self.folder, "postgres")
        (self.port,) = free_ports(1)
        self._run("initdb", "--auth", "trust", "--username", "tracker", "--locale", "C.UTF-8", "--encoding", "UTF8")

    def __enter__(self) -> "Cluster":
        return self.start()

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> "Cluster":
        """Start it, or start it again, and wait until it answers."""
        options = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories={self.folder} {HASTY}"
        self._run("pg_ctl", "--wait", "--log", self.folder / "log", "--options", options, "start")
        return self

    def stop(self) -> None:
        """End it at once, as a crash would."""
        if (self.folder / "data" / "postmaster.pid").exists():
            self._run("pg_ctl", "--mode", "immediate", "stop")

    def url(self, database: str) -> str:
        """The address of a database, as the app takes it."""
        return f"postgresql+psycopg://tracker@127.0.0.1:{self.port}/{database}"

    def make(self, database: str) -> None:
        """An empty database, unless it exists."""
        with self._connected() as server:
            if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
                server.execute(f"CREATE DATABASE {database}")

    def copy(self, source: str, target: str) -> None:
        """A fresh copy of a database to which nobody is connected."""
        with self._connected() as server:
            server.execute(f"DROP DATABASE IF EXISTS {target} WITH (FORCE)")
            server.execute(f"CREATE DATABASE {target} TEMPLATE {source} STRATEGY FILE_COPY")

    def _connected(self) -> psycopg.Connection:
        return psycopg.connect(f"postgresql://tracker@127.0.0.1:{self.port}/postgres", autocommit=True)

    def _run(self, name: str, *words) -> None:
        user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
        command = [program(name), "--pgdata", self.folder / "data", *words]
        subprocess.run(command, cwd=self.folder, check=True, timeout=60, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **user)


@cache
def shared() -> Cluster:
    """The server of this worker; the first call starts it."""
    cluster = Cluster().start()
    atexit.register(cluster.__exit__)
    return cluster
