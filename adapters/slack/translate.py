"""Slack's ids as plain values, and back."""

from __future__ import annotations

from typing import Final

from bot.contract.places import Channel, CommunityId, Member, Receipt

PLATFORM: Final = "slack"


def community(team: str) -> CommunityId:
    """A workspace."""
    return CommunityId(PLATFORM, team)


def channel(where: CommunityId, id_: str) -> Channel:
    """A channel, a group conversation or a direct one."""
    return Channel(where, id_)


def member(where: CommunityId, id_: str) -> Member:
    """A person in a workspace."""
    return Member(where, id_)


def receipt(where: CommunityId, channel_id: str, ts: str) -> Receipt:
    """Where a message stands: Slack knows it by its channel and its time stamp."""
    return Receipt(channel(where, channel_id), ts)
