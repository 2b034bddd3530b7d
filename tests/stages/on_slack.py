"""The journeys' stage on Slack: real slack-bolt and slack_sdk before the simulator, by Socket Mode or over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import TypeVar

from adapters.room.clock import MovableClock
from adapters.room.village import CHANNELS, HELPERS, MEMBERS, MODERATORS, NAME
from adapters.slack import translate
from adapters.slack.app import SlackApp
from adapters.slack.connection import Settings
from bot.config import Config
from bot.contract.permissions import Permission
from bot.contract.places import CommunityId
from bot.storage import Storage, open_storage
from bot.texts import translator
from tests.simulators.slack import SlackSimulator
from tests.simulators.slack.browser import Browser
from tests.simulators.slack.connecting import called, connected, over_http
from tests.simulators.slack.people import Person
from tests.simulators.slack.reading import reads
from tests.simulators.slack.world import Place, Said
from tests.stages.acting import Seen
from tests.stages.online import OnlineStage
from tests.stages.slack_actor import SlackActor

S = TypeVar("S", bound="SlackStage")


class SlackStage(OnlineStage):
    """A workspace like the playground's community, reached by Socket Mode."""

    has_cover = False
    is_installed = True

    def __init__(self, simulator: SlackSimulator, storage: Storage, clock: MovableClock) -> None:
        super().__init__(storage, clock)
        self.simulator = simulator
        self.world = simulator.world
        self.team = simulator.world.add_team(NAME, is_installed=self.is_installed)
        self.people: dict[str, SlackActor] = {}
        self.places: dict[str, Place] = {}
        self.app: SlackApp
        self._furnish()

    @property
    def community(self) -> CommunityId:
        return translate.community(self.team.id)

    @property
    def everybody(self) -> Iterable[SlackActor]:
        return self.people.values()

    def _furnish(self) -> None:
        for name in (*MODERATORS, *MEMBERS):
            person = self.simulator.person(name, self.team, is_admin=name in MODERATORS)
            self.people[name] = SlackActor(self, name, person)
        for name in CHANNELS:
            self.places[name] = self.world.add_channel(name, self.team.id)
        helpers = {self.people[name].person.user.id for name in HELPERS}
        self.team.groups[self.world.new_id("S")] = ("Helpers", helpers)
        insiders = {self.team.bot, *(self.people[name].person.user.id for name in MODERATORS)}
        self.places["moderators"] = self.world.add_channel("moderators", self.team.id, people=insiders, is_private=True)

    async def begins(self) -> None:
        self.app = await self.life.enter_async_context(connected(self.simulator, self.team, self._attach))

    def _attach(self, app: SlackApp) -> None:
        self.running = self.built(app.platform)
        app.attach(self.running.house)

    # --- looking ---

    def __getitem__(self, name: str) -> SlackActor:
        return self.people[name]

    def mentioned(self) -> set[str]:
        called = {user for said in self.world.said.values() for user in _called(said)}
        return {self.world.users[each].name for each in called}

    def native(self, channel: str) -> str:
        return self.places[channel].id

    def row(self, name: str) -> str:
        return f"@/{self.people[name].person.user.id}"

    def posts(self, channel: str) -> list[Seen]:
        said = self.world.messages(self.places[channel].id)
        return [self.seen(each) for each in said if each.by == self.team.bot and each.seen_by is None]

    def seen(self, said: Said) -> Seen:
        """A message as it stands before somebody's eyes."""
        place = self.world.places[said.place]
        t = translator(self.config.community.locale)
        is_direct = said.place.startswith("D")
        labels = tuple(each["text"]["text"] for each in said.buttons)
        text = reads(said, self.world, t, self.zone)
        is_private = said.seen_by is not None or is_direct
        return Seen(text, labels, said.at, place.name, is_private, said.by == self.team.bot, said)

    # --- changing ---

    async def group(self, *names: str) -> str:
        members = tuple(translate.member(self.community, self.people[name].person.user.id) for name in names)
        opened = await self.app.platform.open(members, key="group")
        place = self.world.places[opened.native]
        place.name = "group"
        self.places[place.name] = place
        return place.name

    async def invited(self) -> None:
        await self.begins()

    async def remove_channel(self, name: str) -> None:
        del self.world.places[self.places[name].id]

    async def allow(self, channel: str, permission: Permission, *, allowed: bool) -> None:
        people = self.places[channel].people
        (people.add if allowed else people.discard)(self.team.bot)


class SlackOverHttp(SlackStage):
    """The same, where Slack calls, and an owner installed the bot by the link."""

    is_installed = False

    @property
    def settings(self) -> Settings:
        """How the bot is reached."""
        return over_http(self.simulator)

    async def begins(self) -> None:
        self.app, self.address = await self.life.enter_async_context(called(self.simulator, self.storage, self._attach))
        if not self.simulator.offices.tokens:
            await self.installs(self.simulator.person("Ida", self.team, is_admin=True))

    async def installs(self, person: Person) -> str:
        """Somebody installs the bot; the page that they end at."""
        browser = Browser(self.simulator, person)
        try:
            return await browser.installs(self.address)
        finally:
            await browser.close()


def _called(said: Said) -> set[str]:
    rich = [each for each in said.body.get("blocks") or () if each["type"] == "rich_text"]
    sections = [section for each in rich for section in each["elements"]]
    inner = [part for section in sections for part in (*section["elements"], section)]
    elements = [element for part in inner for element in part.get("elements", (part,))]
    return {element["user_id"] for element in elements if element["type"] == "user"}


@asynccontextmanager
async def on_slack(
    url: str, config: Config, clock: MovableClock, kind: type[S], *, is_bare: bool = False
) -> AsyncIterator[S]:
    """The community while the bot is connected; in the end Slack would have taken everything it was told.

    The bot has yet to be connected with an ``is_bare`` one.
    """
    storage = open_storage(url)
    try:
        async with SlackSimulator(clock) as simulator:
            stage = kind(simulator, storage, clock)
            stage.configure(config)
            try:
                if not is_bare:
                    await stage.opens()
                yield stage
            finally:
                await stage.ends()
            assert simulator.faults == [], simulator.faults[:3]
    finally:
        await storage.close()
