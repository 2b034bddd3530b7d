"""PostgreSQL's advisory locks on a connection of their own: they end when it does, whatever became of the process."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from contextlib import suppress
from typing import Any, Final
from zlib import crc32

import psycopg
from psycopg import AsyncConnection, Notify

SPACE: Final = 0x62726577
"""The first half of every lock's number; the second is made from its name."""

CHANNEL: Final = "brewmate_let_go"
ANSWERED_WITHIN: Final = 3.0
"""Seconds after which a connection that doesn't answer counts as broken, and its locks as lost."""

OPTIONS: Final[dict[str, Any]] = {
    "connect_timeout": 3,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "options": "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3",
}
"""A machine that vanishes is noticed at both ends, and its locks are free, within some ten seconds."""

BROKEN: Final = (psycopg.Error, OSError, TimeoutError)


class DatabaseLocks:
    """As ``Locks``. ``address`` has to lead to PostgreSQL itself: behind a pooler, locks would be the pooler's."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._connection: AsyncConnection[Any] | None = None
        self._held: set[str] = set()
        self._let_go: set[str] = set()
        self._turn = asyncio.Lock()

    async def take(self, names: Collection[str]) -> frozenset[str] | None:
        """As Locks: the database is asked each time."""
        async with self._turn:
            try:
                async with asyncio.timeout(ANSWERED_WITHIN):
                    return await self._take(names)
            except BROKEN:
                await self._lose()
                return None

    async def let_go(self, names: Collection[str]) -> None:
        """As Locks."""
        async with self._turn:
            mine = self._held.intersection(names)
            self._held -= mine
            try:
                async with asyncio.timeout(ANSWERED_WITHIN):
                    for name in sorted(mine):
                        await self._run("SELECT pg_notify(%s, %s)", CHANNEL, name)
                        await self._run("SELECT pg_advisory_unlock(%s, %s)", SPACE, _number(name))
            except BROKEN:
                await self._lose()

    def was_let_go(self, name: str) -> bool:
        """As Locks."""
        told = name in self._let_go
        self._let_go.discard(name)
        return told

    async def close(self) -> None:
        """Hold nothing any more."""
        await self.let_go(frozenset(self._held))
        async with self._turn:
            await self._lose()

    async def _take(self, names: Collection[str]) -> frozenset[str]:
        await self._connect()
        wanted = {_number(name): name for name in names if name not in self._held}
        asked = "SELECT n FROM unnest(%s::int[]) AS n WHERE pg_try_advisory_lock(%s, n)"
        self._held |= {wanted[number] for (number,) in await self._run(asked, [*wanted], SPACE)}
        return frozenset(self._held.intersection(names))

    async def _connect(self) -> None:
        if self._connection is not None and not self._connection.closed:
            return
        await self._lose()
        self._connection = await AsyncConnection.connect(self._address, autocommit=True, **OPTIONS)
        self._connection.add_notify_handler(self._hear)
        await self._run(f"LISTEN {CHANNEL}")

    async def _run(self, statement: str, *values: object) -> list[Any]:
        if self._connection is None:
            return []
        cursor = await self._connection.execute(statement.encode(), values)
        return await cursor.fetchall() if cursor.description else []

    async def _lose(self) -> None:
        lost, self._connection = self._connection, None
        self._held.clear()
        if lost is not None:
            with suppress(*BROKEN):
                await lost.close()

    def _hear(self, told: Notify) -> None:
        self._let_go.add(told.payload)


def _number(name: str) -> int:
    """A signed number of 32 bits, as PostgreSQL takes it."""
    number = crc32(name.encode())
    return number - 2**32 if number >= 2**31 else number
