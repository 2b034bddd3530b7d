"""The gate to one platform: how fast this process may ask it, and when it leaves a platform in trouble alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from datetime import datetime, timedelta
from time import monotonic
from typing import Final

from bot.contract.ports import Allowance

TROUBLE: Final = 3
"""Failures one after the other from which on it is the platform that is in trouble, and not one place in it."""

FIRST_HOLD: Final = timedelta(seconds=1)
LONGEST_HOLD: Final = timedelta(minutes=1)


class Gate:
    """One platform's. ``each_second`` is shared evenly by the processes that post; ``shared_by`` says how many do.

    A platform that fails several times in a row is held: nothing is asked for a while, then one probe, and each time
    that fails the while doubles, up to a minute.
    """

    def __init__(
        self,
        allowance: Allowance,
        *,
        time: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._allowance = allowance
        self._time = time
        self._sleep = sleep
        self._processes = 1
        self._free_at = 0.0
        self._on_their_way = asyncio.Semaphore(allowance.at_once)
        self._probe = asyncio.Lock()
        self._failures = 0
        self._hold = timedelta()
        self._held_until: datetime | None = None

    @property
    def between(self) -> timedelta:
        """At least so long between two posts in the same place."""
        return self._allowance.between

    def shared_by(self, processes: int) -> None:
        """So many processes post there just now."""
        self._processes = max(processes, 1)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """One request: it waits until few enough are on their way and the pace allows it; in trouble, for a probe.

        Whoever has its turn looks at ``held_until`` once more: the wait may have been long.
        """
        async with self._on_their_way, self._probe if self._failures >= TROUBLE else nullcontext():
            await self._keep_pace()
            yield

    async def _keep_pace(self) -> None:
        if self._allowance.each_second is None:
            return
        now = self._time()
        mine = max(self._free_at, now)
        self._free_at = mine + self._processes / self._allowance.each_second
        if mine > now:
            await self._sleep(mine - now)

    def held_until(self, now: datetime) -> datetime | None:
        """Until when nothing is to be asked of it; None where it may be."""
        return self._held_until if self._held_until is not None and now < self._held_until else None

    def went_well(self) -> bool:
        """It answered. True where that ends its trouble, so that what was held back may go."""
        self._failures = 0
        was_held, self._held_until, self._hold = self._held_until is not None, None, timedelta()
        return was_held

    def failed(self, now: datetime, retry_in: timedelta = timedelta()) -> datetime | None:
        """It was too busy or didn't answer. Until when it is held from now on, where this is what begins or doubles it.

        What was on its way when it was held may fail, too; that is no news.
        """
        self._failures += 1
        if self._failures < TROUBLE or self.held_until(now) is not None:
            return None
        longer = max(2 * self._hold, FIRST_HOLD, retry_in)
        self._hold = min(longer, max(LONGEST_HOLD, retry_in))
        self._held_until = now + self._hold
        return self._held_until
