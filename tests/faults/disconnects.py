"""Discord's gateway ends the connection again and again: it is taken up where it was, and nothing is missed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from adapters.discord.permissions import invited
from tests.faults.seen import Seen, Size
from tests.simulators.discord import DiscordSimulator
from tests.simulators.discord.connecting import SOON, connected


async def many(size: Size) -> Seen:
    """Discord asks to reconnect, as it does some times a day, two hundred times; and now and then it just hangs up.

    Real discord.py over loopback. The hour is simulated: they follow each other as fast as it comes back. Where
    Discord hangs up, discord.py waits some seconds of its own before it resumes, so that is done a few times only.
    """
    asked, hung_up = (195, 5) if size is Size.LONG else (20, 1)
    joined = 0
    async with DiscordSimulator(lambda: datetime.now(UTC)) as simulator:
        guild = simulator.invite(allowed=invited())
        async with connected(simulator) as client:
            identified = simulator.gateway.identified
            for number in range(asked + hung_up):
                before = simulator.gateway.resumed + simulator.gateway.identified
                if number % (asked // hung_up + 1) == 0 and number:
                    await simulator.gateway.drop()
                else:
                    await simulator.gateway.ask_to_reconnect()
                place = simulator.world.add_place(f"c{number}", guild)
                told = asyncio.create_task(client.wait_for("guild_channel_create", timeout=2 * SOON))
                await asyncio.sleep(0)
                shown = simulator.world.place_json(place)
                await simulator.gateway.tell("CHANNEL_CREATE", shown, guild=guild.id, needs="guilds")
                joined += (await told).id == place.id
                async with asyncio.timeout(2 * SOON):
                    await simulator.gateway.back(before)
            resumed = simulator.gateway.resumed
            anew, twice = simulator.gateway.identified - identified, simulator.gateway.doubly_owned
    count = asked + hung_up
    saw = f"{count} disconnects: {resumed} resumed, {anew} begun anew, {joined} of {count} events in the gaps heard"
    holds = resumed >= 0.95 * count and twice == 0 and joined == count
    return Seen(f"{count} gateway disconnects", "–", "≥ 95 % resumed, no second owner of a shard", saw, holds)
