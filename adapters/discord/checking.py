"""Asking Discord whether everything is allowed that the configuration and the moderators' settings need."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import discord

from adapters.discord import connection, permissions, translate
from adapters.discord.connection import PORTAL, Settings
from bot.contract.places import Channel
from bot.texts import translator

SWITCH_ON = (
    "{intent} is off, so {without}. To change that, switch it on in {portal}, under Bot, Privileged Gateway Intents."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what was found, and whether something has to be mended first."""

    sentence: str
    is_fault: bool = False


async def examined(settings: Settings, channels: Collection[Channel]) -> tuple[Finding, ...]:
    """The token, the intents, the servers, and what is allowed in each of these channels.

    DiscordFault where the token isn't good, and discord.py's own errors where Discord can't be reached.
    """
    async with connection.logged_in(settings) as client:
        allowed = connection.allowed(client)
        findings = [Finding(f"The token is good: it belongs to the application {allowed.name}.")]
        findings += _intents(settings, allowed)
        guilds = [each async for each in client.fetch_guilds(limit=200)]
        invite = permissions.invite_link(allowed.application)
        if not guilds:
            findings.append(Finding(f"It isn't in any server yet. Invite it with {invite}", is_fault=True))
        for guild in guilds:
            findings.append(Finding(f"It is in the server {guild.name}."))
            findings += await _server(client, guild.id, channels)
    return tuple(findings)


def _intents(settings: Settings, allowed: connection.Allowed) -> list[Finding]:
    wanted = (
        ("Message Content Intent", settings.message_content, allowed.message_content, "no trigger words are heard"),
        ("Server Members Intent", settings.members, allowed.members, "it doesn't learn when somebody leaves"),
    )
    return [
        Finding(f"{name} is on.")
        if granted
        else Finding(SWITCH_ON.format(intent=name, without=without, portal=PORTAL), is_fault=wish == "on")
        for name, wish, granted, without in wanted
        if wish != "off"
    ]


async def _server(client: discord.Client, id_: int, channels: Collection[Channel]) -> list[Finding]:
    """What is missing in the channels of one server."""
    ours = [each for each in channels if translate.number(each.community.native) == id_]
    if not ours:
        return []
    guild = await client.fetch_guild(id_)
    me = await guild.fetch_member(client.user.id if client.user else 0)
    known = {each.id: each for each in await guild.fetch_channels()}
    findings: list[Finding] = []
    for channel in ours:
        findings += _channel(known.get(translate.number(channel.native)), channel, me)
    return findings


def _channel(found: discord.abc.GuildChannel | None, channel: Channel, me: discord.Member) -> list[Finding]:
    t = translator("en-GB")
    if found is None:
        sentence = f"The channel {channel.native} isn't there any more, or I can't see it: /set place names another."
        return [Finding(sentence, is_fault=True)]
    lacking = permissions.lacking(found.permissions_for(me))
    if not lacking:
        return [Finding(f"#{found.name}: everything is allowed.")]
    return [
        Finding(
            f"#{found.name}: I can't {t(lack.permission.label)}. {t(lack.where)}", is_fault=lack.permission.is_needed
        )
        for lack in lacking
    ]
