"""ISO dates of the frozen plan as people write them, and the one date that a document carries."""

from datetime import date, datetime, timezone


def long_date(iso: str | None) -> str:
    """Write "2016-07-18" as "18 July 2016"; nothing for no date."""
    return f"{date.fromisoformat(iso).day} {date.fromisoformat(iso):%B %Y}" if iso else ""


def short_date(iso: str | None) -> str:
    """Write "2016-07-18" as "18 Jul 2016", never broken over two lines; nothing for no date."""
    return f"{date.fromisoformat(iso).day}\u00a0{date.fromisoformat(iso):%b}\u00a0{date.fromisoformat(iso).year}" if iso else ""


def date_range(first: str | None, last: str | None) -> str:
    """Write the days of a visit: "22 to 26 February 2016", or one day, or nothing."""
    if not first or not last or first == last:
        return long_date(first or last)
    if first[:7] == last[:7]:
        return f"{date.fromisoformat(first).day} to {long_date(last)}"
    return f"{long_date(first)} to {long_date(last)}"


def document_date(plan: dict, sign_off: dict | None) -> datetime:
    """Give midnight UTC of the sign-off, else of the assembly: the only clock a document knows, so its bytes never change."""
    day = date.fromisoformat((sign_off or {}).get("on") or plan["assembled_on"])
    return datetime(day.year, day.month, day.day, tzinfo=timezone.utc)
