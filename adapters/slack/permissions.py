"""What the bot needs to be allowed on Slack, what each scope is for, and where to click where it is missing."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.contract.permissions import Lack, Permission
from bot.texts import mark

PURPOSES: Mapping[str, str] = {
    "chat:write": "post nudges and notices, and answer",
    "commands": "offer its commands",
    "app_mentions:read": "answer whoever mentions it",
    "channels:read": "list the channels it is in",
    "groups:read": "list the private channels it was invited to",
    "im:write": "write to a member directly",
    "im:history": "answer what somebody writes to it directly",
    "mpim:write": "open a conversation for people who were introduced",
    "pins:write": "pin the notice that says where it listens",
    "usergroups:read": "let the people of a user group moderate it, where moderators chose that",
    "users:read": "show members by their names, in their own time zones",
}
"""Every scope that it asks for, and what for. It is the smallest set with which everything but listening works."""

LISTENING: Mapping[str, str] = {
    "channels:history": "hear trigger words in channels where moderators let it listen",
    "groups:history": "the same in private channels that it was invited to",
}
"""What listening takes besides."""

INVITE = mark("Type “/invite @Brewmate” in that channel.")
INSTALL_AGAIN = mark("Whoever manages the app can add the scope that is missing, and install it again.")

SCOPES: Mapping[Permission, str] = {
    Permission.HISTORY: "channels:history",
    Permission.PIN: "pins:write",
    Permission.GROUPS: "mpim:write",
}


def lacking(*, is_in: bool, scopes: Collection[str]) -> tuple[Lack, ...]:
    """What is missing in a channel, with these scopes. Looking back at a channel is only asked for when listening."""
    if not is_in:
        return (Lack(Permission.POST, INVITE),)
    wanted = {Permission.PIN, Permission.GROUPS}
    return tuple(
        Lack(permission, INSTALL_AGAIN)
        for permission, scope in SCOPES.items()
        if permission in wanted and scope not in scopes
    )
