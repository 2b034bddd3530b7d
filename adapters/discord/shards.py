"""Which shards this process looks after: each is held by one process at a time, and taken over when that one dies."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Final

from bot.contract.locking import Locks

EVERY: Final = 1.0
"""Seconds between two looks."""

GRACE: Final = 5.0
"""Seconds for which a process that can't be told whether a shard is still its own goes on with it."""

FENCE: Final = 7.0
"""Seconds that whoever finds a shard free waits for its last owner to have noticed: longer than the grace."""

IDENTIFIED_EVERY: Final = 5.0
"""Seconds between two connections that begin anew: Discord's rule, for all processes of one bot together."""

IDENTIFYING: Final = "discord identifies"


class Shards:
    """The shards of one bot, ``count`` in all, of which this process takes at most ``most``."""

    def __init__(
        self, locks: Locks, count: int, most: int | None = None, *, time: Callable[[], float] = monotonic
    ) -> None:
        self._locks = locks
        self._names = {shard: f"discord shard {shard} of {count}" for shard in range(count)}
        self._most = most or count
        self._time = time
        self._confirmed: dict[int, float] = {}
        self._taken: set[int] = set()
        self._fenced: dict[int, float] = {}

    @property
    def mine(self) -> frozenset[int]:
        """Those that this process looks after."""
        return frozenset(self._confirmed)

    async def look(self) -> frozenset[int]:
        """Take what is free; those that are this process's from now on. One that is gone from there was lost."""
        wanted = self.mine | self._fenced.keys()
        if len(wanted) < self._most:
            wanted |= self._names.keys()
        held = await self._locks.take([self._names[each] for each in sorted(wanted)])
        now = self._time()
        for shard in sorted(wanted):
            if self._names[shard] in held:
                await self._hold(shard, now)
            else:
                self._miss(shard, now)
        return self.mine

    async def let_go(self) -> None:
        """Leave them all to others, at once."""
        names = [self._names[each] for each in self.mine | self._fenced.keys()]
        self._confirmed.clear()
        self._fenced.clear()
        await self._locks.let_go(names)

    async def _hold(self, shard: int, now: float) -> None:
        """It is held: mine at once, unless somebody had it who may not have noticed yet that it isn't theirs."""
        if shard not in self._confirmed:
            if len(self._confirmed) >= self._most:
                await self._locks.let_go([self._names[shard]])
                return
            if shard in self._taken and not self._locks.was_let_go(self._names[shard]):
                self._taken.discard(shard)
                self._fenced[shard] = now + FENCE
            if now < self._fenced.get(shard, now):
                return
        self._fenced.pop(shard, None)
        self._confirmed[shard] = now

    def _miss(self, shard: int, now: float) -> None:
        self._fenced.pop(shard, None)
        if shard not in self._confirmed:
            self._taken.add(shard)
        elif now - self._confirmed[shard] >= GRACE:
            del self._confirmed[shard]
            self._taken.add(shard)


class Identifying:
    """Who begins a connection anew waits for everybody else's turn to be over, in whatever process."""

    def __init__(self, locks: Locks, *, sleep: Callable[[float], Awaitable[object]] = asyncio.sleep) -> None:
        self._locks = locks
        self._sleep = sleep
        self._own = asyncio.Lock()
        self._ending: set[asyncio.Task[None]] = set()

    async def turn(self) -> None:
        """Returns when it may be done; the turn ends by itself, five seconds later."""
        await self._own.acquire()
        while IDENTIFYING not in await self._locks.take([IDENTIFYING]):
            await self._sleep(EVERY / 2)
        ending = asyncio.create_task(self._end())
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)

    async def _end(self) -> None:
        await self._sleep(IDENTIFIED_EVERY)
        await self._locks.let_go([IDENTIFYING])
        self._own.release()
