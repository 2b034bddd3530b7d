"""One database, two ways in: a read sees a snapshot, a write begins as a writer and commits or leaves nothing."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import Any, cast

from sqlalchemy import URL, Connection, event, make_url, text
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DBAPIError,
    DisconnectionError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.storage.base import Base
from bot.storage.sqlite import connect
from bot.storage.watching import let_watch

Session = AsyncSession
"""What handlers pass on to the stores. Only storage, tables and stores know what it is."""

BUSY_TIMEOUT_MS = 1_500
WRITES = "brewmate_writes"

CONNECTIONS = 10
"""For each process on PostgreSQL: whoever finds none free waits a moment."""

RESTED_SINCE = "rested_since"
RESTED_LONG = 2.0  # seconds


class StorageError(Exception):
    """The database cannot be used; the sentence says why and what an operator can do."""


class StorageBusy(StorageError):
    """Somebody else holds the database; the same thing may work in a moment."""


class Storage:
    """The engine behind two doors, ``read`` and ``write``."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self.notes: dict[str, object] = {}
        """What every transaction that writes carries with it, under ``session.info``."""
        self._readers = async_sessionmaker(engine, expire_on_commit=False)
        writing = engine.execution_options(**{WRITES: True})
        let_watch(writing.sync_engine)
        self._writers = async_sessionmaker(writing, expire_on_commit=False, info=self.notes)
        self._turn = asyncio.Lock() if self.is_sqlite else None

    @property
    def is_sqlite(self) -> bool:
        """True for the embedded default, which has one writer at a time."""
        return self._engine.dialect.name == "sqlite"

    @property
    def address(self) -> str:
        """The database's URL as its own tools read it, password and all: never to be shown."""
        plain = self._engine.url.set(drivername=self._engine.url.get_backend_name())
        return plain.render_as_string(hide_password=False)

    @property
    def engine(self) -> AsyncEngine:
        """For migrations and benchmarks."""
        return self._engine

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Session]:
        """A session for queries."""
        async with self._readers() as session:
            with _plain_errors():
                yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Session]:
        """One transaction: committed when the block ends, gone if it raises."""
        async with AsyncExitStack() as stack:
            if self._turn is not None:  # SQLite's own queue sleeps in steps of up to 100 ms; ours does not
                await stack.enter_async_context(self._turn)
            with _plain_errors():
                session = await stack.enter_async_context(self._writers.begin())
                yield session
                await session.commit()

    async def make_tables(self) -> None:
        """Every table in a new database, without the migrations: for one that is thrown away again."""
        async with self.write() as session:
            await (await session.connection()).run_sync(Base.metadata.create_all)
            await session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))  # ping looks for it

    async def ping(self) -> None:
        """Raise StorageError where the database cannot be written to just now."""
        really = "PRAGMA user_version = 0" if self.is_sqlite else "DELETE FROM alembic_version WHERE 1 = 0"
        async with self.write() as session:
            await session.execute(text(really))  # on SQLite, deleting nothing would write nothing, even to a full disk
            await session.execute(text("SELECT count(*) FROM alembic_version"))

    async def close(self) -> None:
        """Let go of every connection."""
        await self._engine.dispose()


def open_storage(url: str) -> Storage:
    """The storage at ``sqlite:///path`` or ``postgresql://…``; StorageError where the URL names neither."""
    target = _with_driver(url)
    if target.get_backend_name() == "sqlite":
        return Storage(_sqlite(target))
    return Storage(_postgresql(target))


def _with_driver(url: str) -> URL:
    drivers = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
    try:
        parsed = make_url(url)
    except ArgumentError:
        msg = "The database URL cannot be read. It looks like sqlite:///brewmate.db or postgresql://user@host/name."
        raise StorageError(msg) from None
    backend = parsed.drivername.split("+")[0]
    if backend not in drivers:
        msg = f"Brewmate keeps its data in SQLite or PostgreSQL, not in “{backend}”."
        raise StorageError(msg)
    return parsed.set(drivername=drivers[backend])


