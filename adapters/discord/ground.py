"""A server as this process knows it: from the gateway's cache where one of its shards tells of it, else asked for."""

from __future__ import annotations

from dataclasses import dataclass

import discord

from adapters.discord import translate
from adapters.discord.asking import ask
from bot.contract.places import Channel, CommunityId


@dataclass(frozen=True, slots=True)
class Ground:
    """A server, the bot in it, and its text channels."""

    guild: discord.Guild
    me: discord.Member
    channels: tuple[discord.TextChannel, ...]

    def allowed(self, channel: discord.abc.GuildChannel) -> discord.Permissions:
        """What the bot may do in one of its channels."""
        return channel.permissions_for(self.me)


async def server(client: discord.Client, community: CommunityId) -> discord.Guild:
    """The server; Undeliverable where the bot isn't in it."""
    number = translate.number(community.native)
    known = client.get_guild(number)
    return known if known is not None else await ask(client.fetch_guild(number, with_counts=False))


async def ground(client: discord.Client, community: CommunityId) -> Ground:
    """All of it; Undeliverable where the bot isn't there."""
    guild = await server(client, community)
    me = _me(client, guild)
    if me is not None:
        return Ground(guild, me, tuple(guild.text_channels))
    me = await _asked_for_me(client, guild)
    channels = await ask(guild.fetch_channels())
    return Ground(guild, me, tuple(each for each in channels if isinstance(each, discord.TextChannel)))


async def may_read_back(client: discord.Client, channel: Channel) -> bool:
    """Whether the bot may read what was said there; where it mayn't, Discord shows nothing instead of refusing."""
    number = translate.number(channel.native)
    found = client.get_channel(number)
    if found is None:
        guild = await server(client, channel.community)
        found = await ask(guild.fetch_channel(number))
    if isinstance(found, discord.Thread):
        return await may_read_back(client, translate.channel(channel.community, found.parent_id))
    if not isinstance(found, discord.abc.GuildChannel):
        return True
    me = _me(client, found.guild)
    if me is None:
        me = await _asked_for_me(client, found.guild)
    return found.permissions_for(me).read_message_history


def _me(client: discord.Client, guild: discord.Guild) -> discord.Member | None:
    """The bot as the gateway told of it; None where no shard of ours tells of this server."""
    return guild.get_member(client.user.id) if client.user else None


async def _asked_for_me(client: discord.Client, guild: discord.Guild) -> discord.Member:
    return await ask(guild.fetch_member(client.user.id if client.user else 0))
