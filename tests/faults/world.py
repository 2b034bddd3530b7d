"""The world of a trial: a ledger, a platform that records, and worker processes, all by one quick clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from time import monotonic

from bot.config import load
from bot.contract.places import Channel, CommunityId
from bot.contract.ports import Allowance
from bot.delivery import store
from bot.delivery.ledger import Planned
from bot.storage import Storage, StorageError, open_storage
from bot.teamwork import Role, team
from tests.faults.checker import Verdict, count_open, verdict
from tests.faults.recording import DISCORD_LIKE, Chances, Manners, Recorder, recording
from tests.faults.workers import KIND, PULSE, Crew, Running

LOOKED_EVERY = 0.1
"""Seconds between two looks at a ledger that other processes write to."""

BATCH = 500


@dataclass(slots=True)
class World:
    """What a trial has within reach."""

    storage: Storage
    recorder: Recorder
    about: Running
    planned: int = 0

    async def plan(self, count: int, targets: int) -> None:
        """So many deliveries, due now, over so many channels; each says its own number."""
        platform = next(iter(self.about.platforms))
        here, due = CommunityId(platform, "1"), self.about.now()
        numbers = range(self.planned, self.planned + count)
        rows = [Planned(KIND, f"d{each}", "", Channel(here, str(each % targets)), due) for each in numbers]
        for start in range(0, count, BATCH):
            async with self.storage.write() as session:
                await store.plan(session, rows[start : start + BATCH])
        self.planned += count

    async def ends(self, within: float) -> bool:
        """Wait until nothing is open any more; False where that takes longer than so many seconds."""
        until = monotonic() + within
        while monotonic() < until:
            try:
                if not await count_open(self.storage):
                    return True
            except StorageError:
                pass  # the database is away, as some trials want it
            await asyncio.sleep(LOOKED_EVERY)
        return False

    async def passes(self, simulated: timedelta) -> None:
        """Let so much of the world's own time go by."""
        await asyncio.sleep(simulated.total_seconds() / self.about.speed)

    async def verdict(self) -> Verdict:
        """The ledger beside what members saw."""
        return await verdict(self.storage, self.recorder, self.planned)


@asynccontextmanager
async def world(
    url: str,
    *,
    manners: Manners = DISCORD_LIKE,
    chances: Chances | None = None,
    allowance: Allowance | None = None,
    platform: str = "discord",
    speed: float = 1.0,
    seed: int = 1,
) -> AsyncIterator[World]:
    """A world over this database, until the block ends. What is planned there is handed to the queue at once."""
    about = Running(url, {}, since=monotonic(), speed=speed)
    recorder = Recorder(about.now, manners, chances or Chances(), Random(seed))
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(recording(recorder))
        about = replace(about, platforms={platform: (recorder.url, allowance or Allowance())})
        storage = open_storage(url)
        stack.push_async_callback(storage.close)
        await stack.enter_async_context(team(load(None, {}), Role.ALL, storage, about.now, PULSE))
        yield World(storage, recorder, about)


async def killing(crew: Crew, every: float, draw: Random) -> None:
    """Kill -9 to one of them, whichever, again and again; somebody else starts in its place."""
    while True:
        await asyncio.sleep(every)
        crew.gone()
        if crew.members:
            crew.kill(draw.randrange(len(crew.members)))
        crew.start()
