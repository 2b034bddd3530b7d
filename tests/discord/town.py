"""A Discord server with Brewmate in it, and people to act in it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from random import Random

from adapters.discord.connection import Wish
from adapters.discord.gateway import Gateway
from adapters.discord.permissions import invited
from adapters.room.clock import MovableClock
from bot.assembly import Running, build
from bot.community import store as communities
from bot.config import Config
from bot.storage import Storage
from tests.simulators.discord import DiscordSimulator
from tests.simulators.discord.connecting import connected, dealt_with
from tests.simulators.discord.world import Place, Said

DRAW = 7


class Town:
    """Everybody and everything in it."""

    def __init__(self, simulator: DiscordSimulator, storage: Storage, clock: MovableClock) -> None:
        self.simulator = simulator
        self.clock = clock
        self.guild = simulator.invite(allowed=invited())
        self.general = simulator.world.add_place("general", self.guild)
        self.ana = simulator.person("Ana", self.guild, moderates=True)
        self.ben = simulator.person("Ben", self.guild)
        self.cal = simulator.person("Cal", self.guild)
        self._storage = storage
        self.running: Running
        self.gateway: Gateway

    @asynccontextmanager
    async def connected(self, *, message_content: Wish = "auto") -> AsyncIterator[None]:
        """While Brewmate runs; each time as after a restart."""
        async with connected(self.simulator, message_content=message_content, before=self._attach) as self.gateway:
            yield

    def _attach(self, gateway: Gateway) -> None:
        platforms = {gateway.platform.name: gateway.platform}
        draw = Random(DRAW)  # picks prompts
        self.running = build(Config(), self._storage, platforms, clock=self.clock, draw=draw)
        gateway.attach(self.running.house, self.held)

    async def listens(self, place: Place) -> None:
        """A moderator lets the bot listen there, and its notice stands."""
        await self.ana.types(place, "triggers listen", channel=place.id)
        await self.works()

    async def heard(self) -> None:
        """Everything that the gateway told has been dealt with."""
        await dealt_with()

    async def held(self) -> dict[str, bool]:
        """The servers that something is held of, and whether the bot had been removed."""
        async with self._storage.read() as session:
            return {each.native: is_left for each, is_left in (await communities.held_on(session, "discord")).items()}

    @asynccontextmanager
    async def stuck(self) -> AsyncIterator[None]:
        """While somebody else holds the whole database, so that nothing can be read or saved."""
        async with self._storage.write() as session:
            await session.connection()
            yield

    async def works(self) -> None:
        """What is due is done."""
        await self.running.clockwork.tick()

    def public(self) -> Sequence[Said]:
        """What the bot has said before everybody."""
        said = self.simulator.world.messages(self.general.id)
        return [each for each in said if each.by == self.simulator.world.bot.id and each.seen_by is None]
