"""APScheduler only ticks: a handful of constant jobs, none of them remembered, each told the time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]  # 3.x ships no types

from bot.contract.locking import Locks
from bot.contract.ports import Clock
from bot.metrics import Metrics
from bot.storage import StorageError

log = structlog.get_logger("brewmate.clockwork")

Tick = Callable[[datetime], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Job:
    """Something that is looked at again and again; running it twice or late does no harm."""

    name: str
    every: timedelta
    run: Tick
    everywhere: bool = False
    """Whether each process has to look for itself, as it keeps something in memory."""


ACTING = "clockwork"
"""The lock of the process whose clockwork acts for all."""


class Clockwork:
    """Runs the jobs on their beats, or all of them at once when somebody moves the clock.

    With ``locks``, of several processes' clockworks one acts: whichever holds the lock. The others wait for its end,
    and do only what every process has to do for itself. ``acts`` is False where it isn't to act for others at all.
    """

    def __init__(
        self,
        jobs: Iterable[Job],
        clock: Clock,
        metrics: Metrics | None = None,
        *,
        locks: Locks | None = None,
        acts: bool = True,
    ) -> None:
        self._jobs = tuple(jobs)
        self._clock = clock
        self._metrics = metrics or Metrics()
        self._locks = locks
        self._acts = acts
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._busy: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin to tick; each job also runs at once."""
        for job in self._jobs:
            self._scheduler.add_job(
                self._run,
                "interval",
                args=[job],
                seconds=job.every.total_seconds(),
                next_run_time=datetime.now(UTC),
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
        self._scheduler.start()

    async def stop(self, within: timedelta) -> None:
        """Tick no more, and give what is running so long to end; then it is cut off."""
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        if self._busy:
            await asyncio.wait(self._busy, timeout=within.total_seconds())
        self._scheduler.shutdown(wait=False)

    async def tick(self) -> None:
        """Run every job once, in their order, at the clock's present."""
        for job in self._jobs:
            await self._run(job)

    async def _run(self, job: Job) -> None:
        task = asyncio.create_task(self._once(job))
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)
        await task

    async def _once(self, job: Job) -> None:
        try:
            if job.everywhere or await self._is_ours_to_do():
                await job.run(self._clock())
        except StorageError as error:
            self._metrics.storage_failed("jobs")
            log.warning("job_waits", job=job.name, reason=str(error))
        except Exception as error:  # noqa: BLE001  # one job's fault must not stop the others; it runs again by itself
            self._metrics.job_failed(job.name)
            log.error("job_failed", job=job.name, error=type(error).__name__)

    async def _is_ours_to_do(self) -> bool:
        if not self._acts:
            return False
        return self._locks is None or bool(await self._locks.take([ACTING]))
