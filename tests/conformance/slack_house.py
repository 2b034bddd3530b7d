"""Slack to be examined: real slack_sdk, in front of the simulator."""

from __future__ import annotations

import html
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from adapters.room.clock import MovableClock
from adapters.slack import translate
from adapters.slack.connection import Settings, look, session
from adapters.slack.platform import SlackPlatform
from adapters.slack.workspaces import KnownWorkspaces
from bot.contract.permissions import Permission
from bot.contract.places import Channel, Member, Receipt, Role
from tests.simulators.slack import SlackSimulator


class SlackHouse:
    """A workspace with a channel, and the adapter's platform in front of it."""

    can_tell = True
    joined: datetime | None = None

    platform: SlackPlatform

    def __init__(self, simulator: SlackSimulator, clock: MovableClock) -> None:
        self.clock = clock
        self._world = simulator.world
        self.team = self._world.add_team("Fernhill")
        ana, ben = (self._world.add_user(name, self.team.id) for name in ("Ana", "Ben"))
        gwen = self._world.add_user("Gwen", self.team.id, is_admin=True)
        self._place = self._world.add_channel("tea", self.team.id)
        self.community = translate.community(self.team.id)
        self.channel = translate.channel(self.community, self._place.id)
        self.members = (self._member(ana.id), self._member(ben.id))
        self.moderator = self._member(gwen.id)
        self.role = Role(self.community, self._world.new_id("S"))
        self.team.groups[self.role.native] = ("Helpers", {ben.id})

    async def shown(self, channel: Channel) -> Sequence[str]:
        return [html.unescape(each.text) for each in self._world.messages(channel.native) if each.by == self.team.bot]

    async def told(self, member: Member) -> Sequence[str]:
        place = self._world.conversation({self.team.bot, member.native}, self.team.id)
        return await self.shown(translate.channel(self.community, place.id))

    async def among(self, channel: Channel) -> frozenset[Member]:
        people = self._world.places[channel.native].people - {self.team.bot}
        return frozenset(map(self._member, people))

    async def remove(self, channel: Channel) -> None:
        del self._world.places[channel.native]

    async def close_messages(self, member: Member) -> None:
        self._world.users[member.native].takes_direct = False

    async def leaves(self, member: Member) -> None:
        self._world.users[member.native].is_closed = True

    async def delete(self, receipt: Receipt) -> None:
        self._world.said.pop((receipt.channel.native, receipt.native), None)

    async def forbid(self, channel: Channel, permission: Permission) -> None:
        if permission is Permission.PIN:
            self.team.scopes.discard("pins:write")
        else:
            self._world.places[channel.native].people.discard(self.team.bot)

    async def pinned(self, channel: Channel) -> Sequence[Receipt]:
        said = self._world.messages(channel.native)
        return [translate.receipt(self.community, each.place, each.ts) for each in said if each.pinned]

    def _member(self, user: str) -> Member:
        return translate.member(self.community, user)


@asynccontextmanager
async def slack_house(clock: MovableClock) -> AsyncIterator[SlackHouse]:
    """A house while it can be asked; Slack would have taken everything it was told."""
    async with SlackSimulator(clock) as simulator:
        house = SlackHouse(simulator, clock)
        async with session() as over:
            workspaces = KnownWorkspaces(Settings(api_url=simulator.api_url), over, clock)
            workspaces.add(await look(workspaces.client(house.team.token)))
            house.platform = SlackPlatform(workspaces, clock)
            yield house
        assert simulator.faults == []
