"""Moving everything from one database to another: one snapshot of the old, one transaction on the new."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Row, Table, exists, func, insert, inspect, literal, make_url, select, text, tuple_
from sqlalchemy.exc import ArgumentError, DataError, IntegrityError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.storage.base import Base
from bot.storage.engine import Session, Storage, StorageError, open_storage
from bot.storage.sqlite import connect
from bot.storage.upgrading import TURN, is_current, upgrade

BATCH = 500
"""How many rows are held at once."""

PORT = 5432

OF_ITSELF = frozenset({"queue_shape"})
"""What a table says of the database that it stands in, as alembic_version does: it stays, and may be there already."""

OTHER_SHAPE = (
    "The old database is of another shape than this version needs. Please run `brewmate upgrade` over it first, with "
    "Brewmate stopped."
)
WRITTEN_TO = (
    "The old database was written to meanwhile, so nothing was moved. Please stop Brewmate, wherever it runs, and try "
    "again."
)

NO_URL = "Its URL can’t be used. It looks like sqlite:///brewmate.db or postgresql://user@host/name."
NO_RIGHTS = "PostgreSQL does not allow this user to do that: grant it the rights on its database and its schema."


@dataclass(frozen=True, slots=True)
class Moved:
    """How many rows of each table are in the new database, counted on both sides.

    ``others`` is how many other connections the old one had: on PostgreSQL alone; SQLite doesn't tell.
    """

    rows: tuple[tuple[str, int], ...]
    others: int = 0


async def move(old: str, new: str, bring_up: Callable[[Storage], Awaitable[object]] = upgrade) -> Moved:
    """Copy every table of the database at one URL into the empty one at the other, which is brought up to date first.

    What is procrastinate's stays behind: the sweep queues again what is due. The old one is opened read-only.
    StorageError, and nothing copied, where either won't do, where the old one was seen to be written to (SQLite), where
    the new one holds anything already, or where a table's count differs.
    """
    with _sentences("The old database"):
        source = _opened_to_read(old)
    async with _closing(source):
        with _sentences("The old database"):
            if not await is_current(source):
                raise StorageError(OTHER_SHAPE)
        with _sentences("The new database"):
            _refuse_the_same(old, new)
            target = open_storage(new)
        async with _closing(target):
            with _sentences("The new database"):
                await _prepare(target, bring_up)
            return await _copied(source, target)


def _opened_to_read(url: str) -> Storage:
    """The database at this URL, to which nothing can be written; StorageError where it has no file."""
    parsed = make_url(url) if url.startswith("sqlite") else None
    if parsed is None:
        return open_storage(url)  # the snapshot is read-only there
    name = parsed.database or ""
    if "uri" not in parsed.query:
        if not Path(name).is_file():
            msg = f"There is no such file: {name}" if name else "A database in memory holds nothing yet."
            raise StorageError(msg)
        name = f"file:{quote(str(Path(name).resolve()))}"
    query = {**parsed.query, "uri": "true", "mode": "ro"}
    address = URL.create("sqlite+aiosqlite", database=name, query=query)
    options = {"async_creator_fn": connect, "isolation_level": None}  # the snapshot says BEGIN itself
    return Storage(create_async_engine(address, hide_parameters=True, connect_args=options))


def _refuse_the_same(old: str, new: str) -> None:
    parsed = make_url(new)
    if parsed.drivername.startswith("sqlite") and parsed.database in {None, "", ":memory:"}:
        msg = "It would be in memory alone. Please name a file, as in sqlite:////var/lib/brewmate/brewmate.db."
        raise StorageError(msg)
    if _place(make_url(old)) == _place(parsed):
        msg = "It is the old one: there is nothing to move."
        raise StorageError(msg)


def _place(url: URL) -> tuple[object, ...]:
    """Where a database is, however its URL spells it. Other names of one host aren't known to be the same."""
    if url.drivername.startswith("sqlite"):
        return ("sqlite", Path((url.database or "").removeprefix("file:")).resolve())
    host, port = url.query.get("host", url.host or ""), url.query.get("port", url.port or PORT)
    return ("postgresql", host, str(port), url.database or url.username, url.query.get("options"))


async def _prepare(target: Storage, bring_up: Callable[[Storage], Awaitable[object]]) -> None:
    """Bring it up to date; StorageError, and nothing changed, where it holds anything."""
    async with target.read() as session:
        names = await (await session.connection()).run_sync(lambda each: set(inspect(each).get_table_names()))
        await _refuse_rows(session, [table for table in _ours() if table.name in names])
    await bring_up(target)


def _ours() -> list[Table]:
    """Every table that moves, each after those that its rows refer to."""
    return [table for table in Base.metadata.sorted_tables if table.name not in OF_ITSELF]


async def _refuse_rows(session: Session, tables: list[Table]) -> None:
    for table in tables:
        if await session.scalar(select(exists(select(text("1")).select_from(table)))):
            msg = f"It already holds something, in {table.name}. Please give an empty one; nothing was changed in it."
            raise StorageError(msg)


