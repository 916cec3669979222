"""Everything that a person can reach by links, from his home page on."""

from collections import Counter
from urllib.parse import urlsplit

QUERIES = 3  # of one address: filters and orders multiply, and all of them choose among the same rows


def everything(browser, rows: int | None = None) -> dict[str, bytes]:
    """Each address that links lead to, and what it answers; every one must open. `rows` is the most of each kind of page."""
    read, waiting, seen, routes = {}, ["/"], Counter(), browser.client.application.url_map.bind("localhost")
    while waiting:
        url = waiting.pop().split("#")[0]
        if not url.startswith("/") or url in read:
            continue
        path = urlsplit(url).path
        kind, _ids = routes.match(path)
        seen.update([kind, path])
        if seen[path] <= QUERIES and (rows is None or seen[kind] <= rows):
            page = browser.get(url, expect=200)
            read[url] = page.response.get_data()
            waiting += page.links if page.text else []
    return read
