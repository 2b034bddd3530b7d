"""Real discord.py, connected to a simulator."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from adapters.discord.connection import Settings, Wish, intents, look
from adapters.discord.gateway import Gateway
from tests.simulators.discord.server import TOKEN, DiscordSimulator

AT_ONCE = 0.05  # seconds: the simulator tells all servers in one go
SOON = 20  # seconds, on a busy machine

OCCUPIED = ("discord.py: on_", "CommandTree-invoker", "discord-ui-")
"""What discord.py calls the tasks in which somebody's doing is dealt with."""


async def dealt_with() -> None:
    """Wait until everything that discord.py has been told is dealt with."""
    await asyncio.sleep(0)
    await asyncio.gather(*(each for each in asyncio.all_tasks() if each.get_name().startswith(OCCUPIED)))


def settings(simulator: DiscordSimulator, *, message_content: Wish = "auto") -> Settings:
    """How the simulator is reached."""
    return Settings(TOKEN, simulator.api_url, simulator.gateway_url, message_content)


@asynccontextmanager
async def connected(
    simulator: DiscordSimulator,
    *,
    message_content: Wish = "auto",
    before: Callable[[Gateway], None] | None = None,
) -> AsyncIterator[Gateway]:
    """The adapter's client, while every server is known to it; ``before`` it connects it may be attached to a core."""
    how = settings(simulator, message_content=message_content)
    gateway = Gateway(how, intents(how, await look(how)), patience=AT_ONCE)
    if before is not None:
        before(gateway)
    running = asyncio.create_task(gateway.run_until_closed(print))
    waiting = asyncio.create_task(gateway.connected.wait())
    try:
        async with asyncio.timeout(SOON):
            await asyncio.wait((running, waiting), return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
        yield gateway
    finally:
        waiting.cancel()
        await gateway.close()
        with suppress(asyncio.CancelledError):
            await running
