"""The export of every action of the large world from a real server: its time against the bare libraries, and the memory it needs."""

import csv
import sqlite3
from pathlib import Path
from time import perf_counter

import xlsxwriter

from tests.bench.compare import Result
from tests.bench.world import World
from tests.server import Server

MEBIBYTE = 1024 * 1024
ROWS = """
SELECT v.area || ': ' || v.title, group_concat(r.number, ', '), o.name, a.words, a.post, u.name, a.due_on, a.first_due_on, a.success_measure, a.status, a.updated_on,
       (SELECT note FROM progress_updates p WHERE p.action_id = a.id ORDER BY p."on" DESC, p.id DESC LIMIT 1), a.id
FROM actions a JOIN reviews v ON v.id = a.review_id JOIN organisations o ON o.id = a.organisation_id LEFT JOIN users u ON u.id = a.owner_id
LEFT JOIN action_recommendations l ON l.action_id = a.id LEFT JOIN recommendations r ON r.id = l.recommendation_id
GROUP BY a.id ORDER BY a.due_on, a.id
"""


def results(world: World, folder: Path):
    """For CSV and Excel: milliseconds against the bare library; and the mebibytes that the server's workers grew by, of 50."""
    with Server(world.file.parent, folder / "export") as server:
        everything = server.visitor("both")
        everything.patience = 600  # Excel comes when it is whole
        for _ in range(4):  # each worker has opened a page
            everything.get("/actions")
        for kind, bare in (("csv", _csv), ("xlsx", _xlsx)):
            before, begun = memory(server), perf_counter()
            answer = everything.get(f"/actions/export/{kind}")
            took = perf_counter() - begun
            assert answer.status == 200, answer.text[:600]
            floor = _timed(bare, world.file, folder / f"bare.{kind}")
            yield Result(f"export of all as {kind}", took * 1000, floor * 1000, "ms", "every action, from a real server; floor: one SQL query and the bare library")
            grown = (memory(server) - before) / MEBIBYTE
            yield Result(f"memory of that export ({kind})", grown, 50, "MiB", "growth of the workers' largest resident size; floor: the most it may be").held(1.0)


def memory(server: Server) -> int:
    """The largest resident size that each process ever had, together, in bytes."""
    peaks = [Path(f"/proc/{id}/status").read_text().partition("VmHWM:")[2].split()[0] for id in server.processes()]
    return sum(map(int, peaks)) * 1024


def _timed(bare, database: Path, file: Path) -> float:
    begun = perf_counter()
    with sqlite3.connect(database) as connection:
        bare(connection.execute(ROWS), file)
    return perf_counter() - begun


def _csv(rows, file: Path) -> None:
    with file.open("w", newline="") as output:
        csv.writer(output).writerows(rows)


def _xlsx(rows, file: Path) -> None:
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
