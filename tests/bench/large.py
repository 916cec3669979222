"""The same pages and the same update in a world of 250 reviews and in a world of one: review 1 is the same in both."""

from pathlib import Path

from tests.bench import action_list, export
from tests.bench.compare import Case, compare
from tests.bench.large_world import make_world
from tests.bench.queries import count
from tests.bench.world import World

REVIEWS = 250
PAGES = {"list": "/actions", "review": "/reviews/1", "action": "/actions/4", "home": "/"}
SEARCH = "/search?q=discharge"
PEOPLE = {"lead": "lead of one CCG", "owner": "owner", "both": "lead of everything"}
HELD = ("lead", "owner")


def results(folder: Path):
    """Every line, as soon as it is measured. `ours` is the large world, `floor` the small one."""
    small, large = World(folder / "one", make_world(1)), World(folder / "many", make_world(REVIEWS))
    yield compare(action_list.case(large)).held(3.0)
    for called, words in PEOPLE.items():
        for name, url in _pages(large).items():
            case = _page(small, large, called, words, name, url)
            yield compare(case).held(1.3 if called in HELD and name != "search" else None)
        yield compare(_update(small, large, called, words)).held(1.3 if called in HELD else None)
    for called in HELD:
        for name, url in _pages(large).items():
            yield count(large, called, f"{name}, {PEOPLE[called]}", url, small)
    yield from export.results(large, folder)


def _pages(world: World) -> dict[str, str]:
    known = {rule.rule for rule in world.app.url_map.iter_rules()}
    return PAGES | ({"search": SEARCH} if "/search" in known else {})


def _page(small: World, large: World, called: str, words: str, name: str, url: str) -> Case:
    note = f"{url} as {words}: {REVIEWS} reviews against one"
    return Case(f"{name}, {words}", note, ours=lambda: large.get(called, url), floor=lambda: small.get(called, url))


def _update(small: World, large: World, called: str, words: str) -> Case:
    """Each world's own update; its page grows by one entry a round, in both alike."""
    ways = [_saving(world, called) for world in (large, small)]
    return Case(f"update, {words}", f"a progress update as {words}: {REVIEWS} reviews against one", *ways)


def _saving(world: World, called: str):
    with world.app.app_context():
        url = f"/actions/{world.open_action}/progress"
        page = world.browsers[called].get(url.removesuffix("/progress"))
        fields = dict(page.form(url).form_values()) | {"confidence": "on track", "note": "Twenty records were read this week."}

    def save() -> None:
        fragment = world.post(called, url, fields)
        fields["version"] = fragment.partition('name="version" value="')[2].partition('"')[0]

    return save
