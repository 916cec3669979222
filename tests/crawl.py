"""Everything that a person can reach by links, from his home page on."""


def everything(browser) -> dict[str, bytes]:
    """Each address that links lead to, and what it answers; every one must open."""
    read, waiting = {}, ["/"]
    while waiting:
        url = waiting.pop().split("#")[0]
        if url.startswith("/") and url not in read:
            page = browser.get(url, expect=200)
            read[url] = page.response.get_data()
            waiting += page.links if page.text else []
    return read
