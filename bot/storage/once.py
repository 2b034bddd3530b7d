"""Insert unless it is there: a unique index decides who acts, on both databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Executable, Table
from sqlalchemy import Row as SqlRow
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.base import Base

Row = Mapping[str, object]


async def insert_once(session: AsyncSession, table: type[Base], *rows: Row) -> int:
    """How many of the rows were new; rows that a unique index already holds change nothing.

    All rows name the same columns. However many they are, SQLAlchemy makes statements of a size the database takes.
    """
    return len(await insert_new(session, table, *rows))


async def insert_new(
    session: AsyncSession, table: type[Base], *rows: Row, returning: tuple[str, ...] = ()
) -> Sequence[SqlRow[*tuple[Any, ...]]]:
    """The same; of those that were new the named columns, else the primary key, in no order."""
    if not rows:
        return ()
    await session.flush()  # what was added before may be what these rows refer to
    statement = _statement(table, session.get_bind().dialect.name, returning)
    return (await session.execute(statement, [dict(row) for row in rows])).all()


@cache
def _statement(table: type[Base], dialect: str, returning: tuple[str, ...]) -> Executable:
    """Without the values, so that it is compiled once: compiling takes longer than inserting."""
    columns = cast("Table", table.__table__)
    insert = sqlite.insert(columns) if dialect == "sqlite" else postgresql.insert(columns)
    wanted = [columns.c[name] for name in returning] or [*columns.primary_key]
    return insert.on_conflict_do_nothing().returning(*wanted)
