"""Bringing a whole database up to date: our tables, and on PostgreSQL the queue's beside them."""

from __future__ import annotations

from bot.storage import Storage
from bot.storage import upgrading as ours


async def upgrade(storage: Storage) -> tuple[str | None, str]:
    """The shape of our tables before and after. StorageError where the database is newer than this version."""
    found = await ours.upgrade(storage)
    if not storage.is_sqlite:
        from bot.delivery.queue import shape  # noqa: PLC0415  # procrastinate, which SQLite does without

        await shape.upgrade(storage)
    return found


async def is_current(storage: Storage) -> bool:
    """Whether the database has the shape that this version needs."""
    if not await ours.is_current(storage):
        return False
    if storage.is_sqlite:
        return True
    from bot.delivery.queue import shape  # noqa: PLC0415  # as above

    return await shape.is_current(storage)
