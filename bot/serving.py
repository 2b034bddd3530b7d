"""Running until told to stop: the page, the health checks, the clockwork, and an orderly end."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from datetime import timedelta
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

import structlog

from adapters.room import Room
from adapters.room.clock import MovableClock
from adapters.web.playground import mount
from adapters.web.server import application
from adapters.web.server import serve as serving
from bot.assembly import Panel, Running, now, playground
from bot.config import Config
from bot.contract.ports import Unusable
from bot.demo import SEED, throwaway
from bot.online import online
from bot.storage import StorageError
from bot.teamwork import Role, Team

log = structlog.get_logger("brewmate")

HEAD_START = timedelta(seconds=40)
"""How long before its first nudge a demonstration begins: time enough to look round."""

OPEN = "Open {address} in a browser. A nudge arrives by itself within a minute. Press Ctrl+C here to end."
STARTED = "Brewmate is running; its page is at {address}."

NOBODY_TO_SERVE = (
    "--role {role} is for Discord and Slack, and there are no tokens for either. Put them into the environment, or "
    "leave --role out: then the playground opens in the browser."
)

PATIENCE = timedelta(seconds=12)
"""How long a stop waits for what is being sent: one attempt, and a little. A supervisor gives it 20 seconds."""


async def serve(config: Config, say: Callable[[str], None], role: Role = Role.ALL) -> None:
    """Discord and Slack where there are tokens, else the playground; over the configured database, in real time."""
    if config.discord.token is not None or config.slack.is_wanted:
        await _serve_online(config, say, role)
        return
    if role is not Role.ALL:
        raise Unusable(NOBODY_TO_SERVE.format(role=role))
    clock = MovableClock(real=now)
    async with playground(config, clock=clock) as (running, room):
        await _serve(running, room, None, say)


async def serve_demo(config: Config, say: Callable[[str], None]) -> None:
    """A throw-away playground whose clock can be moved; it begins shortly before a nudge is due."""
    clock = MovableClock(real=now)
    async with throwaway(config, clock, Random(SEED)) as (running, room):  # noqa: S311  # picks prompts, not secrets
        panel = Panel(running, clock)
        due = await panel.next_nudge()
        if due is not None:
            clock.move_to(due - HEAD_START)
        await _serve(running, room, panel, say)


async def _serve(running: Running, room: Room, panel: Panel | None, say: Callable[[str], None]) -> None:
    app = application(ready=_ready(running), metrics=partial(_measured, running))
    zone = ZoneInfo(running.config.community.zone)
    mount(
        app,
        room,
        running.core,
        running.catalogue.declarations,
        panel,
        zone=zone,
        locale=running.config.community.locale,
    )
    web = running.config.web
    _settle_memory()
    async with serving(app, web.host, web.port) as address, _ticking(running):
        log.info("ready", address=address, mode="demo" if panel else "run")
        say((OPEN if panel else STARTED).format(address=address))
        await _told_to_stop()
        log.info("stopping")


async def _serve_online(config: Config, say: Callable[[str], None], role: Role) -> None:
    """Connected until told to stop, or until only the operator can help: then Unusable says how."""
    async with online(config, say, role) as found:
        running, lines = found.running, found.lines
        metrics = partial(_measured, running)
        app = application(ready=_ready(running), metrics=metrics, doors=found.doors)
        _settle_memory()
        async with serving(app, config.web.host, config.web.port) as address, _ticking(running, found.team):
            log.info("ready", address=address, mode=" and ".join(each.platform.name for each in lines) or role.value)
            connections = [asyncio.create_task(each.run_until_closed(say)) for each in lines]
            told = asyncio.create_task(_told_to_stop())
            try:
                await asyncio.wait((*connections, told), return_when=asyncio.FIRST_COMPLETED)
                log.info("stopping")
            finally:
                told.cancel()
                for each in lines:
                    await each.close()
            await asyncio.gather(*connections)


@asynccontextmanager
async def _ticking(running: Running, team: Team | None = None) -> AsyncIterator[None]:
    async with team.carrying(running.worker, PATIENCE) if team else nullcontext():
        running.clockwork.start()
        try:
            yield
        finally:
            running.worker.stop()
            await running.clockwork.stop(PATIENCE)


async def _told_to_stop() -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, told.set)
    await told.wait()


def _settle_memory() -> None:
    """What was loaded stays until the end: a full collection over it would hold everybody up for 80 ms now and then."""
    gc.collect()
    gc.freeze()


def _measured(running: Running) -> str:
    return running.metrics.text(running.clock())


def _ready(running: Running) -> Callable[[], Awaitable[str | None]]:
    """None while the database can be written to, else the sentence that says why not."""

    async def ready() -> str | None:
        try:
            await running.storage.ping()
        except StorageError as error:
            return str(error)
        return None

    return ready
