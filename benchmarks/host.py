"""A host of many communities: a hundred thousand nudges due at the same minute, and a look when nothing is due."""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from random import Random
from time import perf_counter

from sqlalchemy import func, insert, select, text

from benchmarks.community import sqlite_file
from benchmarks.deliveries import durable
from benchmarks.machine import resident
from benchmarks.table import Figure, timed
from benchmarks.timing import Timing, lasting
from bot.brews.rounds import NudgeRounds
from bot.community.tables import Community
from bot.config import load
from bot.contract.places import Channel, CommunityId
from bot.delivery.tables import Delivery
from bot.delivery.upgrading import upgrade
from bot.nudges import library
from bot.nudges.materialise import Means, materialise
from bot.nudges.tables import Schedule
from bot.storage import Storage, open_storage
from bot.teamwork import Role, team
from tests.databases import postgres

TEN = datetime(2027, 3, 22, 10, 0, tzinfo=UTC)
COUNT = 100_000
COMMUNITIES = 20_000
LOOKS = 20
SLICE = 5_000

MOST_SECONDS, MOST_MEGABYTES, MOST_IDLE = 60.0, 300.0, 0.05


def figures(count: int = COUNT, communities: int = COMMUNITIES) -> Iterable[Figure]:
    """On both databases, each in a process of its own, so that its memory is its own."""
    shapes = (communities, 1)
    for shape in shapes:
        with sqlite_file() as url:
            yield from _measured(url, "SQLite", count, shape)
    with postgres() as server:
        with server.fresh() as url:
            durable(url)
        for shape in shapes:
            with server.fresh() as url:
                yield from _measured(url, "PostgreSQL", count, shape)


def _measured(url: str, database: str, count: int, communities: int) -> Iterable[Figure]:
    with multiprocessing.get_context("spawn").Pool(1) as alone:
        seconds, grown, peak, idle = alone.apply(_alone, (url, count, communities))
    over = f"{communities:,} communities" if communities > 1 else "one community"
    held = seconds <= MOST_SECONDS and peak <= MOST_MEGABYTES
    yield Figure(
        f"{count:,} due nudges of {over}, {database}",
        f"{lasting(seconds)}, {peak:,.0f} MB",
        bound=f"≤ {MOST_SECONDS:.0f} s, ≤ {MOST_MEGABYTES:.0f} MB",
        held=held,
        how=f"once; {count / seconds:,.0f} a second; the process's memory grew by {grown:,.0f} MB to its peak",
    )
    yield timed(
        f"a look over {count:,} schedules of which none is due, {database}",
        Timing(tuple(idle), 1),
        "in one process",
        under=MOST_IDLE,
    )


def _alone(url: str, count: int, communities: int) -> tuple[float, float, float, list[float]]:
    return asyncio.run(_run(url, count, communities))


async def _run(url: str, count: int, communities: int) -> tuple[float, float, float, list[float]]:
    means = Means(library.read(), Random(7), NudgeRounds())  # noqa: S311  # picks prompts
    async with _host(url) as storage:
        await _fill(storage, count, communities)
        before, start = resident(), perf_counter()
        await materialise(storage, means, TEN)
        seconds = perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        await _all_planned(storage, count)
        idle = [await _look(storage, means, TEN + timedelta(seconds=5 * each)) for each in range(LOOKS + 1)]
    return seconds, peak - before, peak, idle[1:]


@asynccontextmanager
async def _host(url: str) -> AsyncIterator[Storage]:
    storage = open_storage(url)
    try:
        await upgrade(storage)
        async with team(load(None, {}), Role.ALL, storage, lambda: TEN):
            yield storage
    finally:
        await storage.close()


async def _fill(storage: Storage, count: int, communities: int) -> None:
    ids = [CommunityId("discord", str(10**17 + each)) for each in range(communities)]
    about = {"name": "", "locale": "en-GB", "zone": "Europe/London", "area": "GB", "joined_at": TEN}
    for start in range(0, count, SLICE):
        async with storage.write() as session:
            if start < communities:
                await session.execute(insert(Community), [{"id": each, **about} for each in ids[start : start + SLICE]])
    for start in range(0, count, SLICE):
        async with storage.write() as session:
            rows = [_schedule(ids[each % communities], each) for each in range(start, min(start + SLICE, count))]
            await session.execute(insert(Schedule), rows)
    async with storage.write() as session:
        await session.execute(text("ANALYZE"))


def _schedule(community: CommunityId, number: int) -> dict[str, object]:
    return {
        "community": community,
        "channel": Channel(community, str(10**17 + number)),
        "rule": "FREQ=WEEKLY;BYDAY=MO;BYHOUR=10;BYMINUTE=0",
        "start": date(2027, 3, 22),
        "zone": "Europe/London",
        "weather": False,
        "watermark": TEN - timedelta(days=7),
        "next_at": TEN,
        "version": 1,
        "created_at": TEN - timedelta(days=7),
    }


async def _look(storage: Storage, means: Means, at: datetime) -> float:
    start = perf_counter()
    await materialise(storage, means, at)
    return perf_counter() - start


async def _all_planned(storage: Storage, count: int) -> None:
    async with storage.read() as session:
        planned = await session.scalar(select(func.count()).select_from(Delivery))
    if planned != count:
        msg = f"{planned} of {count} were planned"
        raise RuntimeError(msg)
