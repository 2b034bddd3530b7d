"""A database that is locked, read-only, full or not there: a sentence for the operator, and nothing half saved."""

from __future__ import annotations

import sqlite3
from asyncio import gather
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import func, make_url, select, text

from bot.community.tables import SeenEvent
from bot.contract.places import CommunityId
from bot.storage import Storage, StorageBusy, StorageError, open_storage
from tests.databases import PostgresServer, SqliteFiles

HERE = CommunityId("room", "fernhill")
AT = datetime(2027, 3, 22, tzinfo=UTC)


@pytest.fixture
def file(sqlite_files: SqliteFiles) -> Iterator[Path]:
    """A migrated SQLite file."""
    with sqlite_files.fresh() as url:
        yield Path(make_url(url).database or "")


async def write(storage: Storage, rows: int = 1, size: int = 1) -> None:
    """Write so many rows of such a size in one transaction."""
    async with storage.write() as session:
        for number in range(rows):
            session.add(SeenEvent(id=f"{number}-".ljust(size, "x"), community=HERE, seen_at=AT))
            await session.flush()


async def counted(storage: Storage) -> int:
    """How many rows there are."""
    async with storage.read() as session:
        return await session.scalar(select(func.count()).select_from(SeenEvent)) or 0


async def refusal(storage: Storage, rows: int = 1, size: int = 1) -> StorageError:
    """What a write is refused with."""
    with pytest.raises(StorageError) as caught:
        await write(storage, rows, size)
    return caught.value


async def test_a_locked_file_is_busy(file: Path) -> None:
    """While another process holds the file, a write says that it may work in a moment."""
    storage = open_storage(f"sqlite:///{file}")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        error = await refusal(storage)
    assert isinstance(error, StorageBusy)
    assert str(error) == "The database is busy: another process is writing to it. Nothing was changed."
    await write(storage)
    assert await counted(storage) == 1
    await storage.close()


async def test_a_locked_file_can_be_read(file: Path) -> None:
    """Readers wait for nobody."""
    storage = open_storage(f"sqlite:///{file}")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert await counted(storage) == 0
    await storage.close()


async def test_a_read_only_file_says_so(file: Path) -> None:
    """A file that may not be written to is named as the trouble, and can still be read."""
    storage = open_storage(f"sqlite:///file:{file}?mode=ro&uri=true")
    assert "read-only" in str(await refusal(storage))
    assert await counted(storage) == 0
    await storage.close()


async def test_a_read_only_file_is_not_ready(file: Path) -> None:
    """The readiness check fails where nothing could be saved."""
    storage = open_storage(f"sqlite:///file:{file}?mode=ro&uri=true")
    with pytest.raises(StorageError, match="read-only"):
        await storage.ping()
    await storage.close()


