"""What the core asks of a platform, and what an adapter asks of the core."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol

from bot.contract.events import Event
from bot.contract.messages import Message
from bot.contract.people import Profile
from bot.contract.permissions import Lack
from bot.contract.places import Channel, CommunityId, Member, Receipt, Role, Target
from bot.contract.replies import Replies, Reservation
from bot.texts import mark

Clock = Callable[[], datetime]
"""The present, aware. Passed in, so that tests and the playground can move it."""

KEY_LENGTH = 25
"""The most characters a delivery's key may have: Discord's limit for an enforced nonce."""


class Unusable(Exception):
    """The platform can't be used as it is configured; the message is a sentence for the operator."""


class Remedy(Enum):
    """What moderators can do where something can't be posted any more: a source sentence each."""

    INVITE = mark("I’m not in that channel any more. Once somebody invites me again, I can post there.")
    UNARCHIVE = mark("That channel was archived. Once it’s back, or another one is chosen, I can go on.")
    CHOOSE = mark("The channel was deleted, or it’s private and I was taken out of it.")
    ALLOW = mark("I’m not allowed to post there. Whoever manages the channel can let me.")


class Undeliverable(Exception):
    """Gone for good: a deleted channel, a closed direct message, a missing permission. Never retried."""

    def __init__(self, reason: str = "", remedy: Remedy | None = None) -> None:
        super().__init__(reason)
        self.remedy = remedy


class Busy(Exception):
    """Not now; nothing was said. The platform asks to come back after ``retry_in``."""

    def __init__(self, retry_in: timedelta) -> None:
        super().__init__(f"busy for {retry_in.total_seconds():g} s")
        self.retry_in = retry_in


class Uncertain(Exception):
    """No answer came back: it may have been said. Only ``find`` can tell."""


@dataclass(frozen=True, slots=True)
class Found:
    """It was said; here it stands."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Absent:
    """It was not said. The only answer that permits saying it again."""


@dataclass(frozen=True, slots=True)
class CannotTell:
    """The platform gives no way to know."""


Finding = Found | Absent | CannotTell


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a platform takes from all our processes together, as far as posts that nobody asked for may use it."""

    each_second: float | None = None
    """Posts and look-ups a second; None where there is no such limit."""

    between: timedelta = timedelta()
    """At least so long between two posts in the same place."""

    at_once: int = 20
    """Requests of one process on their way side by side: no more than these meet a platform that just went down."""


class Platform(Protocol):
    """One chat platform. ``Room`` in adapters.room is the reference: what it does, the others do.

    Every call may raise Undeliverable, Busy or Uncertain, and nothing else.
    """

    @property
    def name(self) -> str:
        """The first part of its communities' ids: ``room``, ``discord``, ``slack``."""

    @property
    def allowance(self) -> Allowance:
        """How fast it may be posted to."""

    async def post(self, to: Target, message: Message, *, key: str) -> Receipt:
        """Say it once. ``key`` (at most KEY_LENGTH URL-safe characters) is found again by ``find``."""

    async def open(self, members: tuple[Member, ...], *, key: str) -> Channel:
        """A group conversation of these members and the bot."""

    async def find(self, to: Target, *, key: str, since: datetime) -> Finding:
        """Whether a post with this key was made at or after ``since``."""

    async def revise(self, receipt: Receipt, message: Message) -> None:
        """Draw a message of ours anew; one that is gone is Undeliverable."""

    async def withdraw(self, receipt: Receipt) -> None:
        """Take a message of ours away; one that is gone already is fine."""

    async def pin(self, receipt: Receipt) -> None:
        """Keep a message of ours in sight where the platform can; Undeliverable where it can't or mayn't."""

    async def lacks(self, channel: Channel) -> tuple[Lack, ...]:
        """What the bot isn't allowed in this channel just now, and where that can be changed."""

    async def profile(self, member: Member) -> Profile:
        """How the member is shown and what they are in, asked now; where they aren't in it, that."""

    async def is_moderator(self, member: Member) -> bool:
        """The platform's word, asked now."""

    async def channels(self, community: CommunityId) -> tuple[tuple[Channel, str], ...]:
        """The channels the bot can post in, each with its name."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a completion shows, and the value it stands for."""

    label: str
    value: str


class Core(Protocol):
    """What an adapter is handed: give it what happened, carry out what comes back, settle what counts."""

    async def handle(self, event: Event) -> Replies:
        """Take effect once and return the answers. Never raises for what a member did."""

    def ignores(self, where: Channel, text: str) -> bool:
        """Whether nothing would come of these words there: known at once, so that most need no event at all."""

    async def suggest(self, suggester: str, typed: str, by: Member, locale: str | None) -> tuple[Suggestion, ...]:
        """Completions for an option that names a suggester."""

    async def moderates(self, member: Member, roles: frozenset[Role]) -> bool:
        """Whether the community's moderators chose this member, or one of these roles, to moderate the bot, too.

        For what a platform shows, such as a list of commands; the core asks itself again at every event.
        """

    async def settle(self, reservation: Reservation, *, accepted: bool) -> None:
        """Tell whether the platform accepted a reply that counts against a limit."""
