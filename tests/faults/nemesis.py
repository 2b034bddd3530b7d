"""The trials with worker processes: what members see while processes, the platform and the database break."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from random import Random
from time import monotonic

from bot.contract.ports import Allowance
from bot.delivery.ledger import LEASE
from tests.databases import PostgresServer
from tests.faults.checker import Verdict
from tests.faults.recording import DISCORD_LIKE, FORGETFUL, SLACK_LIKE, SLACK_UNHEARD, Chances, Manners
from tests.faults.seen import Seen, Size
from tests.faults.workers import ENDED_WITHIN, Crew, crew
from tests.faults.world import World, killing, world

BAD_LUCK = Chances(busy=0.02, broken=0.02, lost=0.02)
LONG_ENOUGH = 240.0  # seconds, after which a trial has failed
QUICK = 10.0
QUICKER = 60.0
"""How much faster than the machine's the clock goes: so that leases of two minutes end within a trial."""

MINUTE = timedelta(minutes=1)


def database(url: str) -> str:
    """What kind of database it is."""
    return "SQLite" if url.startswith("sqlite") else "PostgreSQL"


def workers(url: str) -> int:
    """One process works on SQLite, three on PostgreSQL."""
    return 1 if url.startswith("sqlite") else 3


async def kills(url: str, size: Size) -> Seen:
    """Workers are killed all the time, and six of a hundred requests end badly."""
    count, every, speed = (10_000, 1.0, QUICK) if size is Size.LONG else (300, 0.3, QUICKER)
    async with world(url, chances=BAD_LUCK, speed=speed) as here:
        rate, killed, verdict = await _through(here, count, every)
    saw = f"{count:,} deliveries, {killed} kills: {verdict}; {rate:,.0f} a second until nothing was open"
    enough = rate >= 100 or size is Size.SHORT
    return Seen("workers killed, 2 % each of 429, 500, lost answer", database(url),
                "0 lost, 0 doubled, ≥ 100 a second", saw, verdict.is_clean and enough)  # fmt: skip


async def kills_without_keys(url: str, size: Size) -> Seen:
    """The same before a platform that keeps no keys: the checker has to see doubles, or it sees nothing."""
    count, every, speed = (2_000, 1.0, QUICK) if size is Size.LONG else (200, 0.3, QUICKER)
    chances = Chances(busy=0.02, broken=0.02, lost=0.05)
    async with world(url, manners=FORGETFUL, chances=chances, speed=speed) as here:
        _, _, verdict = await _through(here, count, every)
    return Seen("the same without the key check", database(url), "doubles reported", str(verdict), verdict.doubled > 0)


