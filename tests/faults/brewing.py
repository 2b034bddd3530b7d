"""Rounds of brews for the trial with real processes: who said yes, and how often each was introduced to somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from adapters.discord import translate as on_discord
from adapters.slack import translate as on_slack
from bot.brews import store as brews
from bot.brews.tables import Round
from bot.contract.places import Channel, Member
from bot.storage import Session
from tests.simulators.discord.world import PRIVATE_THREAD, Guild
from tests.simulators.discord.world import World as DiscordWorld
from tests.simulators.slack.world import Team
from tests.simulators.slack.world import World as SlackWorld

OPEN_FOR = timedelta(hours=6)


def on_discord_come(world: DiscordWorld, guild: Guild, count: int) -> Sequence[Member]:
    """So many new people in a server."""
    accounts = [world.add_user(f"D{each}").id for each in range(count)]
    guild.members |= {each: set() for each in accounts}
    return [on_discord.member(on_discord.community(guild.id), each) for each in accounts]


def on_slack_come(world: SlackWorld, team: Team, count: int) -> Sequence[Member]:
    """So many new people in a workspace."""
    return [
        on_slack.member(on_slack.community(team.id), world.add_user(f"S{each}", team.id).id) for each in range(count)
    ]


async def plan(session: Session, channel: Channel, members: Sequence[Member], now: datetime) -> None:
    """A round whose time is over, in which these said yes."""
    found = Round(community=channel.community, channel=channel, opened_at=now - OPEN_FOR, closes_at=now)
    session.add(found)
    await session.flush()
    await brews.join(session, [{"round_id": found.id, "member": each, "at": now} for each in members])


def introduced(discord: DiscordWorld, slack: SlackWorld) -> Counter[str]:
    """How many posts with buttons each person has in groups that they are in: so soon they are all introductions."""
    seen = Counter[str]()
    for thread in discord.places.values():
        if thread.kind == PRIVATE_THREAD:
            said = [each for each in discord.messages(thread.id) if each.buttons]
            seen.update([str(each) for each in thread.people - {discord.bot.id}] * len(said))
    for group in slack.places.values():
        if group.id.startswith("G"):
            bot = slack.teams[group.team].bot
            seen.update([*(group.people - {bot})] * sum(bool(each.buttons) for each in slack.messages(group.id)))
    return seen
