"""The journeys' stage on Discord: real discord.py, connected to the simulator."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import discord

from adapters.discord import translate
from adapters.discord.gateway import Gateway
from adapters.discord.permissions import NEEDS, invited
from adapters.room.clock import MovableClock
from adapters.room.village import CHANNELS, HELPERS, MEMBERS, MODERATORS, NAME
from bot.community import store as communities
from bot.config import Config
from bot.contract.permissions import Permission
from bot.contract.places import CommunityId
from bot.storage import Storage, open_storage
from bot.texts import translator
from tests.simulators.discord import DiscordSimulator
from tests.simulators.discord.connecting import connected, dealt_with
from tests.simulators.discord.reading import reads
from tests.simulators.discord.world import DIRECT, Place, Said
from tests.stages.acting import Seen
from tests.stages.discord_actor import DiscordActor
from tests.stages.online import OnlineStage

SEE = discord.Permissions(view_channel=True).value


class DiscordStage(OnlineStage):
    """A server like the playground's community."""

    has_cover = True

    def __init__(self, simulator: DiscordSimulator, storage: Storage, clock: MovableClock) -> None:
        super().__init__(storage, clock)
        self.simulator = simulator
        self.world = simulator.world
        self.guild = simulator.invite(NAME, allowed=invited())
        self.people: dict[str, DiscordActor] = {}
        self.places: dict[str, Place] = {}
        self.gateway: Gateway
        self._ours: set[int] = set()
        self._furnish()

    @property
    def community(self) -> CommunityId:
        return translate.community(self.guild.id)

    @property
    def everybody(self) -> Iterable[DiscordActor]:
        return self.people.values()

    def _furnish(self) -> None:
        for name in (*MODERATORS, *MEMBERS):
            person = self.simulator.person(name, self.guild, moderates=name in MODERATORS)
            self.people[name] = DiscordActor(self, name, person)
        self._probe = self.simulator.person("Probe", self.guild)
        helpers = self.simulator.role("Helpers", self.guild)
        for name in HELPERS:
            self.guild.members[self.people[name].person.user.id].add(helpers)
        for name in (*CHANNELS, "moderators"):
            self.places[name] = self.world.add_place(name, self.guild)
        hidden = self.places["moderators"]
        hidden.denied[self.guild.id] = SEE
        ours = (role for each in (*MODERATORS,) for role in self.guild.members[self.people[each].person.user.id])
        hidden.granted = dict.fromkeys((*ours, *self.guild.members[self.world.bot.id]), SEE)

    async def opens_bare(self) -> None:
        """Come to life where nobody has invited the bot yet."""
        self._ours = self.guild.members.pop(self.world.bot.id)
        await self.begins()

    async def invited(self) -> None:
        self.guild.members[self.world.bot.id] = self._ours
        await self.simulator.gateway.joined(self.guild)
        await self.settled()

    async def begins(self) -> None:
        self.gateway = await self.life.enter_async_context(connected(self.simulator, before=self._attach))

    def _attach(self, gateway: Gateway) -> None:
        self.running = self.built(gateway.platform)
        gateway.attach(self.running.house, self._held)

    async def _held(self) -> dict[str, bool]:
        async with self.storage.read() as session:
            return {each.native: is_left for each, is_left in (await communities.held_on(session, "discord")).items()}

    async def settled(self) -> None:
        """Everything that was told over the gateway has been dealt with: what was typed later has its completions."""
        await self._probe.asks_for(self.places["general"], "support", "topic", "")
        await dealt_with()

    # --- looking ---

    def __getitem__(self, name: str) -> DiscordActor:
        return self.people[name]

    def mentioned(self) -> set[str]:
        called = {each for said in self.world.said.values() for each in _called(said)}
        return {self.world.users[each].name for each in called}

    def native(self, channel: str) -> str:
        return str(self.places[channel].id)

    def row(self, name: str) -> str:
        return f"@/{self.people[name].person.user.id}"

    def posts(self, channel: str) -> list[Seen]:
        said = self.world.messages(self.places[channel].id)
        return [self.seen(each) for each in said if each.by == self.world.bot.id and each.seen_by is None]

    def seen(self, said: Said) -> Seen:
        """A message as it stands before somebody's eyes."""
        place = self.world.places[said.place]
        t = translator(self.config.community.locale)
        is_private = said.seen_by is not None or place.kind == DIRECT
        labels = tuple(each["label"] for each in said.buttons)
        text = reads(said, self.world, t, self.zone)
        return Seen(text, labels, said.at, place.name, is_private, said.by == self.world.bot.id, said)

    # --- changing ---

    async def group(self, *names: str) -> str:
        members = tuple(translate.member(self.community, self.people[name].person.user.id) for name in names)
        opened = await self.gateway.platform.open(members, key="group")
        place = self.world.places[int(opened.native)]
        self.places[place.name] = place
        return place.name

    async def remove_channel(self, name: str) -> None:
        place = self.places[name]
        shown = self.world.place_json(place)
        del self.world.places[place.id]
        await self.simulator.gateway.tell("CHANNEL_DELETE", shown, guild=self.guild.id, needs="guilds")
        await self.settled()

    async def allow(self, channel: str, permission: Permission, *, allowed: bool) -> None:
        change = self.simulator.allow if allowed else self.simulator.deny
        await change(self.places[channel].id, NEEDS[permission].flags)
        await self.settled()


def _called(said: Said) -> set[int]:
    return {int(each) for each in (said.body.get("allowed_mentions") or {}).get("users") or ()}


@asynccontextmanager
async def on_discord(
    url: str, config: Config, clock: MovableClock, *, is_bare: bool = False
) -> AsyncIterator[DiscordStage]:
    """The community while the bot is connected; in the end Discord would have taken everything it was told.

    The bot has yet to be invited to an ``is_bare`` one.
    """
    storage = open_storage(url)
    try:
        async with DiscordSimulator(clock) as simulator:
            stage = DiscordStage(simulator, storage, clock)
            stage.configure(config)
            try:
                await (stage.opens_bare() if is_bare else stage.opens())
                yield stage
            finally:
                await stage.ends()
            assert simulator.faults == []
    finally:
        await storage.close()
