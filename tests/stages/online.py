"""What the stages on real platforms share: a community over a database, seeded like the playground's."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from contextlib import AsyncExitStack
from random import Random

from adapters.room.clock import MovableClock
from adapters.room.village import NAME
from bot.assembly import Running, build
from bot.config import Config
from bot.contract.places import Channel, CommunityId
from bot.contract.ports import Platform
from bot.seeding import seed
from bot.storage import Storage
from tests.stages.acting import Actor, Stage

DRAW = 7


class OnlineStage(Stage):
    """A community on a simulator, with the adapter's own client in front of it."""

    def __init__(self, storage: Storage, clock: MovableClock) -> None:
        self.clock = clock
        self.storage = storage
        self.config = Config()
        self.life = AsyncExitStack()

    @property
    def zone(self) -> str:
        """The community's, in which times are read."""
        return self.config.community.zone

    @property
    @abstractmethod
    def community(self) -> CommunityId:
        """The community here."""

    @property
    @abstractmethod
    def everybody(self) -> Iterable[Actor]:
        """All its people."""

    @abstractmethod
    async def begins(self) -> None:
        """The bot connects, as after a restart."""

    def configure(self, config: Config) -> None:
        """The playground's beginning, with its channels by their ids here."""
        nudges = [each.model_copy(update={"channel": self.native(each.channel)}) for each in config.nudges]
        listening = config.listening.model_copy(update={"channels": [*map(self.native, config.listening.channels)]})
        self.config = config.model_copy(update={"nudges": nudges, "listening": listening})

    async def opens(self) -> None:
        """Come to life: connected, and with all that the playground begins with."""
        async with self.storage.write() as session:
            notices = Channel(self.community, self.native("moderators"))
            await seed(session, self.community, self.config, NAME, notices, self.clock())
        await self.begins()
        await self.running.clockwork.tick()
        for actor in self.everybody:
            actor.fresh()

    async def restart(self) -> None:
        await self.ends()
        await self.begins()

    async def ends(self) -> None:
        """The bot stops; everything else stays."""
        await self.life.aclose()

    def built(self, platform: Platform) -> Running:
        """The core over this database, in front of that platform."""
        draw = Random(DRAW)  # picks prompts
        return build(self.config, self.storage, {platform.name: platform}, clock=self.clock, draw=draw)
