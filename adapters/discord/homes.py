"""Which server a direct message is about: Discord doesn't say."""

from __future__ import annotations

from collections import OrderedDict

import discord

from adapters.discord import translate
from bot.contract.places import CommunityId

MOST_REMEMBERED = 10_000
MOST_ASKED = 5
"""Servers in which somebody is looked for who hasn't been seen in any; more would keep them waiting."""


class Homes:
    """Where people were last seen; in memory only."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._seen: OrderedDict[int, int] = OrderedDict()

    def note(self, user: int, guild: int) -> None:
        """They did something there just now."""
        self._seen[user] = guild
        self._seen.move_to_end(user)
        if len(self._seen) > MOST_REMEMBERED:
            self._seen.popitem(last=False)

    async def of(self, user: int) -> CommunityId:
        """The server that they were last seen in, or one that they are in; NOWHERE if that can't be known."""
        guild = self._seen.get(user)
        if guild is not None and self._client.get_guild(guild) is not None:
            return translate.community(guild)
        for each in self._client.guilds[:MOST_ASKED]:
            if await _is_in(each, user):
                self.note(user, each.id)
                return translate.community(each.id)
        return translate.NOWHERE


async def _is_in(guild: discord.Guild, user: int) -> bool:
    if guild.get_member(user) is not None:
        return True
    try:
        await guild.fetch_member(user)
    except discord.HTTPException:
        return False
    return True
