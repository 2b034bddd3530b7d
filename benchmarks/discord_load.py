"""Discord in bulk: a flood of messages, and a bot in thousands of servers as a process of its own."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import resource
import sys
import tempfile
import tracemalloc
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, cast

from adapters.discord.permissions import invited
from adapters.room.clock import MovableClock
from benchmarks.machine import resident
from benchmarks.table import Figure
from benchmarks.talk import TALK
from bot.config import load
from bot.logs import configure
from bot.online import online
from bot.storage import open_storage
from tests.discord.town import Town
from tests.simulators.discord import DiscordSimulator
from tests.simulators.discord.people import Person
from tests.simulators.discord.server import TOKEN
from tests.simulators.discord.world import Json

if TYPE_CHECKING:
    from adapters.discord.gateway import Gateway

BEATS_MS = 250
ONE_IN = 100
CRISIS = "i want to kill myself"
GROWTH, MEGABYTES = 5.0, 300
SHARDS, CHANNELS, ROLES = 2, 30, 20
MILLISECOND = timedelta(milliseconds=1)
TRACED = 1_000
"""Messages at a time where every object is traced: nobody waits longer than Discord does for an answer."""

LONGEST = 120.0
"""Seconds after which a process that does not get ready is given up."""


@asynccontextmanager
async def town(url: str, beats_ms: int = BEATS_MS) -> AsyncIterator[Town]:
    """A server with the bot in it, which listens in #general; its clock stands still on a Monday morning."""
    configure("json", "error")
    storage = open_storage(url)
    await storage.make_tables()
    clock = MovableClock(datetime(2027, 3, 22, 8, 0, tzinfo=UTC))
    async with DiscordSimulator(clock) as simulator:
        simulator.gateway.beats_ms = beats_ms
        each = Town(simulator, storage, clock)
        async with each.connected():
            await each.listens(each.general)
            yield each
    await storage.close()


async def heard(url: str, count: int) -> tuple[Figure, ...]:
    """As many messages as that in a row over the gateway, one in a hundred of which somebody is answered for."""
    async with town(url) as each:
        rounds = [_frames(each, count) for _ in range(3)]
        await _told(each, rounds[0])
        gc.collect()
        each.simulator.gateway.beats.clear()
        before, began = resident(), perf_counter()
        await _told(each, rounds[1])
        lasted, beats = perf_counter() - began, list(each.simulator.gateway.beats)
        gc.collect()
        after = resident()
        objects = await _kept(each, rounds[2])
    return (*_flooded(count, lasted, beats, _answered(each)), *_grown(before, after, objects))


async def _kept(each: Town, frames: Sequence[str]) -> float:
    """Megabytes of Python objects that are there after them, and weren't before; the first few warm up."""
    parts = [frames[begun : begun + TRACED] for begun in range(0, len(frames), TRACED)]
    tracemalloc.start()
    try:
        await _told(each, parts[0])
        gc.collect()
        before, _ = tracemalloc.get_traced_memory()
        for part in parts[1:]:
            await _told(each, part)
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return (after - before) / 1e6


def _flooded(count: int, lasted: float, beats: Sequence[float], answered: int) -> tuple[Figure, ...]:
    longest = max((later - sooner for sooner, later in pairwise(beats)), default=float("nan")) * 1000
    wanted = 3 * len(range(0, count, ONE_IN))
    how = f"{count / lasted:,.0f} a second; {answered} of {wanted} people were answered, in three rounds"
    return (
        Figure(f"{count:,} messages in a row", f"{lasted:.2f} s", held=answered == wanted, how=how),
        Figure(
            "the longest between two heartbeats meanwhile",
            f"{longest:.0f} ms",
            bound=f"< {2 * BEATS_MS} ms",
            held=longest < 2 * BEATS_MS,
            how=f"{len(beats)} of them, {BEATS_MS} ms apart as the gateway asked; its own work waits in the same loop",
        ),
    )


def _grown(before: float, after: float, objects: float) -> tuple[Figure, ...]:
    kept = "the simulator, with every answer that it keeps, included"
    bound = f"< {GROWTH:g} MB"
    grown = after - before
    how = f"resident, from {before:.1f} to {after:.1f} MB; {kept}"
    name = "what the process grew by in the second round"
    return (
        Figure(name, f"{grown:.1f} MB", bound=bound, held=grown < GROWTH, how=how),
        Figure(
            "the Python objects left of the third", f"{objects:.2f} MB", bound=bound, held=objects < GROWTH, how=kept
        ),
    )


def _answered(each: Town) -> int:
    """How many people have a direct message from the bot."""
    world = each.simulator.world
    places = {said.place for said in world.said.values() if said.by == world.bot.id and said.seen_by is None}
    return len(places - {each.general.id})


def _frames(each: Town, count: int) -> list[str]:
    """What the gateway says of the messages, made beforehand; each that worries is another person's."""
    shown = _message(each)
    frames = []
    for number in range(count):
        said: Json = {**shown, "id": str(each.simulator.world.new_id()), "content": TALK[number % len(TALK)]}
        if number % ONE_IN == 0:
            author = each.simulator.person(f"Member{number}", each.guild).user.id
            said |= {"content": CRISIS, "author": each.simulator.world.user_json(author)}
        frames.append(json.dumps({"op": 0, "t": "MESSAGE_CREATE", "s": number + 1_000, "d": said}))
    return frames


def _message(each: Town) -> Json:
    said = each.simulator.world.say(each.general, each.ben.user.id, {"content": ""})
    member = each.simulator.world.member_json(each.ben.user.id, each.guild)
    shown = each.simulator.world.message_json(said) | {"guild_id": str(each.guild.id)}
    return shown | {"member": {name: value for name, value in member.items() if name != "user"}}


