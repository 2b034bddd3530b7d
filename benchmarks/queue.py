"""Deliveries through procrastinate to three worker processes, beside a bare SKIP LOCKED loop over the same table."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from time import perf_counter

import psycopg
from aiohttp import ClientSession

from benchmarks.deliveries import durable
from benchmarks.table import Figure
from tests.databases import postgres
from tests.faults.workers import TOGETHER, Crew, crew
from tests.faults.world import World, world

COUNT = 3_000
TARGETS = 1_500
WORKERS = 3
BATCH = 20
BOUND = 150

CLAIM = (
    "UPDATE deliveries SET status = 'sending', lease_until = now() + interval '2 minutes' WHERE id IN ("
    "SELECT id FROM deliveries WHERE status = 'pending' ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED"
    ") RETURNING id, key, target, subject"
)
SETTLE = "UPDATE deliveries SET status = 'sent', settled_at = now() WHERE id = ANY(%s)"
"""The least that a worker could do: no composing, no order within a channel, no pace, nothing looked for."""


def figures(count: int = COUNT) -> Iterable[Figure]:
    """Both over a server that waits for its disk, before a platform that answers at once."""
    with postgres() as server:
        with server.fresh() as url:
            durable(url)
            rate = asyncio.run(_sent(url, count, _ours))
        how = f"{count:,} deliveries over {TARGETS:,} channels, {WORKERS} processes, each post a request over loopback"
        yield Figure("delivered through procrastinate, PostgreSQL", f"{rate:,.0f} a second",
                     bound=f"> {BOUND} a second", held=rate > BOUND, how=how)  # fmt: skip
        with server.fresh() as url:
            bare = asyncio.run(_sent(url, count, _bare))
        how = f"the same posts by {WORKERS} processes that only claim and settle, {BATCH} at a time"
        yield Figure("a bare SKIP LOCKED loop beside it", f"{bare:,.0f} a second", how=how)


Working = Callable[[World], AbstractContextManager[object]]


async def _sent(url: str, count: int, working: Working) -> float:
    """From the first post to the last. RuntimeError where something was posted twice or not at all."""
    async with world(url) as here:
        await here.plan(count, TARGETS)
        with working(here):
            await here.recorder.posts_reach(1)
            start = perf_counter()
            await here.recorder.posts_reach(count)
            seconds = perf_counter() - start
            await here.ends(60)
        if not (await here.verdict()).is_clean:
            msg = str(await here.verdict())
            raise RuntimeError(msg)
    return count / seconds


def _ours(here: World) -> AbstractContextManager[Crew]:
    return crew(here.about, WORKERS)


@contextmanager
def _bare(here: World) -> Iterator[None]:
    ((_, (recorder, _)),) = here.about.platforms.items()
    loops = [TOGETHER.Process(target=loop, args=(here.about.database, recorder), daemon=True) for _ in range(WORKERS)]
    for each in loops:
        each.start()
    try:
        yield
    finally:
        for each in loops:
            each.kill()
            each.join()


def loop(database: str, recorder: str) -> None:
    """Claim, post, settle, for ever."""
    asyncio.run(_loop(database, recorder))


async def _loop(database: str, recorder: str) -> None:
    async with await psycopg.AsyncConnection.connect(database) as connection, ClientSession() as session:

        async def post(key: str, target: str, text: str) -> None:
            async with session.post(f"{recorder}/post", json={"key": key, "target": target, "text": text}) as answer:
                await answer.read()

        while True:
            claimed = await (await connection.execute(CLAIM, (BATCH,))).fetchall()
            await connection.commit()
            await asyncio.gather(*(post(key, target, text) for _, key, target, text in claimed))
            await connection.execute(SETTLE, ([id_ for id_, *_ in claimed],))
            await connection.commit()
            if not claimed:
                await asyncio.sleep(0.1)
