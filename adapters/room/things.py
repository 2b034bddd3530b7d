"""What a room consists of: people, places, posts, open forms, and the changes that pages follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.contract.messages import Message
from bot.contract.places import Channel, Member, MessageRef, Receipt, Role
from bot.contract.replies import Form


class Kind(Enum):
    """What a place is."""

    CHANNEL = "channel"
    GROUP = "group"
    DIRECT = "direct"


@dataclass(slots=True)
class Person:
    """Somebody in the room. Moderators, roles and closed direct messages can change while it runs."""

    member: Member
    name: str
    is_moderator: bool = False
    takes_direct: bool = True
    zone: str | None = None
    locale: str | None = None
    roles: frozenset[Role] = frozenset()
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A channel and who is in it; None means everybody."""

    channel: Channel
    name: str
    kind: Kind = Kind.CHANNEL
    members: frozenset[Member] | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """Something said: by a member as text, by the bot as a Message. ``seen_by`` None means all in the place."""

    receipt: Receipt
    at: datetime
    by: Member | None
    content: Message | str
    seen_by: frozenset[Member] | None = None
    key: str | None = None
    revised: bool = False
    withdrawn: bool = False
    pinned: bool = False
    is_reply: bool = False


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form that stands open for one member."""

    id: str
    member: Member
    where: Channel | None
    form: Form
    about: Member | MessageRef | None = None


class Happening(Enum):
    """What a change was."""

    POSTED = "posted"
    REVISED = "revised"
    WITHDRAWN = "withdrawn"
    FORM = "form"
    PLACE = "place"
    PRESSED = "pressed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened, numbered without gaps; exactly one of the last three is set."""

    number: int
    what: Happening
    at: datetime
    post: Post | None = None
    form: OpenForm | None = None
    place: Place | None = None
    note: str = ""