async def _told(each: Town, frames: Sequence[str]) -> None:
    sockets = [session.socket for session in each.simulator.gateway.sessions.values() if session.socket is not None]
    for socket in sockets:
        for frame in frames:
            await socket.send_str(frame)
    await each.ben.asks_for(each.general, "support", "topic", "")
    await each.heard()


def guilds(count: int) -> Iterator[Figure]:
    """A bot of its own process in so many servers, two shards of it."""
    (megabytes, peak, known, shards), answered = asyncio.run(_crowded(count))
    yield Figure(
        f"a bot in {known:,.0f} servers with {CHANNELS} channels and {ROLES} roles each",
        f"{megabytes:.0f} MB",
        bound=f"< {MEGABYTES} MB",
        held=megabytes < MEGABYTES and known == count,
        how=f"all that the process holds once it is ready, {shards:.0f} shards in it; at its most it was {peak:.0f} MB",
    )
    how = "a command, a mention and a direct message, each answered by the shard that it came to"
    yield Figure("shards that answer", f"{answered} of {SHARDS}", held=answered == SHARDS, how=how)


async def _crowded(count: int) -> tuple[tuple[float, ...], int]:
    """What the bot says of itself, and how many of its shards answer."""
    clock = MovableClock(datetime.now(UTC))
    async with DiscordSimulator(clock) as simulator:
        simulator.api.shards = SHARDS
        shown = _servers(simulator, clock, count)
        simulator.world.guild_json = lambda guild: shown[guild.id]  # type: ignore[method-assign]  # made beforehand
        with tempfile.TemporaryDirectory() as folder:
            async with _bot(simulator, Path(folder)) as process:
                said = await process.stdout.readline() if process.stdout else b""
                answered = [await _is_answered(simulator, shard) for shard in range(SHARDS)]
    return tuple(float(each) for each in said.split()), sum(answered)


@asynccontextmanager
async def _bot(simulator: DiscordSimulator, folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process of its own, which goes on until its input ends."""
    path = folder / "config.toml"
    where = f'api_url = "{simulator.api_url}"\ngateway_url = "{simulator.gateway_url}"\n'
    path.write_text(f"[discord]\n{where}", "utf-8")
    env = os.environ | {"BREWMATE_DISCORD_TOKEN": TOKEN, "BREWMATE_DATABASE_URL": f"sqlite:///{folder}/b.db"}
    command = (sys.executable, "-m", "benchmarks.discord_load", str(path))
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, env=env)
    try:
        async with asyncio.timeout(LONGEST):
            yield process
            await process.communicate(b"")
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _is_answered(simulator: DiscordSimulator, shard: int) -> bool:
    """Whether somebody is who asks in one of its servers, and is who speaks to the bot there, or privately."""
    guild = next(each for each in simulator.world.guilds.values() if (each.id >> 22) % SHARDS == shard)
    place, somebody = simulator.world.add_place("general", guild), simulator.person("Somebody", guild)
    asked = await somebody.types(place, "support", topic="money")
    await somebody.says(place, f"<@{simulator.world.bot.id}> are you there?")
    mentioned = await _is_told(somebody, 1)
    await somebody.writes_to_the_bot("are you there?")
    return bool(asked.shown) and mentioned and await _is_told(somebody, 2)


async def _is_told(somebody: Person, times: int) -> bool:
    """Whether they get so many direct messages before long."""
    for _ in range(300):
        if len(somebody.told()) >= times:
            return True
        await asyncio.sleep(0.01)
    return False


def _servers(simulator: DiscordSimulator, clock: MovableClock, count: int) -> dict[int, Json]:
    """Servers of an ordinary size, as the gateway tells of them; the millisecond of its making gives one its shard."""
    pattern = simulator.invite("Pattern")
    for number in range(CHANNELS):
        simulator.world.add_place(f"channel-{number}", pattern)
    for number in range(ROLES):
        simulator.role(f"Role {number}", pattern)
    drawn: Json = simulator.world.guild_json(pattern)
    del simulator.world.guilds[pattern.id]
    found: dict[int, Json] = {}
    for number in range(count):
        clock.move_to(clock() + MILLISECOND)
        guild = simulator.invite(f"Server {number}", allowed=invited())
        found[guild.id] = {**_renumbered(drawn, simulator), "id": str(guild.id), "name": guild.name}
    return found


def _renumbered(shown: Json, simulator: DiscordSimulator) -> Json:
    """The same with channels and roles of its own."""
    own: dict[str, list[dict[str, Any]]] = {
        kind: [{**each, "id": str(simulator.world.new_id())} for each in shown[kind]] for kind in ("channels", "roles")
    }
    return {**shown, **own}


async def _runs(path: Path) -> None:
    """Be the bot: connect, say what it holds and held at its most, servers known, and shards; end with the input."""
    configure("json", "error")
    async with online(load(path, os.environ), lambda _: None) as found:
        gateway = cast("Gateway", found.lines[0])
        connecting = asyncio.create_task(gateway.run_until_closed(lambda _: None))
        async with asyncio.timeout(LONGEST):
            await gateway.connected.wait()
        gc.collect()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        known = sum(len(each.channels) == CHANNELS and len(each.roles) > ROLES for each in gateway.guilds)
        print(resident(), peak, known, gateway.shard_count, flush=True)
        await asyncio.to_thread(sys.stdin.read)
        await gateway.close()
        await connecting


if __name__ == "__main__":
    asyncio.run(_runs(Path(sys.argv[1])))
