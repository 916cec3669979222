"""A PostgreSQL server of the tests' own, started when the first test asks for it: one for each worker, on loopback."""

import atexit
import os
import shutil
import socket
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import psycopg

# Nothing of it outlives the tests, so it need not wait for the disk.
HASTY = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off "
    "-c wal_level=minimal -c max_wal_senders=0 -c max_connections=300"
)
MEMORY = "/dev/shm"  # copying a database takes 22 ms there, 120 on a disk


def program(name: str) -> str | None:
    """Where a program of PostgreSQL lies; Debian keeps initdb off the path."""
    beside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(beside[-1]) if beside else None)


def url(database: str) -> str:
    """The address of a database, as the app takes it."""
    return f"postgresql+psycopg://tracker@127.0.0.1:{_port()}/{database}"


def make(database: str) -> None:
    """An empty database, unless it exists."""
    with _server() as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            server.execute(f"CREATE DATABASE {database}")


def copy(source: str, target: str) -> None:
    """A fresh copy of a database to which nobody is connected."""
    with _server() as server:
        server.execute(f"DROP DATABASE IF EXISTS {target} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {target} TEMPLATE {source} STRATEGY FILE_COPY")


def _server() -> psycopg.Connection:
    return psycopg.connect(f"postgresql://tracker@127.0.0.1:{_port()}/postgres", autocommit=True)


@cache
def _port() -> int:
    """The port of the running server; the first call starts it."""
    folder = Path(tempfile.mkdtemp(prefix="postgresql-", dir=MEMORY if os.access(MEMORY, os.W_OK) else None))
    user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}  # it refuses to run as root
    if user:
        shutil.chown(folder, "postgres")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    run = lambda *words: subprocess.run(words, cwd=folder, check=True, timeout=60, stdout=subprocess.DEVNULL, **user)
    run(program("initdb"), "--pgdata", folder / "data", "--auth", "trust", "--username", "tracker", "--locale", "C", "--encoding", "UTF8")
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} {HASTY}"
    run(program("pg_ctl"), "--pgdata", folder / "data", "--wait", "--log", folder / "log", "--options", options, "start")
    atexit.register(_stop, folder, run)
    return port


def _stop(folder: Path, run) -> None:
    run(program("pg_ctl"), "--pgdata", folder / "data", "--mode", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)
