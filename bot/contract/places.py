"""Who and where: communities, channels, members and what was posted there, as plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class CommunityId:
    """One Discord server, Slack workspace or playground; ``native`` is the platform's own id."""

    platform: str
    native: str


@dataclass(frozen=True, slots=True, order=True)
class Channel:
    """A place where messages are posted: a public channel, a group conversation or a direct one."""

    community: CommunityId
    native: str


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """A person in one community. The same human in two communities is two members."""

    community: CommunityId
    native: str


@dataclass(frozen=True, slots=True, order=True)
class Role:
    """A group of members that the platform knows: a role on Discord, a user group on Slack."""

    community: CommunityId
    native: str


Target = Channel | Member


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a posted message stands, so that it can be revised or withdrawn."""

    channel: Channel
    native: str


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A member's message that a context action is about. It carries no text."""

    receipt: Receipt
    author: Member