async def _copied(source: Storage, target: Storage) -> Moved:
    async with _snapshot(source) as old, target.write() as new:
        if not target.is_sqlite:  # as for an upgrade: one at a time
            await new.execute(select(func.pg_advisory_xact_lock(TURN)))
        with _sentences("The new database"):
            await _refuse_rows(new, _ours())
        others = 0 if source.is_sqlite else await _others(old)
        async with _unchanged(source):
            counts = []
            for table in _ours():
                with _refusals(table):
                    counts.append(await _moved(table, old, new))
        for table in _ours():  # last, for PostgreSQL keeps a number that a transaction took back
            with _refusals(table):
                await _carry_number(table, old, new, target)
        return Moved(tuple(counts), others)


@contextmanager
def _refusals(table: Table) -> Iterator[None]:
    """What a database won't have, without the row that it may repeat."""
    try:
        yield
    except (DataError, IntegrityError):
        msg = f"The new database doesn’t take a row of {table.name}, so nothing was moved. The old one is as it was."
        raise StorageError(msg) from None
    except ProgrammingError:
        msg = (
            f"PostgreSQL does not allow its user to copy {table.name}, so nothing was moved. The old one is as it was."
        )
        raise StorageError(msg) from None


@asynccontextmanager
async def _snapshot(source: Storage) -> AsyncIterator[AsyncConnection]:
    """The database as it is when it is first read, until the block ends."""
    async with source.read() as session:
        if source.is_sqlite:
            connection = await session.connection()
            await connection.exec_driver_sql("BEGIN")
        else:
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            connection = await session.connection(execution_options=options)
        yield connection


async def _others(old: AsyncConnection) -> int:
    said = "datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    return int(await old.scalar(text(f"SELECT count(*) FROM pg_stat_activity WHERE {said}")) or 0)  # noqa: S608  # ours


@asynccontextmanager
async def _unchanged(source: Storage) -> AsyncIterator[None]:
    """StorageError where another connection committed anything in this SQLite database since the block began."""
    if not source.is_sqlite:
        yield
        return
    async with source.engine.connect() as witness:
        before = await witness.scalar(text("PRAGMA data_version"))
        yield
        if before != await witness.scalar(text("PRAGMA data_version")):
            raise StorageError(WRITTEN_TO)


async def _moved(table: Table, old: AsyncConnection, new: Session) -> tuple[str, int]:
    """The table's name and how many rows of it there are on both sides now; StorageError where that differs."""
    async for rows in _batches(table, old):
        await new.execute(insert(table), [dict(row._mapping) for row in rows])  # noqa: SLF001  # its public name
    counting = select(func.count()).select_from(table)
    was, is_now = await old.scalar(counting) or 0, await new.scalar(counting) or 0
    if was != is_now:
        msg = f"Of {table.name}, {was} rows were read and {is_now} arrived, so nothing was moved."
        raise StorageError(msg)
    return table.name, was


async def _batches(table: Table, old: AsyncConnection) -> AsyncIterator[list[Row[tuple[object, ...]]]]:
    """The rows in the order of their keys, a few at a time: our cursors on SQLite read whole results at once."""
    keys = tuple(table.primary_key)
    whole = select(table).order_by(*keys).limit(BATCH)
    rows = list((await old.execute(whole)).all())
    while rows:
        yield rows
        last = tuple_(*(literal(rows[-1]._mapping[key], key.type) for key in keys))  # noqa: SLF001  # its public name
        rows = list((await old.execute(whole.where(tuple_(*keys) > last))).all()) if len(rows) == BATCH else []


async def _carry_number(table: Table, old: AsyncConnection, new: Session, target: Storage) -> None:
    """Let the next row get a number that no row had before, even where the highest have been deleted meanwhile."""
    column = table.autoincrement_column
    if column is None:
        return
    highest = max(await old.scalar(select(func.max(column))) or 0, await _last_number(table, old))
    if not target.is_sqlite and highest:
        await new.execute(select(func.setval(func.pg_get_serial_sequence(table.name, column.name), highest)))
    elif table.dialect_options["sqlite"]["autoincrement"] and highest:
        await new.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
        row = {"name": table.name, "seq": highest}
        await new.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)"), row)


async def _last_number(table: Table, old: AsyncConnection) -> int:
    """The last number that the old database gave, where it remembers."""
    column = table.autoincrement_column
    if old.dialect.name == "sqlite" and not table.dialect_options["sqlite"]["autoincrement"]:
        return 0
    if old.dialect.name == "sqlite" or column is None:
        asking = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        return int(await old.scalar(asking, {"name": table.name}) or 0)
    sequence = func.pg_get_serial_sequence(table.name, column.name)
    return int(await old.scalar(select(func.pg_sequence_last_value(sequence))) or 0)


@asynccontextmanager
async def _closing(storage: Storage) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await storage.close()


@contextmanager
def _sentences(which: str) -> Iterator[None]:
    """Which of the two is in trouble; nothing of its URL, which may hold a password."""
    try:
        yield
    except StorageError as error:
        said = str(error).replace("BREWMATE_DATABASE_URL", "its URL")
        raise StorageError(said if said.startswith(which) else f"{which}: {said}") from None
    except ProgrammingError as error:
        said = NO_RIGHTS if getattr(error.orig, "sqlstate", None) else NO_URL  # without a state, it never got there
        raise StorageError(f"{which}: {said}") from None
    except (ArgumentError, ValueError):  # ports and hosts that there can't be
        raise StorageError(f"{which}: {NO_URL}") from None
