"""Asking Slack whether everything is allowed that the manifest and the moderators' settings need."""

from __future__ import annotations

from collections.abc import Collection

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import connection
from adapters.slack.asking import Refused, ask
from adapters.slack.connection import Settings, scopes_in
from adapters.slack.permissions import LISTENING, PURPOSES
from adapters.slack.workspaces import KnownWorkspaces
from bot.contract.installing import Installations
from bot.contract.places import Channel
from bot.contract.ports import Busy, Clock, Uncertain, Undeliverable

ADD_IT = "Add it under OAuth & Permissions at api.slack.com/apps and press Reinstall to Workspace."

Findings = list[tuple[str, bool]]
"""A sentence each, and whether something has to be mended first."""


async def examined(
    settings: Settings, channels: Collection[Channel], clock: Clock, installations: Installations | None = None
) -> Findings:
    """The tokens, the scopes, and whether the bot is in each of these channels; in every workspace that it serves.

    SlackFault where a configured token isn't good, or where Slack can't be reached.
    """
    async with connection.session() as over:
        workspaces = KnownWorkspaces(settings, over, clock, installations)
        findings: Findings = []
        if settings.signing_secret is not None:
            findings.append(_address(settings))
        if settings.bot_token is not None:
            findings += await _own(settings, workspaces)
        for team in await _served(workspaces, installations):
            findings += await _workspace(workspaces, team, [each for each in channels if each.community.native == team])
    return findings


def _address(settings: Settings) -> tuple[str, bool]:
    """Where Slack has to call; whether it does only it can say, beside the address on the app's page."""
    if settings.public_url is None:
        return "Slack calls over HTTP, but I don't know my address: set [web] public_url, https://… .", True
    address = f"{settings.public_url}/slack/events"
    return f"Slack calls {address}. Under Event Subscriptions at api.slack.com/apps it says Verified.", False


async def _own(settings: Settings, workspaces: KnownWorkspaces) -> Findings:
    """What the configured tokens are good for."""
    try:
        with connection.in_words(settings):
            own = await connection.look(workspaces.client(settings.bot_token))
            if settings.app_token is not None:
                await workspaces.client().apps_connections_open(app_token=settings.app_token)
    except connection.PASSING as error:
        raise connection.SlackFault(connection.AWAY.format(error=type(error).__name__)) from None
    workspaces.add(own)
    good = "Both tokens are good" if settings.app_token is not None else "The bot token is good"
    return [(f"{good}: the bot is installed in {own.name}.", False)]


async def _served(workspaces: KnownWorkspaces, installations: Installations | None) -> tuple[str, ...]:
    """Every workspace that the bot is in."""
    installed = await installations.communities() if installations is not None else ()
    return (*(own.team for own in workspaces.own), *(each.native for each in installed))


async def _workspace(workspaces: KnownWorkspaces, team: str, channels: Collection[Channel]) -> Findings:
    """The scopes there, and the channels."""
    try:
        known = await workspaces.of(team)
        asked = await ask(known.client.auth_test())
    except (Undeliverable, Busy, Uncertain):
        return [(f"The workspace {team} doesn't know my token any more: it can install me again by the link.", True)]
    scopes = scopes_in(asked.headers, known.scopes)
    before: Findings = [] if known in workspaces.own else [(f"In {known.name}:", False)]
    return [*before, *_scopes(scopes), *[await _channel(known.client, each) for each in channels]]


def _scopes(scopes: Collection[str]) -> Findings:
    lacking = [scope for scope in PURPOSES if scope not in scopes]
    found = [(f"The scope {scope} is missing, to {PURPOSES[scope]}. {ADD_IT}", True) for scope in lacking]
    if all(scope in scopes for scope in LISTENING):
        return [*found, ("It may read channels, so trigger words are heard where moderators let it listen.", False)]
    wanted = " and ".join(LISTENING)
    return [*found, (f"It can't read channels, so no trigger words are heard. To change that, add {wanted}.", False)]


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
