"""Discord in bulk: a flood of messages, and a bot in thousands of servers as a process of its own."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

from adapters.room.clock import MovableClock
from benchmarks.machine import resident
from benchmarks.table import Figure
from benchmarks.talk import TALK
from bot.assembly import on_discord
from bot.config import load
from bot.logs import configure
from bot.storage import open_storage
from tests.discord.town import Town
from tests.simulators.discord import DiscordSimulator
from tests.simulators.discord.server import TOKEN
from tests.simulators.discord.world import Json

BEATS_MS = 250
ONE_IN = 100
CRISIS = "i want to kill myself"
GROWTH, MEGABYTES = 5.0, 300
SHARDS, CHANNELS, ROLES = 2, 30, 20
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
        first, second = _frames(each, count), _frames(each, count)
        await _told(each, first)
        gc.collect()
        before, began = resident(), perf_counter()
        each.simulator.gateway.beats.clear()
        await _told(each, second)
        lasted = perf_counter() - began
        gc.collect()
        grown, beats = resident() - before, list(each.simulator.gateway.beats)
    return _flooded(count, lasted, beats, grown, _answered(each))


def _flooded(count: int, lasted: float, beats: Sequence[float], grown: float, answered: int) -> tuple[Figure, ...]:
    longest = max((later - sooner for sooner, later in pairwise(beats)), default=float("nan")) * 1000
    wanted = 2 * (count // ONE_IN)
    how = f"{count / lasted:,.0f} a second; {answered} of {wanted} people were answered, in two rounds"
    return (
        Figure(f"{count:,} messages in a row", f"{lasted:.2f} s", held=answered == wanted, how=how),
        Figure(
            "the longest between two heartbeats meanwhile",
            f"{longest:.0f} ms",
            bound=f"< {2 * BEATS_MS} ms",
            held=longest < 2 * BEATS_MS,
            how=f"{len(beats)} of them, {BEATS_MS} ms apart as the gateway asked",
        ),
        Figure(
            "what the process grew by in the second round",
            f"{grown:.1f} MB",
            bound=f"< {GROWTH:g} MB",
            held=grown < GROWTH,
            how="the simulator, with every answer that it keeps, included",
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
    megabytes, known, shards = asyncio.run(_crowded(count))
    yield Figure(
        f"a bot in {known:,} servers with {CHANNELS} channels and {ROLES} roles each",
        f"{megabytes:.0f} MB",
        bound=f"< {MEGABYTES} MB",
        held=megabytes < MEGABYTES and known == count,
        how=f"all that the process holds once it is ready, {shards} shards in it",
    )


async def _crowded(count: int) -> tuple[float, int, int]:
    async with DiscordSimulator(lambda: datetime.now(UTC)) as simulator:
        simulator.api.shards = SHARDS
        shown = _servers(simulator, count)
        simulator.world.guild_json = lambda guild: shown[guild.id]  # type: ignore[method-assign]  # made beforehand
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "config.toml"
            where = f'api_url = "{simulator.api_url}"\ngateway_url = "{simulator.gateway_url}"\n'
            path.write_text(f'[discord]\n{where}[log]\nformat = "json"\nlevel = "error"\n', "utf-8")
            env = os.environ | {"BREWMATE_DISCORD_TOKEN": TOKEN, "BREWMATE_DATABASE_URL": f"sqlite:///{folder}/b.db"}
            command = (sys.executable, "-m", "benchmarks.discord_load", str(path))
            process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, env=env)
            try:
                async with asyncio.timeout(LONGEST):
                    said, _ = await process.communicate()
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
    megabytes, known, shards = said.decode().splitlines()[-1].split()
    return float(megabytes), int(known), int(shards)


def _servers(simulator: DiscordSimulator, count: int) -> dict[int, Json]:
    """Servers of an ordinary size, as the gateway tells of them."""
    pattern = simulator.invite("Pattern")
    for number in range(CHANNELS):
        simulator.world.add_place(f"channel-{number}", pattern)
    for number in range(ROLES):
        simulator.role(f"Role {number}", pattern)
    drawn: Json = simulator.world.guild_json(pattern)
    del simulator.world.guilds[pattern.id]
    found: dict[int, Json] = {}
    for number in range(count):
        guild = simulator.invite(f"Server {number}")
        found[guild.id] = {**_renumbered(drawn, simulator), "id": str(guild.id), "name": guild.name}
    return found


def _renumbered(shown: Json, simulator: DiscordSimulator) -> Json:
    """The same with channels and roles of its own."""
    own: dict[str, list[dict[str, Any]]] = {
        kind: [{**each, "id": str(simulator.world.new_id())} for each in shown[kind]] for kind in ("channels", "roles")
    }
    return {**shown, **own}


async def _runs(path: Path) -> None:
    """Be the bot: connect, say what the process holds, and how many servers and shards; end."""
    async with on_discord(load(path, os.environ), lambda _: None) as (_running, gateway):
        connecting = asyncio.create_task(gateway.run_until_closed(lambda _: None))
        async with asyncio.timeout(LONGEST):
            await gateway.connected.wait()
        gc.collect()
        print(resident(), len(gateway.guilds), gateway.shard_count)
        await gateway.close()
        await connecting


if __name__ == "__main__":
    asyncio.run(_runs(Path(sys.argv[1])))
