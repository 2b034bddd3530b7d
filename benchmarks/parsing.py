"""What discord.py itself does with a message, to compare with."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from benchmarks.talk import TALK

GUILD, CHANNEL, AUTHOR = 1_000, 2_000, 3_000
FIRST = 1_100_000_000_000_000_000


def parses() -> Callable[[int], object]:
    """A function that has discord.py read the so-many-th MESSAGE_CREATE of a guild it knows, JSON and all."""
    import discord  # noqa: PLC0415  # slow, and warns when it is imported

    client = discord.Client(intents=discord.Intents(guilds=True, guild_messages=True, message_content=True))
    state: Any = client._connection  # noqa: SLF001  # the gateway hands payloads to it; there is no public door
    state.dispatch = lambda *_: None
    state._add_guild(discord.Guild(data=_guild(), state=state))  # noqa: SLF001
    frames = [
        json.dumps({"t": "MESSAGE_CREATE", "s": 1, "op": 0, "d": _message(number)}) for number in range(len(TALK))
    ]

    def parse(number: int) -> None:
        state.parse_message_create(discord.utils._from_json(frames[number % len(frames)])["d"])  # noqa: SLF001

    return parse


def _guild() -> Any:  # noqa: ANN401  # discord.py's own type of a payload is not public
    channel = {"id": str(CHANNEL), "type": 0, "name": "general", "position": 0, "permission_overwrites": []}
    return {"id": str(GUILD), "name": "The Kettle Club", "channels": [channel], "members": [], "roles": []}


def _message(number: int) -> dict[str, Any]:
    return {
        "id": str(FIRST + number),
        "type": 0,
        "content": TALK[number % len(TALK)],
        "channel_id": str(CHANNEL),
        "guild_id": str(GUILD),
        "channel_type": 0,
        "nonce": str(FIRST + number),
        "flags": 0,
        "components": [],
        "author": {
            "id": str(AUTHOR),
            "username": "ana",
            "discriminator": "0",
            "avatar": "0123456789abcdef0123456789abcdef",
            "avatar_decoration_data": None,
            "clan": None,
            "collectibles": None,
            "display_name_styles": None,
            "global_name": "Ana",
            "primary_guild": None,
            "public_flags": 0,
        },
        "member": {
            "avatar": None,
            "banner": None,
            "communication_disabled_until": None,
            "deaf": False,
            "flags": 0,
            "joined_at": "2026-01-01T00:00:00+00:00",
            "mute": False,
            "nick": None,
            "pending": False,
            "premium_since": None,
            "roles": [],
        },
        "timestamp": "2026-11-22T12:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
    }
