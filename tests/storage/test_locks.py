"""Locks that one process at a time holds, in a real PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator

import psycopg
import pytest

from bot.storage.locks import DatabaseLocks
from tests.databases import PostgresServer

ENDING = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = %s"


@pytest.fixture
def url(postgres_server: PostgresServer) -> object:
    """A database to lock in."""
    with postgres_server.fresh() as fresh:
        yield fresh


@pytest.fixture
async def pair(url: str) -> AsyncIterator[tuple[DatabaseLocks, DatabaseLocks]]:
    """Two processes' locks."""
    one, other = DatabaseLocks(url), DatabaseLocks(url)
    yield one, other
    await one.close()
    await other.close()


async def test_one_at_a_time(pair: tuple[DatabaseLocks, DatabaseLocks]) -> None:
    """What one holds, the other doesn't get, however often either asks."""
    one, other = pair
    assert await one.take(["a", "b"]) == frozenset({"a", "b"})
    assert await one.take(["a"]) == frozenset({"a"})
    assert await other.take(["a", "c"]) == frozenset({"c"})
    assert await one.take(["c"]) == frozenset()


async def test_what_was_let_go_is_free_and_told(pair: tuple[DatabaseLocks, DatabaseLocks]) -> None:
    """Who lets go on purpose says so, once, to those who wait."""
    one, other = pair
    await one.take(["a"])
    await other.take(["a"])
    await one.let_go(["a"])
    assert await other.take(["a"]) == frozenset({"a"})
    assert other.was_let_go("a")
    assert not other.was_let_go("a")


async def test_a_process_that_ends_holds_nothing(pair: tuple[DatabaseLocks, DatabaseLocks], url: str) -> None:
    """When its connection is gone, its locks are free, and nobody was told that it was on purpose."""
    one, other = pair
    await one.take(["a"])
    assert await other.take(["a"]) == frozenset()
    end_others(url)
    assert await other.take(["a"]) is None  # its own connection was ended, too
    assert await other.take(["a"]) == frozenset({"a"})
    assert not other.was_let_go("a")
    assert await one.take(["a"]) is None
    assert await one.take(["a"]) == frozenset()


async def test_where_nobody_can_be_asked_nothing_is_held(postgres_server: PostgresServer) -> None:
    """A database that is away gives no locks, says so, and raises nothing."""
    locks = DatabaseLocks("postgresql://nobody@127.0.0.1:9/nowhere")
    assert await locks.take(["a"]) is None
    await locks.let_go(["a"])
    await locks.close()


def end_others(url: str) -> None:
    """Cut every other connection to this database."""
    with psycopg.connect(url, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(ENDING, (name,))
