"""Fixtures that everything uses: both databases, a clock that stands still, a room to walk about in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import Dialect, Engine
from sqlalchemy.util import LRUCache

from adapters.room.clock import MovableClock
from bot.config import load
from bot.logs import configure
from bot.storage import Storage, open_storage
from tests.databases import PostgresServer, SqliteFiles, postgres
from tests.stage import Stage, staged

settings.register_profile("untimed", deadline=None)  # a busy machine is no fault of what is tested
settings.load_profile("untimed")

MONDAY = datetime(2027, 3, 22, 8, 0, tzinfo=UTC)
"""A Monday morning in the week before the clocks change in Britain."""


@pytest.fixture(scope="session", autouse=True)
def quiet_log() -> None:
    """Only errors are worth reading between test results."""
    configure("json", "error")


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Every test has an engine of its own; the same statements needn't be compiled for each of them again."""
    compiled: LRUCache[Any, Any] = LRUCache(2_000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Dialect, "__hash__", lambda self: hash(type(self)))
        patch.setattr(Dialect, "__eq__", lambda self, other: type(self) is type(other))
        patch.setattr(Engine, "_compiled_cache", property(lambda _: compiled, lambda *_: None), raising=False)
        yield


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    """Fresh SQLite files."""
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A real PostgreSQL; it needs no installed server, so nothing is left out."""
    with postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty, migrated database of each kind."""
    source = request.getfixturevalue("sqlite_files" if request.param == "sqlite" else "postgres_server")
    with source.fresh() as url:
        yield url


@pytest.fixture
async def storage(database_url: str) -> AsyncIterator[Storage]:
    """A storage over an empty database."""
    opened = open_storage(database_url)
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> MovableClock:
    """A clock that stands at MONDAY until a test moves it."""
    return MovableClock(MONDAY)


@pytest.fixture
async def stage(database_url: str, clock: MovableClock) -> AsyncIterator[Stage]:
    """The playground's whole community, with its notice posted, on each database."""
    config = load(None, {"BREWMATE_DATABASE_URL": database_url})
    async with staged(config, clock) as ready:
        yield ready


@pytest.fixture
async def bare_stage(database_url: str, clock: MovableClock) -> AsyncIterator[Stage]:
    """The same people and channels on each database, with nothing set up."""
    config = load(None, {"BREWMATE_DATABASE_URL": database_url})
    async with staged(config, clock, is_bare=True) as ready:
        yield ready