def _postgresql(url: URL) -> AsyncEngine:
    """As many connections as one process can use; more would be opened and closed all the time."""
    engine = create_async_engine(url, hide_parameters=True, pool_size=CONNECTIONS, max_overflow=0)

    @event.listens_for(engine.sync_engine, "checkin")
    def rest(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info[RESTED_SINCE] = monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def look(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:  # noqa: ANN401  # the driver's own
        """A connection that has rested may be dead; asking each time would take as long as a query."""
        if monotonic() - record.info.get(RESTED_SINCE, monotonic()) < RESTED_LONG:
            return
        try:
            engine.dialect.do_ping(connection)
        except Exception as error:  # whatever the driver calls it, the pool makes a new one
            raise DisconnectionError from error

    return engine


def _sqlite(url: URL) -> AsyncEngine:
    if url.database and url.database != ":memory:" and "uri" not in url.query:
        _make_folder(Path(url.database).parent)
    engine = create_async_engine(url, hide_parameters=True, connect_args={"async_creator_fn": connect})

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _: object) -> None:  # noqa: ANN401  # the driver's own connection
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:  # a read that turns into a write fails at once, so writers say so first
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"The database’s folder can’t be made ({error.strerror}): {folder}"
        raise StorageError(msg) from None


class _plain_errors:  # noqa: N801  # used as `with _plain_errors():`
    """Turns the driver's trouble into a sentence; anything else passes."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Raise StorageError where the database itself is in trouble; a wrong query is our own fault and passes."""
        if type(error) in {OperationalError, DatabaseError, InternalError, InterfaceError} or _is_refused(error):
            raise _sentence(cast("DBAPIError", error)) from None
        if isinstance(error, PoolTimeoutError):
            raise StorageBusy(CROWDED) from None


CROWDED = "The database is busy: every connection to it has been in use for half a minute. Nothing was changed."

NO_RIGHT = "42501"


def _is_refused(error: BaseException | None) -> bool:
    """A missing right comes as what is otherwise a wrong query."""
    return isinstance(error, ProgrammingError) and getattr(error.orig, "sqlstate", None) == NO_RIGHT


SQLITE_TROUBLE = (
    ("readonly", "The database is read-only: Brewmate needs to write to the file and its folder."),
    ("full", "The disk is full: Brewmate can’t save anything until there is room."),
    ("disk i/o", "The disk doesn’t take what Brewmate saves: it may be full, over its quota, or failing."),
    ("unable to open", "The database file can’t be opened: check that its folder exists and may be written to."),
    ("not a database", "The database file is not one of SQLite’s: name another file, or restore a backup."),
    ("malformed", "The database file is damaged: restore a backup."),
)
POSTGRES_TROUBLE = (
    ("28", "PostgreSQL refuses this user or password: check BREWMATE_DATABASE_URL."),
    ("3D", "PostgreSQL has no such database: create it, or check BREWMATE_DATABASE_URL."),
    ("25006", "PostgreSQL is read-only just now: Brewmate needs to write to it."),
    ("53100", "PostgreSQL’s disk is full: Brewmate can’t save anything until there is room."),
    (NO_RIGHT, "PostgreSQL does not allow this user to do that: grant it the rights on its database."),
)
"""What a driver's words, or the beginning of an SQLSTATE, mean to an operator."""

POSTGRES_REFUSALS = (
    ("authentication failed", "28"),
    ("no pg_hba.conf entry", "28"),
    ('fatal:  role "', "28"),
    ('fatal:  database "', "3D"),
)
"""A connection that is refused has no SQLSTATE, only words."""

POSTGRES_BUSY = frozenset({"40001", "40P01", "55P03"})
"""Two that wrote at once, a deadlock, a lock that could not be had: the same thing may work in a moment."""


def _sentence(error: DBAPIError) -> StorageError:
    if isinstance(error.orig, sqlite3.Error):
        said = str(error.orig).lower()
        if "locked" in said or "busy" in said:
            return StorageBusy("The database is busy: another process is writing to it. Nothing was changed.")
        meant = next((sentence for words, sentence in SQLITE_TROUBLE if words in said), None)
        return StorageError(meant or f"The database can’t be used just now ({type(error.orig).__name__}).")
    state = getattr(error.orig, "sqlstate", None) or _state_of_refusal(str(error.orig).lower())
    if state in POSTGRES_BUSY:
        return StorageBusy("The database is busy: something else is writing the same rows. Nothing was changed.")
    meant = next((sentence for begins, sentence in POSTGRES_TROUBLE if state.startswith(begins)), None)
    unreachable = "PostgreSQL can’t be reached just now: check that it runs, and the host and port in its URL."
    return StorageError(meant or unreachable)


def _state_of_refusal(said: str) -> str:
    return next((state for words, state in POSTGRES_REFUSALS if words in said), "")
