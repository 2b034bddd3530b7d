"""A room with two people, a channel, and a core that answers as told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from adapters.room import OpenForm, Post, Room, Visitor
from adapters.room.clock import MovableClock
from bot.contract.events import Privacy
from bot.contract.messages import Message
from bot.contract.places import Channel
from tests.room.fakes import COMMANDS, TellingCore

NINE = datetime(2027, 3, 29, 9, 0, tzinfo=UTC)


@dataclass
class Tables:
    """What a test walks about in; Ben does things."""

    room: Room
    core: TellingCore
    ben: Visitor

    @property
    def general(self) -> Channel:
        """The channel that everybody is in."""
        return Channel(self.room.community, "general")

    @property
    def form(self) -> OpenForm:
        """The one form that stands open for Ben."""
        (form,) = self.room.forms(self.ben.member)
        return form

    @property
    def answers(self) -> list[Post]:
        """What the bot has said to Ben, wherever it was."""
        return [post for post in self.room.posts if post.by is None and self.room.sees(self.ben.member, post)]

    @property
    def sentences(self) -> list[str]:
        """The same in words."""
        return [post.content.summary for post in self.answers if isinstance(post.content, Message)]

    def on_discord(self) -> None:
        """From now on Ben's messages can only be answered privately by a direct message."""
        self.ben = Visitor(self.room, self.core, COMMANDS, self.ben.person, privacy=Privacy.DIRECT)


@pytest.fixture
def tables() -> Tables:
    """Ana and Ben in #general."""
    room, core = Room(MovableClock(NINE), run="t"), TellingCore()
    room.add_person("Ana", is_moderator=True)
    ben = room.add_person("Ben")
    room.add_channel("general")
    return Tables(room, core, Visitor(room, core, COMMANDS, ben))
