"""Journeys read as transcripts: people say and press things, and we look at what each of them sees."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.room.clock import MovableClock
from bot.assembly import Panel, Running
from bot.contract.permissions import Permission
from tests.test_promises import dump

COVER = "Brewmate here. Would some options be useful?"
"""What a direct message that nobody asked for says at first."""

FANCY_A_CHAT = "I’m up for a brew"


@dataclass(frozen=True, slots=True)
class Seen:
    """Something as it stands before somebody's eyes. ``place`` is a channel's name, and empty in direct messages."""

    text: str
    labels: tuple[str, ...]
    at: datetime
    place: str
    is_private: bool
    is_the_bots: bool
    handle: object


@dataclass(frozen=True, slots=True)
class Opened:
    """An open form: what it holds already, and what is wrong with it, by field."""

    filled: Mapping[str, str]
    errors: Mapping[str, str]


class Stage(ABC):
    """A community whose clock the test moves, with everything set up that the playground begins with."""

    running: Running
    clock: MovableClock
    has_cover: bool
    """Whether words in a channel can only be answered privately by a direct message, which begins with a cover."""

    # --- time ---

    @property
    def panel(self) -> Panel:
        """What moves the clock."""
        return Panel(self.running, self.clock)

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

    async def next_nudge(self) -> Seen:
        """Let it be the time of the next nudge; the post."""
        due = await self.panel.next_nudge()
        assert due is not None
        await self.until(due)
        return self.nudges()[-1]

    # --- looking ---

    def nudges(self, channel: str = "tea-room") -> list[Seen]:
        """The nudges that stand in a channel, oldest first."""
        return [post for post in self.posts(channel) if any(FANCY_A_CHAT in each for each in post.labels)]

    def text(self, seen: Seen) -> str:
        """What it says."""
        return seen.text

    async def kept(self) -> str:
        """Every row of the database."""
        return await dump(self.running.storage)

    @abstractmethod
    def posts(self, channel: str) -> list[Seen]:
        """What the bot has posted for all in a channel, oldest first."""

    @abstractmethod
    def mentioned(self) -> set[str]:
        """Everybody whom the bot has ever called by a mention."""

    @abstractmethod
    def native(self, channel: str) -> str:
        """What the platform calls a channel."""

    @abstractmethod
    def row(self, name: str) -> str:
        """How a row would name somebody."""

    # --- changing ---

    @abstractmethod
    async def group(self, *names: str) -> str:
        """A group conversation of some people and the bot: what it is called instead of a channel's name."""

    @abstractmethod
    def __getitem__(self, name: str) -> Actor:
        """Somebody by name."""

    @abstractmethod
    async def invited(self) -> None:
        """Somebody adds the bot to the community."""

    @abstractmethod
    async def restart(self) -> None:
        """Build everything anew but the database and the platform."""

    @abstractmethod
    async def remove_channel(self, name: str) -> None:
        """Somebody deletes a channel."""

    @abstractmethod
    async def allow(self, channel: str, permission: Permission, *, allowed: bool) -> None:
        """Somebody gives the bot a permission in a channel, or takes it away."""


class Actor(ABC):
    """One person: what they do, and what they see of it."""

    name: str

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    # --- doing ---

    @abstractmethod
    async def says(self, text: str, channel: str = "general") -> None:
        """Write something, or type a command."""

    @abstractmethod
    async def tells_brewmate(self, text: str) -> None:
        """Write to the bot itself."""

    @abstractmethod
    async def presses(self, label: str, post: Seen | None = None) -> None:
        """Press the newest visible button with this label, or that of a post."""

    @abstractmethod
    async def opens(self) -> Opened | None:
        """The form that stands open, or that the newest answer lets them open."""

    @abstractmethod
    async def fills_in(self, **values: str) -> None:
        """Send the form that stands open, or that the newest answer lets them open."""

    @abstractmethod
    async def offers_support(self, about: Seen) -> None:
        """Choose "Offer support" from the menu of a message."""

    @abstractmethod
    async def deletes(self, post: Seen) -> None:
        """Delete a post of the bot's, as a moderator may."""

    @abstractmethod
    async def leaves(self) -> None:
        """Leave the community."""

    @abstractmethod
    def takes_direct_messages(self, *, taken: bool) -> None:
        """Close direct messages, or open them."""

    @abstractmethod
    def speaks(self, locale: str) -> None:
        """Their app speaks another language from now on."""

    @abstractmethod
    def moderates_no_more(self) -> None:
        """Lose the role."""

    # --- looking ---

    @abstractmethod
    def everything(self) -> Sequence[Seen]:
        """All that stands before their eyes, the oldest first."""

    @abstractmethod
    def fresh(self) -> Sequence[Seen]:
        """What has been posted or revised since the last look, and they can see."""

    def sees(self, text: str) -> Seen:
        """They can see a new post with this text; the post."""
        return self._found(text, self.fresh())

    def sees_privately(self, text: str) -> Seen:
        """Only they can see a new post with this text; the post."""
        return self._found(text, [post for post in self.fresh() if post.is_private])

    def sees_nothing(self) -> None:
        """Nothing new has come from the bot."""
        fresh = [post.text for post in self.fresh() if post.is_the_bots]
        assert fresh == [], f"{self.name} sees {fresh}"

    async def is_answered(self, text: str) -> Seen:
        """What they have written is answered privately with this text, on some platforms behind a cover; the answer."""
        if self._stage.has_cover:
            assert self.sees_privately("").text == COVER
            await self.presses("Yes, show me")
        return self.sees_privately(text)

    def _found(self, text: str, posts: Sequence[Seen]) -> Seen:
        matching = [post for post in posts if text in post.text]
        assert matching, f"{self.name} does not see “{text}” but {[post.text for post in posts]}"
        return matching[-1]
