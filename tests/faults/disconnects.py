"""Discord's gateway ends the connection again and again: it is taken up where it was, and nothing is missed."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import discord

from adapters.room.clock import MovableClock
from bot.storage import open_storage
from tests.discord.town import Town
from tests.faults.seen import Seen, Size
from tests.simulators.discord import DiscordSimulator
from tests.simulators.discord.connecting import SOON

BEGIN = datetime(2027, 6, 1, 8, 0, tzinfo=UTC)
HANGS_UP = (4000, 1001, 1000)
"""How Discord closes a connection that may be resumed: trouble of its own, going away, or for no reason at all."""


async def many(size: Size) -> Seen:
    """Discord asks to reconnect, as it does some times a day, two hundred times; every fifth time it just hangs up.

    Real discord.py and our gateway in front of our core, over loopback. The hour is simulated: the disconnects follow
    each other as fast as it comes back, which is at once; only before a session is begun anew there are five seconds
    to wait, so a trial in which too many are is over early.
    """
    count = 200 if size is Size.LONG else 20
    heard: Counter[int] = Counter()
    with tempfile.TemporaryDirectory(prefix="brewmate-faults-") as folder:
        storage = open_storage(f"sqlite:///{Path(folder) / 'town.db'}")
        try:
            await storage.make_tables()
            async with DiscordSimulator(lambda: BEGIN) as simulator:
                town = Town(simulator, storage, MovableClock(BEGIN))
                async with town.connected():
                    _listen(town, heard)
                    identified = simulator.gateway.identified
                    told: list[int] = []
                    while len(told) < count and simulator.gateway.identified - identified <= count // 20:
                        told.append(await _disconnect(town, len(told)))
                    answer = (await town.ben.types(town.general, "help")).shown
                    await town.heard()
                resumed, anew = simulator.gateway.resumed, simulator.gateway.identified - identified
                twice = simulator.gateway.doubly_owned
        finally:
            await storage.close()
    once = sum(1 for each in told if heard[each] == 1)
    saw = f"{len(told)} disconnects: {resumed} resumed, {anew} begun anew, "
    saw += f"{once} of {len(told)} events in the gaps heard once, and it {'answers' if answer else 'does not answer'}"
    holds = resumed >= 0.95 * count and twice == 0 and once == heard.total() == count and len(answer) == 1
    return Seen(f"{count} gateway disconnects", "–", "≥ 95 % resumed, no second owner of a shard", saw, holds)


def _listen(town: Town, heard: Counter[int]) -> None:
    """Count what the client is told of new channels, however often."""

    async def on_guild_channel_create(channel: discord.abc.GuildChannel) -> None:
        heard[channel.id] += 1

    town.gateway.event(on_guild_channel_create)


async def _disconnect(town: Town, number: int) -> int:
    """One connection ends, a channel is made while there is none, and the next one has told everything; that channel.

    A session that is begun anew isn't told what happened in the gap.
    """
    gateway, world = town.simulator.gateway, town.simulator.world
    back = [asyncio.create_task(town.gateway.wait_for(each)) for each in ("shard_resumed", "shard_connect")]
    await asyncio.sleep(0)
    turn, is_asked = divmod(number, 5)
    if not is_asked:  # every fifth time
        await gateway.drop(HANGS_UP[turn % len(HANGS_UP)])
    else:
        await gateway.ask_to_reconnect()
    place = world.add_place(f"c{number}", town.guild)
    await gateway.tell("CHANNEL_CREATE", world.place_json(place), guild=town.guild.id, needs="guilds")
    await asyncio.wait(back, timeout=SOON, return_when=asyncio.FIRST_COMPLETED)
    for each in back:
        each.cancel()
    return place.id
