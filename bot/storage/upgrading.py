"""Bringing a database to the shape that this version needs."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, TypeDecorator, func, select

from bot.storage.engine import Storage, StorageBusy, StorageError

FOLDER = Path(__file__).parent / "migrations"
PATIENCE = 10
"""How often a SQLite database that somebody else is upgrading is tried again."""

TURN = 0x62726577
"""The advisory lock that lets one process at a time bring a PostgreSQL database up to date."""


async def upgrade(storage: Storage) -> tuple[str | None, str]:
    """The shape before and after. StorageError where the database is newer than this version."""
    for _ in range(PATIENCE):
        try:
            return await _upgrade_now(storage)
        except StorageBusy:  # another process is at it; each try waits for the database's own patience
            continue
    return await _upgrade_now(storage)


async def _upgrade_now(storage: Storage) -> tuple[str | None, str]:
    async with storage.write() as session:
        if not storage.is_sqlite:  # there a writer is alone already
            await session.execute(select(func.pg_advisory_xact_lock(TURN)))
        connection = await session.connection()
        return await connection.run_sync(_upgrade)


async def is_current(storage: Storage) -> bool:
    """Whether the database has the shape that this version needs."""
    async with storage.read() as session:
        connection = await session.connection()
        return await connection.run_sync(lambda each: _found(each) == head())


def head() -> str:
    """The newest shape that this version knows."""
    return ScriptDirectory(str(FOLDER)).get_current_head() or ""


def as_plain_type(kind: str, item: object, _context: object) -> str | Literal[False]:
    """A migration names the database's own types, so that it stays true when ours are renamed."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """The queue's tables stand beside ours and are looked after elsewhere."""
    return not (kind == "table" and (name or "").startswith("procrastinate_"))


def _upgrade(connection: Connection) -> tuple[str | None, str]:
    before = _found(connection)
    known = {each.revision for each in ScriptDirectory(str(FOLDER)).walk_revisions()}
    if before is not None and before not in known:
        msg = f"The database is of a newer Brewmate (shape {before}). Please run that version, or restore a backup."
        raise StorageError(msg)
    if before != head():
        command.upgrade(alembic_config(connection), "head")
    return before, head()


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings for an open connection."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


def _found(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
