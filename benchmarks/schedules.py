"""Schedules by the thousand: filling a community with them, and turning those that are due into nudges."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import date, timedelta
from time import perf_counter

from benchmarks.community import MONDAY, Community, community, sqlite_file
from benchmarks.table import Figure
from benchmarks.timing import lasting
from bot.contract.places import Channel
from bot.delivery import store as ledger
from bot.nudges.materialise import BATCH, arm
from bot.nudges.tables import Schedule

TEN = MONDAY + timedelta(hours=2)
COUNT = 1_000
CHANNELS = 500


def figures(count: int = COUNT) -> Iterable[Figure]:
    """A thousand schedules that come due at the same minute, as on a Monday at ten."""
    with sqlite_file() as url:
        yield asyncio.run(_materialised(url, count))


async def fill(each: Community, count: int, channels: int = CHANNELS) -> None:
    """So many schedules, every Monday at ten, over so many new channels, in one community."""
    places = [each.room.add_channel(f"channel-{number}") for number in range(channels)]
    async with each.running.storage.write() as session:
        session.add_all(_schedule(each, places[number % channels]) for number in range(count))


async def come_due(each: Community) -> float:
    """Let it be ten and write down what is due; the seconds that it took. RuntimeError where some are missing."""
    each.clock.move_to(TEN)
    materialise = next(job for job in each.running.catalogue.jobs if job.name == "materialise")
    start = perf_counter()
    await materialise.run(each.clock())
    return perf_counter() - start


async def _materialised(url: str, count: int) -> Figure:
    async with community(url) as each:
        await fill(each, count)
        seconds = await come_due(each)
        async with each.running.storage.read() as session:
            due = await ledger.next_due(session)
    if due != TEN:
        msg = "nothing came due"
        raise RuntimeError(msg)
    how = f"once; {count / seconds:,.0f} a second, in transactions of {BATCH}, SQLite"
    return Figure(f"materialising {count:,} due schedules", lasting(seconds), how=how)


def _schedule(each: Community, channel: Channel) -> Schedule:
    schedule = Schedule(
        community=each.room.community,
        channel=channel,
        rule="FREQ=WEEKLY;BYDAY=MO;BYHOUR=10;BYMINUTE=0",
        start=date(2027, 3, 22),
        zone="Europe/London",
        created_at=MONDAY,
    )
    arm(schedule, MONDAY)
    return schedule
