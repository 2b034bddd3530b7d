"""Every platform in its turn. A new adapter is one more parameter."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from adapters.room.clock import MovableClock
from tests.conformance.discord_house import discord_house, discord_worker_house
from tests.conformance.houses import House, RoomHouse
from tests.conformance.slack_house import slack_house


@asynccontextmanager
async def room_house(clock: MovableClock) -> AsyncIterator[House]:
    """The Room needs no connection."""
    yield RoomHouse(clock)


HOUSES: dict[str, Callable[[MovableClock], AbstractAsyncContextManager[House]]] = {
    "room": room_house,
    "discord": discord_house,
    "discord's worker": discord_worker_house,
    "slack": slack_house,
}


@pytest.fixture(params=HOUSES)
async def house(request: pytest.FixtureRequest, clock: MovableClock) -> AsyncIterator[House]:
    """A house of each kind."""
    async with HOUSES[request.param](clock) as opened:
        yield opened
