"""Settings: the only place that reads the environment."""

import os
import re
from datetime import date
from pathlib import Path

INSTANCE = Path(__file__).resolve().parent / "instance"
MEBIBYTE = 1024 * 1024
GIBIBYTE = 1024 * MEBIBYTE
FILES_PER_GIBIBYTE = 250  # many small files fill a disk too
CLAMD = re.compile(r"[A-Za-z0-9.-]+:\d{1,5}|\[[0-9A-Fa-f:]+\]:\d{1,5}|/.+")
BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/?")


class SettingsError(RuntimeError):
    """A setting is missing or wrong; the message says which and how to mend it."""


def from_environment() -> dict:
    """The settings of this process, as Flask keys. Raises SettingsError when one is wrong."""
    demo = _switch("DEMO", "0", "1")
    _refuse("MAIL_URL")
    return {
        "SECRET_KEY": os.environ.get("SECRET_KEY", ""),
        "SQLALCHEMY_DATABASE_URI": _database_url(),
        "EVIDENCE_STORE": _evidence_store(),
        "EVIDENCE_SPOOL": os.environ.get("EVIDENCE_SPOOL") or str(INSTANCE / "spool"),
        "ORGANISATION_QUOTA": _quota("ORGANISATION_QUOTA_GB", 20),
        "USER_QUOTA": _quota("USER_QUOTA_GB", 10),
        "CLAMD": _clamd(),
        "PURGE_AFTER_DAYS": _days("PURGE_AFTER_DAYS", 30),
        "HTMX_CDN": _switch("HTMX_CDN", "off", "on", default=True),
        "DEMO": demo,
        # The demonstration's story is of 2016: its calendar stands still, so that it stays true.
        "CALENDAR_DAY": date(2016, 8, 26) if demo else None,
    }


DEFAULTS = {
    # As many connections as the server has threads; the log holds no words of people.
    "SQLALCHEMY_ENGINE_OPTIONS": {"pool_size": 64, "max_overflow": 0, "pool_timeout": 10, "hide_parameters": True},
    "EVIDENCE_SPOOL": None,
    "CLAMD": "",
    "HTMX_CDN": True,
    "DEMO": False,
    "CALENDAR_DAY": None,
    "MAX_CONTENT_LENGTH": MEBIBYTE,  # forms; the two pages that take files raise it for themselves
    "REPORT_LIMIT": 20 * MEBIBYTE,
    "WORKBOOK_LIMIT": 5 * MEBIBYTE,
    "EVIDENCE_LIMIT": 100 * MEBIBYTE,
    "PURGE_AFTER_DAYS": 30,  # from the day that a file was taken down
    "ORGANISATION_QUOTA": (20 * GIBIBYTE, 20 * FILES_PER_GIBIBYTE),  # bytes and files, every version counted
    "USER_QUOTA": (10 * GIBIBYTE, 10 * FILES_PER_GIBIBYTE),
}

# A connection may have died since it was used; who cannot be reached says nothing at all.
OVER_A_NETWORK = {"pool_pre_ping": True, "connect_args": {"connect_timeout": 5}}


def checked(settings: dict) -> dict:
    """The settings with their defaults. Raises SettingsError for a missing or short SECRET_KEY."""
    settings = DEFAULTS | settings
    if len(settings.get("SECRET_KEY", "").encode()) < 32:
        raise SettingsError(
            "SECRET_KEY is missing or shorter than 32 bytes. Make one with "
            "python -c 'import secrets; print(secrets.token_urlsafe(48))' and keep it secret."
        )
    if settings.get("SQLALCHEMY_DATABASE_URI", "").startswith("postgresql"):
        settings["SQLALCHEMY_ENGINE_OPTIONS"] = settings["SQLALCHEMY_ENGINE_OPTIONS"] | OVER_A_NETWORK
    # Browsers refuse Secure cookies over plain http; the demonstration answers on loopback only.
    secure = not settings["DEMO"]
    return settings | {
        "SESSION_COOKIE_NAME": "__Host-tracker" if secure else "tracker-demonstration",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,  # a token lives as long as its session
        "WTF_CSRF_SSL_STRICT": False,  # access.enforce compares Origin, which is stricter than Referer
    }


def _database_url() -> str:
    url = os.environ.get("DATABASE_URL")
    if not url:
        INSTANCE.mkdir(mode=0o700, exist_ok=True)
        return f"sqlite:///{INSTANCE / 'tracker.sqlite'}"
    if not url.startswith(("sqlite:", "postgresql:", "postgresql+psycopg:")):
        raise SettingsError("DATABASE_URL must begin with sqlite: or postgresql: – no other database is supported.")
    return url.replace("postgresql:", "postgresql+psycopg:", 1)


def _evidence_store() -> str:
    store = os.environ.get("EVIDENCE_STORE") or str(INSTANCE / "evidence")
    if "://" in store and not BUCKET.fullmatch(store):
        raise SettingsError("EVIDENCE_STORE must be a folder, or a bucket as in s3://bucket or s3://bucket/prefix.")
    return store


def _clamd() -> str:
    address = os.environ.get("CLAMD") or ""
    if address and not CLAMD.fullmatch(address):
        raise SettingsError("CLAMD must be host:port, as in 127.0.0.1:3310, or the path of clamd's socket.")
    return address


def _quota(name: str, default: int) -> tuple[int, int]:
    """The bytes and the number of files that so many gibibytes allow."""
    words = os.environ.get(name) or str(default)
    if not re.fullmatch(r"[1-9][0-9]{0,5}", words):
        raise SettingsError(f"{name} must be a whole number of gigabytes, 1 or more, not {words}.")
    return int(words) * GIBIBYTE, int(words) * FILES_PER_GIBIBYTE


def _days(name: str, default: int) -> int:
    words = os.environ.get(name) or str(default)
    if not re.fullmatch(r"[0-9]{1,4}", words):
        raise SettingsError(f"{name} must be a number of days, 0 to 9999, not {words}.")
    return int(words)


def _switch(name: str, off: str, on: str, *, default: bool = False) -> bool:
    """A setting with two words; any other word is an error, as a guess could open a door."""
    word = os.environ.get(name) or (on if default else off)
    if word not in (off, on):
        raise SettingsError(f"{name} must be {on} or {off}, not {word}.")
    return word == on


def _refuse(*names: str) -> None:
    """Settings whose feature is not built: nobody shall rely on what does not run."""
    for name in names:
        if os.environ.get(name):
            raise SettingsError(f"{name} is set, but this version does not support it yet. Remove the setting.")
