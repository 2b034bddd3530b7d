"""A platform to be examined, with a hand for what people do to it. A new adapter brings one House."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from adapters.room import Room
from adapters.room.clock import MovableClock
from bot.contract.messages import Message
from bot.contract.permissions import Permission
from bot.contract.places import Channel, CommunityId, Member, Receipt, Role, Target
from bot.contract.ports import Busy, Platform


class House(Protocol):
    """A platform with a channel, two members and a moderator, and what is seen of it from outside.

    Where an adapter talks to a simulator, that stands behind the whole adapter: nothing of it is left out.
    """

    clock: MovableClock
    """The present, which the platform goes by."""
    community: CommunityId
    channel: Channel
    """A channel that the bot can post in, called ``tea``."""
    members: tuple[Member, Member]
    """Ana and Ben, who take direct messages and do not moderate."""
    moderator: Member
    role: Role
    """What Ben is in, and Ana isn't."""
    joined: datetime | None
    """When the members joined, as the platform tells it; None where it doesn't."""
    can_tell: bool
    """Whether ``find`` always knows; a platform without a history may answer CannotTell, and never Absent."""

    @property
    def platform(self) -> Platform:
        """The platform that is examined."""

    async def shown(self, channel: Channel) -> Sequence[str]:
        """The summaries of what stands in a channel, the oldest first."""

    async def told(self, member: Member) -> Sequence[str]:
        """The summaries of what stands in a member's direct messages."""

    async def among(self, channel: Channel) -> frozenset[Member]:
        """Who is in a group conversation, besides the bot."""

    async def remove(self, channel: Channel) -> None:
        """Somebody deletes a channel, with all that is in it."""

    async def close_messages(self, member: Member) -> None:
        """A member takes no direct messages any more."""

    async def leaves(self, member: Member) -> None:
        """A member leaves the community."""

    async def delete(self, receipt: Receipt) -> None:
        """A moderator deletes a post."""

    async def forbid(self, channel: Channel, permission: Permission) -> None:
        """Somebody takes a permission in a channel away from the bot."""

    async def pinned(self, channel: Channel) -> Sequence[Receipt]:
        """What is pinned in a channel."""


async def posted(house: House, to: Target, message: Message, *, key: str) -> Receipt:
    """Say it as the ledger does: a platform that is busy is asked again when it said."""
    while True:
        try:
            return await house.platform.post(to, message, key=key)
        except Busy as busy:
            house.clock.move_to(house.clock() + busy.retry_in)


class RoomHouse:
    """The Room, which is the reference."""

    can_tell = True

    def __init__(self, clock: MovableClock) -> None:
        self.clock = clock
        self._room = Room(clock)
        self.community = self._room.community
        self.channel = self._room.add_channel("tea")
        self.members = (self._room.add_person("Ana").member, self._room.add_person("Ben").member)
        self.moderator = self._room.add_person("Gwen", is_moderator=True).member
        self.role = self._room.add_role("Helpers", self.members[1])
        self.joined: datetime | None = clock()

    @property
    def platform(self) -> Platform:
        return self._room

    async def shown(self, channel: Channel) -> Sequence[str]:
        posts = [post for post in self._room.posts if post.receipt.channel == channel]
        return [post.content.summary for post in posts if isinstance(post.content, Message)]

    async def told(self, member: Member) -> Sequence[str]:
        return await self.shown(self._room.direct(member))

    async def among(self, channel: Channel) -> frozenset[Member]:
        return self._room.places[channel].members or frozenset()

    async def remove(self, channel: Channel) -> None:
        self._room.remove_channel(channel)

    async def close_messages(self, member: Member) -> None:
        self._room.people[member].takes_direct = False

    async def leaves(self, member: Member) -> None:
        self._room.remove_person(member)

    async def delete(self, receipt: Receipt) -> None:
        await self._room.withdraw(receipt)

    async def forbid(self, channel: Channel, permission: Permission) -> None:
        self._room.allow(channel, permission, allowed=False)

    async def pinned(self, channel: Channel) -> Sequence[Receipt]:
        return [post.receipt for post in self._room.posts if post.pinned and post.receipt.channel == channel]
