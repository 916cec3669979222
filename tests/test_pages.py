"""Every page that somebody can reach by its links opens, and is what every page must be."""

import pytest

from tracker.demo import CAST


@pytest.mark.parametrize("called", CAST)
def test_everything_that_is_linked_opens(open_as, called):
    browser, seen, waiting = open_as(called), set(), ["/"]
    while waiting:
        url = waiting.pop().split("#")[0]
        if url in seen or not url.startswith("/"):
            continue
        seen.add(url)
        page = browser.get(url, expect=200)
        if page.text:
            waiting += page.links
    assert len(seen) >= 4, seen


def test_nobody_sees_the_public_pages_only(open_as):
    nobody = open_as(None)
    for url in ("/sign-in", "/accessibility", "/privacy"):
        nobody.get(url, expect=200)
    assert nobody.get("/reviews/1", expect=302).response.location == "/sign-in?next=/reviews/1"
