"""What arrives: every platform event as a plain value with an id, so that it takes effect once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TypedDict

from bot.contract.commands import Ask
from bot.contract.lettering import is_id
from bot.contract.people import Profile
from bot.contract.permissions import Lack
from bot.contract.places import Channel, CommunityId, Member, MessageRef, Receipt, Role
from bot.texts import mark

About = Member | MessageRef

UNSOUND = mark("I can’t read that button or form any more. Please use its command again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Fields that all events share; ``is_moderator`` and ``roles`` are the platform's word, asked at this very event.

    ``since`` is when whoever acted joined the community, where the platform tells it with the event.

    An adapter hands over only what ``is_sound``; anything else was made up, and gets UNSOUND privately or nothing.
    """

    id: str
    by: Member
    where: Channel | None
    at: datetime
    locale: str | None = None
    is_moderator: bool = False
    roles: frozenset[Role] = frozenset()
    since: datetime | None = None

    @property
    def community(self) -> CommunityId:
        """Where this happened."""
        return self.by.community

    @property
    def is_sound(self) -> bool:
        """Whether its ids can be kept and looked up: short, and without a control character."""
        return all(is_id(each) for each in self._ids)

    @property
    def _ids(self) -> tuple[str, ...]:
        return (self.id,)


class Shared(TypedDict):
    """The fields of Event, for an adapter that has yet to say which event it is."""

    id: str
    by: Member
    where: Channel | None
    at: datetime
    locale: str | None
    is_moderator: bool
    roles: frozenset[Role]
    since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandInvoked(Event):
    """A slash command or a context action whose fields were all understood.

    The adapter has read them (bot.contract.reading), so the ask holds no channel or member that isn't there.
    """

    command: str
    ask: Ask
    about: About | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSubmitted(CommandInvoked):
    """The form of a command came back, and its fields, hidden ones too, were all understood.

    The adapter reads a form as it reads a command, and shows what is wrong at once: Slack wants the errors with its
    acknowledgement, and Discord shows them as bot.contract.reopening says. So it means what typing the command means.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonPressed(Event):
    """A press; ``on`` is the message that the button stands under, where the platform says."""

    action: str
    subject: str = ""
    choice: str = ""
    on: Receipt | None = None

    @property
    def _ids(self) -> tuple[str, ...]:
        return (self.id, self.subject, self.choice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surveyed(ButtonPressed):
    """What the platform said to a ``Survey``: what the bot lacks in each channel, who each of the members is.

    It is handled as a press of the survey's action. Its id is that of the event before it with ``:surveyed``, so a
    survey takes effect once, too. ``open_to_all`` are those of the channels that everybody in the community can read.
    """

    lacks: Mapping[Channel, tuple[Lack, ...]]
    open_to_all: frozenset[Channel] = frozenset()
    people: Mapping[Member, Profile] = field(default_factory=dict)


class Privacy(Enum):
    """How a platform can answer a plain message so that only its author sees the answer."""

    EPHEMERAL = "in the channel, seen by one"
    DIRECT = "a direct message, whose notification others may glimpse"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSeen(Event):
    """Somebody wrote in a channel. The words are judged in memory and go no further."""

    text: str
    answers: Privacy = Privacy.EPHEMERAL

    def __repr__(self) -> str:
        """Without the words, so that no log or error can repeat them."""
        return f"{type(self).__name__}(id={self.id!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectMessageSeen(MessageSeen):
    """Somebody wrote to the bot, or mentioned it in a channel (``is_mention``): always answered.

    A mention stands where others read along: with ``Privacy.DIRECT`` only ``To.DIRECT`` answers it privately.
    """

    is_mention: bool = False

    __repr__ = MessageSeen.__repr__


@dataclass(frozen=True, slots=True, kw_only=True)
class PostWithdrawn(Event):
    """Somebody deleted a message of ours, say the listening notice."""

    receipt: Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeOpened(Event):
    """A member opened the bot's own page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft(Event):
    """``by`` is not in the community any more: what is held of them is erased."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityJoined(Event):
    """The bot was added."""

    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityLeft(Event):
    """The bot was removed."""
