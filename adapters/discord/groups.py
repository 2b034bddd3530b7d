"""A group conversation: a private thread, opened once; where there can be none, a direct message to each."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Final, Protocol

import discord

from adapters.discord import translate
from adapters.discord.asking import ask
from adapters.discord.ground import Ground
from adapters.discord.render import Drawn, escaped
from bot.contract.places import Channel, CommunityId, Member
from bot.contract.ports import KEY_LENGTH
from bot.texts import mark, translator

EACH = "each:"
"""How the id of a group begins that has no room of its own; the ids of its members follow."""

SHORT = 8
"""Characters of the short key in a thread's name, by which it is found again: creating one takes no nonce."""

WEEK: Final = 10_080  # minutes

NAMED = mark("A brew")
WHO_READS = mark("Just so you know: moderators who may manage threads can read along here.")


class People(Protocol):
    """The platform, as far as a group needs it."""

    async def member(self, member: Member) -> discord.Member:
        """Somebody in the server; Undeliverable for who isn't there."""

    async def say(self, channel: int, message: Drawn, community: CommunityId) -> discord.Message:
        """Say it there."""

    async def has_spoken(self, channel: int, *, since: datetime) -> bool:
        """Whether the bot has said anything there since then, as far as it can read back."""


async def opened(platform: People, there: Ground, members: Sequence[Member], key: str) -> Channel:
    """The group's thread, with everybody in it; the same one again for the same key."""
    guild = there.guild
    everybody = [await platform.member(each) for each in members]
    community = members[0].community
    found = await _earlier(guild, key)
    if found is None:
        parent = _parent(there, everybody)
        if parent is None:
            return Channel(community, EACH + ",".join(str(each.id) for each in everybody))
        found, is_explained = await _create(parent, key), False
    else:
        is_explained = await platform.has_spoken(found.id, since=discord.utils.snowflake_time(found.id))
    if not is_explained:  # before anybody is in it: whoever opened it may have ended right then
        t = translator(guild.preferred_locale.value)
        await platform.say(found.id, Drawn(escaped(t(WHO_READS))), community)
    await _join(found, everybody)
    return translate.channel(community, found.id)


def each_of(channel: Channel) -> tuple[int, ...]:
    """The members of a group without a room; none for any other channel."""
    if not channel.native.startswith(EACH):
        return ()
    return tuple(map(translate.number, channel.native.removeprefix(EACH).split(",")))


def key_for(key: str, user: int) -> str:
    """A key of its own for each of them: Discord holds a nonce for one message, whatever the conversation."""
    return hashlib.sha256(f"{key} {user}".encode()).hexdigest()[:KEY_LENGTH]


async def _earlier(guild: discord.Guild, key: str) -> discord.Thread | None:
    """The thread that an earlier attempt opened, whose answer was lost."""
    active = await ask(guild.active_threads())
    return next((each for each in active if each.name.endswith(_short(key)) and each.me is not None), None)


async def _create(parent: discord.TextChannel, key: str) -> discord.Thread:
    name = f"{translator(parent.guild.preferred_locale.value)(NAMED)} · {_short(key)}"
    return await ask(
        parent.create_thread(
            name=name, type=discord.ChannelType.private_thread, invitable=False, auto_archive_duration=WEEK
        )
    )


async def _join(thread: discord.Thread, everybody: Sequence[discord.Member]) -> None:
    for each in everybody:
        await ask(thread.add_user(each))


def _parent(there: Ground, everybody: Sequence[discord.Member]) -> discord.TextChannel | None:
    """A channel that all of them can read and in which the bot may open a private thread."""
    return next((each for each in there.channels if _fits(each, there, everybody)), None)


def _fits(channel: discord.TextChannel, there: Ground, everybody: Sequence[discord.Member]) -> bool:
    mine = there.allowed(channel)
    may = mine.view_channel and mine.create_private_threads and mine.send_messages_in_threads
    return may and not channel.is_nsfw() and all(channel.permissions_for(each).view_channel for each in everybody)


def _short(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:SHORT]
