"""Discord's ids and people as plain values, and back."""

from __future__ import annotations

from typing import Final

import discord

from bot.contract.places import Channel, CommunityId, Member, Receipt, Role

PLATFORM: Final = "discord"
NOWHERE: Final = CommunityId(PLATFORM, "0")
"""Where somebody is who writes to the bot directly, and whose server isn't known."""


def community(guild: int) -> CommunityId:
    """A server."""
    return CommunityId(PLATFORM, str(guild))


def channel(where: CommunityId, id_: int) -> Channel:
    """A channel, a thread or a direct conversation."""
    return Channel(where, str(id_))


def member(where: CommunityId, id_: int) -> Member:
    """A person in a server."""
    return Member(where, str(id_))


def receipt(where: CommunityId, channel_id: int, message_id: int) -> Receipt:
    """Where a message stands."""
    return Receipt(channel(where, channel_id), str(message_id))


def roles(where: CommunityId, who: discord.Member | discord.User) -> frozenset[Role]:
    """The roles somebody has there."""
    given = who.roles if isinstance(who, discord.Member) else ()
    return frozenset(Role(where, str(each.id)) for each in given)


def number(native: str) -> int:
    """Discord's id; 0, which nothing has, for what is none."""
    return int(native) if native.isascii() and native.isdigit() else 0


def locale(of: discord.Locale) -> str:
    """As a BCP 47 tag, which Discord's are."""
    return str(of.value)
