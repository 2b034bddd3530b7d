"""The stage of every journey: the playground on each database, Discord, and Slack."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from adapters.room.clock import MovableClock
from bot.config import Config, load
from tests import stage as room
from tests.databases import PostgresServer, SqliteFiles
from tests.stages import Stage
from tests.stages.in_the_room import RoomStage
from tests.stages.on_discord import DiscordStage, on_discord
from tests.stages.on_slack import SlackOverHttp, SlackStage, on_slack

STAGES = ("room_on_sqlite", "room_on_postgresql", "discord_stage", "slack_stage", "slack_over_http")


@pytest.fixture
def sqlite_url(sqlite_files: SqliteFiles) -> Iterator[str]:
    """An empty SQLite database."""
    with sqlite_files.fresh() as url:
        yield url


@pytest.fixture
def postgresql_url(postgres_server: PostgresServer) -> Iterator[str]:
    """An empty PostgreSQL database."""
    with postgres_server.fresh() as url:
        yield url


@pytest.fixture
async def room_on_sqlite(sqlite_url: str, clock: MovableClock) -> AsyncIterator[RoomStage]:
    """The playground over SQLite."""
    async with room.staged(configured(sqlite_url), clock) as inner:
        yield RoomStage(inner)


@pytest.fixture
async def room_on_postgresql(postgresql_url: str, clock: MovableClock) -> AsyncIterator[RoomStage]:
    """The playground over PostgreSQL."""
    async with room.staged(configured(postgresql_url), clock) as inner:
        yield RoomStage(inner)


@pytest.fixture
async def discord_stage(sqlite_url: str, clock: MovableClock) -> AsyncIterator[DiscordStage]:
    """A server on Discord, over SQLite."""
    async with on_discord(sqlite_url, configured(sqlite_url), clock) as ready:
        yield ready


def configured(url: str) -> Config:
    """Every setting at its default."""
    return load(None, {"BREWMATE_DATABASE_URL": url})


@pytest.fixture
async def slack_stage(sqlite_url: str, clock: MovableClock) -> AsyncIterator[SlackStage]:
    """A workspace on Slack, over SQLite."""
    async with on_slack(sqlite_url, configured(sqlite_url), clock, SlackStage) as ready:
        yield ready


@pytest.fixture
async def slack_over_http(postgresql_url: str, clock: MovableClock) -> AsyncIterator[SlackOverHttp]:
    """A workspace that installed the bot and calls it over HTTP, over PostgreSQL."""
    async with on_slack(postgresql_url, configured(postgresql_url), clock, SlackOverHttp) as ready:
        yield ready


@pytest.fixture(params=STAGES)
def stage(request: pytest.FixtureRequest) -> Stage:
    """The same community on each of them."""
    ready: Stage = request.getfixturevalue(request.param)
    return ready


@pytest.fixture
async def bare_room_on_sqlite(sqlite_url: str, clock: MovableClock) -> AsyncIterator[RoomStage]:
    """The playground over SQLite with nothing set up."""
    async with room.staged(configured(sqlite_url), clock, is_bare=True) as inner:
        yield RoomStage(inner)


@pytest.fixture
async def bare_room_on_postgresql(postgresql_url: str, clock: MovableClock) -> AsyncIterator[RoomStage]:
    """The playground over PostgreSQL with nothing set up."""
    async with room.staged(configured(postgresql_url), clock, is_bare=True) as inner:
        yield RoomStage(inner)


@pytest.fixture
async def bare_discord_stage(sqlite_url: str, clock: MovableClock) -> AsyncIterator[DiscordStage]:
    """A server that the bot has yet to be invited to."""
    async with on_discord(sqlite_url, configured(sqlite_url), clock, is_bare=True) as ready:
        yield ready


@pytest.fixture
async def bare_slack_stage(sqlite_url: str, clock: MovableClock) -> AsyncIterator[SlackStage]:
    """A workspace that the bot has yet to be connected with."""
    async with on_slack(sqlite_url, configured(sqlite_url), clock, SlackStage, is_bare=True) as ready:
        yield ready


@pytest.fixture
async def bare_slack_over_http(postgresql_url: str, clock: MovableClock) -> AsyncIterator[SlackOverHttp]:
    """A workspace that has yet to install the bot."""
    async with on_slack(postgresql_url, configured(postgresql_url), clock, SlackOverHttp, is_bare=True) as ready:
        yield ready


@pytest.fixture(params=STAGES)
def bare_stage(request: pytest.FixtureRequest) -> Stage:
    """The same people and channels on each of them, before anything is set up."""
    ready: Stage = request.getfixturevalue(f"bare_{request.param}")
    return ready


@pytest.fixture(params=STAGES[:2])
def room_stage(request: pytest.FixtureRequest) -> RoomStage:
    """Only the playground: for what other platforms do elsewhere, or what only its own posts show."""
    ready: RoomStage = request.getfixturevalue(request.param)
    return ready
