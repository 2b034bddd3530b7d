"""One aiohttp application for everything that is served, and how it starts and stops."""

from __future__ import annotations

import asyncio
import errno
import ipaddress
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.typedefs import Handler

from adapters.web.doors import open_doors
from adapters.web.guarding import BOUND, OUTER, SPEAKS, add_headers, guard, in_address
from bot.contract.doors import Door
from bot.texts import Translator, mark, translator

PROMETHEUS = {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}

MOST_BYTES = 64 * 1024
"""The largest body that is read."""

LAST_ANSWERS = 1.0
"""Seconds that requests under way have to finish when the server stops."""

STREAMS: web.AppKey[set[asyncio.Task[object]]] = web.AppKey("streams", set[asyncio.Task[object]])
"""Answers that would never end by themselves; they are ended when the server stops."""

TAKEN = mark("Port {port} on {host} is taken: stop the other program or set [web] port.")
REFUSED = mark("Can’t listen on port {port} of {host} ({why}): set [web] host and port to something that can be used.")


class CannotListen(OSError):
    """The host and port can't be used; the message says what to do."""


class PortTaken(CannotListen):
    """Another program listens there."""


def application(
    *,
    ready: Callable[[], Awaitable[str | None]],
    metrics: Callable[[], str] | None = None,
    doors: Iterable[Door] = (),
) -> web.Application:
    """Health and readiness, guarded; ``ready`` returns the sentence that says why not, or None.

    ``metrics`` returns what /metrics says, in Prometheus's text format; without it there is no such page. ``doors``
    are the addresses at which platforms call; who calls there is theirs to check.

    Other parts mount their routes on it before it is served.
    """

    async def readyz(request: web.Request) -> web.Response:
        why_not = await ready()
        status = web.HTTPOk.status_code if why_not is None else web.HTTPServiceUnavailable.status_code
        return web.Response(text=why_not or "ready", status=status)

    app = web.Application(middlewares=[guard], client_max_size=MOST_BYTES)
    app[BOUND] = set()
    app[OUTER] = open_doors(app, doors)
    app[STREAMS] = set()
    app.on_response_prepare.append(add_headers)
    app.on_shutdown.append(_end_streams)
    app.router.add_get("/healthz", _healthz)
    app.router.add_get("/readyz", readyz)
    if metrics is not None:
        app.router.add_get("/metrics", _told(metrics))
    return app


@asynccontextmanager
async def serve(app: web.Application, host: str, port: int) -> AsyncIterator[str]:
    """Serve while inside, and hand over the address. Port 0 takes any free one.

    Raises PortTaken or CannotListen. On leaving, open streams end at once and other requests get a second.
    """
    if not _is_anywhere(host):
        app[BOUND].add(in_address(host))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=LAST_ANSWERS)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise _cannot_listen(error, host, port, app.get(SPEAKS, translator(None))) from error
        shown = "localhost" if _is_anywhere(host) else in_address(host)
        yield f"http://{shown}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def _healthz(request: web.Request) -> web.Response:
    return web.Response(text="ok")


def _told(metrics: Callable[[], str]) -> Handler:
    async def told(request: web.Request) -> web.Response:
        return web.Response(text=metrics(), headers=PROMETHEUS)

    return told


async def _end_streams(app: web.Application) -> None:
    for task in app[STREAMS]:
        task.cancel()


def _cannot_listen(error: OSError, host: str, port: int, t: Translator) -> CannotListen:
    if error.errno == errno.EADDRINUSE:
        return PortTaken(t(TAKEN, port=port, host=host))
    return CannotListen(t(REFUSED, port=port, host=host, why=error.strerror or type(error).__name__))


def _is_anywhere(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return not host
