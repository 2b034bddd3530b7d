"""The playground as ``brewmate demo`` serves it, from a Monday morning on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from aiohttp import web

from adapters.room import Room
from adapters.room.clock import MovableClock
from adapters.web import application, serve
from adapters.web.playground import mount
from adapters.web.server import STREAMS
from bot.assembly import Panel, Running, playground
from bot.config import load

PATIENCE = timedelta(seconds=3)
"""As long as ``brewmate demo`` waits at its end for what is under way."""


class House:
    """One community at one address; its door can be shut and opened again while life in it goes on."""

    def __init__(self, running: Running, room: Room, clock: MovableClock) -> None:
        self.room = room
        self.panel = Panel(running, clock)
        self.address = ""
        self._running = running
        self._port = 0
        self._served = AsyncExitStack()
        self._app: web.Application | None = None

    async def open(self) -> None:
        """Serve the page; after the first time on the same port."""
        about, declared = self._running.config.community, self._running.catalogue.declarations
        app = application(ready=_ready)
        zone = ZoneInfo(about.zone)
        mount(app, self.room, self._running.core, declared, self.panel, zone=zone, locale=about.locale)
        self._app = app
        self.address = await self._served.enter_async_context(serve(app, "127.0.0.1", self._port))
        self._port = urlsplit(self.address).port or 0

    def cut_the_streams(self) -> None:
        """What happens live breaks off for everybody; whoever can comes back by themselves."""
        assert self._app is not None, "nobody is served"
        streams = self._app[STREAMS]
        for task in tuple(streams):
            task.cancel()

    async def shut(self) -> None:
        """Answer nobody; what goes on in the room goes on."""
        await self._served.aclose()


@asynccontextmanager
async def opened(folder: Path, clock: MovableClock) -> AsyncIterator[House]:
    """A new community over a database of its own, ticking, its notices posted."""
    config = load(None, {"BREWMATE_DATABASE_URL": f"sqlite:///{folder / 'house.db'}"})
    async with playground(config, clock=clock, draw=Random(7), is_new=True) as (running, room):
        await running.clockwork.tick()
        house = House(running, room, clock)
        await house.open()
        running.clockwork.start()
        try:
            yield house
        finally:
            await house.shut()
            running.worker.stop()
            await running.clockwork.stop(PATIENCE)


async def _ready() -> str | None:
    return None
