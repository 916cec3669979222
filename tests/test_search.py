"""Search: what may be seen is found, however it is typed; nothing else is, and nothing betrays it."""

from tests.conftest import action


def test_each_kind_is_found_marked_and_linked(app, open_as):
    lead = open_as("lead")
    page = lead.get("/search?q=domestic+abuse")
    assert page.words
    print(page.words[:3000])
    print(lead.get("/search?q=1.4").words[:3000])
