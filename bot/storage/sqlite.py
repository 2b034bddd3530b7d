"""SQLite's driver, with one trip to its thread for each statement where aiosqlite makes four.

SQLAlchemy asks for a cursor, runs the statement, fetches all rows and closes the cursor. Each of these would be
handed to the connection's thread and waited for, which takes longer than most of our statements.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from typing import Any, cast

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

    async def at_once(self, work: Callable[[sqlite3.Cursor], object]) -> tuple[sqlite3.Cursor, Sequence[object]]:
        """Work on a cursor and fetch its rows, in the connection's thread; the cursor, closed, and the rows."""
        done = await self._execute(partial(_done, self._conn, work))  # type: ignore[no-untyped-call]  # aiosqlite's
        return cast("tuple[sqlite3.Cursor, Sequence[object]]", done)


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
        await self._run(lambda cursor: cursor.execute(statement, parameters))

    async def executemany(self, statement: str, parameters: Any) -> None:  # noqa: ANN401  # as above, many of them
        """Run it with each set of parameters."""
        await self._run(lambda cursor: cursor.executemany(statement, parameters))

    async def fetchall(self) -> Sequence[object]:
        """The rows of the last statement."""
        return self._rows

    async def close(self) -> None:
        """Nothing is open."""

    async def _run(self, work: Callable[[sqlite3.Cursor], object]) -> None:
        cursor, self._rows = await self._connection.at_once(work)
        self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid


def _done(
    connection: sqlite3.Connection, work: Callable[[sqlite3.Cursor], object]
) -> tuple[sqlite3.Cursor, Sequence[object]]:
    with closing(connection.cursor()) as cursor:
        work(cursor)
        return cursor, cursor.fetchall()
