"""`make bench`: a line `name  ours  floor  ratio` for each case, and the same in bench.json."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import documents, importing, kept_files, large, pack, progress_update, queries, reading, reading_pdf, review_page, upload, writers
from tests.bench.compare import LINE, compare
from tests.bench.world import World
from tests.conftest import TOP
from tracker.demo import load_demo
from tracker.demo.cast import make_cast


def main() -> None:
    """Run every case, print its line as soon as it is known, then write bench.json."""
    print(LINE.format(name="name (ms, or queries)", ours="ours", floor="floor", ratio="ratio"), flush=True)
    results = []
    with TemporaryDirectory(prefix="tracker-bench-") as folder:
        for result in _results(Path(folder)):
            print(result, flush=True)
            results.append(result.row)
    (TOP / "bench.json").write_text(json.dumps(results, indent=2) + "\n")


def _results(folder: Path):
    yield compare(reading.case())
    yield from reading_pdf.results()
    yield compare(importing.case(World(folder / "cast", make_cast)))
    yield from documents.results()
    # Made only now: a sign-in older than a minute is written down again, and that is no part of an update.
    story = World(folder / "story", load_demo)
    for one in (review_page, progress_update):
        yield compare(one.case(story))
    yield compare(kept_files.case(folder)).held(1.25)
    yield from upload.results(story, folder)
    yield from pack.results(story, folder)
    yield writers.result(story, folder)
    yield from queries.counts(story)
    yield from large.results(folder)


if __name__ == "__main__":
    main()
