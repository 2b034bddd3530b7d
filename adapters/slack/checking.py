"""Asking Slack whether everything is allowed that the manifest and the moderators' settings need."""

from __future__ import annotations

from collections.abc import Collection

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import connection
from adapters.slack.asking import Refused, ask
from adapters.slack.connection import Settings, Workspace
from adapters.slack.permissions import LISTENING, PURPOSES
from bot.contract.places import Channel

ADD_IT = "Add it under OAuth & Permissions at api.slack.com/apps and press Reinstall to Workspace."

Findings = list[tuple[str, bool]]
"""A sentence each, and whether something has to be mended first."""


async def examined(settings: Settings, channels: Collection[Channel]) -> Findings:
    """Both tokens, the scopes, and whether the bot is in each of these channels.

    SlackFault where a token isn't good, and the errors of the network where Slack can't be reached.
    """
    async with connection.session() as over:
        client = connection.client(settings, over, settings.bot_token)
        with connection.in_words(settings):
            installed = await connection.look(client)
            await client.apps_connections_open(app_token=settings.app_token or "")
        findings: Findings = [(f"Both tokens are good: the bot is installed in {installed.name}.", False)]
        findings += _scopes(installed)
        for each in channels:
            if each.community.native == installed.team:
                findings.append(await _channel(client, each))
    return findings


def _scopes(installed: Workspace) -> Findings:
    lacking = [scope for scope in PURPOSES if scope not in installed.scopes]
    found = [(f"The scope {scope} is missing, to {PURPOSES[scope]}. {ADD_IT}", True) for scope in lacking]
    if all(scope in installed.scopes for scope in LISTENING):
        return [*found, ("It may read channels, so trigger words are heard where moderators let it listen.", False)]
    scopes = " and ".join(LISTENING)
    return [*found, (f"It can't read channels, so no trigger words are heard. To change that, add {scopes}.", False)]


async def _channel(client: AsyncWebClient, channel: Channel) -> tuple[str, bool]:
    try:
        found = (await ask(client.conversations_info(channel=channel.native)))["channel"]
    except Refused:
        sentence = f"The channel {channel.native} isn't there any more, or I can't see it: /set place names another."
        return sentence, True
    if found.get("is_archived"):
        return f"#{found['name']} is archived: /set place names another channel.", True
    if not found.get("is_member"):
        return f"#{found['name']}: I'm not in it. Type /invite @Brewmate there.", True
    return f"#{found['name']}: I'm in it.", False
