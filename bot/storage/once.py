"""Insert unless it is there: a unique index decides who acts, on both databases."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.base import Base

Row = Mapping[str, object]

AT_ONCE = 500
"""Rows in one statement; databases take only so many values (32,766 for SQLite, 65,535 for PostgreSQL)."""


async def insert_once(session: AsyncSession, table: type[Base], *rows: Row) -> int:
    """How many of the rows were new; rows that a unique index already holds change nothing."""
    return sum([await _insert(session, table, rows[start : start + AT_ONCE]) for start in range(0, len(rows), AT_ONCE)])


async def _insert(session: AsyncSession, table: type[Base], rows: tuple[Row, ...]) -> int:
    values, key = [dict(row) for row in rows], list(table.__table__.primary_key)
    if session.get_bind().dialect.name == "sqlite":
        new = await session.execute(sqlite.insert(table).values(values).on_conflict_do_nothing().returning(*key))
    else:
        new = await session.execute(postgresql.insert(table).values(values).on_conflict_do_nothing().returning(*key))
    return len(new.all())
