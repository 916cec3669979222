"""Evidence in an S3 bucket, under the same names as in a folder: `objects/<aa>/<sha256>`."""

import hashlib
import tempfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import boto3
from botocore.config import Config

from .arrival import Arrival
from .bounded import within
from .errors import CorruptObject, MissingObject, full_disk_named
from .incoming import Incoming
from .names import is_sha256, object_name
from .s3_errors import is_conflict, named

CONNECT, READ, ATTEMPTS = 2, 5, 2  # seconds, seconds, and how often a request is sent at most
WHOLE_FILE = 60  # seconds for all the bytes of one file, either way
PIECE = 1 << 20


def bounded_client():
    """A client of boto3's whose every wait is short."""
    return boto3.session.Session().client("s3", config=Config(
        connect_timeout=CONNECT, read_timeout=READ, retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
        max_pool_connections=64, signature_version="s3v4", s3={"addressing_style": "path"},
        request_checksum_calculation="when_required", response_checksum_validation="when_required",
    ))  # fmt: skip


class S3Store:
    """A store in `bucket`, below `prefix`; files lie in the folder `spool` while they come and go.

    Address, region and credentials are boto3's own environment variables. Nothing is asked of the
    bucket before the first file, so pages without files work while it is away.
    """

    def __init__(self, bucket: str, prefix: str, spool: Path, client=None) -> None:
        self.bucket, self.prefix = bucket, f"{prefix}/" if prefix else ""
        self.spool = Incoming(Path(spool) / "incoming")
        self.client = client or bounded_client()

    def check_ready(self) -> None:
        """StoreUnavailable when the bucket does not answer now."""
        with named():
            within(READ, lambda: self.client.head_bucket(Bucket=self.bucket))

    def incoming(self, limit: int | None = None) -> Arrival:
        """A new empty file to write to, of at most `limit` bytes; the caller keeps or discards it."""
        return self.spool.new(limit)

    def stage(self, arrival: Arrival) -> None:
        """Bring the bytes to the bucket, which proves their hash; StoreUnavailable when it does not take them."""
        if not self._put(arrival, IfNoneMatch="*") and not self._holds(arrival, proven=True):
            # Something else lies under this name: these bytes are known to be right.
            self._put(arrival)

    def keep(self, arrival: Arrival) -> str:
        """Makes sure that the bucket holds an arrival, staged or not, and returns its hash."""
        # Between stage and here, a sweep may have found it without a row.
        if not self._holds(arrival):
            self.stage(arrival)
        arrival.leave()
        return arrival.sha256

    def put(self, data: bytes) -> str:
        """Keeps `data` and returns its hash."""
        with self.incoming() as arrival:
            arrival.write(data)
            self.stage(arrival)
            return self.keep(arrival)

    def open(self, sha256: str) -> BinaryIO:
        """The kept bytes, unchecked, as a local file without a name; MissingObject when there are none."""
        return self._spooled(sha256)[0]

    def open_checked(self, sha256: str) -> BinaryIO:
        """The kept bytes, proven to have this hash; MissingObject, or CorruptObject if it differs."""
        file, found = self._spooled(sha256)
        if found != sha256:
            file.close()
            raise CorruptObject.under(sha256)
        return file

    def check(self, sha256: str) -> None:
        """Reads the kept bytes through, without a copy; MissingObject, or CorruptObject if their hash differs."""
        digest = hashlib.sha256()
        self._fetch(sha256, digest.update)
        if digest.hexdigest() != sha256:
            raise CorruptObject.under(sha256)

    def listed(self) -> Iterator[tuple[str, datetime]]:
        """The hash of everything kept, and when it was written; StoreUnavailable when the bucket does not answer."""
        pages = iter(self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=f"{self.prefix}objects/"))
        while page := self._next(pages):
            rows = [(row["Key"].rpartition("/")[2], row["LastModified"]) for row in page.get("Contents", [])]
            yield from ((name, at) for name, at in rows if is_sha256(name))

    def remove(self, sha256: str) -> None:
        """Removes the bytes for good; harmless when they are gone."""
        with named():
            within(READ, lambda: self.client.delete_object(**self._place(sha256)))

    def _next(self, pages: Iterator[dict]) -> dict | None:
        with named():
            return within(WHOLE_FILE, lambda: next(pages, None))

    def _put(self, arrival: Arrival, **condition: str) -> bool:
        checksum = b64encode(bytes.fromhex(arrival.sha256)).decode()
        arrival.seek(0)
        with named(), is_conflict() as conflict:
            within(WHOLE_FILE, lambda: self.client.put_object(
                **self._place(arrival.sha256), Body=arrival, ContentLength=arrival.size, ChecksumSHA256=checksum, **condition))  # fmt: skip
        return not conflict

    def _holds(self, arrival: Arrival, *, proven: bool = False) -> bool:
        checksum = b64encode(bytes.fromhex(arrival.sha256)).decode()
        try:
            with named(arrival.sha256):
                # Asked while the database waits: hence once, and shortly.
                found = within(READ, lambda: self.client.head_object(**self._place(arrival.sha256), ChecksumMode="ENABLED"))
        except MissingObject:
            return False
        return found["ContentLength"] == arrival.size and (not proven or found.get("ChecksumSHA256") == checksum)

    def _spooled(self, sha256: str) -> tuple[BinaryIO, str]:
        digest, file = hashlib.sha256(), tempfile.TemporaryFile(dir=self.spool.folder)

        def write(piece: bytes) -> None:
            digest.update(piece)
            with full_disk_named():
                file.write(piece)

        try:
            self._fetch(sha256, write)
            file.seek(0)
        except BaseException:
            file.close()
            raise
        return file, digest.hexdigest()

    def _fetch(self, sha256: str, write: Callable[[bytes], None]) -> None:
        def fetch() -> None:
            with closing(self.client.get_object(**self._place(sha256))["Body"]) as body:
                while piece := body.read(PIECE):
                    write(piece)

        with named(sha256):
            within(WHOLE_FILE, fetch)

    def _place(self, sha256: str) -> dict[str, str]:
        return {"Bucket": self.bucket, "Key": f"{self.prefix}{object_name(sha256)}"}
