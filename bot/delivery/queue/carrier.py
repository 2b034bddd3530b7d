"""procrastinate as the engine that carries deliveries: a job says only which delivery to look at."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import structlog
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DeleteJobCondition
from procrastinate.types import JSONValue
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from bot.contract.ports import Clock
from bot.delivery.carrying import Due
from bot.delivery.queue.store import ARGUMENT, queue_of
from bot.storage import Session, StorageError

log = structlog.get_logger("brewmate.queue")

Deliver = Callable[[int], Awaitable[None]]


AT_ONCE: Final = 20
"""Jobs of one platform that a process works at side by side; they are claimed, composed and settled together."""

CONNECTIONS: Final = 6
POLLED_EVERY: Final = 5.0
"""Seconds between two looks at the queue without a notification."""

AGAIN_AFTER: Final = 1.0
WAITED_FOR: Final = 5.0
"""Seconds after which a broken connection to the queue is tried again, and for which a free one is waited for."""

OUT_OF_REACH: Final = (ConnectorException, OSError, TimeoutError)
UNREACHABLE: Final = "PostgreSQL can’t be reached just now: check that it runs, and the host and port in its URL."

logging.getLogger("procrastinate").setLevel(logging.CRITICAL)  # it logs every job; what matters is in our own log


@dataclass(frozen=True, slots=True)
class Pulse:
    """How often a worker says that it lives, and after what silence its jobs are given to others; in seconds."""

    every: float = 3.0
    silence: float = 12.0


class Queue:
    """Jobs in the ledger's own database. No locks and no dates in the future: they would hold up whole lanes."""

    def __init__(self, address: str, clock: Clock, pulse: Pulse | None = None) -> None:
        self._clock = clock
        self._pulse = pulse or Pulse()
        self._connector = PsycopgConnector(
            conninfo=address,
            pool_factory=_pool,
            configure=_commit_by_itself,
            min_size=1,
            max_size=CONNECTIONS,
            timeout=WAITED_FOR,
        )
        self._app = App(connector=self._connector)
        self._opening = asyncio.Lock()
        self._stopping = asyncio.Event()

    def now(self) -> datetime:
        """As Carrier."""
        return self._clock()

    async def defer(self, session: Session, due: Sequence[Due]) -> None:
        """As Carrier: SQLAlchemy's own connection writes the jobs, so they come and go with the transaction."""
        arguments = defaultdict[str, list[dict[str, JSONValue]]](list)
        for each in due:
            arguments[each.platform].append({ARGUMENT: each.id})
        for platform, theirs in arguments.items():
            raw = await (await session.connection()).get_raw_connection()
            jobs = self._app.configure_task(
                queue_of(platform), queue=queue_of(platform), connection=raw.driver_connection
            )
            await jobs.batch_defer_async(*theirs)

    async def run(self, deliver: Mapping[str, Deliver], patience: float) -> None:
        """Work at the jobs of each platform until ``stop``; whenever the database goes away, try until it is back.

        Each ``deliver`` gets the number of a delivery, and raises nothing. After ``stop``, what is being worked at gets
        so many seconds to end.
        """
        for platform, each in deliver.items():
            self._app.task(name=queue_of(platform))(each)
        await asyncio.gather(*(self._run(queue_of(each), patience) for each in deliver))

    async def _run(self, queue: str, patience: float) -> None:
        while not self._stopping.is_set():
            working = asyncio.create_task(self._work(queue, patience))
            stopped = asyncio.create_task(self._stopping.wait())
            await asyncio.wait((working, stopped), return_when=asyncio.FIRST_COMPLETED)
            stopped.cancel()
            working.cancel()
            await asyncio.wait((working,))
            if not working.cancelled() and (error := working.exception()) is not None:
                log.warning("queue_interrupted", error=type(error).__name__)
            if not self._stopping.is_set():
                await _at_most(AGAIN_AFTER, self._stopping)

    def stop(self) -> None:
        """Take no more jobs."""
        self._stopping.set()

    async def recover(self) -> int:
        """Give the jobs of workers that died to others; how many. StorageError where the database can't be reached."""
        try:
            async with self._opening:
                await self._app.open_async()
            manager, silence = self._app.job_manager, self._pulse.silence
            found = await manager.get_stalled_jobs(seconds_since_heartbeat=silence)
            stalled = list(found)
            for job in stalled:
                await manager.retry_job(job)
        except OUT_OF_REACH as error:
            raise StorageError(UNREACHABLE) from error
        return len(stalled)

    async def close(self) -> None:
        """Let go of every connection."""
        await self._app.close_async()

    async def _work(self, queue: str, patience: float) -> None:
        async with self._opening:
            await self._app.open_async()
            await self._connector.pool.check()
        await self._app.run_worker_async(
            queues=[queue],
            concurrency=AT_ONCE,
            install_signal_handlers=False,
            delete_jobs=DeleteJobCondition.ALWAYS,
            fetch_job_polling_interval=POLLED_EVERY,
            update_heartbeat_interval=self._pulse.every,
            stalled_worker_timeout=self._pulse.silence,
            shutdown_graceful_timeout=patience,
        )


def _pool(**given: Any) -> AsyncConnectionPool:  # noqa: ANN401  # the pool's own
    """As procrastinate would make it, but none is asked before each use whether it lives: we ask after a fault."""
    return AsyncConnectionPool(**{**given, "check": None})


async def _commit_by_itself(connection: AsyncConnection[Any]) -> None:
    """Everything that is asked of the queue is one statement: BEGIN and COMMIT would be two more ways to the server."""
    await connection.set_autocommit(True)


async def _at_most(seconds: float, event: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
