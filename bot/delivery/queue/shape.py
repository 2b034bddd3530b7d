"""procrastinate's own tables, brought up to date beside ours: it ships migrations and leaves it at that."""

from __future__ import annotations

from pathlib import Path

from procrastinate.schema import SchemaManager

from bot.delivery.queue import store
from bot.storage import Storage


async def upgrade(storage: Storage) -> None:
    """Make the queue's tables, or run the migrations that they lack, in one transaction."""
    async with storage.write() as session:
        await store.one_at_a_time(session)
        known = await store.newest_shape(session)
        if known is None:
            scripts = [SchemaManager.get_schema(), store.TUNING]
        else:
            scripts = [path.read_text("utf-8") for path in _migrations() if path.name > known]
        for script in scripts:
            await store.run_script(session, script)
        await store.note_shape(session, names()[-1])


async def is_current(storage: Storage) -> bool:
    """Whether the queue has the tables that this version needs."""
    async with storage.read() as session:
        return await store.newest_shape(session) == names()[-1]


def names() -> tuple[str, ...]:
    """The shapes that procrastinate knows, by the names of its migrations, in their order."""
    return tuple(path.name for path in _migrations())


def _migrations() -> list[Path]:
    return sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))
