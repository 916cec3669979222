"""Bare objects that create_app binds to an app."""

from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import MetaData, event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """Every constraint has a name, so that a migration can drop it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


WRITE_LOCK = 7_241_958  # any number, the same in every process: PostgreSQL's lock of who may write

db = SQLAlchemy(model_class=Base)
login_manager = LoginManager()
migrate = Migrate(render_as_batch=True)
csrf = CSRFProtect()


def writing(patience: float = 10) -> None:
    """End the reads of this request and take the database's one write lock; OperationalError after `patience` seconds.

    Call it when the body has been read and checked, never before: a lock held while a file
    arrives would starve everybody else. Objects read so far are refreshed under the lock.
    """
    db.session.rollback()
    if db.engine.dialect.name == "sqlite":
        db.session.connection(execution_options={"sqlite_begin": "IMMEDIATE", "sqlite_patience": patience})
    else:
        # READ COMMITTED, so that what is read after the lock is what the one before us wrote.
        connection = db.session.connection(execution_options={"isolation_level": "READ COMMITTED"})
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(1000 * patience)}")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")


def done_reading() -> None:
    """End the reads of this request, so that no transaction stays open while bytes come from a store or go to somebody."""
    db.session.rollback()


def database_answers() -> bool:
    """Whether the database can be reached, and holds a schema."""
    try:
        db.session.execute(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError:
        return False
    finally:
        db.session.rollback()
    return True


def open_database(engine) -> None:
    """Open every connection of the engine as the design asks."""
    if engine.dialect.name == "sqlite":
        _open_sqlite(engine)
    else:
        # A page reads one moment of the plan, as it does on SQLite: its counts agree with its rows.
        engine.update_execution_options(isolation_level="REPEATABLE READ")


def _open_sqlite(engine) -> None:
    """WAL, durable, foreign keys, our own BEGIN."""

    @event.listens_for(engine, "connect")
    def _connected(connection, _record):
        connection.isolation_level = None  # the driver's own BEGIN cannot be IMMEDIATE
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begun(connection):
        options = connection.get_execution_options()
        connection.exec_driver_sql(f"PRAGMA busy_timeout={int(1000 * options.get('sqlite_patience', 10))}")
        connection.exec_driver_sql(f"BEGIN {options.get('sqlite_begin', 'DEFERRED')}")
