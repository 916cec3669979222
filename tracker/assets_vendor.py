"""Copies what pages need of the npm packages into static/vendor; run by `make setup` after `npm ci`."""

import re
import shutil
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
VENDOR = TOP / "tracker" / "static" / "vendor"
NHSUK = TOP / "node_modules" / "nhsuk-frontend" / "dist" / "nhsuk"


def copy() -> None:
    """Replace the folder by a fresh copy; its last file is the mark that it is whole."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    shutil.copytree(NHSUK / "assets", VENDOR / "nhsuk" / "assets")
    shutil.copy(NHSUK / "nhsuk-frontend-10.6.1.min.js", VENDOR / "nhsuk")
    css = (NHSUK / "nhsuk-frontend-10.6.1.min.css").read_text()
    # The NHS's own typeface is fetched from a third party; Arial stands in for it.
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)
    (VENDOR / "nhsuk" / "nhsuk-frontend-10.6.1.min.css").write_text(css)
    shutil.copy(TOP / "node_modules" / "htmx.org" / "dist" / "htmx.min.js", VENDOR)
    (VENDOR / ".installed").touch()


if __name__ == "__main__":
    copy()
