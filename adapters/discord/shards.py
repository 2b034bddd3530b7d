"""Which shards this process looks after: each is held by one process at a time, and taken over when that one dies."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Final

from bot.contract.locking import Locks

EVERY: Final = 1.0
"""Seconds between two looks."""

FENCE: Final = 7.0
"""Seconds that whoever finds a shard free waits for its last owner to have noticed: that looks every second, too."""

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
        self._mine: set[int] = set()
        self._taken: set[int] = set()
        self._fenced: dict[int, float] = {}

    @property
    def mine(self) -> frozenset[int]:
        """Those that this process looks after."""
        return frozenset(self._mine)

    async def look(self) -> frozenset[int]:
        """Take what is free; those that are this process's from now on. One that is gone from there is somebody else's.

        While nobody can be asked nothing changes: the database is away, and then for everybody. To leave Discord
        would be to leave alone whoever asks for help, which is answered without a database, too.
        """
        wanted = self.mine | self._fenced.keys()
        if len(wanted) < self._most:
            wanted |= self._names.keys()
        held = await self._locks.take([self._names[each] for each in sorted(wanted)])
        if held is None:
            return self.mine
        for shard in sorted(wanted):
            if self._names[shard] in held:
                await self._hold(shard, self._time())
            else:
                self._mine.discard(shard)
                self._fenced.pop(shard, None)
                self._taken.add(shard)
        return self.mine

    async def let_go(self) -> None:
        """Leave them all to others, at once."""
        names = [self._names[each] for each in self.mine | self._fenced.keys()]
        self._mine.clear()
        self._fenced.clear()
        await self._locks.let_go(names)

    async def _hold(self, shard: int, now: float) -> None:
        """It is held: mine at once, unless somebody had it who may not have noticed yet that it isn't theirs."""
        if shard in self._mine:
            return
        if len(self._mine) >= self._most:
            await self._locks.let_go([self._names[shard]])
            return
        if shard in self._taken and not self._locks.was_let_go(self._names[shard]):
            self._fenced[shard] = now + FENCE
        self._taken.discard(shard)
        if now >= self._fenced.get(shard, now):
            self._fenced.pop(shard, None)
            self._mine.add(shard)


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
        while not await self._locks.take([IDENTIFYING]):
            await self._sleep(EVERY / 2)
        ending = asyncio.create_task(self._end())
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)

    async def _end(self) -> None:
        await self._sleep(IDENTIFIED_EVERY)
        await self._locks.let_go([IDENTIFYING])
        self._own.release()
