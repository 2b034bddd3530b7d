"""Discord to be examined: real discord.py, connected to the simulator."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from adapters.discord import connection, translate
from adapters.discord.gateway import Gateway
from adapters.discord.permissions import NEEDS, invited
from adapters.discord.platform import DiscordPlatform
from adapters.room.clock import MovableClock
from bot.contract.permissions import Permission
from bot.contract.places import Channel, Member, Receipt, Role
from tests.simulators.discord import DiscordSimulator
from tests.simulators.discord.connecting import SOON, connected, settings
from tests.simulators.discord.world import JOINED, Said

ESCAPED = re.compile(r"\\([^\w\s])")


class DiscordHouse:
    """A server with a channel, and the adapter's platform in front of it."""

    can_tell = True
    joined: datetime | None = JOINED

    platform: DiscordPlatform
    client: Gateway

    def __init__(self, simulator: DiscordSimulator, clock: MovableClock) -> None:
        self.clock = clock
        self._sim = simulator
        self._world = simulator.world
        self.guild = simulator.invite(allowed=invited())
        self._place = self._world.add_place("tea", self.guild)
        ana, ben = (simulator.person(name, self.guild) for name in ("Ana", "Ben"))
        gwen = simulator.person("Gwen", self.guild, moderates=True)
        self.community = translate.community(self.guild.id)
        self.channel = translate.channel(self.community, self._place.id)
        self.members = (self._member(ana.user.id), self._member(ben.user.id))
        self.moderator = self._member(gwen.user.id)
        helpers = simulator.role("Helpers", self.guild)
        self.guild.members[ben.user.id].add(helpers)
        self.role = Role(self.community, str(helpers))

    async def shown(self, channel: Channel) -> Sequence[str]:
        return [_seen(each) for each in self._world.messages(int(channel.native)) if each.by == self._world.bot.id]

    async def told(self, member: Member) -> Sequence[str]:
        return await self.shown(translate.channel(self.community, self._world.direct(int(member.native)).id))

    async def among(self, channel: Channel) -> frozenset[Member]:
        people = self._world.places[int(channel.native)].people - {self._world.bot.id}
        return frozenset(map(self._member, people))

    async def remove(self, channel: Channel) -> None:
        place = self._world.places.pop(int(channel.native))
        shown = self._world.place_json(place)
        async with self._heard("guild_channel_delete"):
            await self._sim.gateway.tell("CHANNEL_DELETE", shown, guild=self.guild.id, needs="guilds")

    async def close_messages(self, member: Member) -> None:
        self._world.users[int(member.native)].takes_direct = False

    async def leaves(self, member: Member) -> None:
        del self.guild.members[int(member.native)]

    async def delete(self, receipt: Receipt) -> None:
        self._world.said.pop(int(receipt.native), None)

    async def forbid(self, channel: Channel, permission: Permission) -> None:
        async with self._heard("guild_channel_update"):
            await self._sim.deny(int(channel.native), NEEDS[permission].flags)

    async def pinned(self, channel: Channel) -> Sequence[Receipt]:
        said = self._world.messages(int(channel.native))
        return [translate.receipt(self.community, each.place, each.id) for each in said if each.pinned]

    @asynccontextmanager
    async def _heard(self, event: str) -> AsyncIterator[None]:
        """Until the adapter has heard of it, too."""
        waiting = asyncio.ensure_future(self.client.wait_for(event, timeout=SOON))
        await asyncio.sleep(0)
        yield
        await waiting

    def _member(self, user: int) -> Member:
        return translate.member(self.community, user)


def _seen(said: Said) -> str:
    """The text as the app shows it: without the signs that keep it from being markup."""
    return ESCAPED.sub(r"\1", said.content)


@asynccontextmanager
async def discord_house(clock: MovableClock) -> AsyncIterator[DiscordHouse]:
    """A house while it is connected; Discord would have taken everything it was told."""
    async with DiscordSimulator(clock) as simulator:
        house = DiscordHouse(simulator, clock)
        async with connected(simulator) as gateway:
            house.platform, house.client = gateway.platform, gateway
            yield house
        assert simulator.faults == []


class UnheardDiscordHouse(DiscordHouse):
    """The same before a process that only posts: no shard tells it of anything, so there is nothing to wait for."""

    @asynccontextmanager
    async def _heard(self, event: str) -> AsyncIterator[None]:
        yield


@asynccontextmanager
async def discord_worker_house(clock: MovableClock) -> AsyncIterator[DiscordHouse]:
    """A house before a client that is logged in and never connects, as a worker's is."""
    async with DiscordSimulator(clock) as simulator:
        house = UnheardDiscordHouse(simulator, clock)
        async with connection.logged_in(settings(simulator)) as client:
            house.platform = DiscordPlatform(client)
            yield house
        assert simulator.faults == []
