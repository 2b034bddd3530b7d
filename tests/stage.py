"""Journeys read as transcripts: people say and press things, and we look at what each of them sees."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from adapters.room import Happening, OpenForm, Person, Post, Room, Visitor
from adapters.room.clock import MovableClock
from bot.assembly import Panel, Running, build, playground
from bot.config import Config
from bot.contract.events import Privacy
from bot.contract.messages import Button, Message
from bot.contract.places import Channel
from bot.contract.plain import buttons, plain
from bot.texts import translator


class Stage:
    """A community whose clock the test moves."""

    def __init__(self, running: Running, room: Room, clock: MovableClock) -> None:
        self.running = running
        self.room = room
        self.clock = clock
        self.panel = Panel(running, clock)
        self._actors = {person.name: Actor(self, person.name) for person in room.people.values()}

    def __getitem__(self, name: str) -> Actor:
        """Somebody by name."""
        return self._actors[name]

    def actor(self, name: str) -> Actor:
        """The same person, met by the core as it is now."""
        return Actor(self, name)

    def restart(self) -> None:
        """Build everything anew but the database and the platform."""
        running = self.running
        self.running = build(running.config, running.storage, {"room": self.room}, clock=self.clock, draw=Random(7))
        self.panel = Panel(self.running, self.clock)
        self._actors = {person.name: Actor(self, person.name) for person in self.room.people.values()}

    def channel(self, name: str) -> Channel:
        """A channel by name."""
        return Channel(self.room.community, name)

    async def until(self, at: datetime) -> None:
        """Let it be then, with everything due on the way done at its own time."""
        await self.panel.skip_to(at)

    async def later(self, by: timedelta) -> None:
        """Let so much time pass."""
        await self.until(self.clock() + by)

    async def next_due(self) -> None:
        """Let it be when the next thing happens by itself, and let it happen."""
        due = await self.panel.next_due()
        if due is not None:
            await self.until(due)

    async def next_nudge(self) -> Post:
        """Let it be the time of the next nudge; the post."""
        due = await self.panel.next_nudge()
        assert due is not None
        await self.until(due)
        return self.nudges()[-1]

    def nudges(self, channel: str = "tea-room") -> list[Post]:
        """The nudges that stand in a channel, oldest first."""
        return [post for post in self.posts(channel) if _is_nudge(post)]

    def posts(self, channel: str) -> list[Post]:
        """What the bot has posted for all in a channel."""
        return [
            post
            for post in self.room.posts
            if post.by is None and post.seen_by is None and post.receipt.channel.native == channel
        ]

    def text(self, post: Post) -> str:
        """A post as plain text."""
        content = post.content
        if isinstance(content, str):
            return content
        t = translator(self.running.config.community.locale)
        return plain(content, name=self.room.called, t=t, zone=ZoneInfo(self.running.config.community.zone))


class Actor:
    """Somebody in a journey; ``sees`` looks at what has come since they were last looked at."""

    def __init__(self, stage: Stage, name: str) -> None:
        self._stage = stage
        person = next(each for each in stage.room.people.values() if each.name == name)
        self.visitor = self._hands(person, Privacy.EPHEMERAL)
        self._looked = stage.room.newest_change

    # --- doing ---

    async def says(self, text: str, channel: str = "general") -> None:
        """Write something, or type a command."""
        await self.visitor.says(text, self._stage.channel(channel))

    async def tells_brewmate(self, text: str) -> None:
        """Write to the bot itself."""
        await self.visitor.says(text, self._stage.room.direct(self.visitor.member))

    async def presses(self, label: str, post: Post | None = None) -> None:
        """Press the newest visible button with this label, or that of a post."""
        found = [post] if post else self._visible()
        for each in reversed(found):
            button = _button(each, label)
            if button is not None:
                await self.visitor.presses(each, button)
                return
        message = f"{self.visitor.person.name} sees no button “{label}”"
        raise AssertionError(message)

    async def fills_in(self, **values: str) -> None:
        """Send the form that stands open."""
        form = self.form
        assert form is not None, "no form is open"
        await self.visitor.submits(form, values)

    def takes_no_direct_messages(self) -> None:
        """Close direct messages."""
        self.visitor.person.takes_direct = False

    def on_discord(self) -> None:
        """From now on a private answer to a plain message can only be a direct message, as on Discord."""
        self.visitor = self._hands(self.visitor.person, Privacy.DIRECT)

    def _hands(self, person: Person, privacy: Privacy) -> Visitor:
        room, running = self._stage.room, self._stage.running
        locale = running.config.community.locale
        return Visitor(room, running.core, running.catalogue.declarations, person, privacy=privacy, locale=locale)

    # --- looking ---

    @property
    def form(self) -> OpenForm | None:
        """The form that opened last for them and is still open."""
        changes = self._stage.room.changes(0) or ()
        mine = [each.form for each in changes if each.form and each.form.member == self.visitor.member]
        return self._stage.room.form(mine[-1].id) if mine else None

    def sees(self, text: str) -> Post:
        """They can see a new post with this text; the post."""
        return self._found(text, self.fresh())

    def sees_privately(self, text: str) -> Post:
        """Only they can see a new post with this text; the post."""
        only_me = frozenset({self.visitor.member})
        return self._found(text, [post for post in self.fresh() if post.seen_by == only_me])

    def sees_nothing(self) -> None:
        """Nothing new has come from the bot."""
        fresh = [self._stage.text(post) for post in self.fresh() if post.by is None]
        assert fresh == [], f"{self.visitor.person.name} sees {fresh}"

    def _found(self, text: str, posts: list[Post]) -> Post:
        matching = [post for post in posts if text in self._stage.text(post)]
        shown = [self._stage.text(post) for post in posts]
        assert matching, f"{self.visitor.person.name} does not see “{text}” but {shown}"
        return matching[-1]

    def fresh(self) -> list[Post]:
        """What has been posted or revised since the last look."""
        changes = self._stage.room.changes(self._looked) or ()
        self._looked = self._stage.room.newest_change
        shown = {Happening.POSTED, Happening.REVISED}
        posts = [change.post for change in changes if change.post is not None and change.what in shown]
        return [post for post in posts if self._stage.room.sees(self.visitor.member, post)]

    def _visible(self) -> list[Post]:
        return [post for post in self._stage.room.posts if self._stage.room.sees(self.visitor.member, post)]


@asynccontextmanager
async def staged(config: Config, clock: MovableClock, *, is_bare: bool = False) -> AsyncIterator[Stage]:
    """The playground with everything posted that is due at its start; a bare one has yet to be set up."""
    async with playground(config, clock=clock, draw=Random(7), is_bare=is_bare) as (running, room):
        await running.clockwork.tick()
        yield Stage(running, room, clock)


def _is_nudge(post: Post) -> bool:
    return isinstance(post.content, Message) and post.content.summary == "Fancy a chat?"


def _button(post: Post, label: str) -> Button | None:
    if not isinstance(post.content, Message):
        return None
    return next((each for each in buttons(post.content) if label in each.label), None)