async def restart(url: str, size: Size, server: PostgresServer) -> Seen:
    """PostgreSQL crashes in the middle and comes back, while workers are killed."""
    count, every, speed = (3_000, 1.0, QUICK) if size is Size.LONG else (200, 0.5, QUICKER)
    async with world(url, chances=BAD_LUCK, speed=speed) as here:
        await here.plan(count, count // 5)
        with crew(here.about, workers(url)) as working:
            nemesis = asyncio.create_task(killing(working, every, Random(1)))
            await here.recorder.posts_reach(count // 3)
            await asyncio.to_thread(server.crash)
            await asyncio.to_thread(server.start)
            back, before = monotonic(), len(here.recorder.posted)
            await here.recorder.posts_reach(before + 20)
            again = monotonic() - back
            await _calm(nemesis, working)
            ended = await here.ends(LONG_ENOUGH)
        verdict = await here.verdict()
    saw = f"{verdict}; going again {again:.1f} s after it was back"
    return Seen("PostgreSQL restarted in the middle, with kills", database(url), "0/0, going again within 10 s", saw,
                verdict.is_clean and ended and again <= 10)  # fmt: skip


async def stopped(url: str, size: Size, manners: Manners, seconds: int) -> Seen:
    """A worker is stopped in the middle of its work and goes on later; another works meanwhile."""
    name = {DISCORD_LIKE: "Discord", SLACK_LIKE: "Slack", SLACK_UNHEARD: "Slack without history"}[manners]
    count = 600 if size is Size.LONG else 120
    async with world(url, manners=manners, speed=QUICKER) as here:
        await here.plan(count, count)
        with crew(here.about, 2 if workers(url) > 1 else 1) as working:
            await here.recorder.posts_reach(count // 4)
            working.signal(0, signal.SIGSTOP)
            await here.passes(timedelta(seconds=seconds))
            working.signal(0, signal.SIGCONT)
            ended = await here.ends(LONG_ENOUGH)
            working.stop()
        verdict = await here.verdict()
    fault = f"a worker stopped for {seconds} s of its {LEASE.seconds} s lease, then continued: {name}"
    return Seen(fault, database(url), "0 doubled; what cannot be told is uncertain", str(verdict),
                verdict.doubled == 0 and verdict.lost == 0 and ended)  # fmt: skip


async def dies(url: str, size: Size, step: str) -> Seen:
    """A worker is killed at one step of its first batch, and another comes after it."""
    count = 60 if size is Size.LONG else 20
    async with world(url, speed=2 * QUICKER) as here:
        await here.plan(count, count)
        with crew(replace(here.about, dies_at=step), 1) as dying:
            await asyncio.to_thread(dying.members[0].join, LONG_ENOUGH)
            killed = dying.gone()
        with crew(here.about, 1) as working:
            ended = await here.ends(LONG_ENOUGH)
            working.stop()
        verdict = await here.verdict()
    return Seen(f"kill -9 once {step}", database(url), "0/0", f"{killed} killed; {verdict}",
                verdict.is_clean and ended and killed == 1)  # fmt: skip


async def answers_lost(url: str, size: Size) -> Seen:
    """No answer comes back, everybody dies, and the platform has long forgotten the keys it was told."""
    count = 100 if size is Size.LONG else 20
    async with world(url, chances=Chances(lost=1.0), speed=QUICKER) as here:
        await here.plan(count, count)
        with crew(here.about, 1) as first:
            await here.recorder.posts_reach(count)
            first.kill(0)
        here.recorder.chances = Chances()
        await here.passes(here.recorder.manners.nonce_window + 2 * MINUTE)
        with crew(here.about, 1) as second:
            ended = await here.ends(LONG_ENOUGH)
            second.stop()
        verdict = await here.verdict()
    return Seen("the answer lost and the nonce window over", database(url), "0 doubled, found by history", str(verdict),
                verdict.is_clean and ended and verdict.statuses["sent"] == count)  # fmt: skip


async def outage(url: str, size: Size) -> Seen:
    """The platform is down for half an hour, then it says 429 to everything for ten minutes; then it is well again."""
    is_long = size is Size.LONG
    down, storm, speed = (30 * MINUTE, 10 * MINUTE, 2 * QUICK) if is_long else (2 * MINUTE, MINUTE, QUICKER)
    count = 1_000 if size is Size.LONG else 80
    async with world(url, allowance=Allowance(each_second=40), speed=speed) as here:
        here.recorder.is_down = True
        await here.plan(count, count)
        with crew(here.about, workers(url)) as working:
            await here.passes(down)
            here.recorder.is_down, here.recorder.is_busy = False, True
            before = here.recorder.answers[429]
            await here.passes(storm)
            here.recorder.is_busy = False
            invalid, well = here.recorder.answers[429] - before, monotonic()
            ended = await here.ends(LONG_ENOUGH)
            seconds = monotonic() - well
            working.stop()
        verdict, rate = await here.verdict(), len(here.recorder.posted) / seconds
    saw = f"{verdict}; {invalid} invalid requests in {storm.seconds // 60} minutes, drained at {rate:.0f} a second"
    return Seen(f"platform down for {down.seconds // 60} simulated minutes, then a storm of 429", database(url),
                "0 lost, drains at the budget (40 a second), < 100 invalid requests", saw,
                verdict.is_clean and ended and invalid < 100 and rate <= 42)  # fmt: skip


async def told_to_end(url: str, size: Size) -> Seen:
    """SIGTERM in the middle of the work."""
    count = 3_000 if size is Size.LONG else 600
    async with world(url) as here:
        await here.plan(count, count)
        with crew(here.about, workers(url)) as working:
            await here.recorder.posts_reach(count // 4)
            seconds = await asyncio.to_thread(working.stop)
            verdict = await here.verdict()
    left = verdict.statuses["sending"]
    saw = f"ended after {seconds:.1f} s with {left} sending, {verdict.statuses['pending']} pending"
    holds = seconds < ENDED_WITHIN and left == verdict.doubled == verdict.unknown == 0
    return Seen("SIGTERM under load", database(url), "exits within 15 s, nothing left sending", saw, holds)


async def _through(here: World, count: int, every: float) -> tuple[float, int, Verdict]:
    """All of it with kills on the way: how many a second, how many kills, and what came of it."""
    await here.plan(count, max(count // 5, 1))
    with crew(here.about, workers(here.about.database)) as working:
        await here.recorder.posts_reach(1)
        begun, before = monotonic(), working.started
        nemesis = asyncio.create_task(killing(working, every, Random(1)))
        ended = await here.ends(LONG_ENOUGH)
        seconds = monotonic() - begun
        await _calm(nemesis, working)
        killed = working.started - before
        working.stop()
    verdict = await here.verdict()
    return (count / seconds if ended else 0.0), killed, verdict


async def _calm(nemesis: asyncio.Task[None], working: Crew) -> None:
    """No more kills; enough workers for what is left."""
    nemesis.cancel()
    with suppress(asyncio.CancelledError):
        await nemesis
    working.gone()
    if not working.members:
        working.start()
