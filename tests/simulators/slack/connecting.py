"""Real slack-bolt and slack_sdk, connected to a simulator."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from adapters.slack.app import SlackApp, app
from adapters.slack.connection import Settings
from adapters.web.server import application, serve
from bot.installing.keeping import KeptInstallations
from bot.installing.sealing import Keyring
from bot.storage import Storage
from tests.simulators.slack.calling import SIGNING_SECRET
from tests.simulators.slack.installing import CLIENT_ID, CLIENT_SECRET
from tests.simulators.slack.server import SlackSimulator
from tests.simulators.slack.sockets import APP_TOKEN
from tests.simulators.slack.world import Team

KEY = "bm90LWEta2V5LWp1c3QtMzItYnl0ZXMtZm9yLXRlc3Q="  # nobody's
SOON = 20  # seconds, on a busy machine

OCCUPIED = ("run_ack_function_asynchronously", "run_message_listeners")
"""What Bolt and the SDK call the work in which somebody's doing is dealt with."""


async def dealt_with() -> None:
    """Wait until everything that Bolt has been told is dealt with."""
    await asyncio.sleep(0)
    while busy := [each for each in asyncio.all_tasks() if _works(each)]:
        await asyncio.wait(busy)


def _works(task: asyncio.Task[object]) -> bool:
    name = getattr(task.get_coro(), "__qualname__", "")
    return task is not asyncio.current_task() and name.endswith(OCCUPIED)


def over_http(simulator: SlackSimulator) -> Settings:
    """For an app that any workspace can install."""
    return Settings(
        signing_secret=SIGNING_SECRET, client_id=CLIENT_ID, client_secret=CLIENT_SECRET, api_url=simulator.api_url
    )


@asynccontextmanager
async def called(
    simulator: SlackSimulator, storage: Storage, before: Callable[[SlackApp], None], *, keys: str = KEY
) -> AsyncIterator[tuple[SlackApp, str]]:
    """The adapter's app while Slack calls it over HTTP, as one more replica, and its address."""
    settings = over_http(simulator)
    installations = KeptInstallations(storage, Keyring(keys))
    async with app(settings, simulator.world.clock, installations) as ready:
        before(ready)
        outside = application(ready=_always, doors=ready.doors)
        async with serve(outside, "127.0.0.1", 0) as address, ready.connected():
            simulator.calls_out.addresses.append(address)
            try:
                yield ready, address
            finally:
                simulator.calls_out.addresses.remove(address)
                await ready.close()


async def _always() -> str | None:
    return None


@asynccontextmanager
async def connected(
    simulator: SlackSimulator, team: Team, before: Callable[[SlackApp], None] | None = None
) -> AsyncIterator[SlackApp]:
    """The adapter's app, while Slack is connected to it; ``before`` that it may be attached to a core."""
    simulator.sockets.connected.clear()
    settings = Settings(bot_token=team.token, app_token=APP_TOKEN, api_url=simulator.api_url)
    async with app(settings, simulator.world.clock) as ready:
        if before is not None:
            before(ready)
        async with ready.connected():
            async with asyncio.timeout(SOON):
                await simulator.sockets.connected.wait()
            try:
                yield ready
            finally:
                await ready.close()
