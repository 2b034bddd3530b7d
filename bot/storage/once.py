"""Insert unless it is there: a unique index decides who acts, on both databases."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.base import Base

Row = Mapping[str, object]


async def insert_once(session: AsyncSession, table: type[Base], *rows: Row) -> int:
    """How many of the rows were new; rows that a unique index already holds change nothing."""
    if not rows:
        return 0
    values, key = [dict(row) for row in rows], list(table.__table__.primary_key)
    if session.get_bind().dialect.name == "sqlite":
        new = await session.execute(sqlite.insert(table).values(values).on_conflict_do_nothing().returning(*key))
    else:
        new = await session.execute(postgresql.insert(table).values(values).on_conflict_do_nothing().returning(*key))
    return len(new.all())
