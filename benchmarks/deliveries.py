"""Nudges by the thousand, due at once: from the ledger to the Room."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from time import perf_counter

import psycopg

from benchmarks import schedules
from benchmarks.community import Community, community, sqlite_file
from benchmarks.table import Figure
from tests.databases import postgres

COUNT = 2_000
CHANNELS = 500
BOUND = 500


def figures(count: int = COUNT, channels: int = CHANNELS) -> Iterable[Figure]:
    """On SQLite, and for interest on PostgreSQL; both write to the disk for good."""
    with sqlite_file() as url:
        rate = asyncio.run(_sent(url, count, channels))
    yield _figure("nudges sent, SQLite", rate, count, channels, bound=BOUND)
    with postgres() as server, server.fresh() as url:
        durable(url)
        rate = asyncio.run(_sent(url, count, channels))
        yield _figure("nudges sent, PostgreSQL", rate, count, channels)


async def _sent(url: str, count: int, channels: int) -> float:
    """Deliveries a second: claimed, composed, posted, settled. RuntimeError where one was not posted."""
    async with community(url) as each:
        await schedules.fill(each, count, channels)
        await schedules.come_due(each)
        before = len(each.room.posts)
        start = perf_counter()
        await each.running.worker.work()
        seconds = perf_counter() - start
        _all_posted(each, before, count)
        return count / seconds


def _all_posted(each: Community, before: int, count: int) -> None:
    """The example's own Monday schedule is due at ten as well, so there may be one more."""
    posted = len(each.room.posts) - before
    if posted not in {count, count + 1}:
        msg = f"{posted} of {count} were posted"
        raise RuntimeError(msg)


def durable(url: str) -> None:
    """The tests' server doesn't wait for its disk; this one does."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = on")
        connection.execute("SELECT pg_reload_conf()")


def _figure(name: str, rate: float, count: int, channels: int, *, bound: float | None = None) -> Figure:
    how = f"{count:,} real nudges over {channels:,} channels, one worker, the log drawn"
    held = None if bound is None else rate > bound
    return Figure(name, f"{rate:,.0f} a second", bound=f"> {bound} a second" if bound else "–", held=held, how=how)
