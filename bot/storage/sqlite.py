"""SQLite's driver, with a trip to another thread only for what may wait: opening, BEGIN, COMMIT and ROLLBACK.

SQLAlchemy asks for a cursor, runs the statement, fetches all rows and closes the cursor; aiosqlite hands each of these
to the connection's thread and waits, which takes longer than most of our statements. Between BEGIN and COMMIT a
statement waits for nobody: a writer holds the lock already, and a reader of a write-ahead log needs none. So it runs
where it is, and the event loop stands still for as long as the statement takes, which an index keeps to microseconds.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any

import aiosqlite

ROWS_AT_ONCE = 64  # only aiosqlite's own cursors, which nobody here uses, fetch in pieces


async def connect(database: str, **options: Any) -> aiosqlite.Connection:  # noqa: ANN401  # the driver's own options
    """What ``aiosqlite.connect`` would give, but for its cursors."""
    connection = Connection(lambda: sqlite3.connect(database, **options), ROWS_AT_ONCE)
    connection._thread.daemon = True  # noqa: SLF001  # as SQLAlchemy's own creator does: it must not hold up an exit
    try:
        return await connection
    except sqlite3.Error:
        await asyncio.to_thread(connection._thread.join)  # noqa: SLF001  # it still answers to this loop, which may end
        raise


class Connection(aiosqlite.Connection):
    """A connection with cursors that go to its thread once."""

    def cursor(self) -> Cursor:  # type: ignore[override]  # all of a cursor that SQLAlchemy uses, and no more
        """A cursor; nothing is done for it yet."""
        return Cursor(self)

    async def begin(self, statement: str) -> None:
        """Begin a transaction; this waits for whoever writes, so it waits in the connection's thread."""
        await self._execute(self._conn.execute, statement)  # type: ignore[no-untyped-call]  # aiosqlite's

    def run(self, work: Callable[[sqlite3.Cursor], object]) -> tuple[sqlite3.Cursor, Sequence[object]]:
        """Work on a cursor here and now; the cursor, closed, and its rows."""
        with closing(self._conn.cursor()) as cursor:
            work(cursor)
            return cursor, cursor.fetchall()


class Cursor:
    """What a statement left behind. The names are the database API's (PEP 249)."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: Sequence[object] = ()
        self.description: object = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Cursor:
        """Ready as it is."""
        return self

    async def execute(self, statement: str, parameters: Any = ()) -> None:  # noqa: ANN401  # a sequence or a mapping
        """Run it and keep its rows."""
        if statement.startswith("BEGIN"):
            await self._connection.begin(statement)
        else:
            self._keep(lambda cursor: cursor.execute(statement, parameters))

    async def executemany(self, statement: str, parameters: Any) -> None:  # noqa: ANN401  # as above, many of them
        """Run it with each set of parameters."""
        self._keep(lambda cursor: cursor.executemany(statement, parameters))

    async def fetchall(self) -> Sequence[object]:
        """The rows of the last statement."""
        return self._rows

    async def close(self) -> None:
        """Nothing is open."""

    def _keep(self, work: Callable[[sqlite3.Cursor], object]) -> None:
        cursor, self._rows = self._connection.run(work)
        self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