def test_a_uri_makes_no_folder(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file named by URI is no reason to make a folder called ``file:``."""
    monkeypatch.chdir(tmp_path)
    open_storage(f"sqlite:///file:{file}?mode=ro&uri=true")
    assert list(tmp_path.iterdir()) == []


async def test_a_full_disk_says_so_and_saves_nothing(file: Path) -> None:
    """When room runs out in the middle of a write, nothing of it stays, and small writes go on."""
    storage = open_storage(f"sqlite:///{file}")
    async with storage.engine.connect() as connection:
        pages = (await connection.exec_driver_sql("PRAGMA page_count")).scalar_one()
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    assert "disk is full" in str(await refusal(storage, rows=1_000, size=120))
    assert await counted(storage) == 0
    await write(storage)
    assert await counted(storage) == 1
    await storage.close()


async def test_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    """Somebody's shopping list is not taken for a database, and not written over."""
    path = tmp_path / "list.db"
    path.write_text("milk, eggs, tea\n" * 100, "utf-8")
    storage = open_storage(f"sqlite:///{path}")
    assert "not one of SQLite’s" in str(await refusal(storage))
    assert path.read_text("utf-8").startswith("milk")
    await storage.close()


async def test_a_folder_is_made_where_there_is_none(tmp_path: Path) -> None:
    """A first start needs no preparation."""
    storage = open_storage(f"sqlite:///{tmp_path}/deep/down/brewmate.db")
    async with storage.write() as session:
        assert await session.scalar(text("SELECT 1")) == 1
    await storage.close()


async def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    """Where a file stands in the folder's place, the sentence names the folder."""
    (tmp_path / "deep").touch()
    with pytest.raises(StorageError, match="folder can’t be made"):
        open_storage(f"sqlite:///{tmp_path}/deep/brewmate.db")


async def test_a_folder_in_the_files_place_says_so(tmp_path: Path) -> None:
    """A folder can't be opened as a database."""
    storage = open_storage(f"sqlite:///{tmp_path}")
    assert "can’t be opened" in str(await refusal(storage))
    await storage.close()


@pytest.mark.parametrize("url", ["mysql://me@host/db", "oracle://x"])
def test_another_kind_of_database_is_refused_by_name(url: str) -> None:
    """Only SQLite and PostgreSQL are spoken, and the sentence says so."""
    with pytest.raises(StorageError, match=f"not in “{url.partition(':')[0]}”"):
        open_storage(url)


def test_what_is_no_url_is_refused() -> None:
    """A URL that can't be read is answered with what one looks like."""
    with pytest.raises(StorageError, match=r"sqlite:///brewmate\.db"):
        open_storage("brewmate.db")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg2"])
async def test_a_postgresql_url_means_our_driver(postgres_server: PostgresServer, scheme: str) -> None:
    """However hosts spell it, the same driver is used."""
    with postgres_server.fresh() as url:
        storage = open_storage(url.replace("postgresql", scheme, 1))
        await storage.ping()
        await storage.close()


async def test_a_server_that_is_not_there_says_so(tmp_path: Path) -> None:
    """Nobody listening is told with what to check, and without the password."""
    storage = open_storage(f"postgresql://me:hush@/brewmate?host={tmp_path}")
    error = await refusal(storage)
    assert "can’t be reached" in str(error)
    assert "hush" not in str(error)
    await storage.close()


async def test_a_database_that_is_not_there_says_so(postgres_server: PostgresServer) -> None:
    """A server without such a database is told apart from one that is down."""
    with postgres_server.fresh() as url:
        storage = open_storage(make_url(url).set(database="nowhere").render_as_string(hide_password=False))
        assert "no such database" in str(await refusal(storage))
        await storage.close()


async def test_a_read_only_server_says_so(postgres_server: PostgresServer) -> None:
    """A standby that has not been promoted refuses writes with the right sentence."""
    with postgres_server.fresh() as url:
        storage = open_storage(f"{url}&options=-cdefault_transaction_read_only%3Don")
        assert "read-only" in str(await refusal(storage))
        assert await counted(storage) == 0
        await storage.close()


async def test_a_connection_that_was_cut_says_so(postgres_server: PostgresServer) -> None:
    """A server that goes away in the middle of a write is trouble and no crash, and nothing is half saved."""
    with postgres_server.fresh() as url:
        storage = open_storage(url)

        async def cut() -> None:
            async with storage.write() as session:
                session.add(SeenEvent(id="a", community=HERE, seen_at=AT))
                await session.flush()
                pid = await session.scalar(select(func.pg_backend_pid()))
                with psycopg.connect(url, autocommit=True) as other:
                    other.execute("SELECT pg_terminate_backend(%s)", (pid,))
                await session.execute(text("SELECT 1"))

        with pytest.raises(StorageError):
            await cut()
        assert await counted(storage) == 0
        await storage.close()


async def test_a_connection_that_was_cut_before_the_commit_says_so(postgres_server: PostgresServer) -> None:
    """Trouble at the very end of a write is told as trouble, too."""
    with postgres_server.fresh() as url:
        storage = open_storage(url)

        async def cut() -> None:
            async with storage.write() as session:
                pid = await session.scalar(select(func.pg_backend_pid()))
                with psycopg.connect(url, autocommit=True) as other:
                    other.execute("SELECT pg_terminate_backend(%s)", (pid,))

        with pytest.raises(StorageError):
            await cut()
        await storage.close()


async def test_two_that_wait_for_each_other_are_told_apart(postgres_server: PostgresServer) -> None:
    """When PostgreSQL breaks a deadlock, one succeeds and the other may try again."""
    with postgres_server.fresh() as url:
        storage = open_storage(url)
        await write(storage, rows=2)

        async def touch(*ids: str) -> None:
            async with storage.write() as session:
                for each in ids:
                    await session.execute(text("UPDATE seen_events SET seen_at = now() WHERE id = :id"), {"id": each})
                    await session.execute(text("SELECT pg_sleep(0.05)"))

        results = await gather(touch("0-", "1-"), touch("1-", "0-"), return_exceptions=True)
        assert [type(each) for each in results if each is not None] == [StorageBusy]
        await storage.close()


async def test_a_user_without_rights_says_so(postgres_server: PostgresServer) -> None:
    """A user that PostgreSQL lets in and lets do nothing is told what is missing, and nobody sees a traceback."""
    with postgres_server.fresh() as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP ROLE IF EXISTS nobody_much")
            connection.execute("CREATE ROLE nobody_much LOGIN")
        storage = open_storage(make_url(url).set(username="nobody_much").render_as_string(hide_password=False))
        with pytest.raises(StorageError, match="does not allow this user"):
            await storage.ping()
        await storage.close()
