"""One process's whole core over a database, before a room that fails by a script, by a clock that may jump anywhere."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from adapters.room import Room
from bot.assembly import Running, build
from bot.community import store as communities
from bot.config import load
from bot.contract.places import Channel
from bot.delivery.tables import Delivery
from bot.nudges import store as schedules
from bot.nudges.materialise import arm
from bot.nudges.tables import Schedule
from bot.storage import Storage, open_storage
from tests.delivery.desk import Flaky

DEFAULTS = communities.Defaults("en-GB", "Europe/London", "GB")


class Jumping:
    """A computer's clock: it may be set to anything."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@dataclass(slots=True)
class House:
    """What a trial in one process has within reach."""

    storage: Storage
    clock: Jumping
    room: Room
    platform: Flaky
    running: Running

    def restart(self) -> None:
        """Everything anew but the database and the platform."""
        self.running = _built(self.storage, self.platform, self.clock)

    async def ticks(self, until: datetime, every: timedelta) -> None:
        """Let time pass, and the two jobs that matter here look at what is due on the way."""
        (materialise,) = (job for job in self.running.catalogue.jobs if job.name == "materialise")
        while self.clock.at < until:
            self.clock.at = min(self.clock.at + every, until)
            await materialise.run(self.clock.at)
            await self.running.worker.work()

    async def schedule(self, rule: str, zone: str, channel: Channel | None = None) -> Channel:
        """A schedule from now on, in a channel of its own."""
        place = channel or self.room.add_channel(f"c{len(self.room.places)}")
        row = Schedule(
            community=self.room.community,
            channel=place,
            rule=rule,
            start=(self.clock.at - timedelta(days=1)).date(),
            zone=zone,
            version=1,
            created_at=self.clock.at,
        )
        arm(row, self.clock.at)
        async with self.storage.write() as session:
            await schedules.add(session, row)
        return place

    async def deliveries(self, channel: Channel | None = None) -> Sequence[Delivery]:
        """What the ledger says of a channel, or of all, in the order of their due times."""
        wanted = select(Delivery).order_by(Delivery.due_at, Delivery.id)
        if channel is not None:
            wanted = wanted.where(Delivery.target == channel)
        async with self.storage.read() as session:
            return (await session.scalars(wanted)).all()

    def said(self, channel: Channel) -> int:
        """How many posts of ours stand there."""
        return sum(1 for post in self.room.posts if post.receipt.channel == channel and post.by is None)


@asynccontextmanager
async def house(url: str, at: datetime) -> AsyncIterator[House]:
    """A community over this database, with a channel for its moderators, from that moment on."""
    clock, storage = Jumping(at), open_storage(url)
    room = Room(clock)
    platform = Flaky(room)
    try:
        moderators = room.add_channel("moderators")
        async with storage.write() as session:
            row = await communities.known_community(session, room.community, DEFAULTS, at)
            row.set_up_at, row.notices = at, moderators
        yield House(storage, clock, room, platform, _built(storage, platform, clock))
    finally:
        await storage.close()


def _built(storage: Storage, platform: Flaky, clock: Jumping) -> Running:
    return build(load(None, {}), storage, {platform.name: platform}, clock=clock, draw=Random(7))
