"""A served community with so many more people in it, as a process of its own: ``python -m benchmarks.crowd 200``."""

from __future__ import annotations

import asyncio
import gc
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from adapters.web import application, serve
from adapters.web.playground import mount
from benchmarks.community import Community, community, sqlite_file

LONGEST = 600.0
"""Seconds after which it ends by itself, should nobody be left to end it."""

PATIENCE = 30.0
LAST_TICKS = timedelta(seconds=3)


def named(number: int) -> str:
    """The id of one of the additional people."""
    return f"person{number}"


@contextmanager
def served(people: int = 0) -> Iterator[tuple[str, int]]:
    """Its address and the number of its process, until the block ends. RuntimeError where it does not start."""
    command = (sys.executable, "-m", "benchmarks.crowd", str(people))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # our own
        try:
            address = process.stdout.readline().strip() if process.stdout else ""
            if not address:
                msg = "the community did not start"
                raise RuntimeError(msg)
            yield address, process.pid
            process.terminate()
            process.wait(PATIENCE)
        finally:
            process.kill()


async def _serve(people: int) -> None:
    """Say the address once it is served, as ``brewmate demo`` does it."""
    with sqlite_file() as url:
        async with community(url) as each:
            for number in range(people):
                each.room.add_person(named(number).capitalize())
            async with serve(_application(each), "127.0.0.1", 0) as address:
                gc.collect()
                gc.freeze()
                each.running.clockwork.start()
                print(address, flush=True)
                await _told_to_stop()
                await each.running.clockwork.stop(LAST_TICKS)


def _application(each: Community) -> web.Application:
    running, about = each.running, each.running.config.community
    app = application(ready=_ready)
    zone = ZoneInfo(about.zone)
    mount(app, each.room, running.core, running.catalogue.declarations, each.panel, zone=zone, locale=about.locale)
    return app


async def _ready() -> str | None:
    return None


async def _told_to_stop() -> None:
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    await asyncio.wait((asyncio.ensure_future(told.wait()),), timeout=LONGEST)


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
