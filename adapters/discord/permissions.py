"""What the bot needs to be allowed on Discord, what each is for, and where to click where it is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import discord

from bot.contract.permissions import Lack, Permission
from bot.texts import mark


@dataclass(frozen=True, slots=True)
class Need:
    """Discord's flags for a permission, all of them, and where a moderator can allow them."""

    flags: tuple[str, ...]
    where: str


NEEDS: Mapping[Permission, Need] = {
    Permission.SEE: Need(
        ("view_channel",),
        mark("Open the channel’s settings, then Permissions, add Brewmate’s role and allow “View Channel”."),
    ),
    Permission.POST: Need(
        ("send_messages",),
        mark("Open the channel’s settings, then Permissions, choose Brewmate’s role and allow “Send Messages”."),
    ),
    Permission.HISTORY: Need(
        ("read_message_history",),
        mark("Open the channel’s settings, then Permissions, choose Brewmate’s role and allow “Read Message History”."),
    ),
    Permission.PIN: Need(
        ("pin_messages",),
        mark("Open the channel’s settings, then Permissions, choose Brewmate’s role and allow “Pin Messages”."),
    ),
    Permission.GROUPS: Need(
        ("create_private_threads", "send_messages_in_threads"),
        mark(
            "Open the channel’s settings, then Permissions, choose Brewmate’s role and allow “Create Private Threads” "
            "and “Send Messages in Threads”."
        ),
    ),
}

PURPOSES: Mapping[str, str] = {
    "view_channel": "see the channels it posts in",
    "send_messages": "post nudges and notices",
    "embed_links": "show the picture of a prompt",
    "read_message_history": "look whether a post arrived, so that nothing is said twice",
    "pin_messages": "pin the notice that says where it listens",
    "create_private_threads": "open a private conversation for people who were introduced",
    "send_messages_in_threads": "say hello in that conversation",
}
"""Everything the invite asks for, and what for. It is the smallest set with which everything works."""


def invited() -> discord.Permissions:
    """The permissions that the invite link asks for."""
    return discord.Permissions(**dict.fromkeys(PURPOSES, True))


def invite_link(application: int) -> str:
    """The address at which somebody who manages a server adds the bot to it."""
    return discord.utils.oauth_url(application, permissions=invited(), scopes=("bot", "applications.commands"))


def lacking(allowed: discord.Permissions) -> tuple[Lack, ...]:
    """What is missing among what is allowed."""
    return tuple(
        Lack(permission, need.where)
        for permission, need in NEEDS.items()
        if not all(getattr(allowed, flag) for flag in need.flags)
    )
