"""What happens, live: server-sent events with the number of each change, so that a lost connection catches up."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

from aiohttp import web

from adapters.room import Change, Room
from adapters.web.playground.asking import Json
from adapters.web.playground.drawing import View
from adapters.web.server import STREAMS

HEARTBEAT = 15.0
"""Seconds between signs of life, each with the time where the clock is shown."""

RELOAD = "reload"
BEGINNING = b"retry: 1000\n\n"
SIGN_OF_LIFE = b": still here\n\n"

Clock = Callable[[], Awaitable[Json | None]]

Refresh = Callable[[], Awaitable[bool]]
"""Asks anew whether the view's person moderates; False where they are not here any more."""


async def stream(  # everything that a stream follows
    request: web.Request, room: Room, view: View, after: int | None, clock: Clock, refresh: Refresh
) -> web.StreamResponse:
    """Send what changes until the page goes away. ``after`` None tells the page to load anew."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
    task = asyncio.current_task()
    streams = request.app[STREAMS]
    if task is not None:
        streams.add(task)
    try:
        await response.prepare(request)
        await response.write(BEGINNING)
        async for chunk in _events(room, view, after, clock, refresh):
            await response.write(chunk)
    except ConnectionResetError:
        pass  # the page is gone; it comes back with the last number it saw
    finally:
        streams.discard(task)
    return response


async def _events(
    room: Room, view: View, after: int | None, clock: Clock, refresh: Refresh
) -> AsyncIterator[bytes]:
    loop, moderates = asyncio.get_running_loop(), view.moderates
    due = loop.time() + HEARTBEAT
    while True:
        changes = None if after is None or after > room.newest_change else room.changes(after)
        if after is None or changes is None:
            yield _event(RELOAD, {})
            return
        for change in changes:
            drawn = view.change(change)
            if drawn is not None:
                yield _event(*drawn, number=change.number)
        after = changes[-1].number if changes else after
        is_due = loop.time() >= due
        if (is_due or any(_may_matter(change) for change in changes)) and not await refresh():
            yield _event(RELOAD, {})
            return
        if view.moderates is not moderates:
            moderates = view.moderates
            yield _event("standing", view.standing())
        if after >= room.newest_change and not is_due:
            await _something(room, due)
        if is_due:
            due = loop.time() + HEARTBEAT
            yield SIGN_OF_LIFE
            shown = await clock()
            if shown is not None:
                yield _event("clock", shown)


def _may_matter(change: Change) -> bool:
    """Whether a setting may have changed with it: those are answered privately; what members say changes none."""
    return change.post is not None and change.post.is_reply and change.post.by is None


async def _something(room: Room, due: float) -> None:
    """Wait for a change, or until that time of the loop."""
    with suppress(TimeoutError):
        async with asyncio.timeout_at(due):
            await room.changed()


def _event(name: str, data: Json, *, number: int | None = None) -> bytes:
    """One event; JSON has no raw line breaks, so one data line is enough."""
    id_ = "" if number is None else f"id: {number}\n"
    return f"{id_}event: {name}\ndata: {json.dumps(data)}\n\n".encode()
