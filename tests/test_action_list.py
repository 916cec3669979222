"""The list of all actions that somebody may see."""


def test_walk(app, open_as):
    for who in ("lead", "owner", "both"):
        page = open_as(who).get("/actions")
        assert "actions." in page.words
        open_as(who).get("/actions?sort=-brag&status=open&owner=nobody&due_within=400&no_update_since=1+9+2016&post=a&review=1&organisation=99&brag=red&promised=yes")
    csv = open_as("lead").get("/actions/export/csv?status=open")
    assert csv.response.data.count(b"\n") > 10
    assert open_as("lead").get("/actions/export/xlsx").response.data[:2] == b"PK"
