"""Connecting the shards that this process holds, for as long as it holds them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

import structlog
import yarl
from discord.gateway import DiscordWebSocket

from adapters.discord.shards import EVERY, Shards

log = structlog.get_logger("brewmate.discord")

OTHERS = "No shard is free, or the database can't be asked which is. I'll take over when one is."


class Client(Protocol):
    """discord.py's client for several shards, logged in."""

    shard_ids: list[int] | None

    async def connect(self) -> None:
        """Connect these shards, until it is closed."""

    async def launch_shard(self, gateway: yarl.URL, shard_id: int) -> None:
        """Connect one more."""

    async def close(self) -> None:
        """End every connection."""

    def is_closed(self) -> bool:
        """Whether it was."""


async def connected(client: Client, shards: Shards, say: Callable[[str], None]) -> bool:
    """Wait for shards of our own, and stay connected while they are. True where the client had to give one up.

    Then it is closed, and may begin again.
    """
    if not await shards.look():
        say(OTHERS)
    while not client.is_closed():
        if shards.mine:
            return await _while_held(client, shards)
        await asyncio.sleep(EVERY)
        await shards.look()
    return False


async def _while_held(client: Client, shards: Shards) -> bool:
    client.shard_ids = sorted(shards.mine)
    log.info("shards_held", count=len(client.shard_ids))
    connecting, watching = asyncio.create_task(client.connect()), asyncio.create_task(_watch(client, shards))
    await asyncio.wait((connecting, watching), return_when=asyncio.FIRST_COMPLETED)
    was_lost = watching.done() and not connecting.done()
    watching.cancel()
    if was_lost:
        log.warning("shard_lost")
        await client.close()
    await connecting
    return was_lost


async def _watch(client: Client, shards: Shards) -> None:
    """Ends where a shard isn't ours any more; connects those that become ours."""
    known = set(shards.mine)
    launching: set[asyncio.Task[None]] = set()
    while known <= (mine := await shards.look()):
        for shard in sorted(mine - known):
            launching.add(asyncio.create_task(client.launch_shard(DiscordWebSocket.DEFAULT_GATEWAY, shard)))
        known |= mine
        client.shard_ids = sorted(known)
        await asyncio.sleep(EVERY)
