"""Slack over HTTP: from a signed event to its acknowledgement, beside Bolt that does nothing."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from time import perf_counter

import aiohttp
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from adapters.web.server import application
from adapters.web.server import serve as serving
from benchmarks.community import sqlite_file
from benchmarks.deliveries import durable
from benchmarks.slack_load import CRISIS, ONE_IN, Town, town
from benchmarks.table import Figure, timed
from benchmarks.timing import Timing, awaited
from bot.contract.doors import Answered, Called, Door
from tests.databases import postgres
from tests.simulators.slack.calling import JSON

COUNT, STREAM, AT_ONCE = 1_000, 10_000, 16
ACKNOWLEDGED, TAIL = 4e-3, 25e-3
A_SECOND = 800
PEOPLE = 400
REST = 0.02  # seconds, in which an answer's last steps end


def figures(count: int = COUNT, stream: int = STREAM) -> Iterable[Figure]:
    """Bolt by itself, our acknowledgements on SQLite, and a stream on PostgreSQL."""
    yield from asyncio.run(_bare(count))
    with sqlite_file() as url, tempfile.TemporaryDirectory() as folder:
        yield from asyncio.run(_acknowledged(url, Path(folder), count))
    with postgres() as server, tempfile.TemporaryDirectory() as folder:
        with server.fresh() as url:
            durable(url)
            yield asyncio.run(_streamed(url, Path(folder), stream, is_mixed=True))
        with server.fresh() as url:
            durable(url)
            yield asyncio.run(_streamed(url, Path(folder), stream, is_mixed=False))


async def _bare(count: int) -> tuple[Figure, ...]:
    """An app with one listener that does nothing: called directly, and behind the same web application."""
    bolt = AsyncApp(client=AsyncWebClient(), authorize=_everybody, request_verification_enabled=False)
    bolt.event("message")(_nothing)
    body = '{"type":"event_callback","team_id":"T1","event_id":"Ev1","event":{"type":"message","text":"hello"}}'

    async def dispatch(_number: int) -> None:
        await bolt.async_dispatch(AsyncBoltRequest(body=body, headers={"content-type": JSON}))

    async def called(_called: Called) -> Answered:
        response = await bolt.async_dispatch(AsyncBoltRequest(body=body, headers={"content-type": JSON}))
        return Answered(response.status)

    directly = await awaited(dispatch, warm_up=200, most=count, within=5)
    async with _served(called) as (session, address):

        async def post(_number: int) -> None:
            async with session.post(f"{address}/bare", data=body.encode(), headers={"Content-Type": JSON}) as answer:
                answer.raise_for_status()

        over_http = await awaited(post, warm_up=200, most=count, within=10)
    return (
        timed("Bolt with a listener that does nothing, an event", directly, "no web, no signature"),
        timed("the same behind our web application", over_http, "client and server in one process"),
    )


async def _everybody(enterprise_id: str | None, team_id: str | None, user_id: str | None) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id)


async def _nothing() -> None:
    pass


@asynccontextmanager
async def _served(answer: Callable[[Called], Awaitable[Answered]]) -> AsyncIterator[tuple[aiohttp.ClientSession, str]]:
    async def ready() -> str | None:
        return None

    web = application(ready=ready, doors=(Door("POST", "/bare", answer, 1_000_000),))
    async with serving(web, "127.0.0.1", 0) as address, aiohttp.ClientSession() as session:
        yield session, address


async def _acknowledged(url: str, folder: Path, count: int) -> tuple[Figure, ...]:
    """One after the other over a connection that stays, the bot in a process of its own."""
    async with town(url, folder) as each:
        talk = await each.in_turn(_of(each.talk), count)
        before = await each.recorded()
        withdrawn = await each.in_turn(_of(each.withdrawn), count)
        _all_there(await each.recorded() - before, withdrawn)
        spoken = await _one_by_one(each, count)
        _all_there(await each.recorded() - before, Timing((*withdrawn.seconds, *spoken.seconds), 2 * spoken.warm_up))
    how = "over HTTP, saved in SQLite before it is acknowledged"
    told = [(talk, "an everyday message", "over HTTP; nothing comes of it"), (withdrawn, "a deleted post", how)]
    told.append((spoken, "a word to the bot", f"{how}; its answer is composed, too"))
    return tuple(timed(f"{what}, acknowledged", time, how, under=ACKNOWLEDGED, tail=TAIL) for time, what, how in told)


async def _one_by_one(each: Town, count: int) -> Timing:
    """Words to the bot, each once the one before was answered: how soon they are acknowledged."""
    seconds: list[float] = []
    for _ in range(50 + count // 4):
        answered, body = asyncio.Event(), each.mention()
        each.stage.simulator.interrupts["chat.postEphemeral"] = partial(_set, answered)
        began = perf_counter()
        await each.post(body)
        seconds.append(perf_counter() - began)
        await asyncio.wait_for(answered.wait(), 10)
        await asyncio.sleep(REST)
    return Timing(tuple(seconds[50:]), 50)


async def _set(event: asyncio.Event) -> None:
    event.set()


async def _streamed(url: str, folder: Path, count: int, *, is_mixed: bool) -> Figure:
    """Many under way at once: the bot on one core, Slack's side and the database on the others."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, set(cores[1:]) or set(cores))
    try:
        async with town(url, folder, core=cores[0]) as each:
            people = [each.stage.simulator.person(f"P{number}", each.stage.team) for number in range(PEOPLE)]
            for person in people:
                each.stage.places["general"].people.add(person.user.id)
            bodies = _mixed(each, [person.user.id for person in people]) if is_mixed else _of(each.withdrawn)
            before = await each.recorded()
            rate = await each.side_by_side(bodies, count, AT_ONCE)
            recorded = await each.recorded() - before
    finally:
        os.sched_setaffinity(0, set(cores))
    wanted = count // ONE_IN if is_mixed else count
    if recorded != wanted:
        msg = f"of {wanted} events {recorded} were written down"
        raise RuntimeError(msg)
    name = f"everyday messages, one in {ONE_IN} answered" if is_mixed else "events that are all written down"
    return Figure(
        f"{name}, PostgreSQL",
        f"{rate:,.0f} a second",
        bound=f"≥ {A_SECOND} a second",
        held=rate >= A_SECOND,
        how=f"{count:,} over {AT_ONCE} connections, the bot on one core; all written down",
    )


def _mixed(each: Town, people: list[str]) -> Iterator[bytes]:
    while True:
        yield each.words(CRISIS, people[each.number // ONE_IN]) if each.number % ONE_IN == ONE_IN - 1 else each.talk()


def _of(body: Callable[[], bytes]) -> Iterator[bytes]:
    while True:
        yield body()


def _all_there(recorded: int, timing: Timing) -> None:
    """RuntimeError where an acknowledged event was not written down."""
    if recorded != timing.count + timing.warm_up:
        msg = f"{timing.count + timing.warm_up} events were acknowledged, and {recorded} written down"
        raise RuntimeError(msg)
