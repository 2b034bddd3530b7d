"""Several processes over one PostgreSQL: what each is for, and what they share the work by."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.config import Config, ConfigError
from bot.contract.locking import Locks
from bot.contract.ports import Clock
from bot.delivery.carrying import carry_with
from bot.delivery.clockwork import Job
from bot.delivery.queue.store import count_workers, forget_taken
from bot.delivery.worker import Worker
from bot.storage import Storage

if TYPE_CHECKING:
    from bot.delivery.queue.carrier import Pulse, Queue

SWEPT_EVERY = timedelta(seconds=1)
RECOVERED_EVERY = timedelta(seconds=2)
COUNTED_EVERY = timedelta(seconds=3)
HEARD_WITHIN = timedelta(seconds=10)
"""A worker that hasn't been heard of for so long doesn't count as one."""

ALONE = "one process does everything there"
TOGETHER = 'url = "postgresql://…", over which as many processes as you like share the work'


class Role(StrEnum):
    """What a process is for."""

    ALL = "all"
    GATEWAY = "gateway"
    WEB = "web"
    WORKER = "worker"

    @property
    def listens(self) -> bool:
        """Whether it holds connections over which platforms tell what happens: Discord's shards, Slack's socket."""
        return self in {Role.ALL, Role.GATEWAY}

    @property
    def is_called(self) -> bool:
        """Whether platforms call it over HTTP."""
        return self in {Role.ALL, Role.WEB}

    @property
    def sends(self) -> bool:
        """Whether it sends what nobody asked for, and whether its clockwork may act for all."""
        return self in {Role.ALL, Role.WORKER}


@dataclass(frozen=True, slots=True)
class Team:
    """What one process shares the work with others by."""

    role: Role
    storage: Storage
    queue: Queue
    locks: Locks

    def jobs(self, worker: Worker) -> tuple[Job, ...]:
        """What the clockwork does beside the features' own: one process sweeps for all, each counts the workers."""

        async def sweep(_now: datetime) -> None:
            await worker.sweep()

        async def recover(_now: datetime) -> None:
            await self.queue.recover()
            async with self.storage.write() as session:
                await forget_taken(session)

        async def count(_now: datetime) -> None:
            async with self.storage.read() as session:
                counted = await count_workers(session, HEARD_WITHIN)
            worker.shared_by(counted // max(len(worker.platforms), 1))  # each works at every platform's queue

        counting = (Job("count workers", COUNTED_EVERY, count, everywhere=True),) if self.role.sends else ()
        return (Job("sweep", SWEPT_EVERY, sweep), Job("recover", RECOVERED_EVERY, recover), *counting)

    @asynccontextmanager
    async def carrying(self, worker: Worker, patience: timedelta) -> AsyncIterator[None]:
        """Work at what the queue carries until the block ends; then finish what is being sent, for so long."""
        if not self.role.sends:
            yield
            return
        from bot.delivery.queue.gathering import Gathering  # noqa: PLC0415  # as below

        each = {platform: Gathering(worker).deliver for platform in worker.platforms}
        running = asyncio.create_task(self.queue.run(each, patience.total_seconds()))
        try:
            yield
        finally:
            self.queue.stop()
            await running


@asynccontextmanager
async def team(
    config: Config, role: Role, storage: Storage, clock: Clock, pulse: Pulse | None = None
) -> AsyncIterator[Team | None]:
    """What this process shares the work by; None on SQLite, where one process does everything.

    ConfigError for a role that SQLite can't give a process.
    """
    if storage.is_sqlite:
        if role is not Role.ALL:
            raise ConfigError([config.fault("database.url", f"--role {role} needs PostgreSQL: {ALONE}", TOGETHER)])
        yield None
        return
    from bot.delivery.queue.carrier import Queue  # noqa: PLC0415  # procrastinate, which SQLite does without
    from bot.storage.locks import DatabaseLocks  # noqa: PLC0415  # as above

    direct = config.database.direct_url
    address = direct.get_secret_value() if direct is not None else storage.address
    queue, locks = Queue(address, clock, pulse), DatabaseLocks(address)
    carry_with(storage, queue)
    try:
        yield Team(role, storage, queue, locks)
    finally:
        await locks.close()
        await queue.close()
