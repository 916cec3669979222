"""Everything that a person can reach by links, from his home page on."""

from collections import Counter
from urllib.parse import urlsplit


def everything(browser, rows: int | None = None) -> dict[str, bytes]:
    """Each address that links lead to, and what it answers; every one must open. `rows` is the most of each kind of page."""
    read, waiting, kinds, routes = {}, ["/"], Counter(), browser.client.application.url_map.bind("localhost")
    while waiting:
        url = waiting.pop().split("#")[0]
        if not url.startswith("/") or url in read:
            continue
        kind, _ids = routes.match(urlsplit(url).path)
        kinds[kind] += 1
        if rows is None or kinds[kind] <= rows:
            page = browser.get(url, expect=200)
            read[url] = page.response.get_data()
            waiting += page.links if page.text else []
    return read
