"""The search index: kept by the database whatever is written, read only where somebody sees something."""

import random

import pytest
from sqlalchemy import select

from tracker.extensions import db
from tracker.models import Action, Evidence, Finding, ProgressUpdate, Recommendation, search_index


@pytest.mark.engines("sqlite")  # PostgreSQL keeps an index of its own by itself; here triggers of ours do
def test_an_index_that_was_kept_equals_one_that_is_made_anew(app):
    """Random rows come, change and go, also in transactions that are rolled back."""
    chance, tables, made = random.Random(5), db.metadata.tables, {name: [] for name in search_index.SEARCHED}
    for turn in range(120):
        table = tables[chance.choice(list(search_index.SEARCHED))]
        ids = db.session.scalars(select(table.c.id)).all()
        change = {name: "".join(chance.choices("abcdeé ’漢\n", k=chance.randint(0, 30))) for name in search_index.SEARCHED[table.name]}
        row = dict(db.session.execute(select(table).where(table.c.id == chance.choice(ids))).mappings().one())
        if chance.random() < 0.4:
            unique = {"number": f"x{turn}", "id": max(ids) + chance.randint(1, 5)}
            db.session.execute(table.insert().values(row | change | {k: v for k, v in unique.items() if k in row}))
            made[table.name].append(unique["id"])
        elif chance.random() < 0.7:
            db.session.execute(table.update().where(table.c.id == row["id"]).values(change))
        elif made[table.name]:  # nothing points at it
            db.session.execute(table.delete().where(table.c.id == made[table.name].pop()))
        db.session.rollback() if chance.random() < 0.2 else db.session.commit()
    kept = pieces()
    search_index.drop(db.session.connection())
    search_index.create(db.session.connection())
    assert pieces() == kept and all(len(found) > 20 for found in kept.values())


def pieces() -> dict[str, set]:
    """Every piece of the index with where it stands, for each table."""
    connection, found = db.session.connection(), {}
    for table in search_index.SEARCHED:
        connection.exec_driver_sql(f"CREATE VIRTUAL TABLE temp.pieces USING fts5vocab(main, {search_index.PREFIX}{table}, instance)")
        found[table] = set(map(tuple, connection.exec_driver_sql("SELECT * FROM temp.pieces")))
        connection.exec_driver_sql("DROP TABLE temp.pieces")
    return found


@pytest.mark.engines("sqlite")  # decision 14 is about its planner
def test_a_search_reads_only_the_stretches_of_the_reviews_that_somebody_sees(app):
    """The plan of SQLite begins with the stretches; docs/decisions/14 tells what it costs otherwise."""
    wanted = select(ProgressUpdate.id).where(search_index.contains(ProgressUpdate, ["nurse"], [1]))
    sql = str(wanted.compile(db.engine, compile_kwargs={"literal_binds": True}))
    steps = [row[3] for row in db.session.execute(db.text(f"EXPLAIN QUERY PLAN {sql.replace(':', chr(92) + ':')}"))]
    (first,) = [n for n, step in enumerate(steps) if "SCAN s " in step]
    (second,) = [n for n, step in enumerate(steps) if "SCAN f " in step]
    assert first < second and "><" in steps[second], steps


@pytest.mark.engines("postgresql")
def test_a_search_asks_the_index_of_that_very_expression(app):
    """A planner that had rather read these few rows is forbidden to."""
    db.session.execute(db.text("SET LOCAL enable_seqscan = off"))
    for model in (Action, Evidence, Finding, ProgressUpdate, Recommendation):
        wanted = select(model.id).where(search_index.contains(model, ["nurse", "ward"], [1]))
        sql = str(wanted.compile(db.engine, compile_kwargs={"literal_binds": True})).replace("%%", "%")
        steps = "".join(db.session.connection().exec_driver_sql(f"EXPLAIN {sql}".replace("%", "%%")).scalars())
        assert f"Bitmap Index Scan on {search_index.PREFIX}{model.__tablename__}" in steps, steps


def test_neighbouring_reviews_are_read_in_one_stretch():
    half = search_index.HALF
    assert search_index.stretches([]) == []
    assert search_index.stretches([3, 1, 2, 7, 2]) == [[half, 4 * half - 1], [7 * half, 8 * half - 1]]
