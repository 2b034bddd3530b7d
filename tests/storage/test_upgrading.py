"""Migrations bring any older database to the shape that the tables have."""

from __future__ import annotations

from asyncio import gather, timeout

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from bot import assembly
from bot.storage import Base, Storage, StorageError, open_storage
from bot.storage.upgrading import head, is_current, is_ours, upgrade

assert assembly.build is not None  # imported so that every feature's tables are known


@pytest.fixture
async def empty(storage: Storage) -> Storage:
    """A database without a single table."""
    async with storage.engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)
        await connection.execute(text("DROP TABLE alembic_version"))
    return storage


def differences(connection: Connection) -> list[object]:
    """How the database differs from what the tables declare."""
    options = {"compare_type": True, "include_name": is_ours}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata))


def tables(connection: Connection) -> set[str]:
    """What tables of ours there are."""
    return {each for each in inspect(connection).get_table_names() if is_ours(each, "table", None)}


async def test_an_empty_database_is_brought_up(empty: Storage) -> None:
    """From nothing, every table is made, and the shape before and after is told."""
    assert await upgrade(empty) == (None, head())
    async with empty.engine.connect() as connection:
        assert await connection.run_sync(tables) == {*Base.metadata.tables, "alembic_version"}


async def test_migrations_match_the_tables(storage: Storage) -> None:
    """A migrated database has exactly the columns, types and indexes that the code declares."""
    async with storage.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_second_upgrade_changes_nothing(storage: Storage) -> None:
    """Starting again on the same version is no migration."""
    assert await upgrade(storage) == (head(), head())


async def test_a_migrated_database_is_current(storage: Storage) -> None:
    """What has been brought up has the shape that this version needs."""
    assert await is_current(storage)


async def test_an_empty_database_is_not_current(empty: Storage) -> None:
    """What has not been brought up can be told before anything fails."""
    assert not await is_current(empty)


async def test_a_newer_database_is_refused(storage: Storage) -> None:
    """An older version does not touch a newer one's data, and says what to do."""
    async with storage.write() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match=r"newer Brewmate \(shape 9999\)\. Please run that version"):
        await upgrade(storage)
    assert not await is_current(storage)


async def test_a_migration_that_fails_leaves_nothing(empty: Storage) -> None:
    """A table in the way stops the whole upgrade, and none of it stays."""
    async with empty.write() as session:
        await session.execute(text("CREATE TABLE schedules (id INTEGER)"))
    with pytest.raises(Exception, match=r"schedules|can’t be used"):
        await upgrade(empty)
    async with empty.engine.connect() as connection:
        assert await connection.run_sync(tables) == {"schedules"}


async def test_two_processes_may_upgrade_at_once(empty: Storage, database_url: str) -> None:
    """When two processes start together, one brings the database up and the other finds it done."""
    other = open_storage(database_url)
    async with timeout(30):  # nobody waits long; without turns they would wait for each other for ever
        found = await gather(upgrade(empty), upgrade(other))
    await other.close()
    assert sorted(found, key=str) == [(head(), head()), (None, head())]


def test_every_table_says_how_long_its_rows_are_kept() -> None:
    """A table cannot be added without a word on retention."""
    silent = [each.class_.__name__ for each in Base.registry.mappers if not getattr(each.class_, "retention", "")]
    assert silent == []
