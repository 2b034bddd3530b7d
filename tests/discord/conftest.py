"""A town for each test; in the end Discord would have taken everything it was told."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from adapters.room.clock import MovableClock
from bot.storage import open_storage
from tests.databases import SqliteFiles
from tests.discord.town import Town
from tests.simulators.discord import DiscordSimulator


@pytest.fixture
async def town(sqlite_files: SqliteFiles, clock: MovableClock) -> AsyncIterator[Town]:
    """Not connected yet."""
    with sqlite_files.fresh() as url:
        storage = open_storage(url)
        try:
            async with DiscordSimulator(clock) as simulator:
                yield Town(simulator, storage, clock)
                assert simulator.faults == []
        finally:
            await storage.close()
