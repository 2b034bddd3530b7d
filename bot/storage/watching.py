"""What a transaction writes to some tables: each row as it was before the first write, and as it is now."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import (
    ClauseElement,
    Connection,
    CursorResult,
    Delete,
    Engine,
    Insert,
    Table,
    Update,
    event,
    select,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.base import Base

Values = Mapping[str, object]
"""A row, or a part of one, by the names of its columns."""

Key = tuple[object, ...]
Parameters = Sequence[Mapping[str, object]]

WATCH = "brewmate_watch"
"""What a connection notes its watch under."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not as it was. ``key`` is its primary key; None where there was, or is, no such row."""

    table: str
    key: Values
    before: Values | None
    after: Values | None


class Watched:
    """A table, and those of its columns whose changes count."""

    def __init__(self, table: type[Base], columns: Sequence[str]) -> None:
        self.table = cast("Table", table.__table__)
        self.columns = tuple(columns)
        self._keys = tuple(self.table.primary_key)
        self._rows = select(*self._keys, *(self.table.c[name] for name in columns))
        self._key = self._keys[0] if len(self._keys) == 1 else tuple_(*self._keys)

    def key_values(self, key: Key) -> Values:
        """The key by the names of its columns."""
        return {column.key: part for column, part in zip(self._keys, key, strict=True)}

    def keys_among(self, parameters: Parameters) -> list[Key] | None:
        """The keys of rows to be inserted; None where the database makes them."""
        names = [column.key for column in self._keys]
        if not all(name in row for row in parameters for name in names):
            return None
        return [tuple(row[name] for name in names) for row in parameters]

    def found(self, connection: Connection, statement: Update | Delete, row: Mapping[str, object]) -> dict[Key, Values]:
        """The rows that the statement is about to touch, held so that nobody else does first."""
        wanted = self._rows if statement.whereclause is None else self._rows.where(statement.whereclause)
        return self._read(connection.execute(wanted.with_for_update(of=self.table), row))

    def of_keys(self, connection: Connection, keys: Iterable[Key]) -> dict[Key, Values]:
        """Those of these rows that there are."""
        sought = [key[0] if len(self._keys) == 1 else key for key in keys]
        return self._read(connection.execute(self._rows.where(self._key.in_(sought))))

    def _read(self, rows: Iterable[Any]) -> dict[Key, Values]:
        size = len(self._keys)
        return {tuple(row[:size]): dict(zip(self.columns, row[size:], strict=True)) for row in rows}


class Watch:
    """Looks on while one session writes. What is only read costs next to nothing."""

    def __init__(self, session: AsyncSession, tables: Mapping[str, Watched]) -> None:
        self._session = session
        self._tables = tables
        self._before: dict[str, dict[Key, Values | None]] = {}

    async def differences(self) -> tuple[Difference, ...]:
        """What is not as it was, in the order in which the tables were first written to."""
        await _flushed(self._session)
        if not self._before:
            return ()
        connection = await self._session.connection()
        return tuple(await connection.run_sync(self._compared))

    def _compared(self, connection: Connection) -> list[Difference]:
        found: list[Difference] = []
        for name, before in self._before.items():
            watched = self._tables[name]
            after = watched.of_keys(connection, before)
            differ = (key for key, was in before.items() if was != after.get(key))
            found += [Difference(name, watched.key_values(key), before[key], after.get(key)) for key in differ]
        return found

    def about_to_execute(self, connection: Connection, statement: ClauseElement, parameters: Parameters) -> None:
        """Look at the rows that are about to be written, unless they were looked at before."""
        watched = self._watched(statement)
        if watched is None:
            return
        if isinstance(statement, Insert):
            keys = watched.keys_among(parameters)
            if keys is not None:
                self._remember(watched, dict.fromkeys(keys) | watched.of_keys(connection, keys))
        elif isinstance(statement, Update | Delete):
            for row in parameters:
                self._remember(watched, watched.found(connection, statement, row))

    def executed(self, statement: ClauseElement, parameters: Parameters, result: CursorResult[Any]) -> None:
        """New rows whose keys the database made: there was nothing before."""
        watched = self._watched(statement)
        if watched is not None and isinstance(statement, Insert) and watched.keys_among(parameters) is None:
            made = cast("Iterable[Iterable[object]]", result.inserted_primary_key_rows)
            self._remember(watched, {tuple(key): None for key in made})

    def _watched(self, statement: ClauseElement) -> Watched | None:
        if not isinstance(statement, Insert | Update | Delete):
            return None
        return self._tables.get(cast("Table", statement.table).name)

    def _remember(self, watched: Watched, rows: Mapping[Key, Values | None]) -> None:
        known = self._before.setdefault(watched.table.name, {})
        known.update({key: row for key, row in rows.items() if key not in known})


@asynccontextmanager
async def watching(session: AsyncSession, tables: Mapping[str, Watched]) -> AsyncIterator[Watch]:
    """Watch what this session writes to these tables, named as in the database, until the block ends.

    Every INSERT, UPDATE and DELETE through the session is seen, the unit of work's and a store's own. Not seen is a
    key that an UPDATE changes; an INSERT into a table whose keys the database makes can't say RETURNING itself.
    """
    await _flushed(session)
    notes = (await session.connection()).info
    notes[WATCH] = watch = Watch(session, tables)
    try:
        yield watch
    finally:
        del notes[WATCH]


def let_watch(engine: Engine) -> None:
    """Let what this engine executes be watched. Listening on each connection anew would cost a tenth of an answer."""

    @event.listens_for(engine, "before_execute")
    def before(connection: Connection, statement: Any, many: Any, one: Any, _: object) -> None:  # noqa: ANN401  # SQLAlchemy's own
        watch: Watch | None = connection.info.get(WATCH)
        if watch is not None:
            watch.about_to_execute(connection, statement, many or [one])

    @event.listens_for(engine, "after_execute")
    def after(connection: Connection, statement: Any, many: Any, one: Any, _: object, result: Any) -> None:  # noqa: ANN401  # SQLAlchemy's own
        watch: Watch | None = connection.info.get(WATCH)
        if watch is not None:
            watch.executed(statement, many or [one], result)


async def _flushed(session: AsyncSession) -> None:
    """Let the unit of work write what it holds; most often it holds nothing, and asking is quicker than flushing."""
    if session.new or session.dirty or session.deleted:
        await session.flush()
