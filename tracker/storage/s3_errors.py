"""What botocore says, in the words of the store."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from .errors import MissingObject, StoreUnavailable

ALREADY_THERE = {"PreconditionFailed", "ConditionalRequestConflict"}  # 412, and 409 while another request writes it
NOT_THERE = {"NoSuchKey", "404"}  # a HEAD has no body that could say more


@contextmanager
def named(sha256: str = "") -> Iterator[None]:
    """Turns every failure into StoreUnavailable, or MissingObject when no bytes are kept under `sha256`."""
    try:
        yield
    except ClientError as error:
        if sha256 and error.response["Error"]["Code"] in NOT_THERE:
            raise MissingObject(sha256) from error
        raise StoreUnavailable from error
    except BotoCoreError as error:
        raise StoreUnavailable from error


@contextmanager
def is_conflict() -> Iterator[list[str]]:
    """Gives a list that is no longer empty when the block ended because something lies there already."""
    found: list[str] = []
    try:
        yield found
    except ClientError as error:
        if error.response["Error"]["Code"] not in ALREADY_THERE:
            raise
        found.append(error.response["Error"]["Code"])
