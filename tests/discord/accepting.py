"""What Discord is told of every command, kept beside the tests so that a change of it is seen.

``python -m tests.discord.accepting`` accepts what is declared now.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from adapters.room.clock import MovableClock
from bot.storage import open_storage
from tests.databases import SqliteFiles
from tests.discord.town import Town
from tests.simulators.discord import DiscordSimulator

ACCEPTED = Path(__file__).with_name("commands.json")
THEIRS = frozenset({"id", "version", "application_id"})


def told(town: Town) -> str:
    """The commands as the simulator was told them, in an order that stays."""
    known = [{k: v for k, v in each.items() if k not in THEIRS} for each in town.simulator.api.commands[None]]
    ordered = sorted(known, key=lambda each: (each["name"], each.get("type", 1)))
    return json.dumps(ordered, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


async def _accept(url: str) -> None:
    storage = open_storage(url)
    clock = MovableClock(datetime.now(UTC))
    async with DiscordSimulator(clock) as simulator:
        town = Town(simulator, storage, clock)
        async with town.connected():
            ACCEPTED.write_text(told(town), "utf-8")
    await storage.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, SqliteFiles(Path(folder)).fresh() as fresh:
        asyncio.run(_accept(fresh))
