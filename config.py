"""Settings: the only place that reads the environment."""

import os
import re
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

INSTANCE = Path(__file__).resolve().parent / "instance"
LOOPBACK = ("localhost", "127.0.0.1")
MEBIBYTE = 1024 * 1024
GIBIBYTE = 1024 * MEBIBYTE
FILES_PER_GIBIBYTE = 250  # many small files fill a disk too
CLAMD = re.compile(r"[A-Za-z0-9.-]+:\d{1,5}|\[[0-9A-Fa-f:]+\]:\d{1,5}|/.+")
# Plain ASCII, so that every mail server takes it as it stands: one address, nothing around it.
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")
HOST = re.compile(r"[A-Za-z0-9.-]{1,253}|[0-9A-Fa-f:]{2,45}")
BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/?")


class SettingsError(RuntimeError):
    """A setting is missing or wrong; the message says which and how to mend it."""


def from_environment() -> dict:
    """The settings of this process, as Flask keys. Raises SettingsError when one is wrong."""
    demo = _switch("DEMO", "0", "1")
    return {
        "SECRET_KEY": os.environ.get("SECRET_KEY", ""),
        "SQLALCHEMY_DATABASE_URI": _database_url(),
        "EVIDENCE_STORE": _evidence_store(),
        "EVIDENCE_SPOOL": os.environ.get("EVIDENCE_SPOOL") or str(INSTANCE / "spool"),
        "ORGANISATION_QUOTA": _quota("ORGANISATION_QUOTA_GB", 20),
        "USER_QUOTA": _quota("USER_QUOTA_GB", 10),
        "CLAMD": _clamd(),
        "PURGE_AFTER_DAYS": _days("PURGE_AFTER_DAYS", 30),
        "MAIL_URL": _mail_url(),
        "MAIL_FROM": _mail_from(),
        "PUBLIC_URL": _public_url(),
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
    "MAIL_URL": str(INSTANCE / "mail"),  # a folder: nothing leaves the building
    "MAIL_FROM": "tracker@localhost.example",
    "PUBLIC_URL": "",
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
    if settings["PUBLIC_URL"]:
        # Whoever watches over the server asks it by its own machine's names.
        settings["TRUSTED_HOSTS"] = [urlsplit(settings["PUBLIC_URL"]).hostname, *LOOPBACK]
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


def _mail_url() -> str:
    """A server, "console" or a folder. What is refused is not repeated: it may hold a password."""
    url = os.environ.get("MAIL_URL") or str(INSTANCE / "mail")
    if url != "console" and "://" not in url:
        return url
    try:
        parts = urlsplit(url)
        good = url == "console" or (parts.scheme in ("smtp", "smtps") and HOST.fullmatch(parts.hostname or "") and parts.port != 0
                                    and (parts.path, parts.query, parts.fragment) in (("", "", ""), ("/", "", "")))  # fmt: skip
    except ValueError:  # a port that is no number
        good = False
    if not good:
        raise SettingsError(
            "MAIL_URL must be smtp://user:password@host:587, smtps://user:password@host:465, a folder, or console. "
            "In the user's name and the password, write %40 for @, %2F for / and %3A for :"
        )
    return url


def _mail_from() -> str:
    address = os.environ.get("MAIL_FROM") or ""
    if not address and not (os.environ.get("MAIL_URL") or "").startswith("smtp"):
        return DEFAULTS["MAIL_FROM"]
    if not ADDRESS.fullmatch(address) or len(address) > 254:
        raise SettingsError("MAIL_FROM must be the one address that mail comes from, as in tracker@ccg.example; MAIL_URL needs it.")
    return address


def _public_url() -> str:
    """Where people reach the tracker: links in mails begin with it, and no other host is answered."""
    url = (os.environ.get("PUBLIC_URL") or "").rstrip("/")
    if url and not re.fullmatch(r"https?://[A-Za-z0-9.-]{1,253}(:[1-9][0-9]{0,4})?", url):
        raise SettingsError("PUBLIC_URL must be the address that people type, without a path, as in https://tracker.ccg.example.")
    return url


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
