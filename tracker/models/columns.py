"""Columns that several nouns have."""

from datetime import UTC, datetime
from enum import Enum
from typing import Annotated

from sqlalchemy import DateTime, ForeignKey, String, TypeDecorator
from sqlalchemy import Enum as EnumColumn
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.refusals import Stale

LARGEST_ID = 2**31 - 1  # what PostgreSQL's integer holds; a larger one is an error there, and names no row anywhere


class UtcDateTime(TypeDecorator):
    """A moment: UTC going in and coming out, whatever the database keeps."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect) -> datetime | None:
        """Refuses a moment without a time zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect) -> datetime | None:
        """Gives the time zone back."""
        return value and value.replace(tzinfo=UTC)


def one_of(kind: type[Enum]) -> EnumColumn:
    """A column that keeps an enum by its words, so that the table reads like the pages."""
    return EnumColumn(kind, values_callable=lambda e: [m.value for m in e], native_enum=False, length=30)


Sha256 = Annotated[str, mapped_column(String(64))]


def link(target: str, **options):
    """A foreign key that is indexed and required unless said otherwise."""
    return mapped_column(ForeignKey(target), **({"index": True} | options))


class Versioned:
    """A row that two people may edit: every form carries the version it was made from."""

    version: Mapped[int] = mapped_column(default=1)

    def expect(self, version: int) -> None:
        """Count one edit made from this version. Raises Stale when somebody saved before."""
        if version != self.version:
            raise Stale("Somebody saved a change while you were writing.")
        self.version += 1
