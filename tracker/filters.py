"""How pages print dates, sizes and states."""

from datetime import date, datetime

from flask import Flask

from tracker.clock import LONDON, real_now, today

TAG = {
    "blue": "blue", "red": "red", "amber": "yellow", "green": "green", "grey": "grey",
    "not started": "grey", "in progress": "white", "complete": "aqua-green", "verified": "blue", "embedded": "blue",
    "withdrawn": "grey", "withheld": "orange", "taken down": "grey", "waiting": "yellow", "accepted": "green", "returned": "red",
    "not yet scanned for malware": "yellow", "closed: malware found": "red",
    "waiting to be sent": "yellow", "being sent": "aqua-green", "perhaps sent": "orange", "refused": "red", "written to a folder": "grey",
    "assembled": "grey", "declined": "red", "signed off": "aqua-green", "sent": "blue", "closed to reading": "red",
    "saved": "green", "not saved": "red", "to decide": "yellow", "to answer": "yellow", "answered": "aqua-green", "approved": "green",
}  # fmt: skip


def init_app(app: Flask) -> None:
    """Make them known to the templates."""
    app.jinja_env.filters.update(day=day, weekday=weekday, moment=moment, size=size, tag_colour=TAG.get, plural=plural)
    app.jinja_env.globals.update(today=today, real_now=real_now)


def day(value: date | str | None) -> str:
    """ "18 July 2016"; a frozen plan holds its dates as ISO text."""
    if not value:
        return ""
    if isinstance(value, str):
        value = date.fromisoformat(value)
    return f"{value.day} {value:%B %Y}"


def weekday(value: date) -> str:
    """ "Monday 18 July 2016" """
    return f"{value:%A} {day(value)}"


def moment(value: datetime) -> str:
    """ "18 July 2016, 2:05pm", as the clock shows in London."""
    local = value.astimezone(LONDON)
    return f"{day(local.date())}, {local:%I:%M%p}".replace(", 0", ", ").replace("AM", "am").replace("PM", "pm")


def size(count: int) -> str:
    """Bytes as people read them: "340 KB", "2.1 MB"."""
    for unit in ("bytes", "KB", "MB"):
        if count < 1000:
            return f"{count:.3g} {unit}" if unit != "bytes" else f"{count} bytes"
        count /= 1000
    return f"{count:.3g} GB"


def plural(count: int, one: str, many: str | None = None) -> str:
    """ "1 action", "13 actions"."""
    return f"{count} {one if count == 1 else many or one + 's'}"
